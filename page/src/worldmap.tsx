// A world as dots, with the names of towns, the chosen citizen and the ties that snapped drawn above.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { look, tone } from "./look";
import { Splat, ramp, type Renderer } from "./paint";
import { changed, known, onPaint, page, repaint, select, send, use } from "./store";
import { SANCTIONED } from "./wire";
import { standing } from "./whypanel";
import { hasScores, leadText, mapText, points, score, signed, sys, title, whole } from "./words";
import { num } from "./store";
import { rich, t } from "./language";

const ASPECT = 1.42, RECENT = 30;

function colours(): [number, number, number][] {
  const s = page.hello!.scenario;
  const found: [number, number, number][] = [];
  for (let b = 0; b < 256; b++) {
    const score = s.low + (Math.max(b - 1, 0) / 254) * (s.high - s.low);
    found.push(ramp((score - s.ramp[0]) / (s.ramp[1] - s.ramp[0])));
  }
  return found;
}

interface Fit { scale: number; x: number; y: number }
function fit(width: number, height: number): Fit {
  const base = Math.min(width / ASPECT, height);
  const { x, y, k } = page.zoom;
  const scale = base * k;
  return { scale, x: width / 2 - x * scale, y: height / 2 - y * scale };
}

export function zoomTo(x: number, y: number, k: number): void {
  page.zoom = k <= 1 ? { x: ASPECT / 2, y: 0.5, k: 1 } : { x: Math.min(Math.max(x, 0), ASPECT), y: Math.min(Math.max(y, 0), 1), k: Math.min(k, 24) };
  repaint();
  changed();
}

export function goTown(t: number | null): void {
  page.town = t;
  const town = t === null ? null : page.map!.towns[t];
  if (town) zoomTo(town.x, town.y, Math.min(0.46 / town.r, 8)); else zoomTo(ASPECT / 2, 0.5, 1);
}

