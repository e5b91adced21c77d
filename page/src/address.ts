// The address of what is seen: #v1;scenario=weibo-2012;n=4000;seed=7;day=120;step=3;A=friends:.35@120;B=private-scores;sel=1572
// Short, versioned; unknown names are ignored, and what makes no sense is left out.
export interface Moved { key: string; value: number | string | boolean; day: number }
export interface Address {
  scenario?: string; n?: number; seed?: number; day?: number; step?: number; view?: "story" | "lab" | "year" | "claims" | "teach" | "handout";
  A?: Moved[]; B?: string; sel?: number; guess?: number;
  lang?: string; // de; none: English, or what was chosen last
}

const WHOLE = /^\d{1,15}$/;
const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const SAFE = /^[a-z][a-z0-9-]{0,31}(@\d{1,6})?(\+[a-z][a-z0-9-]{0,31}(@\d{1,6})?){0,5}$/; // private-scores+expiry@3
const MARKS = 64; // levers moved in an address: as many as the program takes
const VIEWS = ["story", "lab", "year", "claims", "teach", "handout"];

function told(value: number | string | boolean): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(value).replace(/^(-?)0\./, "$1.") : value;
}

function read(text: string): number | string | boolean | undefined {
  if (text === "yes") return true;
  if (text === "no") return false;
  if (/^-?(\d+(\.\d+)?|\.\d+)(e-?\d+)?$/.test(text)) return Number(text);
  return NAME.test(text) ? text : undefined;
}

export function encode(a: Address): string {
  const parts = ["v1"];
  const put = (name: string, value: unknown): void => { if (value !== undefined) parts.push(`${name}=${value}`); };
  put("scenario", a.scenario);
  put("n", a.n);
  put("seed", a.seed);
  put("view", a.view);
  put("step", a.step);
  put("day", a.day);
  if (a.A?.length) put("A", a.A.map((m) => `${m.key}:${told(m.value)}@${m.day}`).join(","));
  put("B", a.B);
  put("sel", a.sel);
  put("guess", a.guess);
  put("lang", a.lang);
  return "#" + parts.join(";");
}

export function decode(hash: string): Address {
  const [version, ...parts] = hash.replace(/^#/, "").split(";");
  const found: Address = {};
  if (version !== "v1") return found;
  for (const part of parts) {
    const cut = part.indexOf("=");
    const [name, value] = [part.slice(0, cut), part.slice(cut + 1)];
    switch (name) {
      case "n": case "seed": case "day": case "step": case "sel": case "guess":
        if (WHOLE.test(value)) found[name] = Number(value);
        break;
      case "scenario":
        if (NAME.test(value)) found.scenario = value;
        break;
      case "lang":
        if (/^[a-z]{2}$/.test(value)) found.lang = value;
        break;
      case "view":
        if (VIEWS.includes(value)) found.view = value as Address["view"];
        break;
      case "B":
        if (SAFE.test(value)) found.B = value;
        break;
      case "A": {
        const moved: Moved[] = [];
        for (const one of value.split(",")) {
          const match = /^([a-z][a-z0-9-]*):([^@]+)@(\d{1,6})$/.exec(one);
          const what = match ? read(match[2]) : undefined;
          if (match && what !== undefined && moved.length < MARKS) moved.push({ key: match[1], value: what, day: Number(match[3]) });
        }
        if (moved.length) found.A = moved;
      }
    }
  }
  return found;
}
