// Light or dark: as the system asks, until somebody chooses; the choice stays in this browser. Paper is always light.
export type Look = "light" | "dark";
type Hex = string;
export interface Tone { page: Hex; ink: Hex; with: Hex; without: Hex; ramp: Hex[]; agrees: Hex; broken: Hex }

/** Colours of what is drawn on the maps; words and boxes take theirs from style.css. A higher score is never darker, in both. */
export const TONES: Record<Look, Tone> = {
  light: {
    page: "#fbfaf7", ink: "#16161d", with: "#a33b0b", without: "#1f5fa8", agrees: "#8b877d", broken: "#d0310d",
    ramp: ["#161e5c", "#384891", "#686c80", "#967846", "#b48208"],
  },
  dark: {
    page: "#14151a", ink: "#f1eee7", with: "#ff8b57", without: "#86b8f5", agrees: "#75726b", broken: "#ff6347",
    ramp: ["#5470d6", "#7d8cc0", "#a09f9a", "#ceb05f", "#ffdb70"],
  },
};

const KEY = "sottovoce-look";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners: (() => void)[] = [];
let paper = false;

/** What is kept in this browser; a file that was opened from disk may keep nothing. */
export function kept(key: string): string | null { try { return localStorage.getItem(key); } catch { return null; } }
export function put(key: string, value: string | null): void {
  try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch { /* nothing is kept, and all else works */ }
}
let chosen = kept(KEY);

export function look(): Look {
  if (paper) return "light";
  return chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
}
export const tone = (): Tone => TONES[look()];
export function onLook(one: () => void): void { listeners.push(one); }

function show(): void {
  document.documentElement.dataset.look = look();
  for (const one of listeners) one();
}

/** The other one; where that is what the system asks for, nothing is kept. */
export function turn(): void {
  const next = look() === "dark" ? "light" : "dark";
  chosen = next === (system.matches ? "dark" : "light") ? null : next;
  put(KEY, chosen);
  show();
}

/** A drawing that was made for a light page, on a dark one. */
export function onDark(drawing: string): string {
  return look() === "light" ? drawing : drawing.replace(/#[0-9a-f]{6}\b/gi, (colour) => DARK[colour.toLowerCase()] ?? colour);
}
const DARK: Record<Hex, Hex> = {
  "#fbfaf7": TONES.dark.page, "#16161d": TONES.dark.ink, "#4b5563": "#b3b7c0", "#e3e0d8": "#33363f", "#a8a59c": "#6d7079", "#8b8f98": "#8b8f98",
  "#a33b0b": TONES.dark.with, "#1f5fa8": TONES.dark.without, ...Object.fromEntries(TONES.light.ramp.map((c, k) => [c, TONES.dark.ramp[k]])),
};

system.addEventListener("change", show);
addEventListener("beforeprint", () => { paper = true; show(); });
addEventListener("afterprint", () => { paper = false; show(); });
show();
