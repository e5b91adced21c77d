// The live source: a socket to the program on this machine.
import { asked, changed, connect, hear, page } from "./store";

/** Once the program is gone and there again: load the page, whose address says what was seen. A page that was closed stays closed. */
function again(gone: boolean): void {
  setTimeout(() => fetch("/api/health").then((answer) => { if (gone && answer.ok) location.reload(); else again(gone); }, () => again(true)), 2000);
}

export function live(opened: () => void): void {
  const token = document.querySelector<HTMLMetaElement>("meta[name=sottovoce-token]")?.content ?? "";
  const wish = asked().scenario, which = wish ? `&scenario=${encodeURIComponent(wish)}` : "";
  const socket = new WebSocket(`ws://${location.host}/ws?token=${encodeURIComponent(token)}${which}`);
  socket.binaryType = "arraybuffer";
  let begun = false;
  socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
    hear(event.data);
    if (!begun && page.hello) { begun = true; opened(); }
  };
  socket.onclose = () => { page.lost = true; if (page.state) page.state.playing = false; changed(); again(false); };
  connect({ send: (message) => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message)); } });
}
