// What safeguards give back, in a lesson: as curves by day, and as shares with their uncertainty over societies.
import { page } from "./store";
import { percent, sys } from "./words";
import { english, rich, said, t } from "./language";

/** How many say so by day: with the system, without it, and under the safeguard that was chosen. */
export function Curves({ day }: { day: number }) {
  const l = page.lesson, s = page.state;
  if (!l || !s) return null;
  const lines = [["with", s.names[0], "a"], ["none", sys().without, "b"], ...(s.keep === "none" ? [] : [[s.keep, s.names[1], "c"]])].map(([key, name, way]) => ({ name, way, rows: l.curve(key, "say_so").slice(0, day + 1) }));
  const top = 10 * Math.ceil(Math.max(1, ...lines.flatMap((one) => one.rows)) / 10);
  const x = (d: number): number => 34 + (256 * d) / Math.max(day, 1), y = (v: number): number => 110 - (100 * v) / top;
  return (
    <figure class="given">
      <figcaption>{rich`How many of 1,000 say that they disagree, day 0 to ${day}`}</figcaption>
      <svg viewBox="0 0 300 130" role="img" aria-label={lines.map((one) => t`${one.name}: ${Math.round(one.rows[0])} on day 0, ${Math.round(one.rows[day])} on day ${day}`).join("; ")}>
        <line class="axis" x1="34" y1={y(0)} x2="290" y2={y(0)} /><text x="28" y={y(0) + 4} text-anchor="end">0</text><text x="28" y={y(top) + 4} text-anchor="end">{top}</text>
        {lines.map((one) => <path class={one.way} d={one.rows.map((v, d) => `${d ? "L" : "M"}${x(d).toFixed(1)} ${y(v).toFixed(1)}`).join("")} />)}
        <text x="34" y="126">{t`day 0`}</text><text x="290" y="126" text-anchor="end">{rich`day ${day}`}</text>
      </svg>
      <ul class="key">{lines.map((one) => <li><svg width="28" height="10" aria-hidden="true"><line class={one.way} x1="0" y1="5" x2="28" y2="5" /></svg>{one.name}</li>)}</ul>
    </figure>
  );
}

/** What each safeguard gives back of the occasions to speak that the system costs, over societies. */
export function Back() {
  const back = page.lesson?.back;
  if (!back) return null;
  if (!back.rows.length) return <p class="hint">{rich`Over ${back.seeds} societies nothing can be told of what safeguards give back: ${<span lang={english}>{back.why}</span>}`}</p>;
  return (
    <details class="back">
      <summary>{rich`Over ${back.seeds} societies: what each safeguard gives back, and how sure that is`}</summary>
      <table><caption>{rich`Of the times that people who disagree speak up in public less with the system than without, the share that a safeguard gives back over the last year (to day ${back.days - 1}). Range: 95% interval over ${back.seeds} societies of the model; what is assumed moves it further.`}</caption>
        <thead><tr><th scope="col">{t`Safeguard`}</th><th scope="col">{t`Given back`}</th><th scope="col">{t`Range`}</th></tr></thead>
        <tbody>{back.rows.map((row) => <tr><th scope="row">{said(row.label)}</th><td>{percent(row.share)}%</td><td>{row.low === null || row.high === null ? t`cannot be told` : t`${percent(row.low)}% to ${percent(row.high)}%`}</td></tr>)}</tbody></table>
    </details>
  );
}
