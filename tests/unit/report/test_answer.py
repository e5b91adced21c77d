"""The answer in sentences, luck and assumptions apart; figures as files that stand by themselves."""

import base64
import io
import json
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pandas import read_csv

from sottovoce.figures import Size, Style, files, lines, packed, png, sheet
from sottovoce.measure.borne import Contrast
from sottovoce.measure.harms import Given
from sottovoce.report.answer import assumptions, back, who
from sottovoce.report.html import Source, downloads
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.verdicts.swept import shipped, swept, trimmed

ROOT = Path(__file__).resolve().parents[3]
SPEC = lines(
    [{"x": x, "y": y, "series": "a"} for x, y in ((0, 1.0), (9, 2.0))], {"a": Style("#a33b0b")}, Size(400, 200), x="day", y="of 1,000", last=9
)  # fmt: skip
MOST = "a gives back the largest share whose interval excludes zero: 40% (20% to 60%)"
A = ("a", Given(0.4, 0.2, 0.6))
CASES = [
    ([A, ("b", Given(0.1, -0.1, 0.15))], MOST, "For 1 of them the interval includes zero."),
    ([A, ("b", Given(0.3, 0.25, 0.35))], "; b may give as much.", "held back"),
    (
        [A, ("b", Given(0.6, -0.1, 1.3))],
        "; b may give as much.",
        "For 1 of them the interval includes zero.",
    ),  # larger, and not told
    ([A, ("b", Given(-0.1, -0.2, -0.05))], "This harm is increased by b.", MOST),
    ([("a", Given(0.4, -0.2, 0.6))], "none gives back a share", "whose interval excludes zero"),
    ([("a", Given(None, None, None))], "nothing to give back", "held back"),
    ([("a", Given(0.4, None, None))], "cannot be estimated from one seed", "held back"),
    ([A, *40 * [("b", Given(0.0, -0.1, 0.1))]], "about 2 intervals would exclude zero by luck alone", MOST),
]


@pytest.mark.parametrize("shares, one, other", CASES)
def test_what_gives_back_most_is_said_as_far_as_the_seeds_tell(shares, one, other):
    said = back(shares, "held back", "feature")
    assert one in said and other in said


def contrast(low, high, one="majority at home", other="minority at home"):
    middle = math.nan if low is None else (low + high) / 2
    return Contrast("standing", one, other, 0.1 + middle, 0.1, middle, low, high)


@pytest.mark.parametrize(
    ("found", "seeds", "said"),
    [
        (
            [contrast(0.02, 0.06)],
            8,
            "by +0.140 among people in the majority in their own community and +0.100 among",
        ),
        ([contrast(-0.06, -0.02)], 8, "by +0.060 among people in the majority"),  # less of it
        (
            [contrast(-0.01, 0.02)],
            8,
            "These seeds do not show that one group bears more of it than another (compared: people in the majority",
        ),
        ([contrast(0.02, 0.06), contrast(-0.01, 0.02, "poor", "rich")], 8, "For 1 other pair of groups"),
        ([contrast(None, None)], 8, "too few people"),
        ([contrast(0.02, 0.06)], 3, "from 4 seeds on; this run has 3"),
    ],
)
def test_who_bears_it(found, seeds, said):
    assert said in who(found, seeds)


def test_assumptions_stand_apart_and_only_where_they_were_swept():
    press = read("press-2015")
    study = shipped()
    assert swept(with_values(press, {"citizens": 50, "days": 400, "seed": 3})) is study
    assert swept(with_values(press, {"days": 300})) is None, "it is of days 180 to 364"
    assert swept(with_values(press, {"score.spill": 0.01})) is None and swept(read("fico")) is None
    said = assumptions(press, [("private-scores", "private scores")])
    assert study.date in said and f"{study.points} points" in said and "private scores in" in said
    assert "was not tested for this scenario" in assumptions(read("fico"))


def test_a_figure_as_a_file_is_complete():
    """Title, key, and where it comes from, in the SVG and in the numbers; the PNG is one, and as large as any."""
    key = [("with", "#a33b0b", "", "full")]
    pictures = files([("left", SPEC), ("right", SPEC)], "A title", "Made here.", key)
    made = downloads(
        "one", "A title", pictures, ["day", "a"], [["0", "1,5"], ["1", "−2"]], Source("Made, here.", "run-7")
    )
    found = dict(re.findall(r'href="data:([^;,]+)[^"]*?base64,([^"]+)"', made))
    drawn = base64.b64decode(found["image/svg+xml"]).decode()
    words = " ".join(ElementTree.fromstring(drawn).itertext())
    assert all(text in words for text in ("A title", "left", "right", "with", "Made here.", "day"))
    text = base64.b64decode(found["text/csv"]).decode()
    assert text.startswith("# A title\n# Made, here.\n")
    assert read_csv(io.StringIO(text), comment="#", dtype=str).to_numpy().tolist() == [
        ["0", "1,5"],
        ["1", "-2"],
    ]
    assert sheet(["a, =b"], ["x"], [["=1+1"], ["-3"], ["−2 to 5%"], ["+1+1"], ["@x"]]).splitlines() == [
        "# a, '=b", "x", "'=1+1", "-3", "-2 to 5%", "'+1+1", "'@x",
    ]  # fmt: skip
    assert base64.b64decode(found["image/png"]).startswith(b"\x89PNG\r\n")
    assert re.findall(r'download="([^"]+)"', made) == ["run-7-one.png", "run-7-one.svg", "run-7-one.csv"]


def test_a_packed_png_shows_the_same_and_is_no_larger():
    import zlib

    def pixels(data: bytes) -> bytes:
        at, body = 8, b""
        while at < len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            assert zlib.crc32(data[at + 4 : at + 8 + size]) == int.from_bytes(
                data[at + 8 + size : at + 12 + size], "big"
            )
            body += data[at + 8 : at + 8 + size] if data[at + 4 : at + 8] == b"IDAT" else b""
            at += 12 + size
        return zlib.decompress(body)

    drawn = png(SPEC)
    assert pixels(packed(drawn)) == pixels(drawn) and len(packed(drawn)) <= len(drawn)


def test_what_is_shipped_is_the_study_of_the_page():
    result = json.loads((ROOT / "docs" / "claims.json").read_text("utf-8"))
    shipped_ = (ROOT / "src" / "sottovoce" / "verdicts" / "swept.json").read_text("utf-8")
    assert json.loads(shipped_) == trimmed(result)
