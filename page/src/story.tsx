// The story in nine steps. Each has an address; Next lives on to its day; every number is counted in the run.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { play } from "./controls";
import { changed, num, page, reduced, remember, select, send, use, type Paint } from "./store";
import { SANCTIONED } from "./wire";
import { A, B, T, change, ties, whole } from "./words";

interface Step { title: string; day: () => number | null; paint?: Paint; keep?: string; body: () => ComponentChildren }

const opens = (): number => page.hello?.scenario.opens ?? 0;
const mandate = (): number => page.map?.mandatory ?? opens() + 150;
const eve = (): number => Math.max(opens() - 1, 0);
export const yearOn = (): number => Math.min(eve() + 365, (page.map?.days ?? 731) - 1);
const at = (name: string, day: number, side = 0): number => num(side, name, day);

function quote(number: number): ComponentChildren {
  const c = page.hello?.claims.find((k) => k.number === number);
  return c ? <li><q>{c.quote}</q> <small>claimed; {c.verdict}: {page.hello!.statuses[c.status]}</small></li> : null;
}

function coldest(): { name: string; share: number } | null {
  const m = page.map, bits = page.worlds[0].bits;
  if (!m || !bits.length) return null;
  const hit = m.towns.map(() => 0), all = m.towns.map(() => 0);
  for (let i = 0; i < bits.length; i++) { const t = m.town_of_hood[page.hood[i]]; all[t]++; if (bits[i] & SANCTIONED) hit[t]++; }
  let best = 0;
  for (let t = 1; t < all.length; t++) if (hit[t] / all[t] > hit[best] / all[best]) best = t;
  return { name: m.towns[best].name, share: (100 * hit[best]) / all[best] };
}

function droppers(): { id: number; lost: number } | null {
  const lost = new Map<number, number>();
  for (const c of page.worlds[0].cuts) if (c.day <= page.day) for (const e of [page.ties[2 * c.tie], page.ties[2 * c.tie + 1]]) lost.set(e, (lost.get(e) ?? 0) + 1);
  let best: { id: number; lost: number } | null = null;
  for (const [id, k] of lost) if (!best || k > best.lost || (k === best.lost && id < best.id)) best = { id, lost: k };
  return best;
}

const Who = ({ id }: { id: number }) => <button type="button" class="link" onClick={() => select(id)}>citizen {id}</button>;

