// Live a year: 52 weeks, text first. The others live on by the model with the same luck. No points to win, on purpose.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { changed, page, send, use } from "./store";
import type { Week } from "./types";
import { hasScores, score } from "./words";
import { decimal, english, rich, said, t } from "./language";

export function Year() {
  use();
  const g = page.game;
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const head = useRef<HTMLHeadingElement>(null);
  // Before anything is painted: who is quick must not lose an answer, nor the focus.
  useLayoutEffect(() => { setAnswers({}); if (g && g.week > 0) head.current?.focus(); }, [g?.week, g?.you]);
  if (!g)
    return (
      <section class="year" aria-labelledby="year-title">
        <h2 id="year-title">{t`Live a year`}</h2>
        <p>{rich`Be one of the people on the map for 52 weeks. ${page.lesson ? t`Three times you choose: say what you think, or half of it, or nothing.` : t`Each week asks a few things of you: say what you think, or half of it, or nothing; drop a friend, or keep them; look somebody up; tell, or do not.`} Everybody else lives on by the model, with the same luck. At the end your year stands beside the year that the model would have lived as you, with what its choices hung on.`}</p>
        <p>{t`There is no leader board and nothing to win. Chasing points is what is being studied here.`}</p>
        <p class="choices">
          <button type="button" class="primary" disabled={page.busy} onClick={() => { page.busy = true; send("game", { you: page.why?.id ?? null }); changed(); }} data-testid="begin">
            {page.why && !page.lesson ? t`Be citizen ${page.why.id}` : t`Be somebody`}</button>
        </p>
        {page.busy ? <p role="status">{rich`Living the year as the model would … ${page.living ? t`day ${page.living.day} of ${page.living.to}` : ""}`}</p> : null}
      </section>
    );
  const left = g.asks.filter((a) => !(a.id in answers)).length;
  const go = (): void => { page.busy = true; send("game", { answers }); changed(); };
  return (
    <section class="year" aria-labelledby="year-title">
      <div class="you">
        <h2 id="year-title" tabIndex={-1} ref={head}>{g.over ? t`The year is over` : t`Week ${g.week + 1} of ${g.weeks}`}</h2>
        <p>{rich`You are ${g.name} (citizen ${g.you}, ${said(g.group)}). Privately you ${g.view > 0 ? t`disagree (${decimal(g.view, 2)} of 1)` : t`do not disagree`}. ${!hasScores() ? null : g.score !== null ? <>{rich`Your score is ${<b>{score(g.score)}</b>}.`}</> : t`You are not scored.`}${g.taken.length ? t` Under sanction: ${g.taken.join(", ")}.` : ""}${g.given.length ? t` You have: ${g.given.join(", ")}.` : ""}`}</p>
        {g.events.length ? <details open><summary>{rich`What happened ${page.lesson ? t`in these weeks` : t`last week`}`}</summary><ul class="events" lang={english}>{g.events.map((e) => <li>{e}</li>)}</ul></details> : null}
        {g.over ? <Over g={g} /> : (
          <form onSubmit={(e) => { e.preventDefault(); go(); }}>
            {g.asks.map((a) => (
              <fieldset>
                <legend lang={english}>{a.text}</legend>
                <div class="choices">{a.choices.map((c) => (
                  <label class="choice"><input type="radio" name={`${g.week} ${a.id}`} checked={answers[a.id] === c.key} onChange={() => setAnswers({ ...answers, [a.id]: c.key })} /><span lang={english}>{c.label}</span></label>
                ))}</div>
              </fieldset>
            ))}
            {g.asks.length ? null : <p>{t`A quiet week: nothing to decide.`}</p>}
            <p class="choices"><button type="submit" class="primary" disabled={page.busy || (page.lesson !== null && left > 0)} data-testid="week">{page.busy ? t`The week passes …` : page.lesson ? t`Live these weeks` : t`Live the week`}</button>
              <button type="button" class="link" onClick={() => { page.game = null; send("game", { quit: true }); changed(); }}>{t`Stop`}</button></p>
            <p class="hint">{page.lesson ? t`This file holds three ways to speak in each third of the year, 27 lives in all. The program asks every week: sottovoce serve.` : left && g.asks.length ? t`${left} open: what you leave open is answered as the time before (at first as the model would).` : t`On days you are not asked about you do as you last said.`}</p>
          </form>
        )}
      </div>
      <aside>
        <Circle g={g} />
        <Wanted g={g} />
      </aside>
    </section>
  );
}

