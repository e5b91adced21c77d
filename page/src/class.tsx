// Guesses of a class: sent once when the pupil says so, counted by the teacher's machine, shown from five answers on.
import { useEffect, useState } from "preact/hooks";
import { label } from "./safe";
import { page } from "./store";
import { rich, t } from "./language";

type Counts = Record<string, Record<string, number> | null>;
const joined = (): boolean => document.querySelector("meta[name=sottovoce-class]") !== null;
const sent = new Set<string>(); // questions answered on this page; kept nowhere else

export function Told({ question }: { question: "say-so" | "safeguard" }) {
  const [counts, set] = useState<Counts>({}), [choice, choose] = useState(""), [said, say] = useState("");
  useEffect(() => {
    if (!joined()) return;
    const ask = (): void => { void fetch("/guesses").then(async (a) => { if (a.ok) set(await a.json() as Counts); }, () => undefined); };
    ask();
    const timer = setInterval(ask, 10_000);
    return () => clearInterval(timer);
  }, []);
  if (!joined()) return null;
  const most = Math.max(1, Math.round(page.worlds[0].stats[0]?.[page.hello!.numbers.indexOf("disagree")] ?? 1));
  const options = question === "safeguard" ? page.hello!.safeguards.filter((s) => s.group && s.why_not === null).map((s) => ({ key: s.key, label: label(s, "") })) : [];
  const answer = question === "safeguard" ? choice : page.guess === null ? "" : String(Math.min(9, Math.floor((10 * page.guess) / most)));
  const tell = (): void => {
    void fetch("/guess", { method: "POST", body: JSON.stringify({ question, answer }) }).then(async (a) => {
      if (a.ok) { sent.add(question); set(await a.json() as Counts); say(t`Counted, without your name.`); } else say(await a.text());
    }, () => say(t`The teacher’s machine does not answer.`));
  };
  const own = counts[question], all = own ? Object.values(own).reduce((x, y) => x + y, 0) : 0;
  const name = (key: string): string => (question === "safeguard" ? options.find((o) => o.key === key)?.label ?? key : t`${10 * Number(key)} to ${10 * Number(key) + 10}% of those who disagree`);
  return (
    <div class="told-class">
      {sent.has(question) ? null : <p class="choices">
        {question === "safeguard" ? <label>{rich`Which gives back most? ${<select value={choice} onChange={(e) => choose(e.currentTarget.value)}><option value="">{t`choose`}</option>{options.map((o) => <option value={o.key}>{o.label}</option>)}</select>}`}</label> : null}
        <button type="button" disabled={!answer} onClick={tell}>{t`Tell the class, without a name`}</button></p>}
      <p role="status">{said}</p>
      {own ? <><p>{rich`The class (${all} answers):`}</p><ul>{Object.entries(own).filter(([, n]) => n).map(([key, n]) => <li>{name(key)}: <b>{n}</b></li>)}</ul></> : <p class="hint">{t`What the class guesses is shown from five answers on.`}</p>}
    </div>
  );
}
