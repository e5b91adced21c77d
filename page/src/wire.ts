// Frames of the socket, version 1 (web/frames.py says what they hold).
export const TOPOLOGY = 1, DAY = 2, HISTORY = 3;
export const ABSOLUTE = 1, BEHIND = 2;
export const DISAGREES = 1, SAYS_SO = 2, SANCTIONED = 4, LOST_HALF = 8, ENROLLED = 16, YOU = 32, LOYAL = 64;

export interface Topology { kind: 1; n: number; xy: Float32Array; hood: Uint32Array; ties: Uint32Array }
export interface DayFrame {
  kind: 2; world: number; seq: number; day: number; absolute: boolean; behind: boolean;
  score: Uint8Array; bits: Uint8Array; cut: Uint32Array; stats: Float32Array;
}
export interface History { kind: 3; world: number; day: number; stats: Float32Array; cuts: Uint32Array }
export type Frame = Topology | DayFrame | History;

const padded = (n: number): number => (n + 3) & ~3;

export function parse(buffer: ArrayBuffer): Frame {
  const head = new DataView(buffer);
  const [kind, version, world, flags] = [0, 1, 2, 3].map((at) => head.getUint8(at));
  const [seq, day, n, k, stats] = [4, 8, 12, 16, 20].map((at) => head.getUint32(at, true));
  if (version !== 1) throw new Error(`frame of version ${version}`);
  let at = 24;
  const floats = (count: number): Float32Array => { const found = new Float32Array(buffer, at, count); at += 4 * count; return found; };
  const words = (count: number): Uint32Array => { const found = new Uint32Array(buffer, at, count); at += 4 * count; return found; };
  const bytes = (count: number): Uint8Array => { const found = new Uint8Array(buffer, at, count); at += padded(count); return found; };
  if (kind === TOPOLOGY) return { kind, n, xy: floats(2 * n), hood: words(n), ties: words(2 * k) };
  if (kind === HISTORY) return { kind, world, day, stats: floats(stats), cuts: words(2 * k) };
  if (kind !== DAY) throw new Error(`frame of kind ${kind}`);
  return {
    kind, world, seq, day, absolute: (flags & ABSOLUTE) !== 0, behind: (flags & BEHIND) !== 0,
    score: bytes(n), bits: bytes(n), cut: words(k), stats: floats(stats),
  };
}
