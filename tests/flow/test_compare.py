"""`sottovoce compare` from end to end, on tiny societies: worlds, rows, order, folder, page, and what goes wrong."""

import json
import math
import re
import sys
import threading
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

import sottovoce as sv
from helpers import After, made
from sottovoce import cli
from sottovoce.errors import RunError, ScenarioError
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import MEASURES
from sottovoce.record.store import Store
from sottovoce.reforms import no_system, private_scores
from sottovoce.report.compare import api, facts
from sottovoce.report.compare.figure import pictures, ranking
from sottovoce.report.compare.job import do
from sottovoce.report.compare.page import html
from sottovoce.report.compare.terminal import HEADS, text
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study import study as studies
from sottovoce.study.compare import live, of_reforms, of_systems
from sottovoce.study.comparison import as_json
from sottovoce.study.study import plan
from sottovoce.study.worlds import World

SMALL = made(
    citizens=300, days=60, society__aware=1.0, watching__learn=0.0, punishment__severity=0.0, channels__conduct={}, ties__make="never", score__memory_months=6
)  # fmt: skip
MILD = with_values(SMALL, {"name": "mild", "label": "a milder one", "score.spill": 0.0, "tiers": []})
ASKED = ["private-scores", "own-acts-only+expiry@1", "no-sanctions"]


@pytest.fixture(scope="module")
def reforms():
    return live(of_reforms(SMALL, ASKED, without_paths=["score.spill"], seeds=3), threads=2)


@pytest.fixture(scope="module")
def systems():
    return live(of_systems([SMALL, MILD, no_system(SMALL)], seeds=3), threads=2)


@pytest.fixture(scope="module")
def folder(reforms, tmp_path_factory):
    place = tmp_path_factory.mktemp("runs") / "compare"
    do(reforms, Store.new(place), quiet=True)
    return place


def test_worlds_are_the_same_people_with_the_same_luck(reforms):
    """The worlds with and without are those of `sottovoce run`, to the last digit; and so is a reform's, lived alone."""
    study = studies.live(plan(SMALL, 2, extras=False, ledger=False))
    for k, (with_, without) in enumerate(study.pairs()):
        assert reforms.lived[0, k].measures == pytest.approx(with_.measures, nan_ok=True, rel=0, abs=0)
        assert reforms.lived[1, k].measures == pytest.approx(without.measures, nan_ok=True, rel=0, abs=0)
    alone = World("x", 0, private_scores(SMALL))
    alone.live(studies.Cpu(1), lambda: False)
    assert reforms.lived[2, 0].measures == pytest.approx(alone.measures, nan_ok=True, rel=0, abs=0)


def test_rows(reforms):
    """One row a world, with its kind, its reference, and every measure."""
    rows = reforms.rows
    names = {row.name: (row.kind, row.against) for row in rows}
    assert names == {
        "made": ("with", "without"),
        "without": ("without", ""),
        "private-scores": ("reform", "made"),
        "own-acts-only+expiry@1": ("reform", "made"),
        "no-sanctions": ("reform", "made"),
        "without:score.spill": ("knock-out", "made"),
    }
    assert [row.kind for row in rows[:2]] == ["with", "without"]
    assert all(set(row.measures) == set(MEASURES) and row.seeds == 3 for row in rows)


def test_cells_are_made_of_the_worlds(reforms):
    """Values, paired differences and shares given back, reckoned again from what is left of each world."""
    for row in reforms.rows[2:]:
        number = [v.name for v in reforms.variants].index(row.name)
        for name in ("voice_gap", "ties_cut", "access_lost", "net_without_dissent"):
            mine, with_, without = (
                [reforms.lived[v, k].measures[name] for k in range(3)] for v in (number, 0, 1)
            )
            cell = row.measures[name]
            assert cell.value == pytest.approx(np.mean(mine))
            assert cell.difference == pytest.approx(np.mean(mine) - np.mean(with_))
            if cell.given_back is not None:
                expected = (np.mean(with_) - np.mean(mine)) / (np.mean(with_) - np.mean(without))
                assert cell.given_back == pytest.approx(expected)
                assert cell.given_low <= cell.given_back <= cell.given_high
    found = reforms
    assert [name for name in HARMS if found.order.harms[name]], "this system harms"
    told = found.rows[2].measures
    assert {name for name, cell in told.items() if cell.given_back is not None} <= {
        n for n, h in found.order.harms.items() if h
    }
    without = found.rows[1].measures["net_without_dissent"]
    assert without.value == 0.0, "nobody bears the points of a shadow score"


