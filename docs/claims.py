"""Writes docs/understand/claims.md, and the part of it that comes with the package, from a stored result: ``python docs/claims.py``; with a study, the result and its picture first:
``sottovoce claims --quick --out claims.study`` and ``python docs/claims.py claims.study [forks.study]`` (the second of ``claims NAME ... --forks --quick``).
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from sottovoce.verdicts import declared as reading
from sottovoce.verdicts import swept
from sottovoce.verdicts.box import LEAST, SHUFFLES, Box
from sottovoce.verdicts.ratio import Ratio
from sottovoce.verdicts.verdict import WORDS

FOLDER = Path(__file__).parent
PAGE, RESULT, PICTURE = (
    FOLDER / "understand" / "claims.md",
    FOLDER / "claims.json",
    FOLDER / "pictures" / "claims.svg",
)
SHIPPED = (
    FOLDER.parent / "src" / "sottovoce" / "verdicts" / swept.FILE
)  # what a run says of assumptions beside its interval
MADE = "<!-- Made by `python docs/claims.py` from docs/claims.json. Do not edit. -->"


def share(found: dict[str, float]) -> str:
    """``62% (50 to 73)``."""
    if found["value"] is None:
        return "-"
    return f"{100 * found['value']:.0f}% ({100 * found['low']:.0f} to {100 * found['high']:.0f})"


def spread(found: list[float | None], form: str) -> str:
    """The middle, and between what four fifths lie: ``12 (3 to 40)``."""
    if None in found:
        return "-"
    low, middle, high = (format(round(value or 0.0, 6) + 0.0, form) for value in found)
    return f"{middle} ({low} to {high})"


def page(result: dict[str, Any]) -> str:
    """The page of a result."""
    rows = result["verdicts"]
    words = [row["verdict"]["word"] for row in rows if not row["claim"].get("placebo")]
    placebo = [row["verdict"]["word"] for row in rows if row["claim"].get("placebo")]
    counts = ", ".join(f"{words.count(word)} {word}" for word in WORDS)
    lines = [
        MADE,
        "",
        "# The articles' claims, tested over all assumptions",
        "",
        "The articles say in which direction things go, never how far. Every size in press-2015 is an assumption, and a single run shows what follows from one set of them. Here every claim "
        "of theirs that the model can refute is tested over the whole *space* of assumptions: many sets of values, drawn evenly from the ranges. Each set (a *point* of the space) speaks *for* the claim, *against* it, "
        "or is *too small to tell*. The verdict is the share of the space that says each.",
        "",
        f"Run on {result['begun'][:10]}: {result['points']:,} points (a Sobol' design), at which {result['values']} assumed values vary together; {len(result['seeds'])} seeds; "
        f"{result['citizens']:,} made-up citizens. All worlds of a point have the same people and the same luck. Every value counts as equally likely anywhere in its range (the prior), as nothing is calibrated yet. "
        "The shares are about the model; they are no forecast.",
        "",
        f"Of {len(words)} claims: {counts}. The placebo, a system that nobody knows of, came out as it must if the test is sound, *too small to tell*."
        if placebo == ["too small to tell"]
        else f"Of {len(words)} claims: {counts}. The placebo, a system that nobody knows of, has to come out as *too small to tell*. It came out: {placebo[0] if placebo else 'not run'}.",
        *_in_words(rows),
        "",
        "![A strip a claim](../pictures/claims.svg)",
        "",
        "*One strip for each claim. Filled: the share of the space that speaks for it; pale: too small to tell; hollow: against.*",
        "",
        "## Verdicts",
        "",
        "How to read a row. *For* and *against*: the share of the space that speaks for and against the claim, with a 95% interval over points. What is left of 100% is too small to tell. *Open*: the part of "
        "the space that is too small to tell for now and that more seeds would settle. *Middle*: the median of what was measured over the space; in brackets, the values between which four fifths of the space lie. *Margin*: the smallest size "
        "that counts, in the same unit (all units: [measures](../look-up/measures.md)). *Status*: a claim is *exploratory*, and no confirmatory test, where its direction already stood in our documents, or where it was not sealed (registered, below) before the run.",
        "",
        "| claim | verdict | for | against | open | middle (80% of the space) | margin | status |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        found, said = row["verdict"], row["claim"]
        lines.append(
            f"| [{said['name']}](#{said['name']}) | {found['word']} | {share(found['for'])} | {share(found['against'])} | {100 * found['open']:.0f}% | "
            f"{spread(found['effect'], '.3g')} {found['unit']} | {said['margin']:g} | {row['status']['kind']} |"
        )
    for row in rows:
        if "ratio" in row:
            lines += ["", *_ratio(row)]
    lines += ["", *_boxes(rows)]
    lines += ["", *_safeguards(result), *_forks(result), *_how(), "## The claims", ""]
    for row in rows:
        lines += _claim(row)
    return "\n".join(lines)


def _ratio(row: dict[str, Any]) -> list[str]:
    """The ratio beside the difference, for the claim that has one."""
    share = Ratio(**{k: math.nan if v is None else v for k, v in row["ratio"].items()})
    return [
        f"`{row['claim']['name']}` subtracts numbers of acts, and where a shock brings fewer than one act per 1,000 citizen-days without the system, no fall can reach the margin. "
        f"A ratio stands beside it, outside the declaration. {share} (In brackets a 95% interval over points.) People dissent less under the system at all times, so a share below 100% here does not say that a "
        "shock changes less relative to what there was before. [Cascades](cascades.md) follows a shock at the default values.",
    ]


def _boxes(rows: list[dict[str, Any]]) -> list[str]:
    """Where claims do not hold, in the values of people."""
    found = [Box(**row["box"]) for row in rows if "box" in row]
    if not found:
        return []
    return [
        "**Where does a claim fail?** For claims that hold at some points and not at others, a search (patient rule induction: Friedman & Fisher 1999) looked for a box: a part of the values of people and of structure "
        f"in which the claim is seldom true. A box is told only if it beats the same search over {SHUFFLES} shuffles of the labels (p below 0.05, each claim by itself). No setting of the system bounds a box, and "
        f"only claims whose other side is less silence or less harm are searched. A claim with fewer than {LEAST} points on either side has nothing to be explained.",
        "",
        *(f"- {one}" for one in found),
        "",
    ]


def _safeguards(result: dict[str, Any]) -> list[str]:
    guards = result["safeguards"]
    if not guards:
        return []
    asked = reading.read().asked.safeguards
    assert asked is not None
    lines = [
        "## Safeguards over the space",
        "",
        f"How much of the silence that the system adds each safeguard undoes by itself, at the same points. *Helps* and *harms*: the share of the space in which people hold back less, or more, by at least the margin ({asked.margin:g} in 1,000). "
        "*Best*: of the space in which the system silences people by at least the margin, the share in which no other safeguard of the table undoes more (these are means over few seeds, so luck decides between two that are close). "
        "*Undone*: the part of the added silence, its median over that space, and the values between which four fifths of it lie; below 0 there is more silence than before.",
        "",
        "| safeguard | helps | harms | best | undone |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in guards:
        part = spread([None if p is None else round(p, 2) for p in one["part"]], ".0%")
        lines.append(
            f"| {one['world']} | {share(one['back'])} | {share(one['worse'])} | {share(one['first'])} | {part} |"
        )
    first = max(guards, key=lambda one: one["first"]["value"])
    beaten = [pair for pair in result["pairs"] if pair["second"] == first["world"] and pair["value"] > 0.05]
    told = (
        "; ".join(f"{pair['first']} undoes more in {share(pair)}" for pair in beaten)
        if beaten
        else "none of the others undoes more than it, by the margin and beyond luck, in more than a twentieth of the space"
    )
    return [*lines, "", f"Most often best: {first['world']}, in {share(first['first'])}; {told}.", ""]


def _forks(result: dict[str, Any]) -> list[str]:
    if "forks" not in result:
        return []
    lines = [
        "## Other ways to build the model",
        "",
        "The same claims at the scenario's own values, in every combination of other forms of the model: how many of all variants speak for and against."
        + result.get("forks_note", ""),
        "",
        "| claim | for | against | of | for, by alternative |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in result["forks"]:
        lines.append(f"| {one['claim']} | {one['for']} | {one['against']} | {one['of']} | {one['by']} |")
    return [*lines, ""]


def _how() -> list[str]:
    return [
        "## How a verdict is made",
        "",
        "- At every point the worlds that a claim compares are run with the same people and the same luck. What is measured is a difference between worlds.",
        "- A point speaks *for* a claim where the mean over its seeds is at least the margin, and its 95% interval excludes 0. It speaks *against* the claim where the same holds on the other side. "
        "Everything else is too small to tell. Luck can hide an effect at a point, and seldom gives it a direction.",
        "- A claim that something changes *little* (claimed: near 0) has for it the points whose whole interval lies within the margin, and against it those at or beyond the margin whose interval excludes 0.",
        "- Two seeds say little about the variance of a point. It is shrunk towards the mean variance of all points (worth four degrees of freedom).",
        "- The interval of a share is Wilson's, over points. The seeds are the same at every point: what a seed does to all points alike is in the error of each point, and not in the interval of the share.",
        "- The one-word verdict is what more than half of the space says, if the whole interval of that share lies above a half. Otherwise *it depends* on the assumptions, if two "
        "parts of the space that are settled say different things (for, against, surely below the margin), each in more than 5% by its interval. *Open* means that more seeds would settle most of the space, or that nothing settled says otherwise; *too small to tell*, that most of it shows no effect as large as the margin, or none beyond luck.",
        "- A margin is the smallest size of interest. Its reason is written down with the claim; a claim without one is refused.",
        "",
        "## Do it yourself",
        "",
        '`sottovoce claims --quick` repeats this page (a smaller design), and `sottovoce claims` runs the full one, which takes hours. Both can be stopped with Ctrl-C or `--budget "20 min"`; the same command goes on. '
        "`sottovoce claims system-silences --quick` tests one claim. `sottovoce claims --forks` varies how the model is built (network, turns, how friends' scores count) and keeps the values. "
        'In Python: `sv.claims("system-silences", quick=True)`; `draws=` takes the points of a calibration in place of the design. For claims of your own, write a file like '
        "[claims.yaml](../../src/sottovoce/verdicts/claims.yaml), run `sottovoce claim seal FILE` before the first run, then `sottovoce claims FILE`.",
        "",
        "A *seal* is a dated record of the hypothesis, what would refute it, margin, space, stopping rule and the digest (a fingerprint) of the analysis. A seal that was changed, belongs to another claim or is younger than the run gives the result the status *unknown*. "
        "It works among honest people only: somebody could run the worlds elsewhere first. So publish the digest where you cannot set the date. Our own claims are not sealed: their starting values are to be calibrated first.",
        "",
        "`sottovoce claim break NAME` looks for a counterexample to a claim of ours: the nearest assumptions about people and structure under which it is the other way round. It runs what it finds again with fresh seeds. It never changes a setting of the system, never "
        "searches towards more silence, and does not search claims of yours. On 2026-11-30 it looked at 749 points for `system-silences` and did not break it: seven looked like counterexamples, and none did with eight fresh seeds. That is no proof; it says how long the search was.",
        "",
        *_reading(),
    ]


def _in_words(rows: list[dict[str, Any]]) -> list[str]:
    """The claims that most of the space speaks for or against, and those that depend, each in its own words."""
    lines = []
    for word, head in (
        ("for", "Most of the space speaks for"),
        ("against", "Most of the space speaks against"),
        ("it depends", "It depends on the assumptions"),
        ("open", "Open: more seeds may settle it"),
    ):
        said = [
            row["claim"]["hypothesis"]
            for row in rows
            if row["verdict"]["word"] == word and not row["claim"].get("placebo")
        ]
        if said:
            lines += ["", f"{head}:", "", *(f"- {one}" for one in said)]
    return lines


def _reading() -> list[str]:
    """What stands in the entry of a claim."""
    windows = reading.read().asked.windows
    days = ", ".join(f"`@{name}`: days {first} to {after - 1}" for name, (first, after) in windows.items())
    return [
        "## How to read a claim",
        "",
        "Each entry below begins with the words of the article (*row*: its number in [the mechanisms](../look-up/mechanisms.md)) and the hypothesis made of them. *Measured* says what is compared: "
        f"`held_back@late in with` is the measure `held_back` over the days called late, in the world `with`. Days: {days}; without @, the last 365. "
        "Measures: [one by one](../look-up/measures.md). [claims.yaml](../../src/sottovoce/verdicts/claims.yaml) spells out every world. *Null*: the case in which the difference is nothing but luck. "
        "*Digest*: a fingerprint of the claim as written, so a changed claim is another claim.",
        "",
    ]


def _claim(row: dict[str, Any]) -> list[str]:
    said, found = row["claim"], row["verdict"]
    measured = f"`{said['is']}`"
    if "per" in said:
        measured = f"(`{said['is']}`) for each of (`{said['per']}`), less (`{said['against']}`) for each of (`{said['against_per']}`)"
    digest = found["digest"][:12]
    return [
        f"### {said['name']}",
        "",
        f"> {said['quote']} (row {said['row']})",
        "",
        said["hypothesis"],
        "",
        f"- Measured: {measured}; claimed: {dict([('+', 'above 0'), ('-', 'below 0'), ('0', 'near 0')])[said['sign']]}.",
        f"- Margin: {said['margin']:g} {found['unit']}: {said['why_margin']}.",
        f"- Refuted where {said['refuted']}.",
        f"- Null: {said['null']}.",
        f"- {row['status']['kind'].capitalize()}: {row['status']['why']}. Digest `{digest}`.",
        f"- **{found['word'].capitalize()}**: for in {share(found['for'])} of the space, against in {share(found['against'])}"
        + (f"; {found['left_out']} points have no value" if found["left_out"] else "")
        + ".",
        "",
    ]


def main() -> None:
    """Write the result and its picture from a study, where one is given; then the page."""
    if len(sys.argv) > 1:
        from sottovoce.experiments.results import Study
        from sottovoce.verdicts import api, declared
        from sottovoce.verdicts.show import alternatives, curves, poster

        asked = declared.read()
        found = api.judge(asked, asked.claims, Study.open(sys.argv[1]))
        result = found.as_json()
        before = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
        result |= {key: before[key] for key in ("forks", "forks_note") if key in before}
        if len(sys.argv) > 2:
            study = Study.open(sys.argv[2])
            there = study.experiment
            lived = tuple(
                one
                for one in asked.claims
                if {(t.outcome in there.outcomes, t.world in there.worlds) for t in one.all_terms}
                == {(True, True)}
            )
            result.pop("forks_note", None)
            result["forks"] = [
                {
                    "claim": one.claim,
                    "for": one.for_,
                    "against": one.against,
                    "of": one.of,
                    "by": alternatives(one),
                }
                for one in curves(api.judge(asked, lived, study))
            ]
        RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        PICTURE.write_text(poster(found)[0], encoding="utf-8")
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    SHIPPED.write_text(json.dumps(swept.trimmed(found), indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(found), encoding="utf-8")


if __name__ == "__main__":
    main()
