"""The pages: what is made from the code is as the code makes it, and no link leads nowhere."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    p for p in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]) if ".template." not in p.name
]


def test_the_odd_page_is_made_from_the_code():
    """`python docs/odd.py` after a column, phase, parameter, purpose, measure or preset was changed."""
    spec = importlib.util.spec_from_file_location("odd", ROOT / "docs" / "odd.py")
    assert spec and spec.loader
    odd = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(odd)
    assert odd.PAGE.read_text(encoding="utf-8") == odd.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page):
    """Links to places outside are not followed."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (page.parent / link).exists()] == []
