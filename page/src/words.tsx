// Sentences, made from the numbers of the run: none of them says what was not counted.
import type { ComponentChildren } from "preact";
import { num, page } from "./store";
import { Term } from "./term";
import type { System } from "./types";
import { count, decimal, rich, t } from "./language";

export const whole = (v: number): string => (Number.isNaN(v) ? t`no value` : count(Math.round(v) || 0));
export const points = (v: number | null | undefined, digits = 2): string =>
  v === null || v === undefined || Number.isNaN(v) ? t`not scored` : decimal(v, digits).replace("-", "−");
export const people = (n: number): string => (n === 1 ? t`1 person` : t`${whole(n)} people`);
export const signed = (v: number, digits = 2): string => (v < 0 ? "−" : "+") + decimal(Math.abs(v), digits);

export const A = ({ children }: { children: ComponentChildren }) => <b class="with">{children}</b>;
export const B = ({ children }: { children: ComponentChildren }) => <b class="without">{children}</b>;
export const T = ({ children }: { children: ComponentChildren }) => <b class="thought">{children}</b>;

/** A share in per cent; a half to the even number, as in the report and the docs. */
export function percent(v: number): string {
  const up = Math.round(100 * v), even = up - 100 * v === 0.5 && up % 2 ? up - 1 : up;
  return String(even || 0).replace("-", "−");
}

/** What the system of this scenario is: a score, a list, informers ... */
export const sys = (): System => page.hello!.system;
export const hasScores = (): boolean => sys().kind === "score";
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
/** A score on its own scale: 561, or 4.62 stars. */
export const score = (v: number | null | undefined): string => points(v, page.hello!.scenario.digits);
/** The day before anything begins; where it has always been, a month later. */
export const eve = (): number => { const b = sys().begins; return b ? b - 1 : Math.min(29, (page.map?.days ?? 30) - 1); };

const YEAR = 365;
export interface Account { first: number; times: number; spoke: number; held: number; cut: number; unheard: number }
/** What became of every 1,000 times that people who disagree could have spoken, over the year up to today: whole numbers that add up. */
export function account(side: number): Account {
  const first = Math.max(0, page.day - YEAR + 1), sum = { could: 0, spoke: 0, cut_off: 0, unheard: 0 };
  for (let day = first; day <= page.day; day++) for (const name of ["could", "spoke", "cut_off", "unheard"] as const) sum[name] += num(side, name, day) || 0;
  const of = (n: number): number => (sum.could ? Math.round((1000 * n) / sum.could) : 0);
  const spoke = of(sum.spoke), cut = of(sum.cut_off);
  return { first, times: sum.could, spoke, held: sum.could ? 1000 - spoke - cut : 0, cut, unheard: of(sum.unheard) };
}

// What weighs in a choice, and its words.
const TERMS: [string, string][] = [
  ["score", t`points and access`], ["climate", t`what friends say`], ["noise", t`luck of the choice`], ["audience", t`the audience`],
  ["effort", t`effort`], ["reproach", t`friends’ reproach`], ["punishment", t`punishment`], ["learned", t`what speaking brought`],
];
/** What each term held back, in per cent of the wish on the occasions sampled in the year up to today; none before the measured days. */
export function reasons(side: number): { first: number; shares: Record<string, number> } | null {
  const sum: Record<string, number> = {}; let wish = 0, first = -1;
  for (let day = Math.max(0, page.day - YEAR + 1); day <= page.day; day++) {
    const here = num(side, "why_wish", day) || 0;
    if (here && first < 0) first = day;
    wish += here;
    for (const [term] of TERMS) sum[term] = (sum[term] ?? 0) + (num(side, `why_${term}`, day) || 0);
  }
  for (const term in sum) sum[term] *= 100 / wish;
  return wish ? { first, shares: sum } : null;
}
/** How the other world is told in a sentence. */
export const beside = (): string => (page.state?.keep === "none" ? page.state.names[1] : t`under “${page.state?.names[1]}”`);

/** The first sentence: the account of silence, as the report has it. */
export function Lead() {
  const s = sys(), a = account(0), b = account(1), before = s.kind === "none" || (s.begins !== null && page.day < s.begins);
  if (!a.times || !b.times) return <>{t`Nobody here disagrees and could have spoken yet.`}</>;
  const start = t`Of every 1,000 times that people who disagree could have spoken, they did so `;
  if (before) return <>{rich`${start}${<A>{a.spoke}</A>} times${s.kind === "none" ? "" : t`, in both worlds: nothing tells them apart yet`}.`}</>;
  return <>{rich`${start}${<B>{b.spoke}</B>} times ${beside()}; ${page.state?.keep === "none" ? t`with it` : page.state?.names[0]} ${<A>{a.spoke}</A>} times: ${a.held} were held back (${b.held} ${beside()}), ${a.cut} had been cut off${a.unheard ? t`, and ${a.unheard} of those spoken no friend could hear` : ""}.`}</>;
}

