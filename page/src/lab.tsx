// The laboratory: what the other world is, levers of world A, other people; and what to keep.
import { useState } from "preact/hooks";
import { saved } from "./charts";
import { Safeguards } from "./safe";
import { changed, open, page, send, use } from "./store";
import { Term } from "./term";
import type { Lever } from "./types";
import { capital } from "./words";
import { count, figure, rich, t } from "./language";

const NAMES: Record<string, string> = { secret: t`nobody, not even its owner`, own: t`only its owner`, self_shared: t`whom its owner shows it`, friends: t`friends too`, public: t`anybody` };

export function Lab() {
  use();
  const h = page.hello, s = page.state, m = page.map;
  const [seed, setSeed] = useState<string>("");
  if (!h || !s || !m || page.replay) return null;
  const now = h.levers.filter((l) => !l.founding), first = h.levers.filter((l) => l.founding);
  return (
    <section class="lab" aria-labelledby="lab-title">
      <h2 id="lab-title">{t`Change something`}</h2>
      <Safeguards />
      {now.length ? <fieldset>
        <legend>{rich`${<span class="with">{capital(s.names[0])}:</span>} ${<Term k="lever">{t`levers`}</Term>}, from tomorrow on (day ${page.day < s.head ? s.head + 1 : page.day + 1})`}</legend>
        <div class="levers">{now.map((l) => <Move lever={l} key={l.key} />)}</div>
      </fieldset> : null}
      <fieldset>
        <legend>{t`From day 0, in both worlds: who lives here, and when`}</legend>
        <div class="levers">
          {first.map((l) => <Move lever={l} key={l.key} />)}
          <label class="field"><span><b>{t`How many people`}</b><small>{rich`Up to ${count(h.most)}: every one is drawn. More of them: ${<code>sottovoce run {h.scenario.name} --citizens 1000000</code>}`}</small></span>
            <select value={m.n} onChange={(e) => open({ n: Number(e.currentTarget.value), seed: m.seed, B: s.keep })}>
              {h.sizes.map((n) => <option value={n} selected={n === m.n}>{count(n)}</option>)}
            </select></label>
          <label class="field"><span><b>{t`Other luck`}</b><small>{t`Another seed makes other people.`}</small></span>
            <span class="row"><input type="text" inputMode="numeric" pattern="[0-9]*" aria-label={t`Seed`} value={seed || m.seed} onInput={(e) => setSeed(e.currentTarget.value)} />
              <button type="button" onClick={() => { if (/^\d{1,15}$/.test(seed)) open({ n: m.n, seed: Number(seed), B: s.keep }); }}>{t`Found`}</button></span></label>
        </div>
        <p class="tools">
          <button type="button" onClick={() => open({ n: m.n, seed: m.seed, B: s.keep, A: s.marks.map((k) => ({ ...k, day: 0 })), day: page.day })} disabled={!s.marks.length}>{t`Live it again with these levers from day 0`}</button>
          <button type="button" onClick={() => { page.choosing = false; open({ n: m.n, seed: m.seed }); }} disabled={!s.marks.length && s.keep === "none"}>{t`Everything as it was`}</button>
        </p>
      </fieldset>
    </section>
  );
}

function Move({ lever: l }: { lever: Lever }) {
  const marks = page.state!.marks.filter((m) => m.key === l.key);
  const value = marks.length ? marks[marks.length - 1].value : l.value;
  const [held, hold] = useState<number | null>(null);
  const set = (v: number | string | boolean): void => { page.busy = l.founding; send("set", { key: l.key, value: v }); changed(); };
  const moved = marks.length ? <em>{t` moved`}</em> : null;
  const range = l.swept?.length ? t` Assumed: ${l.swept.map((v) => figure(String(v))).join(t` to `)}${l.unit ? ` ${l.unit}` : ""}.` : "";
  const about = <small>{l.about}{range}</small>;
  if (l.kind === "switch")
    return <label class="radio"><input type="checkbox" checked={Boolean(value)} onChange={(e) => set(e.currentTarget.checked)} /><span><b>{l.label}{moved}</b>{about}</span></label>;
  if (l.kind === "choice")
    return (
      <label class="field"><span><b>{l.label}{moved}</b>{about}</span>
        <select value={String(value)} onChange={(e) => set(e.currentTarget.value)}>{l.choices.map((c) => <option value={c} selected={c === value}>{NAMES[c] ?? c}</option>)}</select></label>
    );
  const shown = held ?? Number(value);
  return (
    <label class="field"><span><b>{l.label}{moved}</b>{about}</span>
      <span class="row"><input type="range" min={l.low} max={l.high} step={l.step} value={shown} data-lever={l.key}
        onInput={(e) => hold(Number(e.currentTarget.value))} onChange={(e) => { hold(null); set(Number(e.currentTarget.value)); }} />
        <output>{figure(String(Number(shown.toPrecision(4))))}</output></span></label>
  );
}

export function Keep() {
  const [copied, setCopied] = useState(false);
  if (page.replay) return null;
  return (
    <section class="keep" aria-labelledby="keep-title">
      <h2 id="keep-title">{t`Share and keep`}</h2>
      <p>
        {page.notebook ? null : <button type="button" class="link" onClick={async () => { await navigator.clipboard?.writeText(location.href); setCopied(true); }}>{copied ? t`Address copied` : t`Copy the address of what you see`}</button>}
        <a href={saved("page.html")} download>{t`This run as one HTML file`}</a>
        <a href={saved("run.csv")} download>{t`Every day as CSV`}</a>
        <a href={saved("run.json")} download>JSON</a>
        <a href={saved("citizens.csv")} download>{t`Everybody today as CSV`}</a>
      </p>
    </section>
  );
}
