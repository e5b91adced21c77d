// A term with what it means: on hover, on focus, on a tap. Escape closes it.
import { useId, useState } from "preact/hooks";
import glossary from "./glossary.json";
import { said } from "./language";

export type Known = keyof typeof glossary;

export function Term({ k, children }: { k: Known; children?: string }) {
  const id = useId(), [open, set] = useState(false);
  return (
    <span class="term" onMouseEnter={() => set(true)} onMouseLeave={() => set(false)}
      onKeyDown={(e) => { if (e.key === "Escape" && open) { e.stopPropagation(); set(false); } }}>
      <button type="button" class="word" aria-describedby={id} aria-expanded={open} onClick={() => set(true)} onFocus={() => set(true)} onBlur={() => set(false)}>{children ?? said(k)}</button>
      <span role="tooltip" id={id} class="means" hidden={!open}>{said(glossary[k])}</span>
    </span>
  );
}
