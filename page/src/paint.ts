// The renderer: dots as stamps of pixels in one image. 2 x 20,000 dots in a few milliseconds, with no GPU.
import { DISAGREES, ENROLLED, LOST_HALF, SANCTIONED, SAYS_SO, YOU } from "./wire";
import { tone } from "./look";
import type { Paint } from "./store";


type Rgb = [number, number, number];
export const rgb = (hex: string): Rgb => [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16)) as Rgb;

export function ramp(share: number): Rgb {
  const colours = tone().ramp, at = Math.min(Math.max(share, 0), 1) * (colours.length - 1);
  const k = Math.min(Math.floor(at), colours.length - 2);
  const [a, b] = [rgb(colours[k]), rgb(colours[k + 1])];
  return a.map((u, c) => Math.round(u + (b[c] - u) * (at - k))) as Rgb;
}

export interface Look { paint: Paint; flat: boolean; scale: number; x: number; y: number; radius: number; colours: Rgb[] }

/** Pixels of a dot. `solid` and `edge`: how far they lie from its middle in an image of a width, those that are covered whole and others. */
interface Stamp { dx: Int16Array; dy: Int16Array; alpha: Uint8Array; solid: Int32Array; edge: Int32Array; cover: Uint8Array }
interface Shape { reach: number; places: Stamp[] } // one stamp for each place inside a pixel
const shapes = new Map<string, Shape>();
const FINE = 4; // places inside a pixel, each way

/** A disc, or a ring from `inner` to `outer`: how much of each pixel around it is covered. */
function shape(inner: number, outer: number, width: number): Shape {
  const key = `${inner.toFixed(2)} ${outer.toFixed(2)} ${width}`;
  const known = shapes.get(key);
  if (known) return known;
  const reach = Math.ceil(outer + 1), places: Stamp[] = [];
  for (let py = 0; py < FINE; py++) for (let px = 0; px < FINE; px++) {
    const dx: number[] = [], dy: number[] = [], alpha: number[] = [];
    const cx = (px + 0.5) / FINE, cy = (py + 0.5) / FINE;
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) {
      let hit = 0;
      for (let v = 0; v < 4; v++) for (let u = 0; u < 4; u++) {
        const d = Math.hypot(x + (u + 0.5) / 4 - cx, y + (v + 0.5) / 4 - cy);
        if (d <= outer && d >= inner) hit++;
      }
      if (hit) { dx.push(x); dy.push(y); alpha.push(Math.round((hit / 16) * 255)); }
    }
    const all = alpha.map((a, k) => [dy[k] * width + dx[k], a]), edge = all.filter(([, a]) => a < 255);
    places.push({
      dx: Int16Array.from(dx), dy: Int16Array.from(dy), alpha: Uint8Array.from(alpha), solid: Int32Array.from(all.filter(([, a]) => a === 255).map(([at]) => at)),
      edge: Int32Array.from(edge.map(([at]) => at)), cover: Uint8Array.from(edge.map(([, a]) => a)),
    });
  }
  const made = { reach, places };
  if (shapes.size > 300) shapes.clear();
  shapes.set(key, made);
  return made;
}

export interface Renderer { draw(xy: Float32Array, score: Uint8Array, bits: Uint8Array, look: Look): void }

