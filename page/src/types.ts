// What the server says, as JSON.
export interface Tier { name: string; access: string; effect: "gives" | "takes"; edge: number | null; top_share: number | null; from_day: number }
export interface Lever {
  key: string; path: string; label: string; about: string; kind: string; unit: string;
  value: number | string | boolean; founding: boolean; choices: string[]; low?: number; high?: number; step?: number; swept?: number[];
}
export interface Knob { unit: string; low: number; high: number; value: number }
export interface Safeguard {
  key: string; group: string; label: string; about: string; why_not: string | null;
  precedent?: string; tag?: string | null; sources?: string[]; knob?: Knob | null;
}
export interface System { kind: "score" | "list" | "informers" | "provocateurs" | "freeze" | "watching" | "number" | "none"; noun: string; with: string; without: string; switch: string; hit: string; free: string; many: string; begins: number | null }
export interface Stored {
  folder: string; version: string; now: string; written: string; moved: boolean; both: boolean; upto: number;
  differs: { day: number; world: string; what: string; stored: number; here: number } | null;
}
export interface Claim {
  number: number; mechanism: string; quote: string; status: string; verdict: string; known: string; keys: string[]; articles: string[];
}
/** A share of the space of assumed values, and the ends of its interval. */
export type Share = [number, number, number];
export interface Verdicts {
  date: string; points: number; seeds: number; citizens: number; values: number;
  rows: { name: string; hypothesis: string; placebo: boolean; for: Share; against: Share }[];
}
export interface Hello {
  type: "hello"; version: string;
  scenario: {
    name: string; label: string; about: string; citizens: number; days: number; seed: number; low: number; high: number;
    start: number; in_force: boolean; ramp: [number, number]; digits: number; opens: number | null; mandatory: number | null;
    friend_weight: number; drag: string; spill: number; tagged: number; drop: string; lookup: string; blame: boolean; hear_days: number; tiers: Tier[];
  };
  served: string; scenarios: [string, string][]; system: System; most: number; groups: Record<string, string>; quoted: number[]; sizes: number[]; numbers: string[]; levers: Lever[]; safeguards: Safeguard[];
  statuses: Record<string, string>; articles: Record<string, string>; claims: Claim[];
  sources: Record<string, { topic: string; text: [string, string | null][] }>; values: string[][]; citation: string;
  verdicts: Verdicts | null;
}
export interface Town { name: string; x: number; y: number; r: number; label: [number, number] }
export interface MapMessage {
  type: "map"; n: number; seed: number; session: string; days: number; towns: Town[];
  town_of_hood: number[]; dot: number; opens: number | null; mandatory: number | null; tiers: Tier[];
}
export interface Mark { day: number; key: string; value: number | string | boolean }
export interface StateMessage {
  type: "state"; day: number; head: number; playing: boolean; ended: boolean; names: [string, string]; marks: Mark[];
  keep: string; speed: number; mandatory: number | null; stored?: Stored | null;
}
export interface Chart {
  name: string; title: string; about: string; svg: string; head: string[]; rows: (number | null)[][];
  key: [string, string, string][]; across: [number, number] | null;
}
export interface WhySide {
  day: number; score: number | null; open: boolean; start: number; total: string;
  exact: { start: number; own: number; spill: number; pull: number; held?: number; clip: number; rounding: number; total: number; grain: number };
  lines: { label: string; points: string; kind: string; value: number }[];
  acts: { kind: string; day: number; level: number | null; points: number; left: number; topic?: string }[];
  friends: { citizen: number; near: boolean; score: number | null; spill: number; pull: number; total: number;
    cut: number | null; by: number | null; first: boolean }[];
  view: number; group: string; taken: string[]; given: string[]; story: string[];
}
export interface Why { type: "why"; id: number; day: number; a: WhySide; b: WhySide; names: [string, string]; town: string; friends: number[] }
export interface End { score: number | null; friends: number; chosen: number | null }
export interface Without {
  type: "without"; citizen: number; friend: number; day: number; others: number;
  known: End; unknown: End; friend_known: End; friend_unknown: End;
}
export type TownRow = { town: number; name: string; people: number } & Record<string, number | string>;
export interface List {
  type: "list"; sort: string; down: boolean; page: number; pages: number; town: number | null; day: number;
  columns: string[]; rows: (string | number | null)[][];
}
export interface Ask { id: string; day: number; text: string; choices: { key: string; label: string }[] }
export interface GameFriend { id: number; name: string; score: number | null; near: boolean; says: string }
export interface Week {
  type: "game"; week: number; weeks: number; day: number; you: number; name: string; view: number; group: string;
  score: number | null; enrolled: boolean; taken: string[]; given: string[]; asks: Ask[]; events: string[];
  friends: GameFriend[]; wanted: number | null; said: number | null;
  history: { week: number; score: number | null; wanted: number | null; said: number | null; friends: number }[];
  over: boolean; sums?: { label: string; you: string; model: string }[]; head?: string; story?: string[];
}
