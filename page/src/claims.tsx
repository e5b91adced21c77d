// What the articles claimed, what is known, what is assumed here, and what this is not.
import { page, use } from "./store";
import type { Verdicts } from "./types";
import { count, date, english, rich, t } from "./language";
import { percent } from "./words";

/** Where something was read; an address in it is a link. */
export function Source({ parts }: { parts?: [string, string | null][] }) {
  return <>{parts?.map(([text, to]) => (to ? <a href={to} target="_blank" rel="noreferrer">{text}</a> : text))}</>;
}

export function Claims() {
  use();
  const h = page.hello;
  if (!h) return null;
  const assumed = h.values.filter((v) => v[4] === "A").length;
  return (
    <section class="claims" aria-labelledby="claims-title">
      <h2 id="claims-title">{t`What this is not`}</h2>
      <ul>
        <li>{rich`It is no forecast of any country, and nothing here was fitted to one. The system is ${h.scenario.label}: most of what the articles said was never so, and the table says which.`}</li>
        <li>{rich`It is about a model. Of its ${h.values.length} values, ${assumed} are assumed; another value inside its range, or another model, can turn a sign round.`}</li>
        <li>{t`It is no tool for scoring anybody. Everyone is made up by a program; there is no place to put data about real people.`}</li>
        <li>{rich`One pair of worlds is one throw of the dice. For intervals over many: ${<code>sottovoce run</code>}. For the ranges: ${<code>sottovoce show {h.scenario.name}</code>}.`}</li>
      </ul>
      <h2>{t`What the articles claimed, and what is known`}</h2>
      <dl class="statuses" lang={english}>{Object.entries(h.statuses).map(([k, v]) => <><dt>{k}</dt><dd>{v}</dd></>)}</dl>
      <div class="scroll" tabIndex={0} role="region" aria-label={t`Claims`}>
        <table class="stack">
          <caption>{rich`${h.claims.length} claims of ${Object.keys(h.articles).length} articles. Quotes are verbatim.`}</caption>
          <thead><tr><th scope="col">#</th><th scope="col">{t`Claim`}</th><th scope="col">{t`Quote`}</th><th scope="col">{t`Status`}</th><th scope="col">{t`What is known`}</th></tr></thead>
          <tbody lang={english}>{h.claims.map((c) => (
            <tr id={`claim-${c.number}`}><th scope="row">{c.number}</th><td>{c.mechanism}</td><td><q>{c.quote}</q> <small>({c.articles.join(", ")})</small></td><td><abbr title={h.statuses[c.status]}>{c.verdict}</abbr></td>
              <td>{c.known}{c.keys.length ? <details class="source"><summary>{c.keys.join(", ")}</summary>{c.keys.map((k) => <p>{k}: <Source parts={h.sources[k]?.text} /></p>)}</details> : null}</td></tr>
          ))}</tbody>
        </table>
      </div>
      {h.verdicts ? <Tested of={h.verdicts} /> : null}
      <h2>{t`What is assumed`}</h2>
      <details><summary>{rich`All ${h.values.length} values, with unit, range and source`}</summary>
        <p class="hint">{t`Tag: A assumed, V or V2 checked against a primary or secondary source, yours: changed by you.`}</p>
        <div class="scroll" tabIndex={0} role="region" aria-label={t`Values`}>
          <table><thead><tr>{[t`Value`, t`Is`, t`Unit`, t`Range to sweep`, t`Tag`, t`Source`].map((head) => <th scope="col">{head}</th>)}</tr></thead>
            <tbody lang={english}>{h.values.map((r) => <tr>{r.map((v, k) => (k ? <td>{v}</td> : <th scope="row"><code>{v}</code></th>))}</tr>)}</tbody></table>
        </div>
      </details>
      <h2>{t`How to cite`}</h2>
      <pre tabIndex={0} aria-label={t`Citation`}>{h.citation}</pre>
      <p class="hint">{rich`Sottovoce ${h.version}. Type: Newsreader and Source Sans 3, under the SIL Open Font License (${page.notebook || page.replay ? t`licences of what is bundled` : <a href="/assets/licences.txt">{t`licences of what is bundled`}</a>}).`}</p>
    </section>
  );
}

/** The claims that the model can refute, over the space of all assumed values: a strip each. */
function Tested({ of }: { of: Verdicts }) {
  return (
    <>
      <h2>{t`The claims, tested over all assumptions`}</h2>
      <p>{t`${count(of.points)} points at which ${count(of.values)} assumed values vary together, ${count(of.seeds)} seeds, ${count(of.citizens)} made-up people, ${date(of.date)}. Each strip is the space: on the left what speaks for a claim, in the middle what is too small to tell, on the right what speaks against it. In brackets the 95% interval over points. A share of the space is no probability that a claim is true of the world.`}</p>
      <ul class="tested" data-testid="tested">
        {of.rows.map((r) => {
          const [yes, no] = [100 * r.for[0], 100 * r.against[0]];
          return (
            <li key={r.name}>
              <span lang={english}>{r.hypothesis}</span>{r.placebo ? <small>{t` (a placebo: nothing should come of it)`}</small> : null}
              <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="held" width="100" height="6" /><rect class="said a" width={yes} height="6" /><rect class="off" x={100 - no} width={no} height="6" />
              </svg>
              <small>{t`for ${percent(r.for[0])}% (${percent(r.for[1])} to ${percent(r.for[2])}), against ${percent(r.against[0])}% (${percent(r.against[1])} to ${percent(r.against[2])}), too small to tell ${percent(1 - r.for[0] - r.against[0])}%`}</small>
            </li>
          );
        })}
      </ul>
    </>
  );
}
