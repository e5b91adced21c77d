"""The glossary: one file for page and docs; every term that the page explains is in it."""

import json
import re

from helpers import script

GLOSSARY = script("glossary")
TERMS = json.loads(GLOSSARY.TERMS.read_text(encoding="utf-8"))


def test_the_docs_have_it():
    assert GLOSSARY.PAGE.read_text(encoding="utf-8") == GLOSSARY.page(), "run: python docs/glossary.py"


def test_what_the_page_explains_is_there():
    found = set()
    for file in GLOSSARY.TERMS.parent.glob("*.tsx"):
        found |= set(re.findall(r'<Term k="([^"]+)"', file.read_text(encoding="utf-8")))
    assert found and found <= set(TERMS)


def test_a_meaning_is_a_sentence_or_a_few():
    for term, means in TERMS.items():
        assert means[0].isupper() and means.endswith(".") and len(means) < 240, term