export function WorldMap({ side }: { side: number }) {
  use();
  const box = useRef<HTMLDivElement>(null), dots = useRef<HTMLCanvasElement>(null), above = useRef<HTMLCanvasElement>(null);
  const size = useRef({ w: 0, h: 0, ratio: 1 });
  useLayoutEffect(() => {
    const renderer: Renderer = new Splat(dots.current!);
    let lut: ReturnType<typeof colours> = [], made = "";
    const paint = (): void => {
      const { w, h, ratio } = size.current, m = page.map;
      if (!m || !w || !page.xy.length) return;
      const needed = `${look()} ${page.hello!.scenario.name}`;
      if (made !== needed) { lut = colours(); made = needed; }
      const f = fit(w, h), world = page.worlds[side];
      renderer.draw(page.xy, world.score, world.bits, {
        paint: page.paint, flat: !hasScores() && page.hello!.system.kind !== "none", scale: f.scale * ratio, x: f.x * ratio, y: f.y * ratio, colours: lut,
        radius: Math.max(m.dot * f.scale * ratio, 0.7 * ratio),
      });
      over(above.current!, side, f, ratio);
    };
    const watch = new ResizeObserver(() => {
      const b = box.current!.getBoundingClientRect();
      const ratio = Math.min(devicePixelRatio || 1, 2);
      size.current = { w: b.width, h: b.height, ratio };
      for (const c of [dots.current!, above.current!]) { c.width = Math.round(b.width * ratio); c.height = Math.round(b.height * ratio); }
      paint();
      changed();
    });
    watch.observe(box.current!);
    const off = onPaint(paint);
    return () => { off(); watch.disconnect(); };
  }, [side]);
  useEffect(() => { repaint(); }, [page.paint, page.showCuts]);

  const m = page.map;
  const { w, h } = size.current;
  const f = w ? fit(w, h) : null;
  const drag = useRef<{ x: number; y: number; zx: number; zy: number; moved: boolean } | null>(null);

  const nearest = (px: number, py: number, reach: number, ahead?: [number, number]): number => {
    if (!f) return -1;
    const x = (px - f.x) / f.scale, y = (py - f.y) / f.scale;
    let found = -1, best = (reach / f.scale) ** 2;
    for (let i = 0; i < page.xy.length / 2; i++) {
      const dx = page.xy[2 * i] - x, dy = page.xy[2 * i + 1] - y;
      if (ahead) {
        const along = dx * ahead[0] + dy * ahead[1], off = Math.abs(dx * ahead[1]) + Math.abs(dy * ahead[0]);
        if (along <= 1e-6 || off > along) continue;
      }
      const d = dx * dx + dy * dy;
      if (d < best) { best = d; found = i; }
    }
    return found;
  };
  const keys = (e: KeyboardEvent): void => {
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const at = page.asked ?? page.why?.id;
    if (arrows[e.key] && f) {
      e.preventDefault();
      const [px, py] = at === undefined || at === null ? [w / 2, h / 2] : [page.xy[2 * at] * f.scale + f.x, page.xy[2 * at + 1] * f.scale + f.y];
      const next = at === undefined || at === null ? nearest(px, py, 1e4) : nearest(px, py, 1e4, arrows[e.key]);
      if (next >= 0 && known()) select(next);
    } else if (e.key === "Enter" && f) {
      e.preventDefault();
      if (at === undefined || at === null) select(nearest(w / 2, h / 2, 1e4)); else document.getElementById("why")?.focus();
    } else if (e.key === "+" || e.key === "=") zoomTo(page.zoom.x, page.zoom.y, page.zoom.k * 1.5);
    else if (e.key === "-") zoomTo(page.zoom.x, page.zoom.y, page.zoom.k / 1.5);
    else if (e.key === "0") goTown(null);
    else if (e.key === " ") { e.preventDefault(); send("play", { on: !page.state?.playing }); }
  };
  const people = townCounts(side);
  return (
    <figure class={`world ${side ? "b" : "a"}`}>
      <figcaption>
        <h2 class={side ? "without" : "with"}>{title(side)}{side && hasScores() && page.state?.keep === "none" && page.paint === "score" ? <small>{t` (nobody has a score here)`}</small> : null}{!side && sys().begins && page.day < sys().begins! ? <small>{rich` (from day ${sys().begins} on)`}</small> : null}</h2>
        <p class="numbers" data-testid={`numbers-${side ? "b" : "a"}`}>{rich`${<b class="thought">{whole(num(side, "disagree"))}</b>} ${<span class="roomy">{t`of 1,000 `}</span>}disagree. ${<b class={side ? "without" : "with"}>{whole(num(side, "say_so"))}</b>} say so. ${<b class={side ? "without" : "with"}>{whole(num(side, "cut"))}</b>} ${Math.round(num(side, "cut")) === 1 ? t`friendship` : t`friendships`} cut.`}</p>
      </figcaption>
      <div
        class="map" ref={box}
        onPointerDown={(e) => { drag.current = { x: e.clientX, y: e.clientY, zx: page.zoom.x, zy: page.zoom.y, moved: false }; }}
        onPointerMove={(e) => {
          const d = drag.current;
          if (!d || !f || !(e.buttons & 1)) return;
          if (Math.hypot(e.clientX - d.x, e.clientY - d.y) > 5) d.moved = true;
          if (d.moved && page.zoom.k > 1) zoomTo(d.zx - (e.clientX - d.x) / f.scale, d.zy - (e.clientY - d.y) / f.scale, page.zoom.k);
        }}
        onPointerUp={(e) => {
          const d = drag.current; drag.current = null;
          if (!d || d.moved || (e.target as HTMLElement).closest("button, .short")) return;
          const b = box.current!.getBoundingClientRect();
          const hit = nearest(e.clientX - b.left, e.clientY - b.top, 14);
          if (hit >= 0 && known()) select(hit);
        }}
      >
        <div class="tools">
          <button type="button" onClick={() => zoomTo(page.zoom.x, page.zoom.y, page.zoom.k * 1.6)} aria-label={t`Closer`}>+</button>
          <button type="button" onClick={() => zoomTo(page.zoom.x, page.zoom.y, page.zoom.k / 1.6)} disabled={page.zoom.k === 1} aria-label={t`Farther`}>−</button>
          {page.zoom.k !== 1 || page.town !== null ? <button type="button" onClick={() => goTown(null)}>{t`Whole map`}</button> : null}
        </div>
        {f ? <Short side={side} x={(i) => page.xy[2 * i] * f.scale + f.x} y={(i) => page.xy[2 * i + 1] * f.scale + f.y} w={w} h={h} /> : null}
        <canvas ref={dots} aria-hidden="true" />
        <canvas
          ref={above} class="above" tabIndex={0} role="application" aria-roledescription={t`map`}
          aria-label={mapText(side)} aria-describedby="map-keys" onKeyDown={keys} data-testid={`map-${side ? "b" : "a"}`}
        />
        {f && m && page.labels && m.towns.map((town, k) => {
          const x = Math.min(Math.max(town.label[0] * f.scale + f.x, 34), w - 34), y = Math.max(town.label[1] * f.scale + f.y - 3, town.label[1] * f.scale + f.y > 0 ? 21 : -9);
          if (town.label[0] * f.scale + f.x < 0 || town.label[0] * f.scale + f.x > w || y < 4 || y > h - 4) return null;
          const share = people ? (100 * people.hit[k]) / Math.max(people.all[k], 1) : 0;
          return (
            <button
              type="button" class={`town${page.town === k ? " on" : ""}`} style={{ left: `${x}px`, top: `${y}px` }} key={k}
              onClick={() => { goTown(page.town === k ? null : k); send("list", { town: k, sort: "score_a" }); }}
              aria-label={t`${town.name}: ${share.toFixed(0)} per cent ${sys().hit}. ${page.town === k ? t`Back to the whole map` : t`Look closer`}`}
            >
              {town.name}{page.paint === "score" && (hasScores() ? num(side, "enrolled") > 0 : sys().kind !== "none") && !(side === 1 && page.state?.keep === "none") ? <small> {share.toFixed(0)}%</small> : null}
            </button>
          );
        })}
      </div>
      <p class="sr">{title(side)}: {leadText(side)}</p>
    </figure>
  );
}

