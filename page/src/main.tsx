// The page. Nothing moves until it is asked to.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { decode, encode } from "./address";
import { Charts } from "./charts";
import { Claims } from "./claims";
import { Controls, Legend } from "./controls";
import { inNotebook, kernel } from "./kernel";
import { Help, Tools } from "./keys";
import { Keep, Lab } from "./lab";
import { onLook } from "./look";
import { replay } from "./replay";
import { live } from "./socket";
import { asked, changed, keep, known, num, open, page, repaint, select, send, turnTo, use, type View } from "./store";
import { go, goStep, Story, stepOf, without } from "./story";
import { Tables } from "./tables";
import { Handout, Teach } from "./teach";
import { TownCard } from "./town";
import { WhyPanel } from "./whypanel";
import { Year } from "./year";
import { account, AccountBars, capital, Lead, leadText, Reasons, sys, title } from "./words";
import { WorldMap, zoomTo } from "./worldmap";
import { count, date, english, rich, said, t } from "./language";

const VIEWS: [View, string][] = [["story", t`Story`], ["lab", t`Laboratory`], ["year", t`Live a year`], ["claims", t`Claims and sources`], ["teach", t`For the teacher`], ["handout", t`Handout`]];

/** Parts that there are: of the program, of a saved run, of a lesson. */
function here(key: View): boolean {
  if (page.lesson) return key !== "lab" && (key !== "year" || page.lesson.year);
  if (key === "teach" || key === "handout") return false;
  return (!page.replay && page.hello?.system.kind !== "none") || key === "lab" || key === "claims";
}
const paper = (): boolean => page.view === "teach" || page.view === "handout";

function Page() {
  use();
  const h = page.hello, narrow = useNarrow();
  useEffect(() => { document.title = page.day >= 0 ? t`Day ${page.day} · Sottovoce` : "Sottovoce"; });
  return (
    <>
      <a class="skip" href="#main">{t`Skip to the page`}</a>
      <header>
        <p class="mark"><b>Sottovoce</b> <span>{t`what does a citizen score do to people?`}</span></p>
        <nav aria-label={t`Parts`}>
          {VIEWS.filter(([key]) => here(key)).map(([key, text]) => <button type="button" aria-current={page.view === key ? "page" : undefined} onClick={() => go(key)}>{key === "claims" ? <>{rich`Claims${<span class="wide">{t` and sources`}</span>}`}</> : text}</button>)}
        </nav>
        <Tools />
      </header>
      <main id="main">
        {page.lost ? <p class="alert" role="alert">{rich`The program that serves this page has stopped, or closed it. Start it again (${<code>sottovoce serve</code>}), and the page comes back by itself; or load it anew.`}</p> : null}
        {page.error ? <p class="alert" role="alert"><span lang={english}>{page.error}</span> <button type="button" class="link" onClick={() => { page.error = ""; changed(); }}>{t`Close`}</button></p> : null}
        {!h || !page.map || page.day < 0 ? <Wait /> : (
          <>
            <h1 class={page.view === "story" ? "lead small" : "lead"} data-testid="lead">{paper() ? (page.view === "teach" ? t`A lesson of 45 minutes` : t`Speaking up, ${sys().with} and ${sys().without}`) : page.view === "year" ? <>{rich`One life among ${count(page.map.n)}.`}</> : <Lead />}</h1>
            {page.view === "year" || paper() || (page.lesson && page.view === "story") ? null : <AccountBars />}
            {page.view === "lab" || page.view === "claims" ? <Reasons /> : null}
            <p class="madeup">{rich`Everyone here is made up by a program. Nobody’s real data is used.${page.view === "year" || paper() || (page.lesson && page.view === "story") ? "" : t` Counted over days ${account(0).first} to ${page.day}.`}${page.replay && !page.lesson ? t` A saved run: it replays what was lived; why and levers need the program.` : ""}${page.replay || page.notebook || paper() ? null : <Scenario />}`}</p>
            <Relived />
            {page.view === "teach" ? <Teach /> : page.view === "handout" ? <Handout /> : page.view === "claims" ? <Claims /> : page.view === "year" ? <Year /> : (
              <>
                <div class={page.view === "story" ? "stage" : ""}>
                  {page.view === "story" && !narrow ? <Story /> : null}
                  <div>
                    <Legend />
                    {page.view === "story" && narrow ? <><One /><Story /></> : <div class="worlds"><WorldMap side={0} /><WorldMap side={1} /></div>}
                    <Controls />
                  </div>
                </div>
                {page.view === "story" && !page.lesson ? <Reasons /> : null}
                <p id="map-keys" class="hint">{t`Inside a neighbourhood those who disagree most stand in the middle. On the map: arrow keys choose a citizen, Enter opens why, + − 0 zoom, space plays.`}</p>
                <TownCard />
                {page.view === "lab" ? <Lab /> : null}
                <div class={`below ${page.why || page.asked !== null ? "chosen" : ""}`}>{page.lesson ? <div /> : <Charts />}{known() ? <WhyPanel /> : null}</div>
                <Tables />
                <Keep />
              </>
            )}
            <Working />
            <Status />
          </>
        )}
      </main>
      <Help />
      <footer>
        {h ? <p>{rich`${capital(h.scenario.label)}, in a model: no forecast, no country. Sottovoce ${h.version}. ${<button type="button" class="link" onClick={() => { go("claims"); scrollTo(0, 0); }}>{t`Claims, sources and assumptions`}</button>}`}</p> : null}
      </footer>
    </>
  );
}

