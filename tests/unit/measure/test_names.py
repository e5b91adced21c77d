"""The page of measures: every measure once, with its unit, and whether safeguards are ranked by it."""

import re
from pathlib import Path

from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import HOLDS_BOTH, MEASURES

PAGE = (Path(__file__).parents[3] / "docs" / "look-up" / "measures.md").read_text(encoding="utf-8")


def told() -> dict[str, tuple[str, bool]]:
    """Name -> unit, and whether it ranks, as the page has them."""
    found: dict[str, tuple[str, bool]] = {}
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        names = re.findall(r"`([a-z_]+)`", cells[0])
        if not line.startswith("| `"):
            continue
        for name in names:
            assert name not in found, f"{name} stands twice"
            found[name] = cells[2], {"yes": True, "no": False}[cells[3]]
    return found


def test_the_page_has_every_measure():
    page = told()
    assert set(page) == set(MEASURES)
    assert {name: unit for name, (unit, _) in page.items()} == {
        name: one.unit for name, one in MEASURES.items()
    }
    assert {name for name, (_, ranks) in page.items() if ranks} == set(HARMS)


def test_what_holds_both_says_so():
    part = PAGE[PAGE.index("## Both together") : PAGE.index("## Points and scores")]
    assert set(re.findall(r"^\| `([a-z_]+)`", part, re.M)) == set(HOLDS_BOTH)
