"""Writes docs/look-up/glossary.md from the terms of the page: ``python docs/glossary.py``. A test holds it equal."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
TERMS = ROOT / "page" / "src" / "glossary.json"
PAGE = ROOT / "docs" / "look-up" / "glossary.md"
HEAD = """<!-- Made by `python docs/glossary.py` from page/src/glossary.json. Do not edit. -->

# Glossary

Words of the page and the report. Units, defaults and symbols are with [the values of a scenario](values.md), formulae with [the measures](measures.md).
"""


def page() -> str:
    """The whole page."""
    terms = json.loads(TERMS.read_text(encoding="utf-8"))
    return HEAD + "\n" + "".join(f"- **{term}**: {terms[term]}\n" for term in sorted(terms, key=str.lower))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
