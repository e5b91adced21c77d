// The story in nine steps. Each has an address; Next lives on to its day; every number is counted in the run.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { play } from "./controls";
import { Told } from "./class";
import { Back, Curves } from "./given";
import { label } from "./safe";
import { changed, keep, num, page, reduced, remember, select, send, use, type Paint, type View } from "./store";
import type { Hello, Safeguard } from "./types";
import { SANCTIONED } from "./wire";
import { A, B, T, capital, change, eve, hasScores, score, sys, whole } from "./words";
import { count, english, lower, rich, said, t } from "./language";

/** The numbers of a step: of its own day and of no other, whatever day the map shows. `ready`: both worlds have lived it, and the other world is the one the step tells of. */
interface Reading { day: number; ready: boolean; a: (name: string, at?: number) => number; b: (name: string, at?: number) => number }
interface Step {
  id: number; // in the address; the same whatever steps a scenario has
  title: () => string; day: () => number | null; paint?: Paint; when?: () => boolean; body: (on: Reading) => ComponentChildren;
  beside?: string; // a safeguard that takes the mechanism of this step out of the other world: the same system without it
}

const scenario = (): Hello["scenario"] => page.hello!.scenario;
const opens = (): number | null => scenario().opens;
const begins = (): number => sys().begins ?? 0;
const mandate = (): number | null => page.map?.mandatory ?? null;
const voluntary = (): boolean => hasScores() && opens() !== null && mandate() !== null && mandate()! > opens()!;
export const yearOn = (): number => Math.min(eve() + 365, (page.map?.days ?? 731) - 1) - (page.lesson ? Math.min(eve() + 365, (page.map?.days ?? 731) - 1) % page.every : 0);
const dragged = (): boolean => scenario().friend_weight > 0 || scenario().spill > 0;
const takes = (): Hello["scenario"]["tiers"] => scenario().tiers.filter((t) => t.effect === "takes");
/** The day on which the first sanction comes, where it comes later than the score. */
const later = (): number => (takes().length ? Math.min(...takes().map((t) => t.from_day)) : 0);
const ruled = (): boolean => ["list", "freeze", "informers", "provocateurs"].includes(sys().kind);

/** The safeguard of a step, where it applies to this scenario. */
export const without = (s: Step): string | null => (s.beside && page.hello!.safeguards.some((g) => g.key === s.beside && g.why_not === null) ? s.beside : null);
/** Whether the other world is one that the story itself chose: it goes when the story goes on. */
export const lent = (): boolean => page.view === "story" && kept() !== "none" && without(stepOf(page.step)) === kept();
/** What the other world is, or is becoming. */
const kept = (): string | undefined => page.keeping ?? page.state?.keep;

function reading(s: Step): Reading {
  const day = dayOf(s) ?? page.day, own = without(s);
  const known = (side: number): boolean => page.worlds[side].stats[day] !== undefined;
  const ready = known(0) && known(1) && page.day >= 0 && !page.busy && (own === null || page.state?.keep === own);
  return { day, ready, a: (name, at = day) => num(0, name, at), b: (name, at = day) => num(1, name, at) };
}

/** What one mechanism does in this pair: the system beside the same system without it. */
function Alone({ on, what }: { on: Reading; what: string }) {
  if (page.state?.keep === "none") return null;
  const d = Math.round(on.a("say_so")) - Math.round(on.b("say_so"));
  return <p>{rich`The other world has the same system without that (${page.state?.names[1]}). There ${<B>{whole(on.b("say_so"))}</B>} say so, here ${<A>{whole(on.a("say_so"))}</A>}: ${what} ${d === 0 ? t`leaves it as it is` : d < 0 ? t`makes ${whole(-d)} of 1,000 quieter` : t`makes ${whole(d)} of 1,000 louder`} by day ${on.day}, in this pair of worlds.`}</p>;
}

