"""The report of a small run: one file that loads nothing, with the run's own numbers in words, pictures and tables."""

import io
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from rich.console import Console

from sottovoce.figures import WITH
from sottovoce.law.ai_act import ai_act
from sottovoce.law.rights import rights
from sottovoce.measure.account import account
from sottovoce.record.folder import read_json
from sottovoce.record.store import Store
from sottovoce.report import job
from sottovoce.report.bands import checks
from sottovoce.report.build import drawn, html
from sottovoce.report.build import text as report_text
from sottovoce.report.charts import Chart
from sottovoce.report.facts import Facts, from_study
from sottovoce.report.job import GLANCE, _make_ready
from sottovoce.report.picture import drawn as drawn_picture
from sottovoce.report.picture import picture
from sottovoce.report.sentences import first, plain
from sottovoce.report.terminal import table
from sottovoce.scenario.catalogue import bands
from sottovoce.scenario.read import read
from sottovoce.study.folder import opened
from sottovoce.study.folder import write as write_folder
from sottovoce.study.study import Study, live, plan
from sottovoce.study.worlds import World

SMALL = read("press-2015").replace(
    citizens=300,
    days=60,
    enrolment__opt_in_day=5,
    enrolment__mandatory_day=20,
    **{f"tiers__{k}__from_day": 20 for k in (2, 3, 5)},
    label='a <b>"label"</b> & more',
)


@pytest.fixture(scope="module")
def study() -> Study:
    return live(plan(SMALL, 2))


@pytest.fixture(scope="module")
def facts(study: Study) -> Facts:
    return from_study(study)


@pytest.fixture(scope="module")
def page(facts: Facts) -> str:
    return html(facts)


