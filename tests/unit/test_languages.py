"""Language files of the page: the English one is what the sources say, the others miss no sentence and have the same placeholders."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("page_languages", ROOT / "page" / "languages.py")
assert SPEC and SPEC.loader
LANGUAGES = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(LANGUAGES)
OTHERS = sorted(path.stem for path in LANGUAGES.FOLDER.glob("*.json") if path.stem != "en")


def words(language: str) -> dict[str, dict[str, str]]:
    return json.loads((LANGUAGES.FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def test_the_english_file_is_what_the_sources_say():
    assert words("en")["page"] == LANGUAGES.page(), "run: python page/languages.py"


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_a_language_is_missing_or_left_over(language):
    assert LANGUAGES.faults(words("en"), words(language)) == []


@pytest.mark.slow
def test_what_the_program_says_is_in_the_english_file():
    assert words("en")["program"] == LANGUAGES.program(), "run: python page/languages.py"


def test_the_page_offers_every_language_that_has_a_file():
    source = (LANGUAGES.SOURCES / "language.ts").read_text(encoding="utf-8")
    named = re.search(r"LANGUAGES: Record<string, string> = \{([^}]*)\}", source)
    assert named and {*re.findall(r"(\w+):", named.group(1))} == {"en", *OTHERS}


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("t`One ${two} three`", ["One {0} three"]),
        ('rich`a ${b ? t`c ${d}` : ""} e ${<i x={{ y: "}" }}>{f}</i>}`', ["a {0} e {1}", "c {0}"]),
        ("const it = `no key`; list`neither`; x.t`nor this`", []),
        (r"t`a \` b \${c}`", ["a ` b ${c}"]),
        ("t`it’s ${don't} here`", ["it’s {0} here"]),
    ],
)
def test_sentences_are_found_in_a_source(source, keys):
    assert list(LANGUAGES.sentences(source)) == keys


def test_a_fault_of_a_language_is_named():
    english = {"page": {"a {0}": "a {0}", "b": "b"}, "program": {"c": "c"}}
    own = {"page": {"a {0}": "A {1}", "d": "D"}, "program": {"e": "E"}}
    assert LANGUAGES.faults(english, own) == [
        "page is missing: b", "page has other placeholders: a {0}", "page no longer needs: d", "program no longer needs: e"
    ]  # fmt: skip
