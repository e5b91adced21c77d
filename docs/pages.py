"""Writes the pages of docs/look-up/ that come from the catalogue and the presets: ``python docs/pages.py``.

They are mechanisms.md, rights.md, reforms.md and one page per preset below catalogue/. Never edit those by hand: a test holds
them equal to what is made here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tables import table

from sottovoce.law.ai_act import ai_act
from sottovoce.law.catalogue import ai_act_law, law_of_rights
from sottovoce.law.rights import NO_RIGHTS, TOUCHED, rights, when
from sottovoce.law.rights import articles as touched
from sottovoce.reforms import FEATURES, REFORMS, Asked, Reform
from sottovoce.reforms.knockouts import neutral_text
from sottovoce.scenario.catalogue import articles, sources, statuses
from sottovoce.scenario.catalogue.mechanisms import Mapped, mechanisms
from sottovoce.scenario.claims import Cited, claims_about
from sottovoce.scenario.format import shown, span
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import Settings
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.rows import Row, own, rows
from sottovoce.scenario.sources import TAGS

FOLDER = Path(__file__).parent / "look-up"
MADE = "<!-- Made by `python docs/pages.py` from the catalogue and the presets. Do not edit. -->"
PARTS = (
    (1, "What enters the score"),
    (24, "Friends, visibility, peer pressure"),
    (39, "Benefits, sanctions, enrolment"),
    (55, "Systems, actors, history"),
)  # first row of each part of the articles' claims


def pages() -> dict[str, str]:
    """Every generated page: place below docs/look-up -> text."""
    found = {
        "mechanisms.md": mechanisms_page(),
        "rights.md": rights_page(),
        "reforms.md": reforms_page(),
        "sources.md": sources_page(),
        "catalogue/index.md": index_page(),
    }
    return found | {f"catalogue/{name}.md": catalogue_page(read(name)) for name in presets()}


def reforms_page() -> str:
    """Every reform and every mechanism that can be knocked out."""
    reforms = [
        (
            f"`{one.name}`" if one.knob is None else f"`{one.name}@{one.knob.name.upper()}`",
            one.what,
            _knob(one),
            one.precedent,
            one.tag or "",
            ", ".join(name for name in presets() if Asked(one, None).why_not(read(name)) is None) or "none",
        )
        for one in REFORMS.values()
    ]
    neutral = [
        (f"`{path}`", neutral_text(path), feature.what, "" if feature.listed else "only by name")
        for path, feature in FEATURES.items()
    ]
    return _text(
        [
            MADE,
            "# Reforms and knock-outs",
            "A reform is a safeguard as a function from a scenario to a scenario. It changes what it says, on every day, and "
            "nothing else; later dates cannot undo it. `sottovoce compare press-2015 --reform expiry@3` tries one, `--each` "
            "every one that applies. The precedent is a real safeguard that it is drawn after, with keys of the sources; what "
            "follows the @ is a choice of ours where no source gives it.",
            _table(("reform", "what it does", "after the @", "precedent", "tag", "applies to"), reforms),
            "## Mechanisms that can be knocked out",
            "`sottovoce compare press-2015 --without PATH` sets one mechanism of the system to its neutral value, to see what it "
            "does; `--without all` each of them by itself. `N` is the place in a list of tiers. What belongs to the people or to "
            "the law is in the world without the system too, and is no knock-out.",
            _table(("path", "neutral", "without it", "in `all`"), neutral),
        ]
    )


def _knob(reform: Reform) -> str:
    knob = reform.knob
    if knob is None:
        return ""
    usual = "half of the days" if knob.usual is None else str(knob.usual)
    return f"{knob.unit}, {knob.low} to {knob.high}; {usual} if left out"


def mechanisms_page() -> str:
    """Every row of the articles: what became of it, and what the model has for it."""
    mapped = mechanisms()
    done = [row for row in mapped if not row.why_not]
    parts = [
        MADE,
        "# Every mechanism of the articles",
        f"Three articles of 2015 name {len(mapped)} mechanisms, claims and systems. {len(done)} of them are in the "
        f"model, as parameters or as a preset; {len(mapped) - len(done)} are not, because they are no mechanism, and the "
        "last column says why. Names in the column *in the model* are places in a scenario: "
        "`sottovoce show press-2015 --path score.spill` says more of one; `N` is the place in a list.",
        "What became of each claim:",
        _meanings(),
    ]
    for n, (first, title) in enumerate(PARTS):
        after = PARTS[n + 1][0] if n + 1 < len(PARTS) else len(mapped) + 1
        body = [_mapped(row) for row in mapped if first <= row.number < after]
        head = (
            "#",
            "what the articles say",
            "what became of it",
            "in the model",
            "presets",
            "how, or why not",
        )
        parts += [f"## {title}", _table(head, body)]
    return _text(parts)


def rights_page() -> str:
    """Mechanism -> articles -> why, the articles with their tags, and the AI Act's elements."""
    law, act = law_of_rights(), ai_act_law()
    mechanism_rows = [(m.mechanism, ", ".join(m.articles), m.why, f"`{m.key}`") for m in law.mechanisms]
    article_rows = [(name, one.about, one.label) for name, one in law.articles.items()]
    element_rows = [(e.asks, e.text, e.label) for e in act.elements]
    inputs = [
        (i.what, {True: "yes", None: "depends on how grave"}.get(i.lawful, "no")) for i in act.inputs.values()
    ]
    same = {name: one.what for name, one in act.inputs.items()}
    follows = [
        (
            c.what,
            ", ".join(same[n] for n in c.same),
            ", ".join(same[n] for n in c.unclear),
            "an extra" if c.perk else "",
        )
        for c in act.consequences.values()
    ]
    return _text(
        [
            MADE,
            "# Rights, and the AI Act",
            f"Which rights a mechanism touches, and why. {TOUCHED} {act.advice}",
            "In Python: `sv.rights(scenario)` and `sv.ai_act(scenario)`; in the terminal at the end of "
            "`sottovoce show press-2015`.",
            "## Mechanism, articles, reason",
            _table(("mechanism", "articles", "why", "found by"), mechanism_rows),
            "## The articles, and how far each was checked",
            _tags(),
            _table(("article", "about", "checked"), article_rows),
            "Instruments: " + "; ".join(f"{key}: {name}" for key, name in law.instruments.items()) + ".",
            "## Judgments and texts beside them",
            _table(("what", "says", "checked"), [(c.what, c.says, c.label) for c in law.also]),
            "## AI Act, Art. 5(1)(c): social scoring",
            f"{act.rule} ({act.law.label})",
            _table(("element", "what the Act says", "checked"), element_rows),
            "Where a scenario cannot say, the checker answers *cannot be told*. Without a score there is nothing to ask, and "
            "lists kept by hand fall outside. What it takes for the same context is a choice, written down here:",
            _table(
                ("what follows", "same context as", "cannot be told of", "deprives nobody"),
                follows,
            ),
            "Only where nothing but conduct counts and nothing but credit follows, conduct is taken to be payments, and so the "
            "same context. What is lawful (to take something for it is taken to be unjustified):",
            _table(("what counts", "lawful, or not one's own"), inputs),
        ]
    )


