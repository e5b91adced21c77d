// In a notebook: the page in a frame of its own, and between it and the kernel nothing but messages. The frame keeps the notebook's keys and styles and the
// page's apart. Loaded by web/widget.py, which describes the messages.
interface Model {
  get(name: string): unknown;
  send(content: unknown): void;
  on(event: "msg:custom", take: (content: { view: string; text: string }, buffers: DataView[]) => void): void;
  off(event: "msg:custom", take: (content: { view: string; text: string }, buffers: DataView[]) => void): void;
}

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const view = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16)).join("");
  const frame = document.createElement("iframe");
  frame.title = "Two worlds side by side, live";
  frame.setAttribute("sandbox", "allow-scripts allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox");
  frame.allow = "fullscreen";
  frame.style.cssText = `width:100%;height:${Number(model.get("height"))}px;border:0`;
  frame.srcdoc = String(model.get("page"));
  const up = (e: MessageEvent): void => { if (e.source === frame.contentWindow) model.send({ ...e.data, view }); };
  const down = (content: { view: string; text: string }, buffers: DataView[]): void => {
    if (content.view !== view) return;
    const part = buffers?.[0], bytes = part?.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength);
    frame.contentWindow?.postMessage({ text: content.text, bytes }, "*");
  };
  addEventListener("message", up);
  model.on("msg:custom", down);
  el.append(frame);
  return () => { removeEventListener("message", up); model.off("msg:custom", down); model.send({ type: "close", view }); };
}

export default { render };
