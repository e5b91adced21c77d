// The language of the page. English stands in the source, and is the key of every other language (languages/*.json; languages/en.json lists it all).
// In a key {0}, {1} … stand for what changes. What a file does not hold is shown in English.
import type { ComponentChildren } from "preact";
import { decode } from "./address";
import de from "./languages/de.json";
import { kept, put } from "./look";

/** `page`: sentences of these sources. `program`: what the program sends, with its numbers as {0}, {1} … */
interface Words { page: Record<string, string>; program: Record<string, string> }
const FILES: Record<string, Words> = { de };
/** Languages by code, each named in itself. */
export const LANGUAGES: Record<string, string> = { en: "English", de: "Deutsch" };
const KEY = "sottovoce-language";

const opens = document.querySelector<HTMLMetaElement>("meta[name=sottovoce-opens]")?.content; // in a notebook, which has no address
const wish = decode(location.hash || (opens ?? "")).lang ?? kept(KEY) ?? "en";
export const language = wish in LANGUAGES ? wish : "en";
const words = FILES[language];
document.documentElement.lang = language;
/** For what is in English whatever the language of the page: quotes, sources, and the sentences that the program makes of a life. */
export const english = language === "en" ? undefined : "en";

/** A sentence. */
export function t(parts: TemplateStringsArray, ...values: (string | number | null | undefined)[]): string {
  return pieces(parts, values).join("");
}

/** A sentence with elements in it. */
export function rich(parts: TemplateStringsArray, ...values: ComponentChildren[]): ComponentChildren {
  return pieces(parts, values);
}

function pieces<V>(parts: TemplateStringsArray, values: V[]): (V | string)[] {
  const english = parts.reduce((key, part, k) => `${key}{${k - 1}}${part}`);
  const text = words?.page[english];
  if (text === undefined) return parts.flatMap((part, k) => (k ? [values[k - 1], part] : [part]));
  return text.split(/\{(\d+)\}/).map((part, k) => (k % 2 ? values[Number(part)] : part));
}

const NUMBER = /\d+(?:,\d{3})*(?:\.\d+)?/g;
/** What the program says, in the language of the page: its numbers stay, as this language writes them. */
export function said(text: string): string {
  if (!words) return text;
  const numbers: string[] = [];
  const key = text.replace(NUMBER, (n) => `{${numbers.push(figure(n)) - 1}}`);
  const told = words.program[text] ?? words.program[key];
  return told === undefined ? text : told.replace(/\{(\d+)\}/g, (_, k) => numbers[Number(k)]);
}

/** The words and numbers of a drawing. */
export const spoken = (drawing: string): string => (words ? drawing.replace(/>([^<>]*[A-Za-z\d][^<>]*)</g, (_, text) => `>${/[A-Za-z]/.test(text) ? said(text) : figure(text)}<`) : drawing);

const FIELDS = new Set(["label", "about", "unit", "title", "with", "without", "switch", "hit", "free", "many", "text", "why_not", "precedent"]);
const LISTS = new Set(["names", "head", "taken", "given", "story", "events"]);
/** A message of the program, read; what people read of it in the language of the page. The parts of a sum are put into words where they are shown. */
export function heard(data: string): any {
  if (!words) return JSON.parse(data);
  const sums = data.startsWith('{"type": "why"') || data.startsWith('{"type":"why"');
  return JSON.parse(data, (key, value) => {
    if (typeof value === "string") return FIELDS.has(key) && !(sums && key === "label") ? said(value) : value;
    return Array.isArray(value) && LISTS.has(key) ? value.map((one) => (typeof one === "string" ? said(one) : one)) : value;
  });
}

const POINT = new Intl.NumberFormat(language).format(0.5).charAt(1), COMMA = new Intl.NumberFormat(language).format(10000).replace(/\d/g, "");
/** A number that was written in English: 1,234.5 is 1.234,5 in German. */
export const figure = (text: string): string => text.replace(/[,.]/g, (mark) => (mark === "." ? POINT : COMMA));
export const count = (n: number): string => n.toLocaleString(language);
export const decimal = (v: number, digits: number): string => figure(v.toFixed(digits));
/** A day as 2026-12-01, the way the language writes it. */
export const date = (day: string): string => (words && /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T12:00:00Z`).toLocaleDateString(language, { timeZone: "UTC" }) : day);
/** In the middle of a sentence. German keeps the capitals of its nouns. */
export const lower = (text: string): string => (language === "en" ? text.toLowerCase() : text);

/** The page in another language, with what it shows. */
export function speak(next: string, address: string): void {
  put(KEY, next === "en" ? null : next);
  history.replaceState(null, "", address);
  location.reload();
}
