// What the articles claimed, what is known, what is assumed here, and what this is not.
import { page, use } from "./store";
import { english, rich, t } from "./language";

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
