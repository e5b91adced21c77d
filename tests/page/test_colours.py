"""Colours that hold: contrast on the page, and what must be told apart can be, with every kind of colour vision and in grey.

Simulation: Machado, Oliveira & Fernandes 2009 (doi:10.1109/TVCG.2009.113), severity 1, applied to linear light. How far two colours
are apart: CIEDE2000 (Sharma, Wu & Dalal 2005, doi:10.1002/col.20070), tested below against their published pairs. A difference of
about 2.3 is just noticed side by side; small marks apart from one another need several times that.
"""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest


class Look(NamedTuple):
    """Colours of the page in one look."""

    ground: str
    ramp: tuple[str, ...]
    ink: str
    grey: str
    with_: str
    without: str
    agrees: str
    broken: str


LOOKS = {
    "light": Look("#fbfaf7", ("#161e5c", "#384891", "#686c80", "#967846", "#b48208"),
                  "#16161d", "#4b5563", "#a33b0b", "#1f5fa8", "#8b877d", "#d0310d"),
    "dark": Look("#14151a", ("#5470d6", "#7d8cc0", "#a09f9a", "#ceb05f", "#ffdb70"),
                 "#f1eee7", "#b3b7c0", "#ff8b57", "#86b8f5", "#75726b", "#ff6347"),
}  # fmt: skip
SEEN = {
    "as it is": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
    "greyscale": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}  # fmt: skip


def linear(hex_: str) -> np.ndarray:
    """Linear light of a colour of sRGB, (3,) in [0, 1]."""
    raw = np.array([int(hex_[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG contrast."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(light: np.ndarray) -> np.ndarray:
    """CIELAB under D65 of linear light."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    t = to_xyz @ np.clip(light, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, two: np.ndarray) -> float:
    """Perceptual distance of two colours in CIELAB."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (1 - 0.17 * np.cos(np.radians(hm - 30)) + 0.24 * np.cos(np.radians(2 * hm)) + 0.32 * np.cos(np.radians(3 * hm + 6))
         - 0.20 * np.cos(np.radians(4 * hm - 63)))  # fmt: skip
    sl, sc, sh = 1 + 0.015 * (lm - 50) ** 2 / np.sqrt(20 + (lm - 50) ** 2), 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * np.sqrt(cm**7 / (cm**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hm - 275) / 25) ** 2))))
    return float(np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh))


def apart(a: str, b: str, seen: str) -> float:
    """How far two colours are apart to such eyes."""
    return ciede2000(*(lab(SEEN[seen] @ linear(c)) for c in (a, b)))


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_the_published_one(one: tuple, two: tuple, distance: float) -> None:
    """Pairs 1, 15, 17, 19, 27 and 34 of table 1 of Sharma, Wu & Dalal."""
    assert ciede2000(np.array(one, float), np.array(two, float)) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("look", LOOKS)
def test_colours_are_those_of_the_page_and_contrast_with_it(look: str) -> None:
    """Dots at least 3:1, words at least 4.5:1, on the light page and on the dark one; the words' are those of the style."""
    source = (Path(__file__).parents[2] / "page" / "src" / "look.ts").read_text()
    style = (Path(__file__).parents[2] / "page" / "src" / "style.css").read_text()
    c = LOOKS[look]
    for colour in (*c.ramp, c.agrees, c.broken, c.with_, c.without, c.ink):
        assert colour in source and contrast(colour, c.ground) >= 3.0, colour
    for colour in (c.ink, c.grey, c.with_, c.without):
        assert colour in style and contrast(colour, c.ground) >= 4.5, colour


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seen", SEEN)
def test_what_must_be_told_apart_can_be(seen: str, look: str) -> None:
    """Each pair of marks that say different things, to all eyes; where hue is gone, luminance, size or a ring carries it."""
    c = LOOKS[look]
    pairs = {
        "says so | does not disagree": (c.with_, c.agrees),
        "says so | keeps quiet": (c.with_, c.ink),
        "keeps quiet | does not disagree": (c.ink, c.agrees),
        "listed | not listed": (c.ink, c.agrees),
        "lowest score | highest": (c.ramp[0], c.ramp[-1]),
        "lowest score | middle": (c.ramp[0], c.ramp[2]),
        "middle score | highest": (c.ramp[2], c.ramp[-1]),
        "cut tie | ground": (c.broken, c.ground),
        "cut tie | a friend who is left": (c.broken, c.ink),
    }
    for what, (a, b) in pairs.items():
        assert apart(a, b, seen) >= 10.0, (what, seen)
    steps = [apart(a, b, seen) for a, b in pairwise(c.ramp)]
    assert min(steps) >= 5.0, "neighbours on the scale of scores"
    lights = [lab(SEEN[seen] @ linear(one))[0] for one in c.ramp]
    assert lights == sorted(lights), "a higher score is never darker"


def test_lowest_and_highest_tenth_are_apart_on_the_screen(page) -> None:
    """The pixels that were drawn, as each kind of eye sees them: the middle colour of the lowest and of the highest tenth."""
    page.open("#v1;n=1000;seed=7;view=lab;day=240")
    tenths = page.tab.evaluate(
        """() => { const p = window.sottovoce.page, c = document.querySelector('.world.a canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const k = Math.min(c.width / 1.42, c.height), who = [...Array(p.map.n).keys()].sort((a, b) => p.worlds[0].score[a] - p.worlds[0].score[b]);
        const seen = (list) => list.map((i) => { const o = 4 * (Math.floor(c.height / 2 + (p.xy[2 * i + 1] - .5) * k) * c.width + Math.floor(c.width / 2 + (p.xy[2 * i] - .71) * k)); return [d[o], d[o + 1], d[o + 2]]; });
        const n = Math.floor(p.map.n / 10); return [seen(who.slice(0, n)), seen(who.slice(-n))]; }"""
    )
    low, high = ("#" + "".join(f"{round(v):02x}" for v in np.median(one, axis=0)) for one in tenths)
    for seen in SEEN:
        assert apart(low, high, seen) >= 10.0, (seen, low, high)
