"""The pages: what is made from the code is as the code makes it, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

from helpers import script
from sottovoce.replications import names

ROOT = Path(__file__).parents[2]
PAGES = [
    p for p in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]) if ".template." not in p.name
]


def test_the_odd_page_is_made_from_the_code():
    """`python docs/odd.py` after a column, phase, parameter, purpose, measure or preset was changed."""
    odd = script("odd")
    assert odd.PAGE.read_text(encoding="utf-8") == odd.page()


def test_the_readme_has_the_table_of_replications():
    """Both are written by docs/how_we_know.py, and every paper is there with its verdict."""
    made = script("how_we_know")
    page = made.PAGE.read_text(encoding="utf-8")
    assert made.README.read_text(encoding="utf-8") == made.readme(page)
    assert page.startswith(made.head())
    rows = [line for line in page.split("\n## ")[0].splitlines() if line.startswith("| [")]
    assert [row.split("]")[0][3:] for row in rows] == list(names())
    assert not any("not measured" in row for row in rows)


def test_the_size_of_a_source_is_its_statement_lines():
    """Blank lines, comments and docstrings are not counted, whatever they hold; other texts are, with all their lines."""
    source = '\n'.join(['"""Doc', '', 'string."""', '', '# a comment', 'x = 1  # kept', 'def f(', '    a,  # kept',
                       '):', '    "doc"', '    return """four', '', 'six"""', "'no docstring'"])  # fmt: skip
    assert script("size").statement_lines(source) == 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page):
    """Links to places outside are not followed."""
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (page.parent / link).exists()] == []
