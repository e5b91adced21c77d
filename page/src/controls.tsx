// Play, pause, step, speed, the timeline, and what the marks on the map mean.
import { tone } from "./look";
import { changed, page, reduced, send, use } from "./store";
import { hasScores, score, sys } from "./words";
import { rich, t } from "./language";

export function play(to?: number, speed?: number): void {
  if (reduced()) { send("seek", { day: to ?? Math.min(page.day + 7, (page.map?.days ?? 1) - 1) }); return; }
  send("play", { on: true, ...(to === undefined ? {} : { to }), ...(speed ? { speed } : {}) });
}

export function Controls() {
  use();
  const s = page.state, m = page.map;
  if (!s || !m) return null;
  const speed = Math.round(Math.log2(s.speed * 2) * 2) / 2;
  return (
    <div class="controls" role="group" aria-label={t`Time`}>
      <button type="button" class="primary" onClick={() => (s.playing ? send("play", { on: false }) : play())} disabled={s.ended} data-testid="play">
        {s.playing ? t`❚❚ Pause` : reduced() ? t`▶ A week on` : t`▶ Play`}
      </button>
      <button type="button" onClick={() => send("step")} disabled={s.ended} data-testid="step">{page.every === 7 ? t`A week on` : t`A day on`}</button>
      <label class="speed">{rich`Speed${<input type="range" min={1} max={9.5} step={0.5} value={speed} aria-valuetext={t`${Math.round(s.speed)} days a second`}
          onInput={(e) => { const v = 2 ** Number(e.currentTarget.value) / 2; s.speed = v; send("speed", { speed: v }); changed(); }} />}`}</label>
      <Timeline />
      <output class="day" data-testid="day">{rich`Day ${page.day}`}</output>
      {page.behind ? <span class="behind" role="note">{t`Days pass faster than they are drawn; none is left out of the numbers.`}</span> : null}
      {page.living ? <span class="behind">{rich`Living day ${page.living.day} of ${page.living.to} …`}</span> : null}
    </div>
  );
}

function Timeline() {
  const s = page.state!, m = page.map!;
  const last = s.head > 420 ? m.days - 1 : Math.min(420, m.days - 1);
  const marks: { day: number; text: string }[] = [];
  if (hasScores() && m.opens !== null) marks.push({ day: m.opens, text: t`opt-in` });
  if (hasScores() && s.mandatory !== null) marks.push({ day: s.mandatory, text: t`mandatory` });
  for (const mark of s.marks) {
    const lever = page.hello!.levers.find((l) => l.key === mark.key);
    marks.push({ day: mark.day, text: lever?.label ?? mark.key });
  }
  return (
    <div class="timeline">
      <label class="sr" for="timeline">{t`Day`}</label>
      <input id="timeline" type="range" min={0} max={last} step={page.every} value={page.day} aria-valuetext={t`Day ${page.day} of ${last}`} list="marks" data-testid="timeline"
        onChange={(e) => send("seek", { day: Number(e.currentTarget.value) })} />
      <div class="marks" aria-hidden="true">
        {marks.filter((k) => k.day <= last).map((k) => <span style={{ left: `${(100 * k.day) / last}%` }}>{k.text}</span>)}
      </div>
      <datalist id="marks">{marks.map((k) => <option value={k.day} label={k.text} />)}</datalist>
    </div>
  );
}

const SECOND: Record<string, string> = { score: t`Score`, list: t`On the list`, freeze: t`Frozen accounts`, informers: t`Punished`, provocateurs: t`Punished` };

/** What the marks mean, above the maps: nobody should have to look for it. */
export function Legend() {
  use();
  const s = page.hello?.scenario;
  if (!s) return null;
  const second = SECOND[sys().kind];
  return (
    <div class="legend">
      {second ? (
        <fieldset class="paint">
          <legend class="sr">{t`What the dots show`}</legend>
          {(["voices", "score"] as const).map((p) => (
            <label class={page.paint === p ? "on" : ""}><input type="radio" name="paint" checked={page.paint === p} onChange={() => { page.paint = p; changed(); }} />{p === "voices" ? t`Thought and said` : second}</label>
          ))}
        </fieldset>
      ) : null}
      {page.paint === "voices" || !second ? (
        <ul>
          <li>{rich`${<i class="dot loud" />}disagrees, and says so`}</li>
          <li>{rich`${<i class="dot silent" />}disagrees, and does not say so`}</li>
          <li>{rich`${<i class="dot agrees" />}does not disagree`}</li>
        </ul>
      ) : sys().kind === "score" ? (
        <ul>
          <li>{rich`${score(s.ramp[0])} or less ${<svg class="ramp" viewBox="0 0 100 10" width="100" height="10" aria-hidden="true"><defs><linearGradient id="ramp">{tone().ramp.map((c, k) => <stop offset={`${25 * k}%`} stop-color={c} />)}</linearGradient></defs><rect width="100" height="10" rx="2" fill="url(#ramp)" /></svg>} ${score(s.ramp[1])} or more`}</li>
          {s.tiers.some((tier) => tier.effect === "takes") ? <li>{rich`${<i class="dot big" />}larger: under a sanction (%: of a town)`}</li> : null}
          <li>{rich`${<i class="dot broken" />}lost over half their friends`}</li>
          <li>{rich`${<i class="dot nobody" />}not scored`}</li>
        </ul>
      ) : (
        <ul>
          <li><i class="dot hit" />{sys().hit}</li>
          <li>{rich`${<i class="dot agrees" />}everybody else`}</li>
          <li>{rich`${<i class="dot broken" />}lost over half their friends`}</li>
        </ul>
      )}
      <ul><li><label>{rich`${<input type="checkbox" checked={page.showCuts} onChange={() => { page.showCuts = !page.showCuts; changed(); }} />}${<i class="cut" />}friendship cut this month`}</label></li></ul>
    </div>
  );
}