/** What the articles said of this scenario: of these rows, or the first that they have on it. */
function quotes(...wanted: number[]): ComponentChildren {
  const h = page.hello!, own = wanted.filter((n) => h.quoted.includes(n));
  const told = h.claims.filter((c) => own.includes(c.number));
  return told.length ? <ul class="quotes">{told.map((c) => <li lang={english}><q>{c.quote}</q> <small>{capital(h.statuses[c.status])} ({c.verdict}).</small></li>)}</ul> : null;
}
const firstQuotes = (): ComponentChildren => (page.hello!.quoted.includes(6) ? quotes(8, 6, 14) : quotes(...page.hello!.quoted.slice(0, 3)));

function coldest(day: number): { name: string; share: number } | null {
  const m = page.map, bits = page.worlds[0].bits;
  if (!m || !bits.length || page.day !== day) return null; // the map of another day is not told of
  const hit = m.towns.map(() => 0), all = m.towns.map(() => 0);
  for (let i = 0; i < bits.length; i++) { const t = m.town_of_hood[page.hood[i]]; all[t]++; if (bits[i] & SANCTIONED) hit[t]++; }
  let best = 0;
  for (let t = 1; t < all.length; t++) if (hit[t] / all[t] > hit[best] / all[best]) best = t;
  return { name: m.towns[best].name, share: (100 * hit[best]) / all[best] };
}

function droppers(day: number): { id: number; lost: number } | null {
  const lost = new Map<number, number>();
  for (const c of page.worlds[0].cuts) if (c.day <= day) for (const e of [page.ties[2 * c.tie], page.ties[2 * c.tie + 1]]) lost.set(e, (lost.get(e) ?? 0) + 1);
  let best: { id: number; lost: number } | null = null;
  for (const [id, k] of lost) if (!best || k > best.lost || (k === best.lost && id < best.id)) best = { id, lost: k };
  return best;
}

const Who = ({ id }: { id: number }) => <button type="button" class="link" onClick={() => select(id)}>{rich`citizen ${id}`}</button>;

const SEEN: Record<string, [string, string]> = {
  public: [t`Scores are public`, t`Anybody can look up anybody’s score`], friends: [t`Friends see it`, t`Friends can see one another’s scores`],
  self_shared: [t`Who shows a score`, t`A score is seen by others where its owner shows it`], own: [t`Scores are private`, t`Nobody but you and those who keep it sees your score`],
  secret: [t`Nobody sees a score`, t`Nobody, not even you, sees your score`],
};