def test_ranks_leave_open_what_intervals_leave_open(reforms):
    """Rows stand in the order of their shares; a rank is one number only where no interval overlaps another."""
    found = reforms.ranked("ties_cut")
    assert (found.ranked_by, found.order.why) == ("ties_cut", "as asked")
    ranked = [row for row in found.rows[2:] if row.ranks]
    shares = [row.measures["ties_cut"].given_back for row in ranked]
    assert shares == sorted(shares, reverse=True)
    for row in ranked:
        low, high = row.measures["ties_cut"].given_low, row.measures["ties_cut"].given_high
        others = [r.measures["ties_cut"] for r in ranked if r is not row]
        better = sum(c.given_low > high for c in others)
        worse = sum(c.given_high < low for c in others)
        assert row.ranks == (1 + better, len(ranked) - worse)
    lines = text(reforms.ranked("ties_cut")).splitlines()
    for row in ranked:
        assert any(line.startswith(facts.ranks(row)) and row.label in line and "%" in line for line in lines)


HARMLESS = {  # everybody is scored for two days, nobody knows of it, and nothing follows
    "citizens": 40,
    "days": 6,
    "society.aware": 0.0,
    "enrolment.opt_in_day": None,
    "enrolment.mandatory_day": 4,
    "tiers": [],
    "punishment.severity": 0.0,
    "voice.backlash": 0.0,
    "watching.learn": 0.0,
}


@pytest.mark.slow
def test_the_measure_to_rank_by():
    """By default the first harm whose interval excludes zero; a system that does no harm ranks nothing."""
    nothing = live(of_reforms(with_values(SMALL, HARMLESS), ["no-spill"], seeds=2))
    found = nothing
    assert (found.ranked_by, found.order.harms["voice_gap"]) == (None, False)
    assert (
        found.order.why
        == "No harm of the system has an interval that excludes zero: there is nothing to give back, and nothing is ranked."
    )
    assert nothing.ranked("voice_gap").order.why.startswith("voice_gap: its interval includes zero here")
    assert facts.harm_sentence(nothing) == found.order.why
    assert "rank " not in text(nothing)
    for by, problem in (
        ("voice", 'by: voice given; no such measure. Did you mean "voice_gap"?'),
        (
            "say_so",
            "by: say_so given; holds fear and friction both, and ranks nothing. Known: "
            + ", ".join(sorted(HARMS))
            + ".",
        ),
        ("score_mean", "by: score_mean given; counts no harm. Known: " + ", ".join(sorted(HARMS)) + "."),
    ):
        with pytest.raises(RunError, match=re.escape(problem)):
            nothing.ranked(by)


def test_one_seed_has_no_ranks():
    """With one seed there is no interval, and the page says that nothing can be ranked."""
    single = live(of_reforms(SMALL, ["private-scores"], seeds=1))
    found = single.ranked("ties_cut")
    assert found.rows[2].ranks is None
    assert found.rows[2].measures["ties_cut"].given_low is None
    assert facts.ONE_SEED in text(single.ranked("ties_cut"), 200)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("of", ["reforms", "systems"])
def test_the_terminal_keeps_to_its_width(of, width, request):
    shown = text(request.getfixturevalue(of), width)
    assert max(map(len, shown.splitlines())) <= width
    assert "…" not in shown
    assert "Everyone here is made up by a program" in " ".join(shown.split())


def test_every_harm_has_a_head_for_the_terminal():
    """A harm without one stopped the whole table."""
    assert set(HARMS) <= set(HEADS)


def test_the_terminal_says_what_it_is(reforms):
    shown = " ".join(text(reforms, 100).split())
    by = reforms.ranked_by
    assert (
        f"Ranked by the share of this harm ({by}) that each gives back: the first harm whose interval excludes zero here."
        in shown
    )
    assert "A rank like 2–4 means that intervals overlap: these seeds do not tell those rows apart." in shown
    assert "A change is good or bad at one harm at a time; there is no total." in shown


