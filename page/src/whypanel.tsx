// Why is this score what it is: start + own acts + each friend = score, in both worlds, adding up to the last digit.
import { changed, page, select, send, use } from "./store";
import { Term } from "./term";
import { SANCTIONED } from "./wire";
import type { Why, WhySide } from "./types";
import { capital, hasScores, points, score, signed, sys, whole } from "./words";
import { zoomTo } from "./worldmap";
import { count, decimal, english, figure, rich, said, t } from "./language";

export function WhyPanel() {
  use();
  const w = page.why;
  return (
    <section class="why" id="why" tabIndex={-1} aria-labelledby="why-title" aria-live="polite">
      {page.untold !== null ? (
        <>
          <h2 id="why-title">{rich`Citizen ${page.untold}`}</h2>
          <p>{rich`This file keeps the reasons of ${page.lesson!.people.length} of ${count(page.map!.n)} people, and not of this one. Nearest on the map: ${nearest(page.untold).map((id) => <button type="button" class="link" onClick={() => select(id)}>{rich`citizen ${id}`}</button>)}`}</p>
        </>
      ) : !w || page.asked !== null ? (
        <>
          <h2 id="why-title">{page.asked !== null ? t`Citizen ${page.asked} …` : hasScores() ? t`Why this score?` : t`Who is this?`}</h2>
          <p>{page.asked !== null ? t`Adding up what they did, and what their friends did.` : hasScores() ? t`Choose a dot. You see what made that person’s score what it is, to the last digit, in both worlds.` : t`Choose a dot. You see what that person thinks, says and lost, in both worlds.`}</p>
        </>
      ) : (
        <>
          <h2 id="why-title">{rich`Citizen ${w.id}: ${standing(w)}`}</h2>
          <p class="tools">
            <button type="button" onClick={() => { zoomTo(page.xy[2 * w.id], page.xy[2 * w.id + 1], 6); }}>{t`Find on the map`}</button>
            <button type="button" aria-pressed={page.follow === w.id} onClick={() => { page.follow = page.follow === w.id ? null : w.id; changed(); }}>{page.follow === w.id ? t`Stop following` : t`Follow`}</button>
            {page.replay || sys().kind === "none" ? null : <button type="button" onClick={() => { page.view = "year"; page.busy = true; send("game", { you: w.id }); changed(); }}>{t`Be this person`}</button>}
          </p>
          <button type="button" class="x" aria-label={t`Close`} onClick={() => { page.follow = null; select(null); }}>×</button>
          <p class="who">{rich`${w.a.view > 0 ? t`Disagrees` : t`Does not disagree`} (${<Term k="private view" />} ${signed(w.a.view)}), ${said(w.a.group)}, lives in ${w.town}. Day ${w.day}${w.day !== page.day ? t` (the map is on day ${page.day})` : ""}.`}</p>
          {hasScores() || sys().kind === "none" ? <div class="scroll-x"><Sums w={w} /></div> : w.a.story.map((s) => <p lang={english}>{s}</p>)}
          {hasScores() && !w.b.open && w.b.score !== null ? <p class="hint">{t`In the other world nobody sees that score and nothing hangs on it: a shadow, to compare with.`}</p> : null}
          {w.a.taken.length ? <p>{rich`Under ${<Term k="sanction" />}: ${w.a.taken.join(", ")}.`}</p> : null}
          {w.a.given.length ? <p>{rich`Has: ${w.a.given.join(", ")}.`}</p> : null}
          {w.a.acts.length ? (
            <details>
              <summary>{t`What they did, with dates`}</summary>
              <ul>{w.a.acts.map((a) => <li>{rich`Day ${a.day}, ${said(a.kind)}${a.topic ? t` on ${said(a.topic)}` : ""}${a.level === null ? "" : a.level > 0 ? t`, dissent ${decimal(a.level, 2)}` : t`, loyalty ${decimal(Math.abs(a.level), 2)}`}: ${signed(a.points)}${Math.abs(a.left - a.points) > 0.005 ? t`, of which ${signed(a.left)} still counts` : ""}`}</li>)}</ul>
              <p class="hint">{t`Of each kind the three that weigh most.`}</p>
            </details>
          ) : null}
          {page.replay ? null : <Friends />}
          {hasScores() ? <details><summary>{t`The story in sentences`}</summary>{w.a.story.map((s) => <p lang={english}>{s}</p>)}</details> : null}
        </>
      )}
    </section>
  );
}

/** The three people nearest to one on the map whose reasons a lesson keeps. */
function nearest(id: number): number[] {
  const far = (k: number): number => Math.hypot(page.xy[2 * k] - page.xy[2 * id], page.xy[2 * k + 1] - page.xy[2 * id + 1]);
  return [...page.lesson!.people].sort((p, q) => far(p) - far(q)).slice(0, 3);
}

