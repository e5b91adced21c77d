"""For everybody: keyboard alone, narrow and large, less motion, colours that hold; the address; a file that replays."""

import json
import random
from pathlib import Path

import pytest


def test_keyboard_only_from_load_to_a_why_panel(page) -> None:
    """Tab to the map, an arrow chooses, Enter goes to the panel."""
    page.open()
    for _ in range(60):
        page.tab.keyboard.press("Tab")
        if page.tab.evaluate("document.activeElement.dataset.testid") == "map-a":
            break
    else:
        raise AssertionError("the map cannot be reached")
    page.tab.keyboard.press("ArrowRight")
    page.until("p.why !== null")
    page.tab.keyboard.press("ArrowDown")
    page.until("p.asked === null")
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "why"
    assert page.tab.inner_text("#why-title").startswith("Citizen ")


@pytest.mark.parametrize(("width", "zoom"), [(390, 100), (320, 100), (1280, 200)])
@pytest.mark.parametrize("view", ["story", "lab", "claims", "year"])
def test_nothing_is_cut_off_where_it_is_narrow_or_large(another, width: int, zoom: int, view: str) -> None:
    """No sideways scrolling of the page at 390 and 320 px, and with text twice as large."""
    one = another(viewport={"width": width, "height": 800})
    one.open(f"#v1;n=1000;seed=7;view={view};day=60;sel=3")
    one.tab.evaluate(f"document.documentElement.style.fontSize = '{zoom}%'")
    one.tab.wait_for_timeout(150)
    wide = one.tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    one.close()


def test_less_motion_jumps_instead_of_playing(another) -> None:
    """With reduced motion a press lives a week at once, and Next jumps."""
    one = another(reduced_motion="reduce").open("#v1;n=1000;seed=7;view=story;step=1;day=29")
    one.tab.click("[data-testid=play]")
    one.until("p.day === 36")
    assert not one.get("p.state.playing")
    one.tab.click("[data-testid=next]")
    one.until("p.day === 89")
    one.close()


