// The map's equal: towns and citizens as sortable tables.
import { useEffect, useState } from "preact/hooks";
import { page, select, send, use } from "./store";
import type { TownRow } from "./types";
import { capital, sys } from "./words";
import { goTown } from "./worldmap";
import { decimal, figure, rich, said, t } from "./language";

const HEADS: Record<string, string> = {
  citizen: t`Citizen`, town: t`Town`, thinks: t`Thinks`, says: t`Says`, score_a: t`Score`, score_b: t`Score, other world`,
  friends_a: t`Friends`, lost_a: t`Friends lost`,
};

export function Tables() {
  use();
  const [open, setOpen] = useState(false);
  useEffect(() => { if (open && !page.state?.playing) ask(); }, [open, page.day, page.state?.playing, page.state?.keep]);
  if (page.replay || !page.map) return null;
  return (
    <details class="tables" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><h2>{t`Towns and citizens as tables`}</h2></summary>
      {open ? <><Towns /><Citizens /></> : null}
    </details>
  );
}

function ask(): void {
  const l = page.list;
  send("towns");
  send("list", { sort: l?.sort ?? "score_a", down: l?.down ?? false, page: l?.page ?? 0, town: page.town });
}

const pct = (row: TownRow, name: string, of = "people"): string => {
  const all = Number(row[of]);
  return all ? `${decimal((100 * Number(row[name])) / all, 1)}%` : "–";
};

function Towns() {
  const [sort, setSort] = useState<string>("sanctioned_a");
  if (!page.towns) return null;
  const value = (r: TownRow): number | string => (sort === "name" ? r.name : sort === "people" || sort.startsWith("lost") ? Number(r[sort]) : Number(r[sort]) / r.people);
  const rows = [...page.towns].sort((a, b) => (typeof value(a) === "string" ? String(value(a)).localeCompare(String(value(b))) : Number(value(b)) - Number(value(a))));
  const head = (name: string, text: string) => <th scope="col" aria-sort={sort === name ? (name === "name" ? "ascending" : "descending") : "none"}><button type="button" class="link" onClick={() => setSort(name)}>{text}</button></th>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t`Towns`}>
      <table data-testid="towns">
        <caption>{rich`Towns on day ${page.day}: world A, in brackets the other world`}</caption>
        <thead><tr>{head("name", t`Town`)}{head("people", t`People`)}{head("sanctioned_a", capital(sys().hit))}{head("disagree_a", t`Disagree`)}{head("say_so_a", t`Say so`)}{head("lost_a", t`Ties lost`)}</tr></thead>
        <tbody>{rows.map((r) => (
          <tr><th scope="row"><button type="button" class="link" onClick={() => { goTown(r.town); send("list", { town: r.town, sort: "score_a" }); }}>{r.name}</button></th>
            <td>{r.people}</td><td>{pct(r, "sanctioned_a")} ({pct(r, "sanctioned_b")})</td><td>{pct(r, "disagree_a")}</td><td>{pct(r, "say_so_a")} ({pct(r, "say_so_b")})</td><td>{r.lost_a} ({r.lost_b})</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function Citizens() {
  const l = page.list;
  if (!l) return null;
  const go = (more: Record<string, unknown>): void => send("list", { sort: l.sort, down: l.down, page: l.page, town: l.town, ...more });
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={t`Citizens`}>
        <table data-testid="citizens">
          <caption>{rich`Citizens${l.town === null ? "" : t` of ${page.map!.towns[l.town].name}`} on day ${l.day}, page ${l.page + 1} of ${l.pages}. Choose one to see why.`}</caption>
          <thead><tr>{l.columns.map((c) => (
            <th scope="col" aria-sort={l.sort === c ? (l.down ? "descending" : "ascending") : "none"}><button type="button" class="link" onClick={() => go({ sort: c, down: l.sort === c && !l.down, page: 0 })}>{HEADS[c]}</button></th>
          ))}</tr></thead>
          <tbody>{l.rows.map((r) => (
            <tr>{r.map((v, k) => (k ? <td>{v === null ? t`not scored` : typeof v === "string" ? said(v) : figure(String(v))}</td> : <th scope="row"><button type="button" class="link" onClick={() => { select(Number(v)); document.getElementById("why")?.focus(); }}>{v}</button></th>))}</tr>
          ))}</tbody>
        </table>
      </div>
      <p class="tools">
        <button type="button" disabled={l.page === 0} onClick={() => go({ page: l.page - 1 })}>{t`Earlier`}</button>
        <button type="button" disabled={l.page >= l.pages - 1} onClick={() => go({ page: l.page + 1 })}>{t`Further`}</button>
        {l.town !== null ? <button type="button" onClick={() => go({ town: null, page: 0 })}>{t`All towns`}</button> : null}
      </p>
    </>
  );
}
