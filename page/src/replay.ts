// The source inside a saved file: the days lie in it, packed; play, step, seek and, in a lesson, other worlds, why and a year are answered here.
import { changed, connect, hear, page, type Lesson } from "./store";
import type { Chart, Hello, MapMessage, Mark, Week, Why } from "./types";
import { t } from "./language";

interface Run {
  hello: Hello; map: MapMessage; day: number; head: number; marks: Mark[]; names: [string, string];
  mandatory: number | null; charts: Chart[]; every: number; lesson: boolean; worlds: string[]; called: string[];
}
interface More { why: Record<string, Why>; year: Record<string, Week> | null; back: Lesson["back"] }
interface Kept { history: ArrayBuffer; stats: Float32Array; days: Uint8Array[] }

async function unpack(id: string): Promise<Uint8Array> {
  const raw = Uint8Array.from(atob(document.getElementById(id)!.textContent!), (c) => c.charCodeAt(0));
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The worlds of the file: A, then everything that the other one can be. */
function worlds(bytes: Uint8Array, run: Run): { topology: ArrayBuffer; kept: Kept[] } {
  const view = new DataView(bytes.buffer), n = run.map.n;
  let at = 0;
  const part = (): ArrayBuffer => { const size = view.getUint32(at, true); at += 4 + size; return bytes.buffer.slice(at - size, at) as ArrayBuffer; };
  const topology = part(), kept: Kept[] = [];
  while (at < bytes.length) {
    const history = part(), flat = new Uint8Array(part()), days: Uint8Array[] = [];
    for (let k = 0; 2 * n * k < flat.length; k++) {
      const now = flat.slice(2 * n * k, 2 * n * (k + 1));
      if (k) { const before = days[k - 1]; for (let i = 0; i < now.length; i++) now[i] += before[i]; }
      days.push(now);
    }
    kept.push({ history, days, stats: new Float32Array(history, 24, new DataView(history).getUint32(20, true)) });
  }
  return { topology, kept };
}

export async function replay(): Promise<void> {
  const run = JSON.parse(document.getElementById("run")!.textContent!) as Run;
  page.replay = true;
  page.every = run.every;
  page.view = run.lesson ? "story" : "lab";
  const { topology, kept } = worlds(await unpack("days"), run), [a, ...others] = kept, n = run.map.n;
  const more = run.lesson ? JSON.parse(new TextDecoder().decode(await unpack("lesson"))) as More : null;
  hear(JSON.stringify({ ...run.hello, type: "hello" }));
  hear(JSON.stringify(run.map));
  hear(topology);
  const width = run.hello.numbers.length;
  let b = 0, speed = run.lesson ? 28 : 12, timer = 0, seq = 0, stop = run.head, path: string[] = [];
  const row = (world: number, day: number): number[] => [...others[world].stats.subarray(width * day, width * (day + 1))];
  if (more) page.lesson = { people: Object.keys(more.why).map(Number), back: more.back, year: more.year !== null, curve: (key, name) => curve(key === "with" ? a : others[run.worlds.indexOf(key)], name) };
  const curve = (w: Kept | undefined, name: string): number[] => { const c = run.hello.numbers.indexOf(name), found: number[] = []; if (w) for (let d = 0; d <= run.head; d++) found.push(w.stats[d * width + c]); return found; };
  const history = (): void => {
    hear(a.history.slice(0));
    const other = others[b].history.slice(0);
    new DataView(other).setUint8(2, 1);
    hear(other);
  };
  const state = (): void => hear(JSON.stringify({
    type: "state", day: page.day, head: run.head, playing: timer !== 0, ended: page.day >= run.head, names: [run.names[0], run.called[b]],
    marks: run.marks, keep: run.worlds[b], speed, mandatory: run.mandatory,
  }));
  const show = (day: number): void => {
    [a, others[b]].forEach((one, world) => {
      const padded = (n + 3) & ~3, buffer = new ArrayBuffer(24 + 2 * padded), head = new DataView(buffer), out = new Uint8Array(buffer), d = one.days[day / run.every];
      [2, 1, world, 1].forEach((v, k) => head.setUint8(k, v));
      [seq++, day, n, 0, 0].forEach((v, k) => head.setUint32(4 + 4 * k, v, true));
      out.set(d.subarray(0, n), 24);
      out.set(d.subarray(n, 2 * n), 24 + padded);
      hear(buffer);
    });
  };
  const seek = (day: number): void => { const on = Math.min(Math.max(day, 0), run.head); show(on - (on % run.every)); };
  const pause = (): void => { clearInterval(timer); timer = 0; };
  const last = (): number => run.head - (run.head % run.every);
  const play = (): void => {
    pause();
    const pace = Math.min(speed / run.every, 30), hop = run.every * Math.max(1, Math.round(speed / run.every / pace));
    timer = window.setInterval(() => { if (page.day >= Math.min(stop, last())) { pause(); state(); } else seek(Math.min(page.day + hop, stop)); }, 1000 / pace);
  };
  const game = (m: Record<string, unknown>): void => {
    if (!more?.year || m.quit) { path = []; return; }
    const way = (m.answers as Record<string, string> | undefined)?.way;
    if (way) path.push(way); else path = [];
    hear(JSON.stringify(more.year[path.join(" ")]));
  };
  connect({
    send: (m) => {
      if (m.type === "play") { pause(); stop = typeof m.to === "number" ? m.to : run.head; if (typeof m.speed === "number") speed = m.speed; if (m.on) play(); state(); }
      else if (m.type === "speed") { speed = Number(m.speed); if (timer) play(); }
      else if (m.type === "step") { pause(); seek(page.day + run.every); state(); }
      else if (m.type === "seek") { pause(); seek(Number(m.day)); state(); }
      else if (m.type === "keep") {
        const at = run.worlds.indexOf(String(m.key));
        if (at < 0) { hear(JSON.stringify({ type: "error", about: "keep", text: t`This file holds no world under “${String(m.key)}”; the program can live it: sottovoce serve ${run.hello.scenario.name}` })); return; }
        pause();
        b = at;
        history();
        seek(typeof m.day === "number" ? m.day : page.day);
        hear(JSON.stringify({ type: "kept", key: m.key }));
        state();
      }
      else if (m.type === "plain") hear(JSON.stringify({ type: "plain", day: m.day, numbers: row(run.worlds.indexOf("none"), Number(m.day)).map((v) => (Number.isNaN(v) ? null : v)) }));
      else if (m.type === "why" && more) {
        const told = more.why[String(m.id)];
        page.untold = told ? null : Number(m.id);
        if (told) hear(JSON.stringify(told)); else { page.asked = null; page.why = null; changed(); }
      }
      else if (m.type === "game") game(m);
    },
  });
  history();
  seek(run.day);
  state();
  hear(JSON.stringify({ type: "charts", charts: run.charts }));
  changed();
}
