// Charts come from the server as SVG, with their rows. Arrow keys move a day along the curves and its values are spoken.
import { useState } from "preact/hooks";
import { onDark } from "./look";
import { page, use } from "./store";
import type { Chart } from "./types";
import { count, decimal, said, spoken, t } from "./language";

export function saved(what: string): string { return `/api/${what}?session=${encodeURIComponent(page.map?.session ?? "")}`; }

export function Charts() {
  use();
  if (!page.charts.length) return null;
  return (
    <section class="charts" aria-labelledby="charts-title">
      <h2 id="charts-title">{t`In numbers`}</h2>
      <div class="grid">{page.charts.map((c) => <One chart={c} key={c.name} />)}</div>
    </section>
  );
}

const cell = (v: number | null): string => (v === null ? "–" : Number.isInteger(v) ? count(v) : decimal(v, 1));

function One({ chart: c }: { chart: Chart }) {
  const [at, setAt] = useState<number | null>(null);
  const now = page.replay && c.across && at === null ? (c.across[0] + (c.across[1] - c.across[0]) * (page.day / axis())) * 100 : null;
  const row = at === null ? null : c.rows[Math.min(at, c.rows.length - 1)];
  const text = row ? c.head.map((h, k) => `${h} ${cell(row[k])}`).join(", ") : "";
  const last = c.rows.length - 1;
  const lastDay = c.across && page.map ? axis() : 1;
  const move = (e: KeyboardEvent): void => {
    const by: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };
    if (e.key in by) { e.preventDefault(); setAt(Math.min(Math.max((at ?? last) + by[e.key], 0), last)); }
    else if (e.key === "Home") { e.preventDefault(); setAt(0); }
    else if (e.key === "End") { e.preventDefault(); setAt(last); }
    else if (e.key === "Escape") setAt(null);
  };
  return (
    <figure class="chart" id={`figure-${c.name}`}>
      <figcaption><h3>{c.title}</h3></figcaption>
      <ul class="key">{c.key.map(([label, colour, dash]) => (
        <li><svg width="28" height="10" aria-hidden="true"><line x1="0" y1="5" x2="28" y2="5" stroke={onDark(colour)} stroke-width="2.4" stroke-dasharray={dash || undefined} /></svg>{said(label)}</li>
      ))}</ul>
      <div class="plot" tabIndex={0} role="slider" aria-label={t`${c.title}. ${c.about} Arrow keys read it.`} aria-valuemin={0} aria-valuemax={last}
        aria-valuenow={at ?? last} aria-valuetext={text || t`not reading yet`} onKeyDown={move} onBlur={() => setAt(null)}>
        <div dangerouslySetInnerHTML={{ __html: spoken(onDark(c.svg)) }} />
        {now !== null ? <i class="cursor" style={{ left: `${now}%` }} /> : null}
        {row && c.across ? <i class="cursor" style={{ left: `${100 * (c.across[0] + (c.across[1] - c.across[0]) * (Number(row[0]) / lastDay))}%` }} /> : null}
      </div>
      <p class="read" aria-hidden="true">{text || " "}</p>
      <div class="under">
        <details><summary>{t`Table`}</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={t`${c.title}, table`}>
            <table><thead><tr>{c.head.map((h) => <th scope="col">{h}</th>)}</tr></thead>
              <tbody>{c.rows.map((r) => <tr>{r.map((v, k) => (k ? <td>{cell(v)}</td> : <th scope="row">{cell(v)}</th>))}</tr>)}</tbody></table>
          </div>
        </details>
        {page.replay ? null : <span>{["csv", "svg", "png"].map((f) => <a href={saved(`chart/${c.name}.${f}`)} download>{f.toUpperCase()}</a>)}</span>}
      </div>
    </figure>
  );
}

function axis(): number {
  const days = page.map!.days - 1;
  if (page.replay) return Math.max(page.state!.head, 1);
  return Math.min(page.day > 420 ? days : page.day > 210 ? 420 : 210, days);
}