/** Which scenario is lived: the one that is served, or any preset. */
function Scenario() {
  const h = page.hello!;
  return (
    <span class="scenario">
      <label for="scenario">{t`Scenario`}</label>{" "}
      <select id="scenario" value={h.scenario.name} onChange={(e) => turnTo(e.currentTarget.value)} data-testid="scenario">
        {h.scenarios.map(([name, label]) => <option value={name} key={name} lang={english}>{name} – {label}</option>)}
      </select>
    </span>
  );
}

/** On a phone one world is seen at a time, and stays in view beside the words of the story. */
function One() {
  const [side, set] = useState(0);
  return (
    <div class="one">
      <div class="switch" role="group" aria-label={t`Which world`}>
        {[0, 1].map((k) => <button type="button" aria-pressed={side === k} onClick={() => set(k)} data-testid={`world-${k ? "b" : "a"}`}>{title(k)}</button>)}
      </div>
      <WorldMap side={side} key={side} />
    </div>
  );
}

/** On a phone the map comes before the words of the story, so that both are seen at once. */
function useNarrow(): boolean {
  const [is, set] = useState(NARROW.matches);
  useEffect(() => { const one = (): void => set(NARROW.matches); NARROW.addEventListener("change", one); return () => NARROW.removeEventListener("change", one); }, []);
  return is;
}
const NARROW = matchMedia("(max-width: 640px)");

function Wait() {
  return <p class="wait" role="status">{page.living ? t`Living day ${page.living.day} of ${page.living.to} …` : page.replay ? t`Unpacking …` : page.hello ? t`Making people up …` : t`Opening …`} {page.replay ? null : <small>{t`The first time the program compiles itself, which can take half a minute.`}</small>}</p>;
}

/** A stored run: whether what is lived again is what was stored, said loudly where it is not. */
function Relived() {
  const s = page.state?.stored;
  if (!s) return null;
  const when = s.written ? t`, written ${date(s.written.slice(0, 10))}` : "", by = `sottovoce ${s.version}`;
  if (s.differs) {
    const d = s.differs;
    return <p class="alert" role="alert" data-testid="stored">{rich`${<b>{rich`This is not what the run folder ${s.folder} holds.`}</b>} On day ${d.day}, ${d.world === "with" ? page.state!.names[0] : page.state!.names[1]}, it stored ${count(d.stored)} ${said(d.what)}; lived again there are ${count(d.here)}. It was written by ${by}${when}; this is sottovoce ${s.now}. Trust the folder’s own report, or run it anew.`}</p>;
  }
  return <p class="stored" data-testid="stored">{s.moved ? t`The stored run ${s.folder} with levers moved: world A is no longer the one that was stored.`
    : s.upto < 0 ? t`The stored run ${s.folder} (${by}${when}), lived again.`
    : t`The stored run ${s.folder} (${by}${when}), lived again: on each of its days 0 to ${s.upto} the numbers are the stored ones.`}</p>;
}