export const STEPS: Step[] = [
  {
    id: 1, title: () => t`Meet them`, day: eve, paint: "voices",
    body: (on) => {
      const dis = on.a("disagree"), say = on.a("say_so"), quiet = dis - say;
      return <>
        <p>{rich`Each dot is a made-up person. Of 1,000, ${<T>{whole(dis)}</T>} disagree with the government${sys().begins ? t`, so far ${sys().without}` : ""}. ${Math.round(quiet) > 0
          ? <>{rich`${sys().begins ? t`Even so, only` : t`Of these,`} ${<A>{whole(say)}</A>} said so when they last could; ${whole(quiet)} kept quiet, went along, or had no occasion of late.${sys().begins ? t` And nobody is keeping score yet.` : ""}`}</>
          : <>{t`All of them said so when they last could.`}</>}`}</p>
        <p>{rich`They live in ${page.map?.towns.length} towns; neighbours think alike, and the ones who disagree most stand in the middle of their neighbourhood. ${<b>{t`Both maps show the same people`}</b>}${sys().begins ? t`: so far nothing tells them apart.` : t`, left ${sys().with} and right ${sys().without}.`}`}</p>
      </>;
    },
  },
  {
    id: 2, title: () => (hasScores() ? t`The score is switched on` : t`What it does`), day: () => eve() + 60, paint: "score",
    body: (on) => <>
      {hasScores()
        ? <p>{rich`${opens() !== null && opens()! <= begins() ? t`From day ${opens()} on anybody may join.` : t`From day ${mandate()} on everybody is scored.`} On day ${on.day}, ${<A>{whole(on.a("enrolled"))}</A>} of 1,000 are scored, and ${<A>{whole(on.a("say_so"))}</A>} say that they disagree: ${change(on.a("say_so"), on.a("say_so", eve()))} than on the eve (${<A>{whole(on.a("say_so", eve()))}</A>}). In the other world, ${page.state?.names[1]}, ${<B>{whole(on.b("say_so"))}</B>} do.`}</p>
        : <p>{rich`On day ${on.day}, ${sys().with}, ${<A>{whole(on.a("say_so"))}</A>} of 1,000 say that they disagree; in the other world, ${page.state?.names[1]}, ${<B>{whole(on.b("say_so"))}</B>} do.`}</p>}
      {page.hello!.quoted.includes(6) ? <><p>{t`What it counts is what the articles of 2015 wrote:`}</p>{firstQuotes()}</>
        : <><p>{scenario().about}</p>{page.hello!.quoted.length ? <details><summary>{t`What the articles of 2015 wrote of it`}</summary>{firstQuotes()}</details> : null}</>}
      <Guess on={on} />
      <Told question="say-so" />
    </>,
  },
  {
    id: 3, title: () => t`Friends count`, day: () => eve() + 90, paint: "score", when: () => hasScores() && dragged(), beside: "own-acts-only",
    body: (on) => {
      const s = scenario(), worst = droppers(on.day), cut = on.a("cut");
      return <>
        <p>{s.friend_weight > 0 ? `${s.drag === "additive" ? t`Of what your friends’ scores are above or below the start, ${whole(100 * s.friend_weight)}% of the mean is added to yours` : t`Friends’ scores make ${whole(100 * s.friend_weight)}% of yours`}${s.spill > 0 ? t`, and ` : "."}` : ""}{s.spill > 0 ? t`${s.friend_weight > 0 ? "" : t`Of what your friends lose, `}${whole(100 * s.spill)}% ${s.friend_weight > 0 ? t`of what your friends lose ` : ""}is taken from you, shared over the number of your friends.` : ""}{s.tagged > 0 ? t` Of the points of an act in which a friend tags you, ${whole(100 * s.tagged)}% fall on you too.` : ""}{s.drop !== "score" || (["own", "secret"].includes(s.lookup) && !s.blame) ? "" : t` Somebody whose points are worth more than a friendship cuts it.`}</p>
        <p>{Math.round(cut) === 0 ? t`Up to day ${on.day} nobody has dropped a friend.` : <>{rich`${Math.round(cut) === 1 ? t`Up to day ${on.day} 1 friendship was cut` : t`Up to day ${on.day} ${whole(cut)} friendships were cut`}; in the other world ${whole(on.b("cut"))}.${worst && worst.lost > 1 ? <>{rich` Most were lost around ${<Who id={worst.id} />}: ${worst.lost}. Choose the dot to see who pulls whom.`}</> : null}`}</>}</p>
        <Alone on={on} what={t`counting friends`} />
        {quotes(26, 32)}
      </>;
    },
  },
  {
    id: 4, title: () => SEEN[scenario().lookup][0], day: () => eve() + 120, paint: "score", when: hasScores, beside: "private-scores",
    body: (on) => {
      const s = scenario(), seen = !["own", "secret"].includes(s.lookup), mean = on.a("score"), then = s.start, told = score(mean), began = score(then);
      return <>
        <p>{rich`${SEEN[s.lookup][1]}${s.blame && dragged() ? t`, and find out which friend hurts` : ""}. On day ${on.day} the mean score is ${<A>{Number.isNaN(mean) ? t`nobody’s yet` : told}</A>}${Number.isNaN(mean) ? "." : t`; it began at ${began}. ${told === began ? t`It has not moved.` : mean < then ? t`It has fallen by ${score(then - mean)}.` : t`It has risen by ${score(mean - then)}.`}`}`}</p>
        <p>{rich`${whole(on.a("lost_half"))} of 1,000 have lost more than half their friends, and ${whole(on.a("alone"))} have none.`}</p>
        <Alone on={on} what={!seen ? t`that people can find out who hurts` : s.blame ? t`that others see scores and find out who hurts` : t`that others see scores`} />
        {quotes(28, 30, 73)}
      </>;
    },
  },
  {
    id: 5, title: () => (hasScores() ? t`What a low score takes` : sys().kind === "list" ? t`What the list takes` : sys().kind === "freeze" ? t`Whose account is frozen` : t`Who is punished`),
    day: () => Math.max(voluntary() ? Math.max(mandate()! - 1, eve() + 121) : eve() + 150, later() && later() + 30), paint: "score", when: () => (hasScores() ? takes().length > 0 : ruled()), beside: "no-sanctions",
    body: (on) => {
      const cold = coldest(on.day), hit = on.a("sanctioned"), list = takes();
      return <>
        <p>{rich`${hasScores() ? t`What falls on a low score here: ${list.map((tier) => t`${said(tier.name)} below ${tier.edge === null ? t`an edge that moves` : score(tier.edge)}`).join(", ")}${later() ? t`, from day ${later()} on` : ""}. ` : sys().kind === "list" ? t`Who is on the list has no ${list.map((tier) => said(tier.name)).join(t`, no `)}. ` : sys().kind === "freeze" ? "" : t`Up to day ${on.day} there were ${whole(on.a("punished"))} punishments among ${count(page.map!.n)} people. `}On day ${on.day}, ${<A>{whole(hit)}</A>} of 1,000 ${sys().many}${cold && hit > 0 ? <>{rich`; in ${cold.name}, the coldest town, ${whole(10 * cold.share)} of 1,000`}</> : null}.`}</p>
        <p>{rich`${hit > 0 ? hasScores() ? t`They are the larger dots. ` : t`They are the dark dots. ` : ""}${<A>{whole(on.a("say_so"))}</A>} of ${<T>{whole(on.a("disagree"))}</T>} who disagree still say so.`}</p>
        <Alone on={on} what={t`what is taken`} />
        {quotes(43, 44)}
      </>;
    },
  },
  {
    id: 6, title: () => t`The mandatory date`, day: () => mandate()! + 60, paint: "score", when: voluntary, beside: "consent",
    body: (on) => {
      const date = mandate()!, before = on.a("enrolled", date - 1);
      return <>
        <p>{rich`On day ${date} joining stopped being a choice. On the eve ${<A>{whole(before)}</A>} of 1,000 had joined by themselves; on day ${on.day} all ${whole(on.a("enrolled"))} are scored. Then ${<A>{whole(on.a("say_so"))}</A>} say so: ${change(on.a("say_so"), on.a("say_so", date - 1))} than on the eve.`}</p>
        <p>{rich`Under a sanction: ${<A>{whole(on.a("sanctioned"))}</A>} of 1,000 (on the eve ${whole(on.a("sanctioned", date - 1))}).`}</p>
        <Alone on={on} what={t`the mandate`} />
        {quotes(51)}
      </>;
    },
  },
  {
    id: 7, title: () => t`Side by side`, day: () => (waits() ? null : yearOn()), paint: "score",
    body: (on) => {
      const g = page.guess, says = on.a("say_so");
      if (waits()) return <><p>{t`First your guess; then the answer.`}</p><Guess on={on} blind /><p class="choices"><button type="button" onClick={() => { page.shown = true; goStep(7); }}>{t`Show it without a guess`}</button></p></>;
      const some = page.hello!.safeguards.filter((s) => s.group && s.why_not === null), none = page.hello!.safeguards[0];
      return <>
        <SideBySide on={on} />
        {g === null ? null : <p class="guess">{rich`You guessed ${<b>{g}</b>}. It is ${<A>{whole(says)}</A>}: ${Math.abs(g - Math.round(says)) < 1 ? t`exactly so.` : g < says ? t`${whole(Math.round(says) - g)} more than you thought.` : t`${whole(g - Math.round(says))} fewer than you thought.`}`}</p>}
        <p>{rich`Which safeguard would give it back? Choose one for the other world; it is lived from the first day.${page.lesson ? "" : t` In the laboratory they can be combined.`}`}</p>
        <Chips of={[none, ...some]} day={on.day} />
        <Told question="safeguard" />
        <Curves day={on.day} />
        <Back />
      </>;
    },
  },
  {
    id: 8, title: () => t`Live a year`, day: () => null,
    body: () => <>
      <p>{t`Be one of them for 52 weeks. Each week asks you two or three things: say it, or hold your tongue; drop a friend, or keep them. Everybody else lives on by the model, with the same luck.`}</p>
      <p class="choices"><button type="button" class="primary" onClick={() => go("year")}>{t`Live a year`}</button></p>
    </>,
  },
  {
    id: 9, title: () => t`What this is not`, day: () => null,
    body: () => <>
      <p>{rich`No forecast, no country, no real person. ${page.hello!.claims.length} claims of the articles stand beside what is known of each; ${page.hello!.values.filter((v) => v[4] === "A").length} values of this model are assumed, each with a range. Whether a result holds over those ranges and over many societies, one run cannot tell.`}</p>
      <p class="choices"><button type="button" class="primary" onClick={() => go("claims")}>{t`Claims, sources, assumptions`}</button>
        {page.lesson ? null : <button type="button" onClick={() => go("lab")}>{t`To the laboratory`}</button>}</p>
    </>,
  },
];
/** Safeguards to choose from: the chosen one is marked at once, while it is lived. */
function Chips({ of, day }: { of: Safeguard[]; day: number }) {
  return (
    <div class="choices small" role="group" aria-label={t`Safeguard of the other world`}>
      {of.map((s) => (
        <button type="button" aria-pressed={kept() === s.key} disabled={page.busy || (page.replay && !page.lesson)} title={s.about} onClick={() => keep(s.key, day)}>{label(s, "")}</button>
      ))}
    </div>
  );
}

