// The story in nine steps. Each has an address; Next lives on to its day; every number is counted in the run.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { play } from "./controls";
import { label } from "./safe";
import { changed, num, page, reduced, remember, select, send, use, type Paint } from "./store";
import type { Hello } from "./types";
import { SANCTIONED } from "./wire";
import { A, B, T, capital, change, eve, hasScores, score, sys, ties, whole } from "./words";

interface Step {
  id: number; // in the address; the same whatever steps a scenario has
  title: () => string; day: () => number | null; paint?: Paint; when?: () => boolean; body: () => ComponentChildren;
}

const scenario = (): Hello["scenario"] => page.hello!.scenario;
const opens = (): number | null => scenario().opens;
const begins = (): number => sys().begins ?? 0;
const mandate = (): number | null => page.map?.mandatory ?? null;
const voluntary = (): boolean => hasScores() && opens() !== null && mandate() !== null && mandate()! > opens()!;
export const yearOn = (): number => Math.min(eve() + 365, (page.map?.days ?? 731) - 1);
const at = (name: string, day: number, side = 0): number => num(side, name, day);
const dragged = (): boolean => scenario().friend_weight > 0 || scenario().spill > 0;
const takes = (): Hello["scenario"]["tiers"] => scenario().tiers.filter((t) => t.effect === "takes");
/** The day on which the first sanction comes, where it comes later than the score. */
const later = (): number => (takes().length ? Math.min(...takes().map((t) => t.from_day)) : 0);
const ruled = (): boolean => ["list", "freeze", "informers", "provocateurs"].includes(sys().kind);

/** What the articles said of this scenario: of these rows, or the first that they have on it. */
function quotes(...wanted: number[]): ComponentChildren {
  const h = page.hello!, own = wanted.filter((n) => h.quoted.includes(n));
  const told = h.claims.filter((c) => own.includes(c.number));
  return told.length ? <ul class="quotes">{told.map((c) => <li><q>{c.quote}</q> <small>{capital(h.statuses[c.status])} ({c.verdict}).</small></li>)}</ul> : null;
}
const firstQuotes = (): ComponentChildren => (page.hello!.quoted.includes(6) ? quotes(8, 6, 14) : quotes(...page.hello!.quoted.slice(0, 3)));

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

const SEEN: Record<string, [string, string]> = {
  public: ["Scores are public", "Anybody can look up anybody’s score"], friends: ["Friends see it", "Friends can see one another’s scores"],
  self_shared: ["Who shows a score", "A score is seen by others where its owner shows it"], own: ["Scores are private", "Nobody but you and those who keep it sees your score"],
  secret: ["Nobody sees a score", "Nobody, not even you, sees your score"],
};

