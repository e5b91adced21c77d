"""The pages: what is made from the code is as the code makes it, and no link leads nowhere."""

import json
import re
from pathlib import Path

import pytest

import sottovoce
from helpers import script
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import MEASURES
from sottovoce.replications import names
from sottovoce.verdicts.declared import read

ROOT = Path(__file__).parents[2]
PAGES = [
    p
    for p in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    if ".template." not in p.name and "_build" not in p.parts
]


def test_the_odd_page_is_made_from_the_code():
    """`python docs/odd.py` after a column, phase, parameter, purpose, measure or preset was changed."""
    odd = script("odd")
    assert odd.PAGE.read_text(encoding="utf-8") == odd.page()


def test_every_measure_has_its_row():
    """In docs/look-up/measures.md: what it is made of, and whether safeguards may be ranked by it."""
    page = (ROOT / "docs" / "look-up" / "measures.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    told = {name: row for row in rows for name in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    assert [name for name in MEASURES if name not in told] == []
    assert {name for name in told if "| yes |" in told[name]} == set(HARMS)


def test_the_readme_has_the_table_of_replications():
    """Both are written by docs/how_we_know.py, and every paper is there with its verdict."""
    made = script("how_we_know")
    page = made.PAGE.read_text(encoding="utf-8")
    assert made.README.read_text(encoding="utf-8") == made.readme(page)
    assert page.startswith(made.head())
    rows = [line for line in page.split("\n## ")[0].splitlines() if line.startswith("| [")]
    assert [row.split("]")[0][3:] for row in rows] == list(names())
    assert not any("not measured" in row for row in rows)


def test_the_page_of_claims_is_made_from_its_result():
    """`python docs/claims.py`; and the result is of the claims as they stand: `sottovoce claims --quick --out FILE`, `python docs/claims.py FILE`."""
    made = script("claims")
    result = json.loads(made.RESULT.read_text(encoding="utf-8"))
    assert made.PAGE.read_text(encoding="utf-8") == made.page(result)
    lived = {row["claim"]["name"]: row["verdict"]["digest"] for row in result["verdicts"]}
    assert lived == {one.name: one.digest for one in read().claims}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = result["verdicts"][0]["verdict"]["for"]
    assert (
        f"{100 * first['value']:.0f}% of it ({100 * first['low']:.0f} to {100 * first['high']:.0f})" in readme
    )
    assert f"{result['values']} assumed values" in readme and f"{result['points']} points" in readme


def test_every_measure_is_defined_on_the_page_of_measures():
    """A row of a table holds its name: what a reader meets in a result can be looked up."""
    page = (ROOT / "docs" / "look-up" / "measures.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    defined = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    missing = [name for name in MEASURES if name not in defined]
    families = [name for name in missing if name.startswith("held_back_by_")]
    assert missing == families, sorted(set(missing) - set(families))


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


@pytest.mark.parametrize("name", ["commands", "llms"])
def test_a_page_made_by_a_script_is_as_the_script_makes_it(name):
    """`python docs/commands.py` after a command was changed, `python docs/llms.py` after a title or first sentence was."""
    made = script(name)
    if name == "commands":
        assert made.PAGE.read_text(encoding="utf-8") == made.page()
    else:
        assert made.FILE.read_text(encoding="utf-8") == made.text()


def test_every_public_name_is_on_the_page_of_python():
    """Each name of `sottovoce.__all__`, and each once; modules by where they are."""
    page = (ROOT / "docs" / "look-up" / "python.md").read_text(encoding="utf-8")
    listed = re.findall(r"auto(?:function|class|exception):: sottovoce\.(\w+)$", page, re.M)
    modules = re.findall(r"automodule:: sottovoce\.(?:\w+\.)?(\w+)$", page, re.M)
    assert sorted(listed + modules) == sorted([*sottovoce.__all__, "testing"])


def test_the_index_of_llms_leads_to_every_page():
    """The text of the site has the same pages under other paths."""
    made = script("llms")
    linked = re.findall(r"\]\((docs/[^)]+)\)", made.text())
    assert all((ROOT / link).exists() for link in linked)
    pages = {p.relative_to(ROOT).as_posix() for p in PAGES if p.is_relative_to(ROOT / "docs")}
    left = pages - set(linked)
    assert {Path(page).name for page in left} <= {"index.md"}, left
    assert "](_sources/do/python.md.txt)" in made.text("_sources/", ".txt")
