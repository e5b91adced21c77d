// World B: no system at all, the same one, or safeguards of one's choice, each after a real one that is a click away.
import { useState } from "preact/hooks";
import { Source } from "./claims";
import { changed, keep, page, use } from "./store";
import type { Knob, Safeguard } from "./types";
import { rich, said, t } from "./language";

/** What the key of world B says: reforms with the value behind their @. */
export function chosen(key: string): Map<string, string> {
  if (key === "none" || key === "same") return new Map();
  return new Map(key.split("+").map((one) => [one.split("@")[0], one.split("@")[1] ?? ""]));
}

export function toggle(key: string, on: boolean, value = ""): void {
  const now = chosen(page.state!.keep);
  if (on) now.set(key, value); else now.delete(key);
  keep([...now].map(([k, v]) => (v ? `${k}@${v}` : k)).join("+") || "none");
}

export function Safeguards() {
  use();
  const h = page.hello!, s = page.state!, now = chosen(s.keep);
  const basics = h.safeguards.filter((g) => !g.group), reforms = h.safeguards.filter((g) => g.group);
  const fit = reforms.filter((g) => g.why_not === null), not = reforms.filter((g) => g.why_not !== null);
  const open = page.choosing || now.size > 0;
  return (
    <fieldset class="safe">
      <legend>{rich`${<span class="without">{t`The other world:`}</span>} the same people, with the same luck, under …`}</legend>
      <div class="basics">
        {basics.map((g) => (
          <label class="choice"><input type="radio" name="keep" checked={!open && s.keep === g.key} disabled={page.busy} onChange={() => { page.choosing = false; keep(g.key); }} />
            <span><b>{g.label}</b><small>{g.about}</small></span></label>
        ))}
        {fit.length ? <label class="choice"><input type="radio" name="keep" checked={open} disabled={page.busy} onChange={() => { page.choosing = true; changed(); }} />
          <span><b>{t`Safeguards of your choice`}</b><small>{now.size ? t`${now.size} chosen; they add up.` : t`${fit.length} apply here; they can be combined.`}</small></span></label> : null}
      </div>
      {open ? (
        <div class="groups">
          {Object.entries(h.groups).filter(([key]) => fit.some((g) => g.group === key)).map(([key, title]) => (
            <fieldset><legend>{said(title)}</legend>{fit.filter((g) => g.group === key).map((g) => <One g={g} on={now.has(g.key)} value={now.get(g.key) ?? ""} key={g.key} />)}</fieldset>
          ))}
        </div>
      ) : null}
      {open && not.length ? <details class="not"><summary>{not.length === 1 ? t`1 more does not apply here` : t`${not.length} more do not apply here`}</summary>
        <ul>{not.map((g) => <li><b>{label(g, "")}</b>: {g.why_not}.</li>)}</ul></details> : null}
    </fieldset>
  );
}

/** The number behind a reform's @. What is being typed is kept here: the days that arrive meanwhile draw everything again. */
function Value({ knob, value, take, ...rest }: { knob: Knob; value: string; take: (v: string) => void; key: string }) {
  void rest;
  const [typed, type] = useState(value);
  return (
    <label class="knob">{rich`${<input type="number" min={knob.low} max={knob.high} value={typed} disabled={page.busy} onInput={(e) => type(e.currentTarget.value)}
      onChange={() => { const v = Math.round(Number(typed)); if (v >= knob.low && v <= knob.high) take(String(v)); else type(value); }} />} ${knob.unit} (${knob.low} to ${knob.high})`}</label>
  );
}

export const label = (g: Safeguard, value: string): string => g.label.replace("{}", value || String(g.knob?.value ?? ""));

function One({ g, on, value, ...rest }: { g: Safeguard; on: boolean; value: string; key: string }) {
  void rest;
  const h = page.hello!;
  return (
    <div class="one">
      <label class="radio"><input type="checkbox" checked={on} disabled={page.busy} data-safeguard={g.key} onChange={(e) => toggle(g.key, e.currentTarget.checked, value)} />
        <span><b>{label(g, value)}</b><small>{g.about}</small></span></label>
      {g.knob && on ? <Value key={value} knob={g.knob} value={value || String(g.knob.value)} take={(v) => toggle(g.key, true, v)} /> : null}
      <details class="after"><summary>{g.tag ? t`After a real safeguard` : t`No precedent found`}</summary>
        {g.tag ? <p>{g.precedent} [{g.tag}]</p> : <p>{t`Nothing like it was found in the sources; it is here to be tried.`}</p>}
        {g.sources?.map((k) => <p class="hint">{k}: <Source parts={h.sources[k]?.text} /></p>)}</details>
    </div>
  );
}