@pytest.mark.slow
def test_it_is_well_formed_and_its_headings_do_not_skip(page: str):
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    levels = [int(node.tag[1]) for node in root.iter() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    links = [node.get("href", "") for node in root.iter("a") if not node.get("download")]
    assert links and all(link.startswith("#") and link[1:] in ids for link in links)


def test_it_loads_nothing_and_runs_nothing(page: str):
    found: list[tuple[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
            assert tag not in ("script", "link", "img", "iframe", "object", "embed", "base")
            a_file = tag == "a" and dict(attrs).get("download")  # held by the page, and saved, never opened
            found.extend((name, value or "") for name, value in attrs if not (a_file and name == "href"))
            assert not a_file or str(dict(attrs)["href"]).startswith("data:")

    Reader().feed(page)
    for name, value in found:
        assert not name.startswith("on")
        if name in ("src", "href", "xlink:href", "action", "srcset"):
            assert value.startswith("#")
    assert "url(http" not in page and "@import" not in page
    assert "default-src 'none'" in page


def test_the_label_is_escaped_and_everyone_is_said_to_be_made_up(page: str):
    assert "<b>&#34;label&#34;" not in page and "A &lt;b&gt;&#34;label&#34;&lt;/b&gt; &amp; more" in page
    assert "Everyone here is made up by a program. Nobody’s real data is used." in page


def test_the_first_sentence_has_the_numbers_of_the_record(study: Study, facts: Facts):
    def mean(world: str, name: str) -> float:
        """Of 1,000 scheduled occasions in public, mean over seeds."""
        records = [one.record for one in study.of(world)]
        public = ("post", "share", "gather")
        sums = [[sum(r.sum(f"{k}_{c}").sum() for c in public) for k in (name, "could")] for r in records if r]
        return 1000 * float(np.mean([a / b for a, b in sums]))

    text = plain(first(facts))
    spoke, cut = mean("with", "spoke"), mean("with", "cut")
    assert f"they did so {mean('without', 'sensitive'):.0f} times without the score" in text
    assert f"with it {spoke:.0f} times: {1000 - round(spoke) - round(cut)} were held back" in text
    assert f"{cut:.0f} had been cut off." in text
    assert study.effects()["spoke"].with_ == pytest.approx(spoke)
    assert study.effects()["cut_off"].with_ == pytest.approx(cut)


def test_the_bars_of_the_account_are_the_first_sentence_and_come_right_after_it(facts: Facts, page: str):
    chart = drawn(facts)["account"]
    for column in (1, 2):
        assert sum(int(row[column]) for row in chart.rows) == 1000
    text = plain(first(facts))
    spoke, held, cut = ([row[1], row[2]] for row in chart.rows)
    assert (
        f"so {spoke[0]} times without the score; with it {spoke[1]} times: {held[1]} were held back ({held[0]} without it), {cut[1]}"
        in text
    )
    wide, narrow = chart.specs[0]
    for spec in (wide, narrow):
        parts = [v for layer in spec["layer"] for v in layer["data"]["values"] if "x2" in v]
        with_ = sorted((v["x"], v["x2"]) for v in parts if v["line"] == WITH)
        assert [b - a for a, b in with_] == [int(spoke[1]), int(held[1]), int(cut[1])]
    assert page.index('<p class="first">') < page.index('id="account"') < page.index("<nav")
    answer = page.split('<p class="first">')[1].split('<figure id="account">')[0]
    assert answer.count('<p class="answer-more">') == 3 and "<h2" not in answer


def test_every_chart_is_followed_by_the_table_of_its_numbers(page: str, facts: Facts):
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    parents = {child: parent for parent in root.iter() for child in parent}
    charts = drawn(facts)
    figures = list(root.iter("figure"))
    assert {node.get("id") for node in figures} == set(charts)
    assert {
        "account",
        "said",
        "scores",
        "ties",
        "takes",
        "gives",
        "groups",
        "who",
        "why",
        "edges",
        "topics",
        "knockouts",
    } == set(charts)
    for node in figures:
        after = list(parents[node])
        fold = after[after.index(node) + 1]
        assert fold.tag == "details" and fold[0].tag == "summary"
        cells = [["".join(cell.itertext()) for cell in row] for row in fold.findall(".//tbody/tr")]
        assert cells == charts[node.get("id", "")].rows
        assert all(
            one.get("role") == "img"
            for one in node.iter()
            if one.tag.endswith("svg") and not one.get("aria-hidden")
        )


def test_every_chart_is_a_file_in_three_forms(page: str, facts: Facts):
    names = re.findall(r'download="press-2015-300-seed7-([a-z]+)\.(png|svg|csv)"', page)
    assert sorted(names) == sorted((name, form) for name in drawn(facts) for form in ("png", "svg", "csv"))


def test_curves_and_their_tables_are_the_record(study: Study, facts: Facts):
    chart = drawn(facts)["said"]
    records = [one.record for one in study.of("with")]
    day = float(np.mean([1000 * r.sum("say_so")[30] / r.sum("people")[30] for r in records if r]))
    row = next(row for row in chart.rows if row[0] == "30")
    assert row[chart.head.index("say so, with the score")] == f"{day:.1f}"
    wide = chart.specs[0][0] if isinstance(chart.specs[0], tuple) else chart.specs[0]
    curve = next(layer for layer in wide["layer"] if layer["mark"]["type"] == "line")
    drawn_here = [
        v["y"] for v in curve["data"]["values"] if v["series"] == "say so, with the score" and v["x"] == 30
    ]
    assert drawn_here == [pytest.approx(day)]
    assert [name for name in ("opt-in, day 5", "mandatory, day 20") if name in str(wide)] != []


def test_groups_are_told_by_the_account(study: Study, facts: Facts):
    """By social group what became of the wish comes first; who says so, which holds fear and friction both, is second."""
    chart = drawn(facts)["groups"]
    assert chart.titles[:2] == ["Of 1,000 times that they could have spoken", "Of 1,000 who disagree, say so"]
    for number, group in enumerate(facts.groups):
        both = [
            [account(w.record, group=number) for w in study.of(name) if w.record]
            for name in ("with", "without")
        ]
        mean = [[np.mean([one[k] for one in world]) for k in (1, 2, 3)] for world in both]
        for k, word in enumerate(("spoke", "held back", "cut off")):
            row = next(row for row in chart.rows if row[:2] == [f"{word}, of 1,000 times", group])
            assert [float(cell) for cell in row[2:]] == pytest.approx([mean[0][k], mean[1][k]], abs=1.01)


def test_why_adds_up(facts: Facts):
    """In so small a world everything is sampled: the terms together are the wish held back."""
    chart = drawn(facts)["why"]
    assert chart.rows[-2][1:3] == chart.rows[-1][1:3]
    assert "All occasions of the measured days are in it." in chart.caption
    terms = {row[0]: row for row in chart.rows[:-2]}
    assert set(terms) == {"noise", "climate", "score", "reproach", "effort", "audience"}
    assert terms["score"][2] == "0.0%" and terms["score"][5:] == ["0.0%", "0.0%"]


def test_bands_are_left_as_they_are(facts: Facts, page: str):
    found = checks(facts)
    assert len(found) == len(bands())
    assert {one.verdict for one in found} <= {"hit", "missed", "not applicable"}
    fall = next(one for one in found if one.quantity == "fall of lawful sensitive acts")
    held, acts = facts.effects["browsing_held_back"], facts.effects["browsed"]
    assert fall.value == f"{100 * held.difference / (1000 - held.without):.1f}%"
    assert f"the fall is {100 * (1 - acts.with_ / acts.without):.1f}%" in fall.how
    assert all("restraint" in one.how for one in found if one.quantity.startswith(("fall", "public minus")))
    surveys = [one for one in found if "open setting" in one.quantity]
    of_all = facts.effects["self_censoring_of_all"].without
    assert [one.value for one in surveys] == [
        f"{100 * of_all:.1f}%"
    ] * 2  # they asked everybody (decision 21)
    assert "none of it is a prediction" in page and "this scenario cannot show it" in page


def test_no_effect_without_its_interval_and_no_hole_without_its_reason(page: str, facts: Facts):
    assert "95% interval" in page and "Means over 2 seeds" in page
    assert "no value" not in page or "No value:" in page
    assert "nan" not in re.sub(r"<[^>]*>", " ", page).split()


@pytest.mark.slow
def test_one_seed_says_that_there_is_no_interval():
    text = report_text(live(plan(SMALL, 1, extras=False)))
    assert "One seed only: there is no interval" in text
    assert "What does what" not in text


@pytest.mark.slow
def test_an_interrupted_run_says_so_at_the_top():
    class After(threading.Event):
        left = 80

        def is_set(self) -> bool:
            self.left -= 1
            return self.left < 0

    text = report_text(live(plan(SMALL, 2), threads=1, stop=After()))
    assert "This run was interrupted. 1 of 17 worlds are finished" in text.split("<main>")[0]
    ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>"))


def test_nothing_lived_is_no_reason_to_fail():
    text = report_text(plan(SMALL, 2))
    assert "nothing to say yet" in text


@pytest.mark.slow
def test_a_world_that_failed_is_named_at_the_top(study: Study):
    other = Study(study.scenario, 2, [*study.worlds])
    broken = plan(SMALL, 1, extras=False).worlds[0]
    broken.error = "ValueError: <oops>"
    other.worlds[0] = broken
    text = html(from_study(other))
    assert "1 world failed and is left out: with, seed 7: ValueError: &lt;oops&gt;" in text.split("<main>")[0]


@pytest.mark.slow
def test_the_run_folder_gives_the_same_report(study: Study, tmp_path: Path):
    write_folder(study, tmp_path, "sottovoce run")
    stored, made = report_text(opened(tmp_path)), from_study(study)
    made.provenance = read_json(tmp_path / "provenance.json")
    assert stored == html(made)
    assert "<dd>sottovoce run</dd>" in stored


def test_the_panel_of_rights_is_that_of_the_scenario(page: str):
    """The table has each mechanism with its articles; the AI Act is told element by element, with its advice."""
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    section = next(n for n in root.iter("section") if n.get("aria-labelledby") == "rights-h")
    tables = [
        [["".join(cell.itertext()) for cell in row] for row in table.findall("./tbody/tr")]
        for table in section.iter("table")
    ]
    assert [row[0] for row in tables[0]] == [right.mechanism for right in rights(SMALL)]
    assert tables[0][0][1].replace("\N{NO-BREAK SPACE}", " ") == "ICCPR 19, UDHR 19, EU Charter 11"
    check = ai_act(SMALL)
    assert [row[:2] for row in tables[1]] == [[a.asks, a.answer] for a in check.answers]
    text = " ".join("".join(section.itertext()).split())
    assert f"social scoring: {check.verdict}" in text and check.advice in text
    assert "16 mechanisms are at work that touch 36 articles" in text


def test_claims_are_told_with_the_values_whose_sources_speak_of_them(page: str):
    """And the report says what the press scenario is, and is not."""
    text = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert "#26 Friends&#39; acts hurt you “but if any of your friends do them” (S2) CLAIM" in text
    assert "only tie-quality scoring. (score: spill 0.3, spill_gains false; tags: weight 0.5)" in text
    assert (
        "the system as the 2015 press described it, not any system that exists" not in text
    )  # this label is another


@pytest.mark.slow
def test_a_scenario_without_a_score():
    text = report_text(live(plan(read("no-system").replace(citizens=200, days=20), 2)))
    assert "No score is in force in this scenario, so both worlds are the same." in text
    assert "The articles say nothing of this scenario." in text
    assert "No mechanism that touches a right is at work here." in text and "outside Art. 5(1)(c)" in text


def test_the_terminal_holds_80_columns_and_needs_no_terminal(study: Study):
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(table(study))
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= 80
    assert plain(first(from_study(study)))[:40] in text
    rows = [line.split("  ")[0] for line in text.splitlines()]
    at = rows.index("spoke")
    assert rows[at : at + 4] == ["spoke", "held back", "cut off", "say what they think"]
    assert "Say what they think, and sensitive acts: each holds fear and friction both." in " ".join(
        text.split()
    )
    assert "95% interval" in text and "say so, with the score" in text


def test_a_picture_says_what_it_is(study: Study, tmp_path: Path):
    assert picture(study, tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    text = picture(study, tmp_path / "a.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert "Synthetic: everyone is made up" in text and "Scenario press-2015, seed 7" in text
    title = drawn_picture(study)["title"]["text"]
    assert " ".join(title) == plain(first(from_study(study))) and max(map(len, title)) <= 110


@pytest.mark.slow
@pytest.mark.files
def test_a_chart_drawn_before_is_used_only_if_it_shows_the_same(facts: Facts, page: str):
    """The report is the same; one that shows something else is drawn anew."""
    before = list(drawn(facts).values())
    for chart in before:
        chart.__dict__["svgs"] = [(size, f"<svg>kept: {chart.name}</svg>") for size, _ in chart.svgs]
    shown = html(facts, before)
    assert all(f"kept: {chart.name}<" in shown for chart in before)
    before[0].rows = before[0].rows[:-1]
    shown = html(facts, before)
    assert f"kept: {before[0].name}<" not in shown
    assert all(f"kept: {chart.name}<" in shown for chart in before[1:])
    assert html(facts, [chart for chart in drawn(facts).values() if chart.svgs]) == page


@pytest.mark.slow
@pytest.mark.files
def test_charts_of_pairs_are_drawn_when_these_are_home(study: Study, page: str):
    """Not before, whatever else is done; the report is the same with them."""
    waiting = replace(study, worlds=[replace(world, record=None) for world in study.worlds])
    home: list[World] = []
    ready: list[Chart] = []
    steps = _make_ready(waiting, home, ready, "")
    assert next(steps) == GLANCE, "no world was begun"
    waiting.worlds = study.worlds
    home += [world for world in study.worlds if world.name not in ("with", "without")]
    assert [wait for wait, _ in zip(steps, range(20), strict=False)][-1] == GLANCE and not ready
    home += [world for world in study.worlds if world.name in ("with", "without")]
    assert list(steps) == [0.0] * 2 * len(ready), "shown, and as a file"
    all_of_them = drawn(from_study(study))
    assert [chart.name for chart in ready] == [name for name in all_of_them if name != "knockouts"]
    assert all(chart == all_of_them[chart.name] for chart in ready)


@pytest.mark.slow
def test_what_draws_is_started_before_worlds_are_lived(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Processes are not to be forked while it starts."""
    drawing = threading.Thread(target=time.sleep, args=(0.2,))
    alive = []
    monkeypatch.setattr(job, "live", lambda *_, **__: alive.append(drawing.is_alive()))
    drawing.start()
    job.do(study, Store.new(tmp_path / "run"), quiet=True, drawing=drawing)
    assert alive == [False]


@pytest.mark.slow
def test_a_run_loads_no_xarray():
    """It takes half a second, and only readers need it."""
    modules = "sottovoce.cli", "sottovoce.report.job", "sottovoce.report.build", "sottovoce.study.folder"
    code = f"import sys, {', '.join(modules)}; print(sorted({{'xarray', 'pandas'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