/** Both worlds on the day of the step; under a safeguard also the world without the system, so that what it gives back is a share of what is lost. */
function SideBySide({ on }: { on: Reading }) {
  const says = Math.round(on.a("say_so")), there = Math.round(on.b("say_so")), free = page.state?.keep === "none";
  const plain = page.plain?.day === on.day ? Math.round(page.plain.numbers[page.hello!.numbers.indexOf("say_so")] ?? NaN) : null;
  useEffect(() => { if (on.ready && !free && (page.lesson || !page.replay) && page.plain?.day !== on.day) send("plain", { day: on.day }); }, [on.ready, free, on.day, page.plain]);
  const told = <>{rich`The same people, with the same luck, on day ${on.day}: of ${<T>{whole(on.a("disagree"))}</T>} who disagree, ${<A>{whole(says)}</A>} say so ${page.state?.names[0]}`}</>;
  if (free) return <p>{rich`${told}, ${<B>{whole(there)}</B>} ${page.state?.names[1]}.`} {says === there ? t`No difference.` : says < there ? t`The system makes ${whole(there - says)} of 1,000 quieter here.` : t`The system makes ${whole(says - there)} of 1,000 louder here.`}</p>;
  const under = <B>{whole(there)}</B>, lost = plain === null ? 0 : plain - says, back = there - says;
  if (plain === null) return <p>{rich`${told}, ${under} under “${page.state?.names[1]}”. What that is of what the system takes is being counted …`}</p>;
  return <p>{rich`${told}, ${under} under “${page.state?.names[1]}”, and ${whole(plain)} ${sys().without}. ${lost <= 0 ? t`With the system no fewer say so here.` : back > 0 ? t`Of the ${whole(lost)} whom the system makes quieter it gives back ${whole(back)} (${whole((100 * back) / lost)}%).` : back === 0 ? t`Of the ${whole(lost)} whom the system makes quieter it gives back none.` : t`The system makes ${whole(lost)} quieter, and this safeguard ${whole(-back)} more.`} ${<small>{rich`In this pair of worlds. Over seeds, with intervals: ${<code>sottovoce compare {scenario().name}</code>}.`}</small>}`}</p>;
}