/** The short answer beside the dot: start + own acts + friends = score. The whole sum is a click further. */
function Short({ side, x, y, w, h }: { side: number; x: (i: number) => number; y: (i: number) => number; w: number; h: number }) {
  const why = page.why;
  if (!why || page.asked !== null || !known()) return null;
  const one = side ? why.b : why.a, px = x(why.id), py = y(why.id), e = one.exact;
  if (px < 0 || py < 0 || px > w || py > h) return null;
  const wide = Math.min(216, w - 16), left = px > w / 2 ? Math.max(px - wide - 18, 8) : Math.min(px + 18, w - wide - 8);
  const rest = e.clip + e.rounding + (e.held ?? 0);
  const told: [string, string][] = hasScores() || sys().kind === "none"
    ? [[t`start`, points(e.start)], [t`own acts`, signed(e.own)], [t`friends`, signed(e.spill + e.pull)], ...(Math.abs(rest) >= 0.005 ? [[t`limits and rounding`, signed(rest)] as [string, string]] : [])] : [];
  if (side === 1 && !told.length) return null;
  const name = side === 0 ? standing(why) : one.score === null || !hasScores() ? (hasScores() ? t`not scored` : title(1)) : t`${one.open ? "" : t`shadow `}score ${score(one.score)}`;
  const more = side === 0 ? <button type="button" class="link" onClick={() => { const p = document.getElementById("why"); p?.scrollIntoView({ block: "center" }); p?.focus({ preventScroll: true }); }}>{told.length ? t`Every act and friend` : t`More of them`}</button> : null;
  const close = <button type="button" class="x" aria-label={t`Close`} onClick={() => { page.follow = null; select(null); }}>×</button>;
  if (w < 460)
    return (
      <div class="short strip" data-testid={`short-${side ? "b" : "a"}`}>
        <b>{rich`Citizen ${why.id}: ${name}`}</b>{told.length ? <span>{told.map(([k, v], n) => <> {n ? `${v} ${k}` : v}</>)} = {points(Number(one.total))}</span> : null} {more}{close}
      </div>
    );
  return (
    <div class="short" style={{ left: `${left}px`, width: `${wide}px`, ...(py > h / 2 ? { bottom: `${Math.max(h - py - 30, 8)}px` } : { top: `${Math.max(py - 30, 8)}px` }) }} data-testid={`short-${side ? "b" : "a"}`}>
      <b>{rich`Citizen ${why.id}: ${name}`}</b>
      {told.length ? <dl>{told.map(([k, v]) => <><dt>{k}</dt><dd>{v}</dd></>)}<dt class="total">{one.score === null ? t`file` : one.open ? t`score` : t`shadow score`}</dt><dd class="total">{points(Number(one.total))}</dd></dl> : null}
      {more}{close}
    </div>
  );
}

