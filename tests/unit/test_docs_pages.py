"""The generated pages: equal to what is committed, complete, and without what may not be shown."""

import re
from pathlib import Path

import pytest

from helpers import script
from sottovoce.law.rights import rights
from sottovoce.scenario.catalogue import articles
from sottovoce.scenario.claims import claims_about
from sottovoce.scenario.paths import leaves
from sottovoce.scenario.read import presets, read

GENERATOR = script("pages")
FOLDER: Path = GENERATOR.FOLDER
MADE: dict[str, str] = GENERATOR.pages()
# Section 7 of the evidence sheet: figures from memory, misread or never confirmed.
UNSHOWN = (
    r"\b94 ?%", r"\b18 ?%", r"17\.5 M", r"17\.5 million", r"9\.36", r"27\.3 M", r"100,000 boasts",
    r"\b5 days a year\b", r"1\.6 points", r"about 5% income", r"1 in 6\.5", r"5,830",
)  # fmt: skip


def test_what_is_committed_is_what_is_made():
    committed = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in [
            FOLDER / "mechanisms.md",
            FOLDER / "rights.md",
            FOLDER / "reforms.md",
            FOLDER / "sources.md",
            *(FOLDER / "catalogue").glob("*.md"),
        ]
    }
    assert sorted(committed) == sorted(MADE), "run: python docs/pages.py"
    for place, text in MADE.items():
        assert committed[place] == text, f"{place}: run: python docs/pages.py"


def test_the_page_of_values_is_what_is_made_and_names_a_reader_of_each():
    values = script("values")
    text = values.PAGE.read_text("utf-8")
    assert text == values.page(), "run: python docs/values.py"
    told = {line.split("|")[1].strip(" `"): line.split("|")[-2].strip() for line in text.splitlines() if line.startswith("| `")}  # fmt: skip
    read_nowhere = {path for path, files in told.items() if not files}
    assert read_nowhere == {
        "about",
        "ties.drop_own",
        "ties.make_own",
    }  # text, and names of a user's own rules
    day = (values.PAGE.parents[1] / "understand" / "the-day.md").read_text("utf-8")
    for path, symbol in values.SYMBOLS.items():
        assert path in told and re.search(rf"\b{symbol}(_|\b)", day), path


@pytest.mark.parametrize("name", presets())
def test_a_page_of_a_preset_has_claims_values_rights_and_the_act(name: str):
    scenario, text = read(name), MADE[f"catalogue/{name}.md"]
    assert scenario.label[1:] in text
    files = {label: article.file for label, article in articles().items()}
    for claim, _ in claims_about(scenario):
        row = next(line for line in text.splitlines() if line.startswith(f"| {claim.number} |"))
        assert f"“{claim.quote}”" in row and claim.verdict in row
        assert all(f"`{files[label]}`" in row for label in claim.articles)
    for path in leaves(scenario):
        assert path in ("name", "label", "about") or f"| `{path}` |" in text, path
    for right in rights(scenario):
        assert f"| {right.mechanism}" in text and right.why in text
    assert "teaching aid, not legal advice" in text


def test_the_table_of_mechanisms_has_every_row_once():
    rows = re.findall(r"^\| (\d+) \|", MADE["mechanisms.md"], re.M)
    assert [int(row) for row in rows] == list(range(1, 75))


@pytest.mark.parametrize("place", MADE)
def test_pages_are_sound_markdown_tables_with_links_that_lead_somewhere(place: str):
    for block in MADE[place].split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith("| "):
            cells = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
            assert len(cells) == 1, lines[0]
    for target in re.findall(r"\]\(([^)#]+)\)", MADE[place]):
        outside = target.startswith("https://") and place == "sources.md"
        assert outside or (Path(place).parent / target).as_posix() in MADE, target


@pytest.mark.parametrize("place", MADE)
def test_pages_show_nothing_that_may_not_be_shown(place: str):
    for pattern in UNSHOWN:
        assert not re.search(pattern, MADE[place]), pattern


def test_writing_takes_away_pages_of_presets_that_are_gone(tmp_path: Path):
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "gone.md").write_text("x")
    (tmp_path / "glossary.md").write_text("stays: not made here")
    GENERATOR.write(tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")}
    assert found == {*MADE, "glossary.md"}