export const STEPS: Step[] = [
  {
    id: 1, title: () => "Meet them", day: eve, paint: "voices",
    body: () => {
      const dis = num(0, "disagree"), say = num(0, "say_so"), quiet = dis - say;
      return <>
        <p>Each dot is a made-up person. Of 1,000, <T>{whole(dis)}</T> disagree with the government{sys().begins ? `, and there is no ${sys().noun.replace("the ", "")} yet` : ""}. {Math.round(quiet) > 0
          ? <>{sys().begins ? "Even so, only" : "Of these,"} <A>{whole(say)}</A> said so when they last spoke up; {whole(quiet)} kept quiet or had nobody to say it to.{sys().begins ? " That is before anybody counts." : ""}</>
          : <>All of them said so when they last spoke up.</>}</p>
        <p>They live in {page.map?.towns.length} towns; neighbours think alike, and the ones who disagree most stand in the middle of their neighbourhood. <b>Both maps show the same people</b>{sys().begins ? ": so far nothing tells them apart." : `, left ${sys().with} and right ${sys().without}.`}</p>
      </>;
    },
  },
  {
    id: 2, title: () => (hasScores() ? "The score is switched on" : "What it does"), day: () => eve() + 60, paint: "score",
    body: () => <>
      {hasScores()
        ? <p>{opens() !== null && opens()! <= begins() ? `From day ${opens()} on anybody may join.` : `From day ${mandate()} on everybody is scored.`} By now <A>{whole(num(0, "enrolled"))}</A> of 1,000 are scored, and <A>{whole(num(0, "say_so"))}</A> say that they disagree: {change(num(0, "say_so"), at("say_so", eve()))} than on the eve (<A>{whole(at("say_so", eve()))}</A>). In the other world, {page.state?.names[1]}, <B>{whole(num(1, "say_so"))}</B> do.</p>
        : <p>{capital(sys().with)}, <A>{whole(num(0, "say_so"))}</A> of 1,000 say that they disagree; in the other world, {page.state?.names[1]}, <B>{whole(num(1, "say_so"))}</B> do.</p>}
      {page.hello!.quoted.includes(6) ? <><p>What it counts is what the articles of 2015 wrote:</p>{firstQuotes()}</>
        : <><p>{scenario().about}</p>{page.hello!.quoted.length ? <details><summary>What the articles of 2015 wrote of it</summary>{firstQuotes()}</details> : null}</>}
      <Guess />
    </>,
  },
  {
    id: 3, title: () => "Friends count", day: () => eve() + 90, paint: "score", when: () => hasScores() && dragged(),
    body: () => {
      const s = scenario(), worst = droppers(), cut = num(0, "cut");
      return <>
        <p>{s.friend_weight > 0 ? `Friends’ scores make ${whole(100 * s.friend_weight)}% of yours${s.spill > 0 ? ", and " : "."}` : ""}{s.spill > 0 ? `${s.friend_weight > 0 ? "" : "Of what your friends lose, "}${whole(100 * s.spill)}% ${s.friend_weight > 0 ? "of what your friends lose " : ""}is taken from you, shared over the number of your friends.` : ""}{s.lookup === "own" && !s.blame ? "" : " Somebody whose points are worth more than a friendship cuts it."}</p>
        <p>{Math.round(cut) === 0 ? "So far nobody has dropped a friend." : <>So far {ties(cut)} {Math.round(cut) === 1 ? "was" : "were"} cut; in the other world {whole(num(1, "cut"))}.{worst && worst.lost > 1 ? <> Most were lost around <Who id={worst.id} />: {worst.lost}. Choose the dot to see who pulls whom.</> : null}</>}</p>
        {quotes(26, 32)}
      </>;
    },
  },
  {
    id: 4, title: () => SEEN[scenario().lookup][0], day: () => eve() + 120, paint: "score", when: hasScores,
    body: () => {
      const s = scenario(), mean = num(0, "score"), then = s.start, told = score(mean), began = score(then);
      return <>
        <p>{SEEN[s.lookup][1]}{s.blame && dragged() ? ", and find out which friend hurts" : ""}. The mean score is <A>{Number.isNaN(mean) ? "nobody’s yet" : told}</A>{Number.isNaN(mean) ? "." : `; it began at ${began}. ${told === began ? "It has not moved." : mean < then ? `It has fallen by ${score(then - mean)}.` : `It has risen by ${score(mean - then)}.`}`}</p>
        <p>{whole(num(0, "lost_half"))} of 1,000 have lost more than half their friends, and {whole(num(0, "alone"))} have none.</p>
        {quotes(28, 30, 73)}
      </>;
    },
  },
  {
    id: 5, title: () => (hasScores() ? "What a low score takes" : sys().kind === "list" ? "What the list takes" : sys().kind === "freeze" ? "Whose account is frozen" : "Who is punished"),
    day: () => Math.max(voluntary() ? Math.max(mandate()! - 1, eve() + 121) : eve() + 150, later() && later() + 30), paint: "score", when: () => (hasScores() ? takes().length > 0 : ruled()),
    body: () => {
      const cold = coldest(), hit = num(0, "sanctioned"), list = takes();
      return <>
        <p>{hasScores() ? `What falls on a low score here: ${list.map((t) => `${t.name} below ${t.edge === null ? "an edge that moves" : score(t.edge)}`).join(", ")}${later() ? `, from day ${later()} on` : ""}. ` : sys().kind === "list" ? `Who is on the list has no ${list.map((t) => t.name).join(", no ")}. ` : sys().kind === "freeze" ? "" : `So far there were ${whole(num(0, "punished"))} punishments among ${page.map!.n.toLocaleString("en")} people. `}Today <A>{whole(hit)}</A> of 1,000 {sys().many}{cold && hit > 0 ? <>; in {cold.name}, the coldest town, {whole(10 * cold.share)} of 1,000</> : null}.</p>
        <p>{hit > 0 ? `They are the ${hasScores() ? "larger" : "dark"} dots. ` : ""}<A>{whole(num(0, "say_so"))}</A> of <T>{whole(num(0, "disagree"))}</T> who disagree still say so.</p>
        {quotes(43, 44)}
      </>;
    },
  },
  {
    id: 6, title: () => "The mandatory date", day: () => mandate()! + 60, paint: "score", when: voluntary,
    body: () => {
      const on = mandate()!, before = at("enrolled", on - 1);
      return <>
        <p>On day {on} joining stopped being a choice. On the eve <A>{whole(before)}</A> of 1,000 had joined by themselves; now all {whole(num(0, "enrolled"))} are scored. Sixty days on, <A>{whole(num(0, "say_so"))}</A> say so: {change(num(0, "say_so"), at("say_so", on - 1))} than on the eve.</p>
        <p>Under a sanction: <A>{whole(num(0, "sanctioned"))}</A> of 1,000 (on the eve {whole(at("sanctioned", on - 1))}).</p>
        {quotes(51)}
      </>;
    },
  },
  {
    id: 7, title: () => "Side by side", day: yearOn, paint: "score",
    body: () => {
      const g = page.guess, said = num(0, "say_so"), d = Math.round(said) - Math.round(num(1, "say_so"));
      const some = page.hello!.safeguards.filter((s) => s.group && s.why_not === null), none = page.hello!.safeguards[0];
      return <>
        <p>The same people, with the same luck, on day {yearOn()}: of <T>{whole(num(0, "disagree"))}</T> who disagree, <A>{whole(said)}</A> say so {page.state?.names[0]}, <B>{whole(num(1, "say_so"))}</B> {page.state?.keep === "none" ? page.state?.names[1] : `under “${page.state?.names[1]}”`}. {d === 0 ? "No difference." : `The system makes ${whole(Math.abs(d))} of 1,000 ${d < 0 ? "quieter" : "louder"} here.`}</p>
        {g === null ? null : <p class="guess">You guessed <b>{g}</b>. It is <A>{whole(said)}</A>: {Math.abs(g - Math.round(said)) < 1 ? "exactly so." : `${whole(Math.abs(g - Math.round(said)))} ${g < said ? "more than you thought" : "fewer than you thought"}.`}</p>}
        <p>Which safeguard would give it back? Choose one for the other world; it is lived from the first day. In the laboratory they can be combined.</p>
        <div class="choices small" role="group" aria-label="Safeguard of the other world">
          {[none, ...some].map((s) => (
            <button type="button" aria-pressed={page.state?.keep === s.key} disabled={page.busy || page.replay} title={s.about} onClick={() => { page.busy = true; send("keep", { key: s.key }); changed(); }}>{label(s, "")}</button>
          ))}
        </div>
      </>;
    },
  },
  {
    id: 8, title: () => "Live a year", day: () => null,
    body: () => <>
      <p>Be one of them for 52 weeks. Each week asks you two or three things: say it, or hold your tongue; drop a friend, or keep them. Everybody else lives on by the model, with the same luck.</p>
      <p class="choices"><button type="button" class="primary" onClick={() => { page.view = "year"; changed(); remember(); }}>Live a year</button></p>
    </>,
  },
  {
    id: 9, title: () => "What this is not", day: () => null,
    body: () => <>
      <p>No forecast, no country, no real person. {page.hello!.claims.length} claims of the articles stand beside what is known of each; {page.hello!.values.filter((v) => v[4] === "A").length} values of this model are assumed, each with a range. Whether a result holds over those ranges and over many societies, one run cannot tell.</p>
      <p class="choices"><button type="button" class="primary" onClick={() => { page.view = "claims"; changed(); remember(); }}>Claims, sources, assumptions</button>
        <button type="button" onClick={() => { page.view = "lab"; changed(); remember(); }}>To the laboratory</button></p>
    </>,
  },
];
/** The steps that this scenario has. */
const steps = (): Step[] => STEPS.filter((s) => !s.when || s.when());
/** A step by its number in the address; the next one where this scenario has it not. */
export const stepOf = (id: number): Step => steps().find((s) => s.id >= id) ?? steps()[steps().length - 1];

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
  const s = stepOf(step), day = dayOf(s);
  page.step = s.id;
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
  useEffect(() => { remember(); }, [page.step]);
  if (!page.hello || !page.map || page.day < 0) return null;
  const all = steps(), s = stepOf(page.step), k = all.indexOf(s) + 1, next = all[k], back = all[k - 2];
  const day = dayOf(s);
  const there = day === null || page.day === day;
  return (
    <section class={`story ${k === 1 ? "first" : ""}`} aria-labelledby="story-title" data-testid="story">
      <p class="count">{k} of {all.length}</p>
      <h2 id="story-title" tabIndex={-1}>{s.title()}</h2>
      <div class="body">{s.body()}</div>
      {there ? null : <p class="hint">This step is about day {day}; the map is on day {page.day}{page.state?.playing ? " and on its way" : ""}. {page.state?.playing ? null : <button type="button" class="link" onClick={() => goStep(s.id)}>Go there</button>}</p>}
      <nav class="steps" aria-label="Story">
        <button type="button" onClick={() => goStep(back.id)} disabled={!back}>Back</button>
        <button type="button" class="primary" onClick={() => goStep(next.id)} disabled={!next} data-testid="next">{k === 1 ? (sys().begins ? sys().switch : "What it does") : next ? `Next: ${next.title().toLowerCase()}` : "The end"}</button>
        <button type="button" class="link" onClick={() => { page.view = "lab"; changed(); remember(); }}>Skip to the laboratory</button>
      </nav>
      <ol class="dots" aria-label="Steps">{all.map((t, n) => <li><button type="button" aria-label={`Step ${n + 1}: ${t.title()}`} aria-current={t === s ? "step" : undefined} onClick={() => goStep(t.id)} /></li>)}</ol>
    </section>
  );
}