function Circle({ g }: { g: Week }) {
  const n = g.friends.length;
  return (
    <figure class="circle">
      <figcaption><h3>{rich`Your ${n === 1 ? t`friend` : t`${n} friends`}`}</h3></figcaption>
      <svg viewBox="-150 -120 300 240" role="img" aria-label={t`Your friends: ${g.friends.map((f) => t`${f.name}, ${f.score === null ? "" : t`score ${score(f.score)}, `}says ${said(f.says)}`).join("; ") || t`none`}`}>
        {g.friends.map((f, k) => {
          const a = (2 * Math.PI * k) / Math.max(n, 1) - Math.PI / 2, x = 96 * Math.cos(a), y = 78 * Math.sin(a);
          const tone = f.says.startsWith("against") ? "loud" : f.says.startsWith("for") ? "praise" : "still";
          return <g class={tone}><line x1="0" y1="0" x2={x} y2={y} /><circle cx={x} cy={y} r="9" /><text x={x} y={y + (y < 0 ? -14 : 23)} text-anchor="middle">{f.name}{f.score === null ? "" : ` ${score(f.score)}`}</text></g>;
        })}
        <circle class="me" r="12" /><text y="30" text-anchor="middle">{t`you`}</text>
      </svg>
      <p class="hint">{t`Filled: lately spoke against the government. Thick ring: for it. Thin ring: nothing lately.`}</p>
    </figure>
  );
}

function Wanted({ g }: { g: Week }) {
  const h = g.history;
  if (h.length < 2) return null;
  const x = (k: number): number => 34 + (250 * k) / Math.max(g.weeks - 1, 1), y = (v: number): number => 96 - 84 * v;
  const path = h.map((w, k) => (w.said === null ? "" : `${k && h[k - 1].said !== null ? "L" : "M"}${x(k).toFixed(1)} ${y(w.said).toFixed(1)}`)).join("");
  const last = h[h.length - 1];
  return (
    <figure class="wanted">
      <figcaption><h3>{t`What you wanted to say, and what you said`}</h3></figcaption>
      <svg viewBox="0 0 300 120" role="img" aria-label={t`You wanted to say ${last.wanted === null ? "" : decimal(last.wanted, 2)}; lately you said ${last.said === null ? t`nothing` : decimal(last.said, 2)} on average.`}>
        <line class="axis" x1="34" y1={y(0)} x2="284" y2={y(0)} /><text x="28" y={y(0) + 4} text-anchor="end">0</text><text x="28" y={y(1) + 4} text-anchor="end">1</text>
        <line class="wish" x1="34" x2="284" y1={y(g.wanted ?? 0)} y2={y(g.wanted ?? 0)} /><path class="said" d={path} />
        <text x="34" y="114">{t`week 1`}</text><text x="284" y="114" text-anchor="end">{rich`week ${g.weeks}`}</text>
      </svg>
      <p class="hint">{t`Dotted: wanted. Line: said, mean of your last dozen occasions.`}</p>
    </figure>
  );
}

function Over({ g }: { g: Week }) {
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={t`Your year beside the model’s`}>
        <table data-testid="sums"><caption>{t`Your year, and the same person’s with the same luck as the model lives it`}</caption>
          <thead><tr><th scope="col" /><th scope="col">{t`You`}</th><th scope="col">{t`The model as you`}</th></tr></thead>
          <tbody>{g.sums?.map((s) => <tr><th scope="row" lang={english}>{s.label}</th><td>{s.you}</td><td>{s.model}</td></tr>)}</tbody></table>
      </div>
      {g.story?.length ? <><h3 lang={english}>{g.head}</h3><ul class="events" lang={english} data-testid="differed">{g.story.map((s) => <li>{s}</li>)}</ul></> : null}
      <p>{t`No number here says that you did well. It says what it cost.`}</p>
      <p class="choices"><button type="button" onClick={() => { page.game = null; send("game", { quit: true }); changed(); }}>{t`Another life`}</button></p>
    </>
  );
}