export const STEPS: Step[] = [
  {
    title: "Meet them", day: eve, paint: "voices",
    body: () => {
      const dis = num(0, "disagree"), say = num(0, "say_so"), quiet = dis - say;
      return <>
        <p>Each dot is a made-up person. Of 1,000, <T>{whole(dis)}</T> disagree with the government, and there is no score yet. {Math.round(quiet) > 0
          ? <>Even so, only <A>{whole(say)}</A> said so when they last spoke up; {whole(quiet)} kept quiet or had nothing to say it to. That is before anybody counts.</>
          : <>All of them said so when they last spoke up.</>}</p>
        <p>They live in {page.map?.towns.length} towns; neighbours think alike, and the ones who disagree most stand in the middle of their neighbourhood.</p>
      </>;
    },
  },
  {
    title: "The score is switched on", day: () => eve() + 60, paint: "score",
    body: () => <>
      <p>On day {opens()} anybody may join. By now <A>{whole(num(0, "enrolled"))}</A> of 1,000 are scored, and <A>{whole(num(0, "say_so"))}</A> say that they disagree: {change(num(0, "say_so"), at("say_so", eve()))} than on the eve (<A>{whole(at("say_so", eve()))}</A>). In the other world, without the score, <B>{whole(num(1, "say_so"))}</B> do.</p>
      <p>What it counts is what the articles of 2015 wrote:</p>
      <ul class="quotes">{quote(8)}{quote(6)}{quote(14)}</ul>
      <Guess />
    </>,
  },
  {
    title: "Friends count", day: () => eve() + 90, paint: "score",
    body: () => {
      const s = page.hello!.scenario, worst = droppers(), cut = num(0, "cut");
      return <>
        <p>Friends’ scores make {whole(100 * s.friend_weight)}% of yours, and {whole(100 * s.spill)}% of what your friends lose is taken from you, shared over the number of your friends. Somebody whose points are worth more than a friendship cuts it.</p>
        <p>{Math.round(cut) === 0 ? "So far nobody has dropped a friend." : <>So far {ties(cut)} {Math.round(cut) === 1 ? "was" : "were"} cut; in the other world {whole(num(1, "cut"))}.{worst ? <> Most were lost around <Who id={worst.id} />: {worst.lost}. Choose the dot to see who pulls whom.</> : null}</>}</p>
        <ul class="quotes">{quote(26)}{quote(32)}</ul>
      </>;
    },
  },
  {
    title: "Scores are public", day: () => eve() + 120, paint: "score",
    body: () => {
      const s = page.hello!.scenario, mean = num(0, "score"), then = s.start;
      return <>
        <p>{s.lookup === "public" ? "Anybody can look up anybody, and find out which friend hurts." : s.lookup === "friends" ? "Friends can see one another’s scores." : "Here only you can see your own score."} The mean score is <A>{whole(mean)}</A>; it began at {whole(then)}. {Math.round(mean) === Math.round(then) ? "It has not moved." : mean < then ? `It has fallen by ${whole(then - mean)}.` : `It has risen by ${whole(mean - then)}.`}</p>
        <p>{whole(num(0, "lost_half"))} of 1,000 have lost more than half their friends, and {whole(num(0, "alone"))} have none.</p>
        <ul class="quotes">{quote(28)}{quote(30)}</ul>
      </>;
    },
  },
  {
    title: "What a low score takes", day: () => Math.max(mandate() - 1, eve() + 121), paint: "score",
    body: () => {
      const cold = coldest(), takes = page.hello!.scenario.tiers.filter((t) => t.effect === "takes");
      return <>
        <p>{takes.length ? `What falls on a low score here: ${takes.map((t) => `${t.name} below ${t.edge ?? "an edge that moves"}`).join(", ")}.` : "Nothing is taken for a low score here."} Today <A>{whole(num(0, "sanctioned"))}</A> of 1,000 are under a sanction{cold && num(0, "sanctioned") > 0 ? <>; in {cold.name}, the coldest town, {whole(10 * cold.share)} of 1,000</> : null}.</p>
        <p>They are the larger dots. <A>{whole(num(0, "say_so"))}</A> of <T>{whole(num(0, "disagree"))}</T> who disagree still say so.</p>
        <ul class="quotes">{quote(43)}{quote(44)}</ul>
      </>;
    },
  },
  {
    title: "The mandatory date", day: () => mandate() + 60, paint: "score",
    body: () => {
      const before = at("enrolled", mandate() - 1);
      return <>
        <p>On day {mandate()} joining stopped being a choice. On the eve <A>{whole(before)}</A> of 1,000 had joined by themselves; now all {whole(num(0, "enrolled"))} are scored. Sixty days on, <A>{whole(num(0, "say_so"))}</A> say so: {change(num(0, "say_so"), at("say_so", mandate() - 1))} than on the eve.</p>
        <p>Under a sanction: <A>{whole(num(0, "sanctioned"))}</A> of 1,000 (on the eve {whole(at("sanctioned", mandate() - 1))}).</p>
        <ul class="quotes">{quote(51)}</ul>
      </>;
    },
  },
  {
    title: "Side by side", day: yearOn, paint: "score",
    body: () => {
      const g = page.guess, said = num(0, "say_so"), d = said - num(1, "say_so");
      return <>
        <p>The same people, with the same luck, a year after the eve: of <T>{whole(num(0, "disagree"))}</T> who disagree, <A>{whole(said)}</A> say so {page.state?.names[0]}, <B>{whole(num(1, "say_so"))}</B> {page.state?.keep === "none" ? "without it" : `under “${page.state?.names[1]}”`}. {Math.round(d) === 0 ? "No difference." : `The system makes ${whole(Math.abs(d))} of 1,000 ${d < 0 ? "quieter" : "louder"} here.`}</p>
        {g === null ? null : <p class="guess">You guessed <b>{g}</b>. It is <A>{whole(said)}</A>: {Math.abs(g - Math.round(said)) < 1 ? "exactly so." : `${whole(Math.abs(g - said))} ${g < said ? "more than you thought" : "fewer than you thought"}.`}</p>}
        <p>Which safeguard would give it back? Choose one for the other world; it is lived from the first day.</p>
        <div class="choices" role="group" aria-label="Safeguard of the other world">
          {page.hello!.safeguards.filter((s) => s.key !== "same").map((s) => (
            <button type="button" aria-pressed={page.state?.keep === s.key} disabled={page.busy || page.replay} title={s.about} onClick={() => { page.busy = true; send("keep", { key: s.key }); changed(); }}>{s.label}</button>
          ))}
        </div>
      </>;
    },
  },
  {
    title: "Live a year", day: () => null,
    body: () => <>
      <p>Be one of them for 52 weeks. Each week asks you two or three things: say it, or hold your tongue; drop a friend, or keep them. Everybody else lives on by the model, with the same luck.</p>
      <p class="choices"><button type="button" class="primary" onClick={() => { page.view = "year"; changed(); remember(); }}>Live a year</button></p>
    </>,
  },
  {
    title: "What this is not", day: () => null,
    body: () => <>
      <p>No forecast, no country, no real person. {page.hello!.claims.length} claims of the articles stand beside what is known of each; {page.hello!.values.filter((v) => v[4] === "A").length} values of this model are assumed, each with a range. Whether a result holds over those ranges and over many societies, one run cannot tell.</p>
      <p class="choices"><button type="button" class="primary" onClick={() => { page.view = "claims"; changed(); remember(); }}>Claims, sources, assumptions</button>
        <button type="button" onClick={() => { page.view = "lab"; changed(); remember(); }}>To the laboratory</button></p>
    </>,
  },
];

