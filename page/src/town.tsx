// A town that was chosen: share sanctioned, said against thought, ties lost, in both worlds; and its people.
import { page, send, use } from "./store";
import { DISAGREES, SANCTIONED, SAYS_SO } from "./wire";
import { sys, title, whole } from "./words";
import { goTown } from "./worldmap";
import { rich, t } from "./language";

function tally(side: number, town: number): { all: number; taken: number; disagree: number; say: number; lost: number } {
  const m = page.map!, w = page.worlds[side], found = { all: 0, taken: 0, disagree: 0, say: 0, lost: 0 };
  const here = (i: number): boolean => m.town_of_hood[page.hood[i]] === town;
  for (let i = 0; i < w.bits.length; i++) if (here(i)) {
    found.all++;
    if (w.bits[i] & SANCTIONED) found.taken++;
    if (w.bits[i] & DISAGREES) found.disagree++;
    if (w.bits[i] & SAYS_SO) found.say++;
  }
  for (const c of w.cuts) if (c.day <= page.day) found.lost += Number(here(page.ties[2 * c.tie])) + Number(here(page.ties[2 * c.tie + 1]));
  return found;
}

export function TownCard() {
  use();
  const town = page.town;
  if (town === null || !page.map) return null;
  const both = [tally(0, town), tally(1, town)];
  return (
    <section class="towncard" aria-labelledby="town-title">
      <h2 id="town-title">{page.map.towns[town].name}</h2>
      <p>{rich`${whole(both[0].all)} people, ${whole(both[0].disagree)} of whom disagree.`}</p>
      {both.map((c, k) => (
        <p>{rich`${<b class={k ? "without" : "with"}>{title(k)}:</b>} ${whole((100 * c.taken) / c.all)}% ${sys().hit}, ${whole(c.say)} say so, ${c.lost === 1 ? t`1 friend` : t`${whole(c.lost)} friends`} lost.`}</p>
      ))}
      <p class="tools">
        {page.replay ? null : <button type="button" onClick={() => {
          const box = document.querySelector<HTMLDetailsElement>(".tables");
          if (box) { box.open = true; box.scrollIntoView(); }
          send("list", { town, sort: "score_a" });
        }}>{t`Its people as a table`}</button>}
        <button type="button" onClick={() => goTown(null)}>{t`Back to the whole map`}</button>
      </p>
    </section>
  );
}
