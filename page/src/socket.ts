// The live source: a socket to the program on this machine.
import { changed, connect, hear, page } from "./store";

export function live(opened: () => void): void {
  const token = document.querySelector<HTMLMetaElement>("meta[name=sottovoce-token]")?.content ?? "";
  const socket = new WebSocket(`ws://${location.host}/ws?token=${encodeURIComponent(token)}`);
  socket.binaryType = "arraybuffer";
  let begun = false;
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
    hear(event.data);
    if (!begun && page.hello) { begun = true; opened(); }
  };
  socket.onclose = () => { page.lost = true; if (page.state) page.state.playing = false; changed(); };
  connect({ send: (message) => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); } });
}