def sources_page() -> str:
    """Every source by its key, with links where its text names an address."""
    rows = [
        (key, one.topic, "".join(f"[{text}]({to})" if to else text for text, to in one.parts))
        for key, one in sources().items()
    ]
    return _text(
        [
            MADE,
            "# Sources",
            "Where things were read, by the key that claims, values and safeguards name. A link leads to the address that was read, or to the site where no page is known; sites change, and what is there now was not "
            "looked at again. A source that is a copy, a summary, a paste or notes of somebody else is called that.",
            _table(("key", "about", "source"), rows),
        ]
    )


def index_page() -> str:
    """All presets side by side."""
    body = []
    for name in presets():
        scenario = read(name)
        body.append(
            (
                f"[{name}]({name}.md)",
                scenario.label,
                str(len(claims_about(scenario))),
                str(len(touched(rights(scenario)))),
                ai_act(scenario).verdict,
            )
        )
    return _text(
        [
            MADE,
            "# Catalogue of scenarios",
            "Each is a scenario of the model, on people who are made up. Presets from the articles are called *as the 2015 "
            "press described it*: they are what was written, not any system that exists.",
            _table(
                (
                    "preset",
                    "what it is",
                    "claims of the articles",
                    "articles of law touched",
                    "AI Act 5(1)(c)",
                ),
                body,
            ),
            ai_act_law().advice,
            "```{toctree}\n:hidden:\n:glob:\n\n*\n```",
        ]
    )