/** One bar a world: said, held back, cut off. */
export function AccountBars() {
  const rows = [0, 1].map((side) => ({ side, ...account(side) }));
  if (rows.some((r) => !r.times)) return null;
  return (
    <div class="account" data-testid="account">
      {rows.map((r) => (
        <div class="bar" key={r.side}>
          <span class={r.side ? "without" : "with"}>{title(r.side)}</span>
          <svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={t`${title(r.side)}: of 1,000 times ${r.spoke} said, ${r.held} held back, ${r.cut} cut off`}>
            <rect class={r.side ? "said b" : "said a"} x="0" y="0" width={r.spoke} height="10" />
            <rect class="held" x={r.spoke} y="0" width={r.held} height="10" />
            <rect class="off" x={r.spoke + r.held} y="0" width={r.cut} height="10" />
          </svg>
          <span class="told">{rich`${<b>{r.spoke}</b>} said, ${<b>{r.held}</b>} ${r.side ? t`held back` : <Term k="held back" />}, ${<b>{r.cut}</b>} ${r.side ? t`cut off` : <Term k="cut off" />}`}</span>
        </div>
      ))}
    </div>
  );
}

/** Why held back: one line of bars a term, with the two worlds side by side. */
export function Reasons() {
  const [a, b] = [reasons(0), reasons(1)];
  if (!a || !b) return null;
  const rows = TERMS.map(([term, label]) => ({ label, values: [a.shares[term], b.shares[term]] })).filter((r) => r.values.some((v) => Math.abs(v) >= 0.5));
  rows.sort((p, q) => q.values[0] - p.values[0]);
  const most = Math.max(...rows.flatMap((r) => r.values.map(Math.abs)), 1);
  const told = (side: number): string => rows.map((r) => `${r.label} ${whole(r.values[side]).replace("-", "−")}`).join(", ");
  return (
    <details class="reasons" data-testid="reasons">
      <summary>{rich`Why they held back, in per cent of what they wished to say. ${<A>{title(0)}</A>}: ${told(0)}. ${<B>{title(1)}</B>}: ${told(1)}.`}</summary>
      <ul>
        {rows.map((r) => (
          <li key={r.label}>
            <span>{r.label}</span>
            <span class="pair">
              {r.values.map((v, side) => (
                <span class={`one ${v < 0 ? "less" : ""}`} key={side}><i class={side ? "b" : "a"} style={{ width: `${(80 * Math.abs(v)) / most}%` }} /><small>{v ? signed(v, 1) : "0"}</small></span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <p class="note">{rich`${<Term k="Shapley values" />}: each choice is made again with some of these and without the others, with the same luck; the parts add up to what was held back. On a sample of occasions, days ${Math.min(a.first, b.first)} to ${page.day}. Below 0: it made people say more.`}</p>
    </details>
  );
}

export function leadText(side: number): string {
  return t`${whole(num(side, "disagree"))} of 1,000 disagree. ${whole(num(side, "say_so"))} say so. ${ties(num(side, "cut"))} cut.`;
}
export const ties = (n: number): string => (Math.round(n) === 1 ? t`1 friendship` : t`${whole(n)} friendships`);

export function title(side: number): string {
  return capital(page.state?.names[side] ?? (side ? sys().without : sys().with));
}

/** How many more or fewer say so than on another day or in another world, by the sign that was counted. */
export function change(now: number, then: number): string {
  const d = Math.round(now) - Math.round(then);
  return d === 0 ? t`just as many` : d < 0 ? t`${whole(-d)} fewer` : t`${whole(d)} more`;
}

/** For who listens: what the map shows. */
export function mapText(side: number): string {
  const n = page.map?.n ?? 0;
  return t`Map of ${count(n)} made-up people in ${page.map?.towns.length ?? 0} towns, ${page.state?.names[side] ?? ""}, day ${page.day}. ` +
    t`${leadText(side)} ${whole(num(side, "sanctioned"))} of 1,000 ${sys().many}.`;
}
