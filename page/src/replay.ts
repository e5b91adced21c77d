// The source inside a saved file: the days lie in it, packed; play, step and seek are answered here.
import { changed, connect, hear, page } from "./store";
import type { Chart, Hello, MapMessage, Mark } from "./types";

interface Run {
  hello: Hello; map: MapMessage; day: number; head: number; marks: Mark[]; keep: string; names: [string, string];
  mandatory: number | null; charts: Chart[]; every: number;
}

async function unpack(text: string): Promise<Uint8Array> {
  const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function replay(): Promise<void> {
  page.replay = true;
  page.view = "lab";
  const run = JSON.parse(document.getElementById("run")!.textContent!) as Run;
  const bytes = await unpack(document.getElementById("days")!.textContent!);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const frame = (): ArrayBuffer => { const size = view.getUint32(at, true); at += 4 + size; return bytes.buffer.slice(at - size, at) as ArrayBuffer; };
  hear(JSON.stringify({ ...run.hello, type: "hello" }));
  hear(JSON.stringify(run.map));
  hear(frame()); hear(frame()); hear(frame());
  const n = run.map.n, kept = Math.floor((bytes.length - at) / (4 * n)), days: Uint8Array[] = [];
  for (let k = 0; k < kept; k++) {
    const now = bytes.slice(at + 4 * n * k, at + 4 * n * (k + 1));
    if (k) { const before = days[k - 1]; for (let i = 0; i < now.length; i++) now[i] += before[i]; }
    days.push(now);
  }
  page.paint = "score";
  let speed = 12, timer = 0, seq = 0, stop = run.head;
  const state = (): void => hear(JSON.stringify({
    type: "state", day: page.day, head: run.head, playing: timer !== 0, ended: page.day >= run.head, names: run.names,
    marks: run.marks, keep: run.keep, speed, mandatory: run.mandatory,
  }));
  const show = (day: number): void => {
    const d = days[Math.floor(day / run.every)];
    for (let world = 0; world < 2; world++) {
      const padded = (n + 3) & ~3, buffer = new ArrayBuffer(24 + 2 * padded), head = new DataView(buffer), out = new Uint8Array(buffer);
      [2, 1, world, 1].forEach((v, k) => head.setUint8(k, v));
      [seq++, day, n, 0, 0].forEach((v, k) => head.setUint32(4 + 4 * k, v, true));
      out.set(d.subarray(2 * n * world, 2 * n * world + n), 24);
      out.set(d.subarray(2 * n * world + n, 2 * n * (world + 1)), 24 + padded);
      hear(buffer);
    }
  };
  const seek = (day: number): void => show(Math.min(Math.max(day, 0), run.head));
  const pause = (): void => { clearInterval(timer); timer = 0; };
  const play = (): void => {
    pause();
    const pace = Math.min(speed, 30), hop = Math.max(1, Math.round(speed / pace));
    timer = window.setInterval(() => { if (page.day >= stop) { pause(); state(); } else seek(Math.min(page.day + hop, stop)); }, 1000 / pace);
  };
  connect({
    send: (m) => {
      if (m.type === "play") { pause(); stop = typeof m.to === "number" ? m.to : run.head; if (typeof m.speed === "number") speed = m.speed; if (m.on) play(); state(); }
      else if (m.type === "speed") { speed = Number(m.speed); if (timer) play(); }
      else if (m.type === "step") { pause(); seek(page.day + 1); state(); }
      else if (m.type === "seek") { pause(); seek(Number(m.day)); state(); }
    },
  });
  seek(run.day);
  state();
  page.charts = run.charts;
  changed();
}