/** The steps that this scenario has. */
const steps = (): Step[] => STEPS.filter((s) => !s.when || s.when());
/** A step by its number in the address; the next one where this scenario has it not. */
export const stepOf = (id: number): Step => steps().find((s) => s.id >= id) ?? steps()[steps().length - 1];

/** The steps before and after the one that is shown, by their numbers. */
export function neighbours(): { back?: number; next?: number } {
  const all = steps(), k = all.indexOf(stepOf(page.step));
  return { back: all[k - 1]?.id, next: all[k + 1]?.id };
}

/** In a lesson the answer waits for a guess, on the map too. */
const waits = (): boolean => page.lesson !== null && page.guess === null && !page.shown;

function Guess({ on, blind }: { on: Reading; blind?: boolean }) {
  const most = Math.round(on.a("disagree"));
  return (
    <label class="guessing">
      <span>{rich`Your guess: of these ${most}, how many will still say so on day ${yearOn()}?`}</span>
      <span class="row"><input type="range" min={0} max={most} value={page.guess ?? Math.round(blind ? most / 2 : on.a("say_so"))} data-testid="guess"
        onInput={(e) => { if (blind) return; page.guess = Number(e.currentTarget.value); changed(); }} onChange={(e) => { page.guess = Number(e.currentTarget.value); changed(); if (blind) goStep(7); else remember(); }} />
        <output>{page.guess ?? "?"}</output></span>
    </label>
  );
}

