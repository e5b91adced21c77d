"""Figures stand alone: rows in, a specification, an SVG, a PNG or a table out."""

import ast
import re
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sottovoce import figures
from sottovoce.figures import Size, Style, out

SIZE = Size(400, 240, right=100)
STYLES = {"with": Style("#a33b0b"), "without": Style("#1f5fa8", (6, 3))}
ROWS = [{"x": x, "y": 10.0 + x, "series": name} for name in STYLES for x in range(5)]
BINS = [{"x": x, "x2": x + 10, "y": 3.0, "series": name} for name in STYLES for x in range(0, 50, 10)]
SPECS = {
    "lines": figures.lines(
        ROWS, STYLES, SIZE, x="day", y="people", last=4, marks=[(1, "opt-in"), (2, "mandatory")]
    ),
    "steps": figures.steps(
        BINS,
        STYLES,
        SIZE,
        x="score",
        y="people",
        marks=[(10, "jobs", "left"), (30, "loan", "right")],
        ramp=(0, 50),
    ),
    "bars": figures.bars(
        [("poor", 1.0, 2.0, "1", "2"), ("rich", float("nan"), 0.0, "no value", "0")], SIZE, x="days"
    ),
    "dots": figures.dots([("a", -1.0, -2.0, 0.5, "−1"), ("b", 3.0, None, None, "+3")], SIZE, x="people"),
}


@pytest.mark.parametrize("name", SPECS)
def test_an_svg_stands_alone_and_says_what_it_is(name: str):
    text = figures.svg(SPECS[name], "fig", "A <title>", "What it shows")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root[0].text == "A <title>" and root[1].text == "What it shows"
    assert "href" not in text and "<script" not in text and "url(http" not in text
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) and all(one.startswith("fig-") for one in ids if one)
    used = re.findall(r"url\(#([\w-]+)\)", text)
    assert set(used) <= set(ids)


@pytest.mark.parametrize("name", SPECS)
def test_a_png_is_one(name: str):
    assert figures.png(SPECS[name], scale=0.5).startswith(b"\x89PNG")


def test_worlds_differ_in_style_not_only_in_colour():
    text = figures.svg(SPECS["lines"], "fig", "t", "d")
    assert re.search(r'stroke="#1f5fa8"[^>]*stroke-dasharray="6,3"', text)
    assert re.search(r'stroke="#a33b0b"', text)


def test_a_table_escapes_and_names_its_rows():
    text = figures.table(["who", "value"], [["<b>\nof 1,000", "1 & 2"]], "a <caption>")
    root = ElementTree.fromstring(text)
    assert "".join(root.find("caption").itertext()) == "a <caption>"  # type: ignore[union-attr]
    row = root.find("tbody/tr")
    assert row is not None and row[0].tag == "th" and row[0].text == "<b>" and row[0][0].text == "of 1,000"
    assert row[1].text == "1 & 2" and row[1].get("class") == "n"


@pytest.mark.parametrize(
    ("value", "round_number"), [(0.0, 1.0), (0.93, 1.0), (355.0, 400.0), (1001.0, 1200.0), (2e-4, 2e-4)]
)
def test_nice(value: float, round_number: float):
    assert figures.nice(value) == pytest.approx(round_number)


def test_labels_are_moved_apart_and_stay_below_the_top():
    places = figures.spread([10.0, 10.5, 99.0], gap=5.0, top=100.0)
    assert places[1] - places[0] >= 5.0 and max(places) <= 100.0
    top = figures.spread([100.0, 99.0], gap=5.0, top=100.0)
    assert top[0] == 100.0 and top[1] <= 95.0


def test_the_ramp_begins_and_ends_where_it_says():
    assert figures.colour(-1) == figures.RAMP[0] and figures.colour(2) == figures.RAMP[-1]
    assert figures.colour(0.5) == figures.RAMP[2]


def test_colours_of_text_can_be_read():
    for ink in (figures.INK, figures.GREY, figures.WITH, figures.WITHOUT):
        assert _contrast(ink, figures.PAGE) >= 4.5


def test_figures_import_nothing_of_ours_but_how_a_file_is_written():
    folder = Path(figures.__file__).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sottovoce"):
                own = (node.module or "").startswith("sottovoce.figures")
                assert own or (node.module == "sottovoce" and [one.name for one in node.names] == ["files"])


def _contrast(a: str, b: str) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_draws_starts_beside_and_fails_in_silence(monkeypatch: pytest.MonkeyPatch):
    """Where it cannot be had, that is said when something is drawn."""
    begun, problems = [], []

    def fails() -> None:
        begun.append(threading.current_thread())
        raise ImportError("no vl_convert")

    monkeypatch.setattr(out, "start", fails)
    monkeypatch.setattr(threading, "excepthook", problems.append)
    thread = figures.start_beside()
    thread.join()
    assert begun == [thread]
    assert not problems
