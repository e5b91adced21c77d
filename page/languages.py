"""The language files of the page. English stands in the sources; `python page/languages.py` writes all of it to languages/en.json and reports
sentences that another language is missing, or no longer needs.

`page`: sentences of the page's own sources, with {0}, {1} ... for what changes. `program`: what the program sends for any preset, and while a small
pair of the first scenario is lived, with its numbers as {0}, {1} ...
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sottovoce.explain.person import WORDS
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets, read
from sottovoce.web.about import about
from sottovoce.web.draw import drawings
from sottovoce.web.pair import Pair
from sottovoce.web.safeguards import kept
from sottovoce.web.telling import some
from sottovoce.web.why import why

SOURCES = Path(__file__).resolve().parent / "src"
FOLDER = SOURCES / "languages"
VALUES = (
    "disagrees",
    "agrees",
    "nothing",
    "nothing lately",
    "against the government",
    "for the government",
)  # web/crowd.py, web/lives.py
FIRST = "press-2015"  # the scenario that every language tells as a whole
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")  # as in language.ts
BEGIN = re.compile(r"(?<![\w$.])(?:t|rich)`")


def sentences(source: str) -> Iterator[str]:
    """Keys of a source: what stands in t`...` and rich`...`, also within one another."""
    at = 0
    while found := BEGIN.search(source, at):
        key, at, inner = _template(source, found.end())
        yield key
        yield from (one for text in inner for one in sentences(text))


def _template(source: str, at: int) -> tuple[str, int, list[str]]:
    """From behind the first backtick: the key, where the template ends, and the expressions in it."""
    key, inner = "", []
    while source[at] != "`":
        if source[at] == "\\":
            key, at = key + source[at + 1], at + 2
        elif source.startswith("${", at):
            end = _expression(source, at + 2)
            key += f"{{{len(inner)}}}"
            inner.append(source[at + 2 : end])
            at = end + 1
        else:
            key, at = key + source[at], at + 1
    return key, at + 1, inner


def _expression(source: str, at: int) -> int:
    """Where the expression that begins here ends: at its closing brace."""
    depth = 0
    while True:
        here = source[at]
        if here == "}" and not depth:
            return at
        depth += (here == "{") - (here == "}")
        if here == "`":
            at = _template(source, at + 1)[1]
        elif here in "\"'" and source[at - 1] not in "\\" and "\n" not in (text := _quoted(source, at)):
            at += len(text)
        else:
            at += 1


def _quoted(source: str, at: int) -> str:
    """A string in quotes; a lone apostrophe is itself."""
    found = re.compile(rf"{source[at]}(?:[^{source[at]}\\\n]|\\.)*{source[at]}").match(source, at)
    return found.group() if found else source[at]


def page() -> dict[str, str]:
    """Every sentence of the sources, in English."""
    files = sorted(p for p in SOURCES.glob("*.ts*") if p.name != "language.ts")
    found = {key: key for path in files for key in sentences(path.read_text())}
    return dict(sorted(found.items()))


def program() -> dict[str, str]:
    """What the program says to a page: of every preset once, and of the first one while it is lived."""
    found = {text: None for name in [FIRST, *presets()] for text in _told(about(read(name)))}
    found |= {text: None for text in _lived()}
    found |= {
        text: None for one in json.loads((SOURCES / "glossary.json").read_text()).items() for text in one
    }
    found |= {text: None for kind in WORDS.values() for text in (kind, f"own {kind}")}
    found |= {
        text: None for text in ("demotion", "the end of the scale", *VALUES)
    }  # of a sum, rarely; of a table
    return {key: key for key in map(_numbered, found) if key.strip()}


def _told(hello: dict) -> Iterator[str]:
    """Words of the first message that people read; claims, sources and values stay in English."""
    yield from (hello["system"][key] for key in ("with", "without", "switch", "hit", "free", "many"))
    yield from (tier["name"] for tier in hello["scenario"]["tiers"])
    yield from hello["groups"].values()
    for one in [*hello["safeguards"], *hello["levers"]]:
        yield from (one[key] for key in ("label", "about", "unit", "why_not") if one.get(key))
    yield hello["scenario"]["label"]
    applies = [one["key"] for one in hello["safeguards"] if one["group"] and one["why_not"] is None]
    yield from (kept(key, read(hello["scenario"]["name"])).name for key in [*applies, "same"])


def _lived(citizens: int = 1000, days: int = 430) -> Iterator[str]:
    """What is said of a small pair of the first scenario."""
    scenario = with_values(read(FIRST), {"citizens": citizens, "days": days})
    pair = Pair(scenario)
    for day in (60, 200, days - 1):
        some(pair.sides, day)
        for drawing in drawings(pair, day, day):
            told = drawing.told()
            texts = [told["title"], told["about"], *told["head"], *(label for label, *_ in told["key"])]
            yield from [*texts, *re.findall(r">([^<>]*[A-Za-z][^<>]*)<", told["svg"])]
        for citizen in range(0, citizens, 25):
            yield from _person(why(pair.a, citizen, day))


def _person(told: dict) -> Iterator[str]:
    """What is said of a citizen; sentences that name friends are too many to keep."""
    yield told["group"]
    for line in told["lines"]:
        label = re.sub(r"^citizen \d+", "", line["label"])
        yield re.sub(r" \(\d+ counted\)$", "", label)
    yield from (act["kind"] for act in told["acts"])
    yield from (act["topic"] for act in told["acts"] if "topic" in act)


def _numbered(text: str) -> str:
    count = iter(range(1000))
    return NUMBER.sub(lambda _: f"{{{next(count)}}}", text)


def english() -> dict[str, dict[str, str]]:
    """The English file."""
    return {"page": page(), "program": program()}


def faults(words: dict[str, dict[str, str]], own: dict[str, dict[str, str]]) -> list[str]:
    """Sentences of the page that a language is missing, that it no longer needs, or that have other placeholders than the English ones."""
    found = [f"page is missing: {key}" for key in words["page"] if not own["page"].get(key)]
    for part in ("page", "program"):
        for key, text in own[part].items():
            if key not in words[part]:
                found.append(f"{part} no longer needs: {key}")
            elif {*re.findall(r"\{\d+\}", key)} != {*re.findall(r"\{\d+\}", text)}:
                found.append(f"{part} has other placeholders: {key}")
    return found


def main() -> int:
    """Write the English file and report what is wrong with the others."""
    words = english()
    (FOLDER / "en.json").write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n")
    wrong = 0
    for path in sorted(FOLDER.glob("*.json")):
        if path.name == "en.json":
            continue
        own = json.loads(path.read_text())
        for fault in faults(words, own):
            wrong += 1
            print(f"{path.name}: {fault}")
        print(
            f"{path.name}: {len(own['page'])} of {len(words['page'])} sentences of the page, {len(own['program'])} of {len(words['program'])} of the program"
        )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