/** Another part of the page; a world that the story chose for a step stays behind. */
export function go(view: View): void {
  if (view !== "story" && lent()) keep("none");
  page.view = view;
  changed();
  remember();
}

const dayOf = (s: Step): number | null => { const d = s.day(); if (d === null) return null;
  const on = Math.min(d, (page.map?.days ?? 1) - 1, page.replay ? (page.state?.head ?? d) : d);
  return page.replay ? on - (on % page.every) : on; // a file has a picture of some days only
};

export function goStep(step: number): void {
  const s = stepOf(step), day = dayOf(s), own = without(s), now = kept();
  const other = own ?? (lent() ? "none" : now);
  page.step = s.id;
  if (s.paint) page.paint = s.paint;
  if (page.state && other !== undefined && other !== now) keep(other, day ?? undefined);
  else if (day !== null && page.state) {
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
  const day = dayOf(s), on = reading(s);
  const there = day === null || page.day === day;
  return (
    <section class={`story ${k === 1 ? "first" : ""}`} aria-labelledby="story-title" data-testid="story">
      <p class="count">{rich`${k} of ${all.length}`}</p>
      <h2 id="story-title" tabIndex={-1}>{s.title()}</h2>
      <div class="body">{on.ready ? s.body(on) : <p class="hint" data-testid="not-yet">{page.busy || page.living || page.state?.playing ? t`Day ${on.day} is being lived …` : t`Day ${on.day} is not lived yet.`}</p>}</div>
      {there || page.busy ? null : <p class="hint">{rich`This step is about day ${day}; the map is on day ${page.day}${page.state?.playing ? t` and on its way` : ""}. ${page.state?.playing ? null : <button type="button" class="link" onClick={() => goStep(s.id)}>{t`Go there`}</button>}`}</p>}
      <nav class="steps" aria-label={t`Story`}>
        <button type="button" onClick={() => goStep(back.id)} disabled={!back}>{t`Back`}</button>
        <button type="button" class="primary" onClick={() => goStep(next.id)} disabled={!next} data-testid="next">{k === 1 ? (sys().begins ? sys().switch : t`What it does`) : next ? t`Next: ${lower(next.title())}` : t`The end`}</button>
        {page.lesson ? null : <button type="button" class="link" onClick={() => go("lab")}>{t`Skip to the laboratory`}</button>}
      </nav>
      <ol class="dots" aria-label={t`Steps`}>{all.map((one, n) => <li><button type="button" aria-label={t`Step ${n + 1}: ${one.title()}`} aria-current={one === s ? "step" : undefined} onClick={() => goStep(one.id)} /></li>)}</ol>
    </section>
  );
}