def channels(hex_: str) -> list[float]:
    """Linear light."""
    raw = [int(hex_[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in raw]


def light(rgb: list[float]) -> float:
    """Relative luminance."""
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(a: str, b: str) -> float:
    """WCAG contrast."""
    high, low = sorted((light(channels(a)), light(channels(b))), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira & Fernandes 2009, severity 1
SIMULATED = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
    "greyscale": [[0.2126, 0.7152, 0.0722]] * 3,
}


def test_colours_hold_on_the_page_and_in_the_eye(page) -> None:
    """Dots at least 3:1 and text 4.5:1 on the page; low and high scores stay apart without hue."""
    source = (Path(__file__).parents[2] / "page" / "src" / "paint.ts").read_text()
    ground = "#fbfaf7"
    ramp = ["#161e5c", "#384891", "#686c80", "#967846", "#b48208"]
    for colour in [*ramp, "#8b877d", "#d0310d", "#a33b0b", "#1f5fa8"]:
        assert colour in source
        assert contrast(colour, ground) >= 3.0, colour
    for colour in ("#16161d", "#4b5563", "#a33b0b", "#1f5fa8"):
        assert contrast(colour, ground) >= 4.5, colour
    lights = [light(channels(c)) for c in ramp]
    assert lights == sorted(lights)
    for name, matrix in SIMULATED.items():
        seen = [
            light([sum(m * c for m, c in zip(row, channels(h), strict=True)) for row in matrix])
            for h in (ramp[0], ramp[-1])
        ]
        assert (max(seen) + 0.05) / (min(seen) + 0.05) > 3.0, name
    page.open("#v1;n=1000;seed=7;view=lab;day=240")
    deciles = page.tab.evaluate(
        """() => { const p = window.sottovoce.page, c = document.querySelector('.world.a canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const k = Math.min(c.width / 1.42, c.height), who = [...Array(p.map.n).keys()].sort((a, b) => p.worlds[0].score[a] - p.worlds[0].score[b]);
        const grey = (list) => list.map((i) => { const o = 4 * (Math.floor(c.height / 2 + (p.xy[2 * i + 1] - .5) * k) * c.width + Math.floor(c.width / 2 + (p.xy[2 * i] - .71) * k)); return .2126 * d[o] + .7152 * d[o + 1] + .0722 * d[o + 2]; }).reduce((a, b) => a + b) / list.length;
        const n = Math.floor(p.map.n / 10); return [grey(who.slice(0, n)), grey(who.slice(-n))]; }"""
    )
    assert deciles[1] - deciles[0] > 25, "on the screen, in grey, of 255"


def test_addresses_survive_the_round_trip(page) -> None:
    """Random addresses come back as they were; noise is ignored; nothing throws."""
    page.open()
    luck = random.Random(1)
    word = lambda: luck.choice("abcxyz") + "".join(luck.choices("abcdefghij-0123", k=luck.randint(0, 8)))  # noqa: E731
    made = []
    for _ in range(400):
        one: dict = {}
        for name, top in (
            ("n", 10**6),
            ("seed", 10**15 - 1),
            ("day", 5000),
            ("step", 9),
            ("sel", 10**6),
            ("guess", 1000),
        ):
            if luck.random() < 0.5:
                one[name] = luck.randint(0, top)
        if luck.random() < 0.5:
            one["view"] = luck.choice(["story", "lab", "year", "claims"])
        if luck.random() < 0.5:
            one["B"] = word()
        if luck.random() < 0.6:
            values = [
                luck.randint(-9, 999),
                round(luck.uniform(-2, 2), luck.randint(1, 12)),
                1e-7,
                True,
                False,
                "own",
                "public",
            ]
            one["A"] = [
                {"key": word(), "value": luck.choice(values), "day": luck.randint(0, 999)}
                for _ in range(luck.randint(1, 4))
            ]
        made.append(one)
    back = page.tab.evaluate(
        "(all) => all.map((a) => window.sottovoce.decode(window.sottovoce.encode(a)))", made
    )
    assert back == made
    noise = [
        "",
        "#",
        "#v2;n=1",
        "#v1;n=-1;seed=x;A=a:b;sel=1e9",
        "#v1;=;;;A=;B=<script>",
        "#v1;day=12;what=ever",
    ]
    found = page.tab.evaluate("(all) => all.map((a) => window.sottovoce.decode(a))", noise)
    assert found == [{}, {}, {}, {}, {}, {"day": 12}]


def test_a_saved_run_replays_from_a_file(page, another, tmp_path: Path) -> None:
    """One HTML file, opened from disk with no server and no request: the same sentence, and days pass."""
    page.open("#v1;n=1000;seed=7;view=lab;day=90")
    told = page.tab.inner_text("[data-testid=lead]")
    file = tmp_path / "run.html"
    file.write_text(page.api("page.html"), encoding="utf-8")
    one = another()
    one.tab.goto(file.as_uri())
    one.until("p.state !== null && p.day === 90")
    assert one.tab.inner_text("[data-testid=lead]") == told
    shown = "[...p.worlds[0].score].join() + [...p.worlds[1].bits].join()"
    assert one.get(shown) == page.get(shown)
    one.tab.eval_on_selector(
        "#timeline", "(e) => { e.value = 40; e.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    one.until("p.day === 40")
    one.tab.click("[data-testid=play]")
    one.until("p.day > 50")
    assert all(url.startswith(("file:", "data:", "blob:")) for url in one.requests)
    assert json.loads(one.tab.inner_html("#run").replace("<\\/", "</"))["origin"]["synthetic"].startswith(
        "Everyone"
    )
    one.close()


def test_a_year_by_keyboard(page) -> None:
    """Fifty-two weeks with Tab, arrows, space and Enter; at the end the model's year stands beside one's own."""
    page.open("#v1;n=1000;seed=7;view=year;day=29")
    page.tab.focus("[data-testid=begin]")
    page.tab.keyboard.press("Enter")
    page.until("p.game !== null", 90)
    for week in range(52):
        page.until(f"p.game.week === {week} && !p.busy")
        page.tab.wait_for_selector(
            f"h2:has-text('Week {week + 1} of') ~ form [data-testid=week]:not([disabled])"
        )
        if week % 10 == 0:
            first = page.tab.query_selector(".year fieldset input")
            if first:
                first.focus()
                page.tab.keyboard.press("Space")
        page.tab.focus("[data-testid=week]")
        page.tab.keyboard.press("Enter")
    page.until("p.game.over")
    assert page.tab.query_selector_all("[data-testid=sums] tbody tr")[0].inner_text().startswith("Score")
    assert "leader" not in page.tab.inner_text("main").lower()