export class Splat implements Renderer {
  private image: ImageData | null = null;
  private words = new Uint32Array(0);
  private readonly context: CanvasRenderingContext2D;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext("2d", { willReadFrequently: true, alpha: false })!;
  }

  draw(xy: Float32Array, score: Uint8Array, bits: Uint8Array, look: Look): void {
    const { width, height } = this.canvas;
    if (!width || !height) return;
    if (!this.image || this.image.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    const t = tone(), [pr, pg, pb] = rgb(t.page);
    this.words.fill((255 << 24) | (pb << 16) | (pg << 8) | pr);
    const data = this.image.data, words = this.words;
    const r = look.radius;
    const line = Math.max(0.9, r * 0.34);
    const [agrees, silent, loud, nobody, broken, ink] = [t.agrees, t.ink, t.with, t.agrees, t.broken, t.ink].map(rgb);
    const put = (x: number, y: number, s: Shape, c: Rgb): void => {
      const ix = Math.floor(x), iy = Math.floor(y), reach = s.reach;
      if (ix < reach || iy < reach || ix >= width - reach || iy >= height - reach) { clipped(ix, iy, x, y, s, c); return; }
      const p = s.places[Math.floor((y - iy) * FINE) * FINE + Math.floor((x - ix) * FINE)];
      const cr = c[0], cg = c[1], cb = c[2], solid = (255 << 24) | (cb << 16) | (cg << 8) | cr, from = iy * width + ix;
      const whole = p.solid, edge = p.edge, cover = p.cover;
      for (let k = 0; k < whole.length; k++) words[from + whole[k]] = solid;
      for (let k = 0; k < edge.length; k++) {
        const at = from + edge[k], a = cover[k] + 1, rest = 256 - a, w = words[at]; // of 256, so that a shift divides
        words[at] = 0xff000000 | ((((w >> 16) & 255) * rest + cb * a) >> 8 << 16) | ((((w >> 8) & 255) * rest + cg * a) >> 8 << 8) | (((w & 255) * rest + cr * a) >> 8);
      }
    };
    const clipped = (ix: number, iy: number, x: number, y: number, s: Shape, c: Rgb): void => {
      if (ix < -s.reach || iy < -s.reach || ix > width + s.reach || iy > height + s.reach) return;
      const p = s.places[Math.floor((y - iy) * FINE) * FINE + Math.floor((x - ix) * FINE)];
      for (let k = 0; k < p.alpha.length; k++) {
        const u = ix + p.dx[k], v = iy + p.dy[k];
        if (u < 0 || v < 0 || u >= width || v >= height) continue;
        const o = 4 * (v * width + u), a = p.alpha[k];
        for (let i = 0; i < 3; i++) data[o + i] = (data[o + i] * (255 - a) + c[i] * a) / 255;
      }
    };
    const at = (inner: number, outer: number): Shape => shape(inner, outer, width);
    const shapeLoud = at(0, r * 1.08), shapeSilent = at(Math.max(r * 0.95 - line, 0.3), r * 0.95), shapeAgrees = at(0, r * 0.62);
    const shapeOut = at(Math.max(r * 0.8 - line * 0.8, 0.2), r * 0.8), shapeScored = at(0, r * 0.86), shapeBig = at(0, r * 1.14);
    const ringScored = at(r * 0.86 + 0.4, r * 0.86 + 0.6 + line), ringBig = at(r * 1.14 + 0.4, r * 1.14 + 0.6 + line);
    const shapeYou = at(r * 1.5, r * 1.5 + Math.max(1.5, line * 1.6));
    const voices = look.paint === "voices";
    for (let i = 0; i < bits.length; i++) {
      const x = xy[2 * i] * look.scale + look.x, y = xy[2 * i + 1] * look.scale + look.y, b = bits[i];
      if (voices) {
        if (b & SAYS_SO) put(x, y, shapeLoud, loud);
        else if (b & DISAGREES) put(x, y, shapeSilent, silent);
        else put(x, y, shapeAgrees, agrees);
      } else if (look.flat) {
        const hit = (b & SANCTIONED) !== 0;
        put(x, y, hit ? shapeBig : shapeAgrees, hit ? silent : agrees);
        if (b & LOST_HALF && r > 1.2) put(x, y, hit ? ringBig : ringScored, broken);
      } else if (!(b & ENROLLED)) put(x, y, shapeOut, nobody);
      else {
        const big = (b & SANCTIONED) !== 0;
        put(x, y, big ? shapeBig : shapeScored, look.colours[score[i]]);
        if (b & LOST_HALF && r > 1.2) put(x, y, big ? ringBig : ringScored, broken);
      }
      if (b & YOU) put(x, y, shapeYou, ink);
    }
    this.context.putImageData(this.image, 0, 0);
  }
}