/** What a person has come to: a score, or being listed, frozen out or punished. */
export function standing(w: Why): string {
  if (hasScores() || sys().kind === "none") return w.a.score === null ? t`not scored` : t`score ${score(w.a.score)}`;
  return sys().kind === "number" ? w.town : page.worlds[0].bits[w.id] & SANCTIONED ? sys().hit : sys().free;
}

type Line = WhySide["lines"][number];
/** What makes two lines of the two worlds the same line: the friend, or what was done, however often. */
const same = (l: Line): string => (l.kind === "friend" ? /\d+ more/.test(l.label) ? "more" : /\d+/.exec(l.label)![0] : l.label.split(" (")[0]);

/** Both sums side by side, line by line; each adds up by itself to the last digit. */
function Sums({ w }: { w: Why }) {
  const rows = new Map<string, [Line | null, Line | null]>();
  [w.a, w.b].forEach((side, k) => side.lines.forEach((l) => { const row = rows.get(same(l)) ?? [null, null]; row[k] = l; rows.set(same(l), row); }));
  const order = ["start", "own", "friend", "held", "clip", "rounding"];
  const told = [...rows.values()].sort((x, y) => order.indexOf((x[0] ?? x[1])!.kind) - order.indexOf((y[0] ?? y[1])!.kind));
  const name = (l: Line, other: Line | null): preact.ComponentChildren => {
    const friend = l.kind === "friend" ? /^citizen (\d+)/.exec(l.label) : null;
    if (friend) return <><button type="button" class="link" onClick={() => select(Number(friend[1]))}>{rich`citizen ${friend[1]}`}</button>{said(l.label.slice(friend[0].length))}</>;
    const counted = /\((\d+) counted\)/.exec(l.label), there = other && /\((\d+) counted\)/.exec(other.label);
    if (!counted) return said(l.label);
    return <>{said(l.label.slice(0, counted.index).trim())} <small>× {counted[1]}{there && there[1] !== counted[1] ? t` and ${there[1]}` : ""}</small></>;
  };
  const end = (s: WhySide): string => (s.score === null ? t`file, not scored` : s.open ? t`score` : t`shadow score`);
  return (
    <table class="sum" data-testid="sums-why">
      <thead><tr><th scope="col"><span class="sr">{t`Part`}</span></th><th scope="col" class="with">{capital(w.names[0])}</th><th scope="col" class="without">{capital(w.names[1])}</th></tr></thead>
      <tbody>{told.map(([x, y]) => (
        <tr class={(x ?? y)!.kind}><th scope="row">{name((x ?? y)!, x ? y : null)}</th>
          {[x, y].map((l) => <td>{l ? figure(l.points).replace("-", "−") : <span aria-label={t`nothing`}>·</span>}</td>)}</tr>
      ))}</tbody>
      <tfoot><tr><th scope="row">{end(w.a) === end(w.b) ? end(w.a) : t`${end(w.a)} and ${end(w.b)}`}</th><td>{figure(w.a.total)}</td><td>{figure(w.b.total)}</td></tr></tfoot>
    </table>
  );
}

function Friends() {
  const w = page.why!, out = page.without;
  const near = w.a.friends.filter((f) => f.first);
  if (!near.length) return <p>{t`They have known nobody since day 0.`}</p>;
  return (
    <details>
      <summary>{t`What if they had never met a friend?`}</summary>
      <ul class="friends">
        {near.map((f) => (
          <li>
            <span>{rich`citizen ${f.citizen}${f.score !== null && hasScores() ? t`, score ${score(f.score)}` : ""}${f.cut !== null ? t`, cut on day ${f.cut}` : ""}${hasScores() ? `: ${signed(f.total)}` : ""}`}</span>
            <button type="button" disabled={page.busy} onClick={() => { page.busy = true; send("without", { id: w.id, friend: f.citizen }); changed(); }}>{t`without`}</button>
          </li>
        ))}
      </ul>
      {page.busy ? <p>{t`Living the whole world again without that friendship …`}</p> : null}
      {out && out.citizen === w.id ? (
        <p class="found">{rich`Had they never met citizen ${out.friend}, ${hasScores() ? <>{rich`the score of citizen ${out.citizen} on day ${out.day} would be ${points(out.unknown.score)} instead of ${points(out.known.score)}, with`}</> : <>{rich`citizen ${out.citizen} would on day ${out.day} have`}</>} ${out.unknown.friends} friends instead of ${out.known.friends}. ${hasScores() ? t`The score or file of ${whole(out.others)} other people would not be the same either.` : null}`}</p>
      ) : null}
    </details>
  );
}