def test_every_reform_that_applies():
    """--each tries what applies, tells the others with why, and keeps a value that was asked for by name."""
    c = of_reforms(SMALL, ["expiry@2", "no-spill+expiry@2"], each=True)
    names = [variant.name for variant in c.variants[2:]]
    assert names[:2] == ["expiry@2", "no-spill+expiry@2"]
    assert "private-scores" in names and "repeal@30" in names and "no-spill" in names
    assert not any(name.startswith("expiry@6") for name in names)
    assert c.does_not_apply == {
        "inform-the-public": "everybody knows of made already (society.aware 1)",
        "court-order": "no account can be frozen in made (freeze.power false)",
        "expiry": "acts are forgotten after 6 months in made already (score.memory_months 6)",
    }
    everything = of_reforms(SMALL, without_paths=["all"])
    assert {"without:score.spill", "without:tiers.2", "without:channels.post"} <= {
        v.name for v in everything.variants
    }
    gone, idle = facts.left_out(everything)
    assert gone == {}
    assert "No points for conduct" in idle and not any("." in name for name in idle)
    assert "it is neutral in made already (ties.make never)" in idle.values()


PROBLEMS = [
    (
        {},
        [
            "made: nothing to compare it with. Give another scenario, a reform (like private-scores), each of them (each), or a feature to do without (like without score.spill)."
        ],
    ),
    (
        {"reforms": ["privat-scores", "expiry@99"], "without_paths": ["score.spil", "punishment.severity"]},
        [
            'privat-scores: no such reform. Did you mean "private-scores"?',
            "expiry@99: 99 given; allowed whole numbers 1 to 60 (months). Write it like expiry@6.",
            'score.spil: no such mechanism. Did you mean "score.spill"?',
            "without punishment.severity: it is neutral in made already (punishment.severity 0)",
        ],
    ),
    ({"reforms": ["no-spill+no-spill"]}, ["no-spill: no-spill is given twice. Give it once."]),
]


@pytest.mark.parametrize(("how", "problems"), PROBLEMS)
def test_refusals(how, problems):
    with pytest.raises(ScenarioError) as caught:
        of_reforms(SMALL, **how)
    assert caught.value.problems == problems


@pytest.mark.slow
def test_a_failed_world_is_a_row(monkeypatch):
    """One world fails on each seed, another on one seed only; the others are ranked, and the page says what happened."""
    whole = World._live

    def faulty(self, *how):
        if self.scenario.score.lookup == "own" or (
            self.scenario.score.spill == 0 and self.scenario.seed == 12
        ):
            raise MemoryError("no room left")
        whole(self, *how)

    monkeypatch.setattr(World, "_live", faulty)
    c = live(of_reforms(SMALL, ["private-scores", "no-spill", "no-sanctions"], seeds=3), threads=2)
    rows = {row.name: row for row in c.ranked("ties_cut").rows}
    assert rows["private-scores"].error == "; ".join(
        f"seed {s}: MemoryError: no room left" for s in (11, 12, 13)
    )
    assert rows["private-scores"].measures == {}
    assert (rows["no-spill"].seeds, rows["no-spill"].error) == (2, "seed 12: MemoryError: no room left")
    assert rows["no-sanctions"].seeds == 3
    assert not c.interrupted
    shown = text(c.ranked("ties_cut"), 200)
    assert "Private scores failed: seed 11: MemoryError: no room left" in shown
    assert "failed" in html(c.ranked("ties_cut"))
    json.dumps(as_json(c), allow_nan=False)


def test_threads_do_not_matter(reforms):
    again = live(of_reforms(SMALL, ASKED, without_paths=["score.spill"], seeds=3), threads=1)
    assert json.dumps(as_json(again)) == json.dumps(as_json(reforms))


def test_stopped_early():
    """What was finished counts; the page says that it was stopped."""
    c = live(of_reforms(SMALL, ASKED, seeds=2), threads=1, stop=After(200))
    assert c.interrupted
    assert any("Stopped before the end" in line for line in facts.troubles(c))
    never = threading.Event()
    never.set()
    nothing = live(of_reforms(SMALL, ASKED, seeds=2), stop=never)
    assert nothing.interrupted and not nothing.lived
    assert html(nothing)
    assert text(nothing)