def catalogue_page(scenario: Scenario) -> str:
    """One preset: claims, values with sources, rights, AI Act."""
    found = rows(scenario)
    said = own(found)
    rest = [row for row in found if row not in said]
    check = ai_act(scenario)
    parts = [
        MADE,
        f"# {scenario.name}",
        f"*{scenario.label[:1].upper()}{scenario.label[1:]}.*",
        scenario.about,
        "## What the articles claim",
        *_claims(claims_about(scenario)),
        "## Values of this scenario",
        _tags(),
        _table(("value of", "is", "unit", "allowed", "tag", "source"), [_value(row) for row in said]),
        f"## The other values\n\nLeft at the model's defaults. {sum(row.tag == 'A' for row in rest)} are assumed, each with "
        "a range to sweep or its alternatives.",
        _table(
            ("value of", "is", "unit", "allowed", "tag", "assumed"), [_value(row, plain=True) for row in rest]
        ),
        "## Rights",
        *_rights(scenario),
        "## AI Act, Art. 5(1)(c)",
        f"**{check.verdict[:1].upper()}{check.verdict[1:]}.** {check.grounds}{check.since}",
        _table(
            ("element", "answer", "grounds", "found"),
            [(a.asks, a.answer, a.grounds, _found(a.found)) for a in check.answers],
        ),
        check.advice,
        "## Things to try",
        f"    sottovoce run {scenario.name} --citizens 1000 --days 365\n"
        f"    sottovoce show {scenario.name} --path score\n"
        f"    sottovoce diff {scenario.name} {'no-system' if scenario.name == 'press-2015' else 'press-2015'}",
    ]
    return _text(parts)


# --- pieces


def _mapped(row: Mapped) -> Sequence[str]:
    claim = row.claim
    return (
        str(claim.number),
        f"{claim.mechanism} ({', '.join(claim.articles)})",
        claim.verdict,
        ", ".join(f"`{path}`" for path in row.parameters),
        ", ".join(f"[{name}](catalogue/{name}.md)" for name in row.presets),
        row.how or row.why_not,
    )


def _claims(found: list[Cited]) -> list[str]:
    if not found:
        return ["The articles say nothing of it."]
    files = articles()
    body = [
        (
            str(c.number),
            c.mechanism,
            f"“{c.quote}”",
            ", ".join(f"`{files[label].file}`" for label in c.articles),
            c.verdict,
            c.known,
            _found(at),
        )
        for c, at in found
    ]
    head = (
        "#",
        "claim",
        "their words",
        "file",
        "what became of it",
        "what is known",
        "values that speak of it",
    )
    used = {status for c, _ in found for status in (c.status, c.also)}
    return [_table(head, body), _meanings(used)]


def _rights(scenario: Scenario) -> list[str]:
    found = rights(scenario)
    if not found:
        return [NO_RIGHTS]
    body = [
        (
            right.mechanism + (f" ({when(right)})" if when(right) else ""),
            ", ".join(right.articles),
            right.why,
            _found(right.found),
        )
        for right in found
    ]
    return [_table(("mechanism at work", "articles", "why", "found"), body), TOUCHED]


def _value(row: Row, plain: bool = False) -> Sequence[str]:
    last = span(row.assumed) if plain else row.origin
    return (f"`{row.path}`", shown(row.value), row.unit, row.range, row.tag, last)


def _found(found: Settings) -> str:
    return ", ".join(f"`{one.path}` {shown(one.value)}" for one in found)


def _meanings(used: Iterable[str | None] | None = None) -> str:
    wanted = None if used is None else set(used)
    kept = [(s, meaning) for s, meaning in statuses().items() if wanted is None or s in wanted]
    return "\n".join(f"- {status}: {meaning}" for status, meaning in kept)


def _tags() -> str:
    return f"Tags: {', '.join(f'{tag} {meaning}' for tag, meaning in TAGS.items() if tag != 'none')}."


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    return table(head, [[" ".join(cell.split()).replace("<", "&lt;") for cell in line] for line in body])


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(part.rstrip() for part in parts if part) + "\n"


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every page below a folder; pages of presets that are gone are taken away."""
    made = {folder / place: text for place, text in pages().items()}
    for old in (folder / "catalogue").glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(made)


if __name__ == "__main__":
    for path in write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(path)
