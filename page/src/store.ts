// One place for what the page knows. Components ask for a redraw by `use`; maps listen for days.
import { useEffect, useReducer } from "preact/hooks";
import { decode, encode, type Address } from "./address";
import type { Chart, Hello, List, MapMessage, StateMessage, TownRow, Week, Why, Without } from "./types";
import { parse, type DayFrame } from "./wire";
import { heard, language } from "./language";

export interface Cut { day: number; tie: number }
export interface World { score: Uint8Array; bits: Uint8Array; stats: Float32Array[]; cuts: Cut[] }
export type View = "story" | "lab" | "year" | "claims" | "teach" | "handout";
export type Paint = "voices" | "score";
/** What the file of a lesson holds beside the days. `curve`: a number by day, "with" or in a world that the other one can be. */
export interface Lesson {
  people: number[]; year: boolean; curve: (key: string, name: string) => number[];
  back: { seeds: number; days: number; why: string; rows: { key: string; label: string; share: number; low: number | null; high: number | null }[] };
}

const world = (): World => ({ score: new Uint8Array(0), bits: new Uint8Array(0), stats: [], cuts: [] });

export const page = {
  hello: null as Hello | null,
  map: null as MapMessage | null,
  xy: new Float32Array(0) as Float32Array,
  hood: new Uint32Array(0) as Uint32Array,
  ties: new Uint32Array(0) as Uint32Array,
  worlds: [world(), world()],
  state: null as StateMessage | null,
  day: -1,
  behind: false,
  living: null as { day: number; to: number } | null,
  charts: [] as Chart[],
  why: null as Why | null,
  asked: null as number | null, // a citizen whose causes are on their way
  without: null as Without | null,
  towns: null as TownRow[] | null,
  list: null as List | null,
  game: null as Week | null,
  error: "",
  lost: false,
  busy: false,
  keeping: null as string | null, // a safeguard that is being lived
  plain: null as { day: number; numbers: (number | null)[] } | null, // the world without the system on a day
  view: "story" as View,
  step: 1,
  paint: "voices" as Paint,
  choosing: false, // safeguards are open to be chosen from
  showCuts: true,
  labels: true,
  town: null as number | null,
  zoom: { x: 0.71, y: 0.5, k: 1 },
  guess: null as number | null,
  follow: null as number | null,
  replay: false,
  notebook: false, // live, with its worlds in the kernel of a notebook: no address and no server
  lesson: null as Lesson | null,
  every: 1, // days between two pictures of the map
  untold: null as number | null, // a citizen whose causes a file does not hold
  shown: false, // the answer to a guess was asked for without one
};

const listeners = new Set<() => void>();
let wanted = false;
export function changed(): void {
  if (wanted) return;
  wanted = true;
  requestAnimationFrame(() => { wanted = false; for (const one of [...listeners]) one(); });
}
export function use(): typeof page {
  const [, again] = useReducer((x: number) => x + 1, 0);
  useEffect(() => { const one = (): void => again(0); listeners.add(one); return () => { listeners.delete(one); }; }, []);
  return page;
}
const painters = new Set<() => void>();
export function onPaint(one: () => void): () => void { painters.add(one); return () => { painters.delete(one); }; }
let due = false;
export function repaint(after?: () => void): void {
  if (after) arrived.push(after);
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const one of painters) one();
    for (const one of arrived.splice(0)) one();
  });
}
const arrived: (() => void)[] = [];
repaint.now = (): void => { for (const one of painters) one(); }; // before paper is drawn there is no other frame

/** Whether a person can be asked about: by the program, or in a file that holds some of the answers. */
export const known = (): boolean => !page.replay || page.lesson !== null;
export const reduced = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

// the way to the server (or to the days inside a saved file) ------------------------------------------------------

export interface Source { send(message: Record<string, unknown>): void }
let source: Source | null = null;
export function connect(one: Source): void { source = one; }
export function send(type: string, message: Record<string, unknown> = {}): void { source?.send({ type, ...message }); }

let again = false;
export function hear(data: string | ArrayBuffer): void {
  if (typeof data !== "string") return frame(data);
  const message = heard(data);
  switch (message.type) {
    case "hello": page.hello = message; break;
    case "map":
      page.map = message;
      page.worlds = [world(), world()];
      page.why = page.without = page.towns = page.list = null;
      page.charts = [];
      page.plain = null;
      break;
    case "state": page.state = message; page.living = null; page.busy = page.keeping !== null; remember(); break;
    case "kept": if (message.key === page.keeping) { page.keeping = null; page.busy = false; } break; // of several asked for the last
    case "plain": page.plain = message; page.living = null; break;
    case "living": page.living = message; break;
    case "charts": page.charts = message.charts; break;
    case "why": page.why = message; page.asked = null; page.without = null; remember(); repaint(); break;
    case "without": page.without = message; page.busy = false; break;
    case "towns": page.towns = message.rows; break;
    case "list": page.list = message; break;
    case "game": page.game = message; page.busy = false; break;
    case "error":
      page.error = message.text; page.busy = false; page.keeping = null; page.living = null; page.asked = null;
      if (message.about === "open" && !page.map && !again) { again = true; open({}); } // an address that cannot be: as it was, with the reason
      break;
  }
  changed();
}