def test_systems_share_the_people(systems):
    """All have the society, size, days and seed of the first; and the worlds without differ in nothing that people do."""
    assert [v.name for v in systems.variants if v.kind == "system"] == ["made", "mild", "made-2"]
    for variant in systems.variants:
        assert variant.scenario.society == SMALL.society
        assert (variant.scenario.citizens, variant.scenario.seed, variant.scenario.days) == (300, 11, 60)
    other = with_values(MILD, {"citizens": 50, "seed": 99, "society.homophily": 0.1, "days": 7})
    shared = of_systems([SMALL, other])
    assert shared.variants[2].scenario == MILD
    own = of_systems([SMALL, other], own_society=True).variants[2].scenario
    assert (own.citizens, own.society.homophily, own.days, own.seed) == (50, 0.1, 60, 11)
    without = [systems.lived[n, 0].measures for n, v in enumerate(systems.variants) if v.kind == "without"]
    for name in ("voice_gap", "say_so", "sensitive_acts", "ties_cut"):
        assert len({found[name] for found in without}) == 1
    row = next(r for r in systems.rows if r.name == "made-2")
    assert all(c.difference == 0 for n, c in row.measures.items() if not math.isnan(c.difference)), (
        "no system, no effect"
    )


def test_what_differs_besides_the_system_is_said():
    other = with_values(MILD, {"voice.effort": 0.2, "channels.post.rate": 0.5})
    assert of_systems([SMALL, other]).notes == [
        "How people act differs from made, too, in mild: channels.post.rate, voice.effort."
    ]
    moved = with_values(MILD, {"society.aware": 0.11, "society.homophily": 0.2})
    assert of_systems([SMALL, moved]).notes == [
        "Among the people of made and not their own live mild; their own have society.homophily 0.2 in place of 0.5, society.aware "
        "0.11 in place of 1. With own-society (Python: own_society=True) each has its own."
    ]
    assert of_systems([SMALL, moved], own_society=True).notes == []


@pytest.mark.slow
def test_json(folder, reforms):
    """compare.json holds every row and measure, and says by what they are ranked."""
    stored = json.loads((folder / "compare.json").read_text())
    assert set(stored) == {
        "scenarios", "citizens", "days", "seed", "seeds", "complete", "measures", "rows", "ranked_by", "ranked_why",
        "harms_told_apart", "pairs", "does_not_apply", "notes", "equal",
    }  # fmt: skip
    assert (stored["scenarios"], stored["citizens"], stored["seed"], stored["seeds"]) == (
        ["made"],
        300,
        11,
        3,
    )
    row = stored["rows"][2]
    assert set(row) == {
        "name",
        "kind",
        "what",
        "label",
        "against",
        "seeds",
        "ranks",
        "measures",
        "who",
        "counts",
        "error",
    }
    assert set(row["measures"]["voice_gap"]) == {
        "value", "difference", "low", "high", "unit", "given_back", "given_low", "given_high",
    }  # fmt: skip
    assert set(row["measures"]["score_mean"]) == {"value", "difference", "low", "high", "unit"}
    assert set(row["who"]) == {"wealth", "view", "standing", "community"}
    poor = row["who"]["wealth"]["poor"]["access_lost"]
    mean = np.mean([reforms.lived[2, k].who["wealth"]["poor"]["access_lost"] for k in range(3)])
    with_ = np.mean([reforms.lived[0, k].who["wealth"]["poor"]["access_lost"] for k in range(3)])
    if row["name"] == "private-scores":
        assert poor == pytest.approx({"value": mean, "difference": mean - with_})
    assert stored["ranked_by"] in HARMS


def test_folder(folder):
    assert {path.name for path in folder.iterdir()} == {
        "compare.html", "compare.json", "compare.svg", "manifest.json", "provenance.json", "scenario.yaml", "worlds.json",
    }  # fmt: skip
    assert sv.read(folder / "scenario.yaml") == SMALL
    provenance = json.loads((folder / "provenance.json").read_text())
    assert (
        provenance["synthetic"]
        == "Everyone in this run is made up by a program. No real person's data was used."
    )
    assert provenance["complete"] and provenance["worlds"][0] == "made"
    svg = ElementTree.fromstring((folder / "compare.svg").read_text())
    assert "made up by a program" in "".join(svg.itertext())


