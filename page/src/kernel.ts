// The source in a notebook: messages through the frame that holds the page (widget.ts), to the worlds in the kernel.
import { connect, hear, page, send } from "./store";

export const inNotebook = document.querySelector("meta[name=sottovoce-opens]") !== null;

export function kernel(opened: () => void): void {
  page.notebook = true;
  let begun = false;
  addEventListener("message", (e: MessageEvent<{ text: string; bytes?: ArrayBuffer }>) => {
    if (e.source !== parent) return;
    const { text, bytes } = e.data, file = text && bytes ? JSON.parse(text) as { name: string; kind: string } : null;
    if (file) keep(bytes!, file.name, file.kind);
    else if (bytes || text) hear(bytes ?? text);
    if (!begun && page.hello) { begun = true; opened(); }
  });
  connect({ send: (message) => parent.postMessage(message, "*") });
  // There is no server to load a file from: it comes by message.
  document.addEventListener("click", (e) => {
    const to = (e.target as Element).closest?.("a[href^='/api/']")?.getAttribute("href");
    if (!to) return;
    e.preventDefault();
    send("file", { what: to.slice("/api/".length).split("?")[0] });
  });
  send("hello");
}

function keep(bytes: ArrayBuffer, name: string, kind: string): void {
  const a = document.createElement("a"), to = URL.createObjectURL(new Blob([bytes], { type: kind }));
  a.href = to;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(to), 10_000);
}