/** What is being done, once it takes longer than a moment. */
function Working() {
  if (!page.busy && !page.living) return null;
  return <p class="working" role="status" data-testid="working">{page.living ? t`Living day ${page.living.day} of ${page.living.to} …` : t`One moment …`}</p>;
}

/** Spoken at most every five seconds. */
function Status() {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setInterval(() => {
      const playing = page.state?.playing;
      setText((old) => { const next = t`Day ${page.day}${playing ? "" : t`, paused`}. ${title(0)}: ${leadText(0)} ${title(1)}: ${leadText(1)}`; return next === old ? old : next; });
    }, 5000);
    return () => clearInterval(timer);
  }, []);
  return <p class="sr" role="status">{text}</p>;
}

const OLD = ["private", "alone", "mild"]; // names in addresses of version 0.1; the program knows them

function begin(): void {
  const wish = asked();
  if (wish.view && here(wish.view)) page.view = wish.view;
  if (wish.step) page.step = wish.step;
  if (wish.guess !== undefined) page.guess = wish.guess;
  if (page.hello!.system.kind === "none" && (page.view === "story" || page.view === "year")) page.view = "lab";
  if (page.view === "lab") page.paint = ["none", "number"].includes(page.hello!.system.kind) ? "voices" : "score";
  const known = (wish.A ?? []).filter((m) => page.hello!.levers.some((l) => l.key === m.key));
  const safe = wish.B?.split("+").every((one) => OLD.includes(one) || page.hello!.safeguards.some((g) => g.key === one.split("@")[0]));
  const size = wish.n !== undefined && page.hello!.sizes.includes(wish.n) ? wish.n : undefined;
  open({ ...wish, n: size, A: known, B: safe ? wish.B : undefined });
  if (wish.sel !== undefined) wanted = wish.sel;
  if (wish.n !== undefined && size === undefined) page.error = t`n=${wish.n} in the address: allowed ${page.hello!.sizes.map(count).join(", ")}. The page opens as it was.`;
  if (page.view === "story") goes = wish.day === undefined ? "day" : "step";
}

addEventListener("hashchange", () => { if (page.lesson) resume(asked()); });
addEventListener("hashchange", () => {
  if (page.replay || !page.hello || !location.hash.startsWith("#v1")) return;
  if ((asked().scenario ?? page.hello.served) !== page.hello.scenario.name) { location.reload(); return; }
  select(null);
  begin();
});

let wanted: number | null = null, goes: "" | "day" | "step" = ""; // what an address asks for once the worlds are there: a citizen; a step, on its own day or on that of the address
setInterval(() => {
  if (goes && page.state && page.day >= 0) {
    const step = stepOf(page.step), own = without(step), day = goes === "day";
    goes = "";
    page.step = step.id;
    if (step.paint) page.paint = step.paint;
    if ((day && step.id > 1) || (own !== null && own !== page.state.keep)) goStep(step.id);
    else changed();
  }
  if (wanted !== null && page.state && page.day >= 0) { const id = wanted; wanted = null; select(id); }
  if (page.follow !== null && page.state && page.asked === null && page.why && page.why.day !== page.day) {
    zoomTo(page.xy[2 * page.follow], page.xy[2 * page.follow + 1], Math.max(page.zoom.k, 4));
    select(page.follow);
  }
}, 400);

onLook(() => { repaint.now(); changed(); });

declare global { interface Window { sottovoce: unknown } }
window.sottovoce = { page, num, encode, decode, repaint, send };
render(<Page />, document.getElementById("page")!);
/** What the address of a lesson asks for: a part, a step, a guess, a safeguard, a citizen. */
function resume(wish: ReturnType<typeof asked>): void {
  if (!page.lesson) return;
  if (wish.guess !== undefined) page.guess = wish.guess;
  if (wish.view && here(wish.view)) page.view = wish.view;
  if (page.view === "story") goStep(wish.step ?? 1);
  if (wish.B && wish.B !== page.state?.keep) keep(wish.B);
  if (wish.sel !== undefined) select(wish.sel);
}

const first = asked(); // before the page writes its own address
if (document.getElementById("run")) void replay().then(() => resume(first)); else if (inNotebook) kernel(begin); else live(begin);