function Guess() {
  const most = Math.round(num(0, "disagree"));
  return (
    <label class="guessing">
      <span>Your guess: of these {most}, how many will still say so on day {yearOn()}?</span>
      <span class="row"><input type="range" min={0} max={most} value={page.guess ?? Math.round(num(0, "say_so"))} data-testid="guess"
        onInput={(e) => { page.guess = Number(e.currentTarget.value); changed(); }} onChange={() => remember()} />
        <output>{page.guess ?? "?"}</output></span>
    </label>
  );
}

const dayOf = (s: Step): number | null => { const d = s.day(); return d === null ? null : Math.min(d, (page.map?.days ?? 1) - 1, page.replay ? (page.state?.head ?? d) : d); };

export function goStep(step: number): void {
  const target = Math.min(Math.max(step, 1), STEPS.length);
  page.step = target;
  const s = STEPS[target - 1], day = dayOf(s);
  if (s.paint) page.paint = s.paint;
  if (day !== null && page.state) {
    if (day > page.day && day - page.day <= 240 && !reduced() && !page.replay) play(day, Math.max(24, (day - page.day) / 4));
    else if (day !== page.day) send("seek", { day });
  }
  remember();
  changed();
}

export function Story() {
  use();
  const k = page.step, s = STEPS[k - 1];
  useEffect(() => { remember(); }, [k]);
  if (!page.hello || !page.map || page.day < 0) return null;
  const day = dayOf(s);
  const there = day === null || page.day === day;
  return (
    <section class="story" aria-labelledby="story-title" data-testid="story">
      <p class="count">{k} of {STEPS.length}</p>
      <h2 id="story-title" tabIndex={-1}>{s.title}</h2>
      <div class="body">{s.body()}</div>
      {there ? null : <p class="hint">This step is about day {day}; the map is on day {page.day}{page.state?.playing ? " and on its way" : ""}. {page.state?.playing ? null : <button type="button" class="link" onClick={() => goStep(k)}>Go there</button>}</p>}
      <nav class="steps" aria-label="Story">
        <button type="button" onClick={() => goStep(k - 1)} disabled={k === 1}>Back</button>
        <button type="button" class="primary" onClick={() => goStep(k + 1)} disabled={k === STEPS.length} data-testid="next">{k === 1 ? "Switch the score on" : `Next: ${STEPS[Math.min(k, STEPS.length - 1)].title.toLowerCase()}`}</button>
        <button type="button" class="link" onClick={() => { page.view = "lab"; changed(); remember(); }}>Skip to the laboratory</button>
      </nav>
      <ol class="dots" aria-label="Steps">{STEPS.map((t, n) => <li><button type="button" aria-label={`Step ${n + 1}: ${t.title}`} aria-current={n + 1 === k ? "step" : undefined} onClick={() => goStep(n + 1)} /></li>)}</ol>
    </section>
  );
}