class Loads(HTMLParser):
    """Everything that a page would load or run."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "link", "img", "iframe", "object"):
            self.found.append(tag)
        saved = tag == "a" and dict(attrs).get("download")  # held by the page
        self.found += [
            v
            for k, v in attrs
            if k in ("src", "href") and not (v or "").startswith("data:" if saved else "#")
        ]


@pytest.mark.slow
@pytest.mark.parametrize("of", ["reforms", "systems"])
def test_the_page_is_whole_and_loads_nothing(of, request):
    page = html(
        replace(request.getfixturevalue(of), origin={"command": "x <y>", "versions": {"sottovoce": "1"}})
    )
    loads = Loads()
    loads.feed(page)
    assert loads.found == []
    root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    links = [node.get("href", "") for node in root.iter("a") if not node.get("download")]
    assert links and all(link[1:] in ids for link in links)
    levels = [int(node.tag[1]) for node in root.iter() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert "nan" not in "".join(root.itertext()).lower().split()


def test_figures_carry_their_numbers(reforms, systems):
    """Every cell of a figure stands in its table; a cell without colour is one whose interval includes zero."""
    c = reforms
    dots = ranking(c)
    assert dots is not None and [row[0] for row in dots.rows] == [row.label for row in c.safeguards]
    given = pictures(c)[0]
    assert len(given.rows) == len(c.safeguards) * len(c.shown)
    for square, row in zip(given.spec["data"]["values"], given.rows, strict=True):
        assert (square["r"], square["c"]) == (row[0], row[1])
        assert square["t"].replace("–", "") in row[3]
    effects, others = pictures(systems)[:2]
    assert {row[1] for row in effects.rows + others.rows} == {facts.short(name) for name in MEASURES}
    drawn = {v["c"] for one in (effects, others) for v in one.spec["data"]["values"]}
    still = {row[1] for row in effects.rows + others.rows} - drawn
    assert still and all(name in effects.caption + others.caption for name in still)
    none = [v for v in effects.spec["data"]["values"] if v["r"] == "made-2"]
    assert {v["t"] for v in none} == {"0"}
    assert {v["fill"] for v in none} == {"#fbfaf7"}


def test_points_are_in_spreads_of_the_own_scale():
    """The same loss on a scale ten times as wide is a tenth of the effect."""
    c = of_systems(
        [SMALL, with_values(MILD, {"score.spread": 400.0}), with_values(MILD, {"score.spread": 0.0})]
    )
    cell = c.rows  # nothing lived yet: rows without measures
    assert [row.measures for row in cell] == [{}] * 6
    from sottovoce.study.comparison import Cell, Row

    loss = Cell(10.0, 8.0, 4.0, 12.0, "points")
    seen = [
        facts.in_spreads(c, Row(v.name, v.name, "system", "", "", 1), loss)
        for v in c.variants
        if v.kind == "system"
    ]
    assert seen[0] == (0.2, 0.1, 0.3, "SD")
    assert seen[1][:3] == pytest.approx((0.02, 0.01, 0.03))
    assert math.isnan(seen[2][0])


def test_from_python(reforms):
    found = sv.compare(SMALL, reforms=["private-scores"], without=["score.spill"], by="ties_cut", seeds=2)
    assert (found.ranked_by, found.rows[0].name) == ("ties_cut", "made")
    assert found.ranked("cut_someone").ranked_by == "cut_someone"
    assert found.ranked("Dropped a friend").ranked_by == "cut_someone", "as a reader sees it"
    assert "Private scores" in str(found) and "Private scores" in found._repr_html_()
    assert found.json()["seeds"] == 2
    assert found.does_not_apply == {}
    assert sv.compare(SMALL, MILD, citizens=60, days=8, seeds=1).ranked_by is None


@pytest.mark.slow
def test_save(tmp_path, reforms):
    page = api.shown(reforms).save(tmp_path / "there") / "compare.html"
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert (tmp_path / "there" / "compare.json").is_file()


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sottovoce", *words])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out = capsys.readouterr()
        return int(caught.value.code or 0), out.out, out.err

    return typed


TINY = [
    "--citizens",
    "60",
    "--days",
    "12",
    "--seeds",
    "2",
    "--set",
    "enrolment.opt_in_day=1",
    "--set",
    "enrolment.mandatory_day=2",
]


@pytest.mark.slow
def test_typed(sottovoce, tmp_path):
    code, out, _ = sottovoce("compare", "press-2015", "--reform", "private-scores", "--json", *TINY)
    assert code == 0
    printed = json.loads(out)
    assert [row["name"] for row in printed["rows"]] == ["press-2015", "without", "private-scores"]
    assert (tmp_path / printed["out"] / "compare.html").is_file()
    assert printed["out"] == "runs/compare-press-2015-seed7"
    code, out, _ = sottovoce("compare", "press-2015", "no-system", "--out", "both", *TINY)
    assert code == 0
    assert "both: compare.html, compare.json, ..." in out
    assert (tmp_path / "both" / "scenario-2-no-system.yaml").is_file()
    code, out, _ = sottovoce("compare", "press-2015", "no-system", "--out", "both", "--quiet", *TINY)
    assert code == 2, "a finished comparison is not replaced unasked"
    words = "compare", "press-2015", "no-system", "--out", "both", "--replace", "--quiet"
    code, out, _ = sottovoce(*words, *TINY)
    assert (code, out) == (0, "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["press-2015"], "press-2015: nothing to compare it with. Give another scenario, a reform (like private-scores), each of them (each), or a feature to do without (like without score.spill)."),
        (["press-2015", "no-system", "--each"], "2 scenarios with reforms given; allowed one scenario with reforms, or several "
         "scenarios. Leave out reforms, each, pairs and without, or all scenarios but one."),
        (["press-2015", "--each", "--by", "voice"], 'by: voice given; no such measure. Did you mean "voice_gap"?'),
        (["press-2015", "--equal", "points"], "equal: compares systems. Give two scenarios or more, the first being the one the "
         "others are held to."),
        (["press-2015", "no-system", "--equal", "point"], 'equal: point given; no such count. Did you mean "points"?'),
        (["pres-2015", "--each"], 'pres-2015: neither a preset nor a file. Did you mean "press-2015"? Presets: `sottovoce scenarios`.'),
        (["press-2015", "--reform", "hide-who-hurt"], 'hide-who-hurt: no such reform. Did you mean "hide-who-hurts"?'),
    ],
)  # fmt: skip
def test_typed_wrong(sottovoce, words, problem):
    code, _, err = sottovoce("compare", *words)
    assert code == 2
    assert problem in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_what_cannot_act_or_leaves_nothing_is_said_and_not_ranked():
    """A reform that a run is too short for; one that leaves nothing that is scored; what lies after the last day."""
    press = with_values(read("press-2015"), {"citizens": 150, "days": 150})
    comparison = live(of_reforms(press, ["expiry@6", "purpose-wall", "private-scores"], seeds=2))
    notes = " ".join(comparison.notes)
    assert "enrolment.mandatory_day: day 180 is not lived" in notes
    assert "private-scores" not in notes
    rows = {row.name: row for row in comparison.ranked("held_back").rows}
    assert rows["expiry@6"].ranks is None and rows["purpose-wall"].ranks is None
    assert rows["expiry@6"].apart == "It cannot act in this run: it acts after 180 days, and the run has 150."
    assert "nothing is left that a score is made of" in rows["purpose-wall"].apart
    whole = with_values(press, {"days": 200})
    assert [
        not v.apart for v in of_reforms(whole, ["expiry@6", "expiry@6+appeal", "purpose-wall"]).variants[2:]
    ] == [True, True, False]


def test_taking_away_the_way_in_leaves_nobody_scored():
    """Joining knocked out where nobody is made to join: nobody is scored, and that is no finding."""
    free = with_values(read("press-2015"), {"enrolment.mandatory_day": None})
    found = of_reforms(free, without_paths=["enrolment.opt_in_day"])
    [alone] = found.variants[2:]
    assert "nobody is scored in its 730 days" in alone.apart