function frame(buffer: ArrayBuffer): void {
  const f = parse(buffer);
  const width = page.hello?.numbers.length ?? 16;
  if (f.kind === 1) {
    page.xy = f.xy; page.hood = f.hood; page.ties = f.ties;
  } else if (f.kind === 3) {
    const w = page.worlds[f.world];
    w.stats = rows(f.stats, width);
    w.cuts = [];
    for (let k = 0; k < f.cuts.length; k += 2) w.cuts.push({ day: f.cuts[k], tie: f.cuts[k + 1] });
  } else day(f, width);
}

function rows(flat: Float32Array, width: number): Float32Array[] {
  const found: Float32Array[] = [];
  for (let k = 0; k < flat.length; k += width) found.push(flat.subarray(k, k + width));
  return found;
}

function day(f: DayFrame, width: number): void {
  const w = page.worlds[f.world];
  w.score = f.score; w.bits = f.bits;
  const told = rows(f.stats, width);
  told.forEach((row, k) => { w.stats[f.day - told.length + 1 + k] = row; });
  if (!f.absolute) {
    const known = w.cuts.length ? w.cuts[w.cuts.length - 1].day : -1;
    if (f.day > known) for (const tie of f.cut) w.cuts.push({ day: f.day, tie });
  }
  if (f.world === 1) {
    page.day = f.day;
    page.behind = f.behind;
    if (page.state) page.state.day = f.day;
    repaint(() => send("ack", { seq: f.seq }));
    changed();
  }
}

/** The other world under a safeguard; up to a day, where one is wanted. */
export function keep(key: string, day?: number): void {
  page.busy = true;
  page.keeping = key;
  send("keep", day === undefined ? { key } : { key, day });
  changed();
}

// numbers ---------------------------------------------------------------------------------------------------------

export function num(side: number, name: string, at = page.day): number {
  const column = page.hello?.numbers.indexOf(name) ?? -1;
  const row = page.worlds[side].stats[at];
  return row && column >= 0 ? row[column] : NaN;
}

// the address -----------------------------------------------------------------------------------------------------

export function remember(): void {
  if ((page.replay && !page.lesson) || page.notebook || !page.map || !page.state || page.state.playing) return;
  const { hello, map, state } = page;
  const other = hello && hello.scenario.name !== hello.served ? hello.scenario.name : undefined;
  const address: Address = { scenario: other, n: map.n, seed: map.seed, view: page.view, day: state.day };
  if (page.view === "story") address.step = page.step;
  if (state.marks.length) address.A = state.marks;
  if (state.keep !== "none") address.B = state.keep;
  if (page.why) address.sel = page.why.id;
  if (page.guess !== null) address.guess = page.guess;
  if (language !== "en") address.lang = language;
  const text = encode(address);
  if (hello && text !== location.hash) history.replaceState(null, "", text);
}

/** What the address asks for; in a notebook what the cell asked for. */
export function asked(): Address {
  return decode(location.hash || (document.querySelector<HTMLMetaElement>("meta[name=sottovoce-opens]")?.content ?? ""));
}

/** Another scenario: the page is loaded anew, so that nothing of the one before can come in. */
export function turnTo(scenario: string): void {
  const view = ["story", "lab", "year", "claims"].includes(page.view) ? page.view : undefined;
  history.pushState(null, "", encode({ scenario: scenario === page.hello?.served ? undefined : scenario, view, lang: language === "en" ? undefined : language }));
  location.reload();
}

export function open(address: Address): void {
  page.busy = true;
  const start: Record<string, unknown> = {};
  const marks = (address.A ?? []).filter((m) => { if (m.day === 0) start[m.key] = m.value; return m.day > 0; });
  const message: Record<string, unknown> = { start, marks };
  for (const [name, value] of [["n", address.n], ["seed", address.seed], ["day", address.day], ["keep", address.B]] as const)
    if (value !== undefined) message[name] = value;
  send("open", message);
}

export function select(id: number | null): void {
  page.asked = id;
  page.without = page.untold = null;
  if (id === null) page.why = null; else send("why", { id });
  remember();
  changed();
  repaint();
}