let townOf: Uint32Array | null = null, townFor: unknown = null;
function townCounts(side: number): { hit: number[]; all: number[] } | null {
  const m = page.map, bits = page.worlds[side].bits;
  if (!m || !bits.length) return null;
  if (townFor !== page.hood) { townOf = page.hood.map((h) => m.town_of_hood[h]); townFor = page.hood; }
  const hit = m.towns.map(() => 0), all = m.towns.map(() => 0);
  for (let i = 0; i < bits.length; i++) { all[townOf![i]]++; if (bits[i] & SANCTIONED) hit[townOf![i]]++; }
  return { hit, all };
}

function over(canvas: HTMLCanvasElement, side: number, f: Fit, ratio: number): void {
  const c = canvas.getContext("2d")!;
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, canvas.width, canvas.height);
  const { page: ground, ink, broken } = tone();
  const at = (i: number): [number, number] => [page.xy[2 * i] * f.scale + f.x, page.xy[2 * i + 1] * f.scale + f.y];
  const line = (a: number, b: number): void => { c.moveTo(...at(a)); c.lineTo(...at(b)); };
  const world = page.worlds[side];
  if (page.showCuts) {
    let many = 0;
    for (let k = world.cuts.length - 1; k >= 0 && world.cuts[k].day > page.day - RECENT; k--) if (world.cuts[k].day <= page.day) many++;
    for (let pass = 0; pass < 2; pass++) {
      c.beginPath();
      for (let k = world.cuts.length - 1; k >= 0; k--) {
        const cut = world.cuts[k];
        if (cut.day > page.day) continue;
        if (cut.day <= page.day - RECENT) break;
        const fresh = cut.day > page.day - 4;
        if (fresh === (pass === 1)) line(page.ties[2 * cut.tie], page.ties[2 * cut.tie + 1]);
      }
      c.strokeStyle = broken;
      c.globalAlpha = pass ? 0.9 : Math.max(0.14, Math.min(0.38, 24 / many));
      c.lineWidth = pass ? (many > 150 ? 1.1 : 1.6) : 1;
      c.stroke();
    }
    c.globalAlpha = 1;
  }
  const you = page.asked ?? page.why?.id;
  if (you === undefined || you === null) return;
  const own = (page.map?.dot ?? 0) * f.scale;
  const gone = new Set<number>();
  for (const cut of world.cuts) if (cut.day <= page.day) gone.add(cut.tie);
  const live: number[] = [], dead: number[] = [];
  for (let k = 0; k < page.ties.length / 2; k++) {
    const [p, q] = [page.ties[2 * k], page.ties[2 * k + 1]];
    if (p === you || q === you) (gone.has(k) ? dead : live).push(p === you ? q : p);
  }
  c.lineWidth = 3.4; c.strokeStyle = ground; c.beginPath();
  for (const j of live) line(you, j);
  c.stroke();
  c.lineWidth = 1.5; c.strokeStyle = ink; c.beginPath();
  for (const j of live) line(you, j);
  c.stroke();
  c.setLineDash([5, 4]); c.lineWidth = 1.8; c.strokeStyle = broken; c.beginPath();
  for (const j of dead) line(you, j);
  c.stroke();
  c.setLineDash([]);
  for (const j of [...live, ...dead]) { c.beginPath(); c.arc(...at(j), Math.max(4.5, own + 2), 0, 7); c.lineWidth = 1.6; c.strokeStyle = live.includes(j) ? ink : broken; c.stroke(); }
  c.beginPath(); c.arc(...at(you), Math.max(9, own + 4), 0, 7); c.lineWidth = 5; c.strokeStyle = ground; c.stroke();
  c.beginPath(); c.arc(...at(you), Math.max(9, own + 4), 0, 7); c.lineWidth = 2.6; c.strokeStyle = ink; c.stroke();
}
