// Single keys, in one list: what each does, and the help that names them. They can be turned off (WCAG 2.1.4).
import { useEffect, useRef, useState } from "preact/hooks";
import { decode, encode } from "./address";
import { play } from "./controls";
import { LANGUAGES, language, speak, t } from "./language";
import { kept, look, put, turn } from "./look";
import { changed, page, select, send, use } from "./store";
import { goStep, neighbours } from "./story";

const KEPT = "sottovoce-keys";
let on = kept(KEPT) !== "off", open = false;

interface Key { key: string; does: string; run: () => void }
const KEYS: Key[] = [
  { key: "?", does: t`opens and closes this list`, run: () => { open = !open; changed(); } },
  { key: "p", does: t`plays and pauses`, run: () => { const s = page.state; if (s?.playing) send("play", { on: false }); else if (s && !s.ended) play(); } },
  { key: ".", does: t`a day on (in a lesson a week)`, run: () => { if (page.state && !page.state.ended) send("step"); } },
  { key: "n", does: t`the next step of the story`, run: () => { const { next } = neighbours(); if (page.view === "story" && next) goStep(next); } },
  { key: "b", does: t`the step before`, run: () => { const { back } = neighbours(); if (page.view === "story" && back) goStep(back); } },
  { key: "d", does: t`dark or light`, run: turn },
  { key: "f", does: t`full screen, and back`, run: full },
  { key: "Escape", does: t`closes why`, run: () => { if (page.why) { page.follow = null; select(null); } } },
];
/** Those that a part of the page listens to while it has the focus. */
const THERE: [string, string, string][] = [
  [t`On the map`, t`arrows`, t`choose a citizen`], [t`On the map`, "Enter", t`goes to why`], [t`On the map`, "+ − 0", t`closer, farther, the whole map`], [t`On the map`, t`space`, t`plays and pauses`],
  [t`On a chart`, t`← → Home End`, t`read its values`], [t`On a chart`, t`Page Up, Page Down`, t`ten rows at a time`],
];

export function full(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => undefined);
}

addEventListener("keydown", (e) => {
  const at = e.target as HTMLElement;
  if (!on || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || at.closest?.(`input:not([type=range]):not([type=radio]):not([type=checkbox]), select, textarea`)) return;
  const one = KEYS.find((k) => k.key === e.key);
  if (!one || (open && one.key !== "?")) return;
  e.preventDefault();
  one.run();
});

/** Buttons for what concerns the whole page. */
export function Tools() {
  use();
  return (
    <p class="look">
      <button type="button" aria-pressed={look() === "dark"} onClick={turn} data-testid="dark">{t`Dark`}</button>
      {location.protocol === "about:" ? null : Object.entries(LANGUAGES).filter(([key]) => key !== language).map(([key, name]) => <button type="button" lang={key} onClick={() => speak(key, encode({ ...decode(location.hash), day: page.day < 0 ? undefined : page.day, lang: key === "en" ? undefined : key }))} data-testid="language">{name}</button>)}
      <button type="button" class="wide" onClick={full}>{t`Full screen`}</button>
      <button type="button" class="wide" aria-haspopup="dialog" onClick={() => { open = true; changed(); }}>{t`Keys`}</button>
    </p>
  );
}

export function Help() {
  use();
  const box = useRef<HTMLDialogElement>(null), [own, set] = useState(on);
  useEffect(() => { if (open && !box.current!.open) box.current!.showModal(); else if (!open) box.current!.close(); }, [open]);
  return (
    <dialog ref={box} aria-labelledby="keys-title" onClose={() => { open = false; changed(); }} data-testid="keys">
      <h2 id="keys-title">{t`Keys`}</h2>
      <table>
        <thead><tr><th scope="col">{t`Key`}</th><th scope="col">{t`What it does`}</th></tr></thead>
        <tbody>
          {KEYS.map((k) => <tr><th scope="row"><kbd>{k.key}</kbd></th><td>{k.does}</td></tr>)}
          {THERE.map(([where, key, does]) => <tr><th scope="row"><kbd>{key}</kbd></th><td>{where}: {does}</td></tr>)}
        </tbody>
      </table>
      <label class="radio"><input type="checkbox" checked={own} onChange={(e) => { on = e.currentTarget.checked; put(KEPT, on ? null : "off"); set(on); }} /><span>{t`Single keys work everywhere on the page`}</span></label>
      <p class="choices"><button type="button" class="primary" onClick={() => { open = false; changed(); }}>{t`Close`}</button></p>
    </dialog>
  );
}
