// Sentences, made from the numbers of the run: none of them says what was not counted.
import type { ComponentChildren } from "preact";
import { num, page } from "./store";
import type { System } from "./types";

export const whole = (v: number): string => (Number.isNaN(v) ? "no value" : Math.round(v).toLocaleString("en"));
export const points = (v: number | null | undefined, digits = 2): string =>
  v === null || v === undefined || Number.isNaN(v) ? "not scored" : v.toFixed(digits).replace("-", "−");
export const people = (n: number): string => (n === 1 ? "1 person" : `${whole(n)} people`);
export const signed = (v: number, digits = 2): string => (v < 0 ? "−" : "+") + Math.abs(v).toFixed(digits);

export const A = ({ children }: { children: ComponentChildren }) => <b class="with">{children}</b>;
export const B = ({ children }: { children: ComponentChildren }) => <b class="without">{children}</b>;
export const T = ({ children }: { children: ComponentChildren }) => <b class="thought">{children}</b>;

/** What the system of this scenario is: a score, a list, informers ... */
export const sys = (): System => page.hello!.system;
export const hasScores = (): boolean => sys().kind === "score";
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
/** A score on its own scale: 561, or 4.62 stars. */
export const score = (v: number | null | undefined): string => points(v, page.hello!.scenario.digits);
/** The day before anything begins; where it has always been, a month later. */
export const eve = (): number => { const b = sys().begins; return b ? b - 1 : Math.min(29, (page.map?.days ?? 30) - 1); };

/** The first sentence: two live numbers. */
export function Lead() {
  const s = sys(), before = s.kind === "none" || (s.kind === "score" && num(0, "enrolled") === 0) || (s.begins !== null && page.day < s.begins);
  return (
    <>
      Out of every 1,000 people here, <T>{whole(num(0, "disagree"))}</T> disagree with the government. {before ? "Today" : s.kind === "score" ? "Under the score," : `${capital(s.with)},`}{" "}
      <A>{whole(num(0, "say_so"))}</A> say so.
    </>
  );
}

export function leadText(side: number): string {
  return `${whole(num(side, "disagree"))} of 1,000 disagree. ${whole(num(side, "say_so"))} say so. ${ties(num(side, "cut"))} cut.`;
}
export const ties = (n: number): string => (Math.round(n) === 1 ? "1 friendship" : `${whole(n)} friendships`);

export function title(side: number): string {
  return capital(page.state?.names[side] ?? (side ? sys().without : sys().with));
}

/** How many more or fewer say so than on another day or in another world, by the sign that was counted. */
export function change(now: number, then: number): string {
  const d = Math.round(now) - Math.round(then);
  return d === 0 ? "just as many" : `${whole(Math.abs(d))} ${d < 0 ? "fewer" : "more"}`;
}

/** For who listens: what the map shows. */
export function mapText(side: number): string {
  const n = page.map?.n ?? 0;
  return `Map of ${n.toLocaleString("en")} made-up people in ${page.map?.towns.length ?? 0} towns, ${title(side).toLowerCase()}, day ${page.day}. ` +
    `${leadText(side)} ${whole(num(side, "sanctioned"))} of 1,000 ${sys().many}.`;
}
