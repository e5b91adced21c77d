"""The mirror: three worlds a seed, rows in a fixed order, nulls that are exactly 0, and nothing that searches or can be aimed."""

import ast
import inspect
import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

import sottovoce as sv
from helpers import livelier, made
from sottovoce import cli
from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.measure import evenings
from sottovoce.measure.evenings import SHARE, Acts, Exempt, exempt
from sottovoce.measure.pairs import interval
from sottovoce.reforms import no_system, repeal, rewards_only
from sottovoce.report import mirror as shown
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import days, live_world
from sottovoce.society import create
from sottovoce.society.state import GRID, NOTHING
from sottovoce.study import mirror as mirrors
from sottovoce.study.mirror import FAVOUR, KNOW, LOSE, MADE, PARTS, SPEAKS, Row, plan

SMALL = made(citizens=200, days=50, enrolment__mandatory_day=15)
BARE = {"score.friend_weight": 0.0, "score.spill": 0.0, "score.fade": 0.0, "score.memory_months": 0}


@pytest.fixture(scope="module")
def found():
    return shown.mirror(SMALL, citizens=200, seeds=3, threads=2)


def row(of, name):
    return next(one for one in of.rows if one.name == name)


def lived(scenario, evening):
    society = create(scenario, ledger=True)
    for day, _ in days(scenario, society, ledger=True, machine=Cpu(1)):
        evening(scenario, day, society)
    return society


@pytest.mark.slow
def test_three_worlds_a_seed(found):
    """The two of every run, and the same once more with files from which nothing is lost; fixed before anything is lived."""
    worlds = plan(SMALL, 3)
    assert [(w.name, w.scenario.seed) for w in worlds] == [
        (n, 11 + k) for k in range(3) for n in ("with", "without", "exempt")
    ]
    for with_, without, favoured in zip(worlds[::3], worlds[1::3], worlds[2::3], strict=True):
        assert favoured.scenario == with_.scenario and without.scenario == no_system(with_.scenario)
    study = sv.run(SMALL, seeds=3)
    effects = study.effects()
    for name in (*mirrors.LOST, *mirrors.FOR):
        one, e = row(found, name), effects[name]
        assert (one.with_, one.without, one.low, one.high) == (e.with_, e.without, e.low, e.high), name


def test_rows_stand_in_a_fixed_order(found):
    """Whatever they hold, and each with its unit and what it is."""
    names = [one.name for one in found.rows]
    assert names == [*mirrors.LOST, *MADE, *mirrors.FOR]
    assert [one.part for one in found.rows] == sorted((one.part for one in found.rows), key=PARTS.index)
    table = found.table()
    assert table["measure"].tolist() == names and table.columns.tolist() == [
        "part", "measure", "with", "without", "difference", "low", "high", "unit", "about",
    ]  # fmt: skip
    assert all(one.unit and one.about for one in found.rows)


def test_intervals_are_paired_over_the_seeds():
    """Student's t of the differences, by hand."""
    worlds = plan(SMALL, 3)
    for world in worlds:
        world.live(Cpu(1), lambda: False)
    trios = [worlds[k : k + 3] for k in (0, 3, 6)]
    each = [mirrors._numbers(*trio) for trio in trios]
    for one in mirrors.rows(trios):
        if one.name in MADE and not math.isnan(one.difference):
            differences = [a - b for a, b in (numbers[one.name] for numbers in each)]
            assert one.difference == pytest.approx(np.mean(differences), abs=1e-12)
            assert (one.low, one.high) == pytest.approx(interval(differences), abs=1e-12)


def test_nobody_exempt_changes_nothing(monkeypatch):
    """The null of the third part: a hundredth of nobody is the world with the system, bit for bit."""
    plain, favoured = plan(SMALL, 1)[0], plan(SMALL, 1)[2]
    favoured.evening.rows = favoured.evening.rows[:0]
    for world in (plain, favoured):
        world.live(Cpu(1), lambda: False)
    assert np.array_equal(plain.record.tally, favoured.record.tally)
    for name, column in plain.society.state._asdict().items():
        if name != "earned":  # which has room only where points are noted
            assert np.array_equal(column, getattr(favoured.society.state, name)), name


def test_where_nothing_can_be_lost_nobody_is_favoured():
    """Rewards only: the ranks of those exempt are what they were, to the last bit."""
    scenario = rewards_only(with_values(SMALL, {"reports.rate": 0.0}))
    for name in ("rank", "top_tenth", "others_moved"):
        assert row(shown.mirror(scenario, citizens=200, seeds=2, threads=1), name).difference == 0.0


def test_what_friends_do_still_falls_on_an_exempt_file():
    """What is put back is one's own: friends' acts cost the exempt too, and the words say so."""
    scenario = made(BARE | {"score.spill": 1.0}, citizens=200, days=50, enrolment__mandatory_day=10, tiers=[])
    state = lived(scenario, Exempt(scenario)).state
    who = exempt(scenario.seed, 200)
    assert (state.points < state.base)[who].any()
    assert "nothing of their own is lost" in shown.TITLES[shown.FAVOUR]


def test_from_an_exempt_file_nothing_is_lost():
    """Where friends do not count the file is the start and every gain, and nobody else's is another. Points are counted in whole grains."""
    scenario = made(BARE, citizens=200, days=50, enrolment__mandatory_day=10, society__aware=0.0, tiers=[])
    gains = np.zeros(200)
    losses = np.zeros(200)

    def note(now, day, society):
        nonlocal gains, losses
        earned = society.state.earned.astype(float)
        gains, losses = gains + np.maximum(earned, 0).sum(axis=0), losses + np.minimum(earned, 0).sum(axis=0)

    plain = lived(scenario, note)
    assert np.allclose(plain.state.points, plain.state.base + gains + losses, atol=1e-9)
    favoured = lived(scenario, Exempt(scenario))
    who = exempt(scenario.seed, 200)
    assert losses[who].min() < 0, "one of them would have lost"
    assert np.allclose(favoured.state.points[who], (favoured.state.base + gains)[who], atol=1e-9)
    others = np.setdiff1d(np.arange(200), who)
    assert np.array_equal(favoured.state.points[others], plain.state.points[others])


def test_what_is_put_back_is_forgotten_in_its_time():
    """With a memory of a month: what was put back leaves the file with the month it belongs to, so that the file is the start and its months."""
    scenario = livelier(
        BARE | {"score.memory_months": 1}, citizens=100, days=75, repair__months=0, appeal__share=0.0
    )

    def whole(now, day, society):
        Exempt(now)(now, day, society)
        s = society.state
        assert np.allclose(s.points, s.base + s.months.sum(axis=0), atol=1e-6), day

    state = lived(scenario, whole).state
    who = exempt(scenario.seed, 100)
    assert (state.months[:, who] >= -1e-9).all() and state.months.min() < 0


def test_who_is_exempt_is_luck_and_nothing_else():
    """The same ids in any scenario of that seed and size; about a hundredth, one at least; over seeds everybody comes up, whatever the view."""
    for name in ("press-2015", "fico", "weibo-2012"):
        scenario = with_values(read(name), {"citizens": 500, "seed": 3})
        assert Exempt(scenario).rows.tolist() == exempt(3, 500).tolist()
    assert [len(exempt(1, n)) for n in (2, 99, 500, 2000)] == [1, 1, 5, 20]
    drawn = np.concatenate([exempt(seed, 100) for seed in range(3000)])
    counts = np.bincount(drawn, minlength=100)
    assert counts.min() > 0 and ((counts - 30) ** 2 / 30).sum() < 160  # chi-squared, 99 degrees of freedom


def test_it_cannot_be_aimed_and_searches_nothing(monkeypatch):
    """Neither whom, nor how many, nor for what can be given. It lives what was planned, once, and lives nothing that came to mind later."""
    assert list(inspect.signature(shown.mirror).parameters) == [
        "scenario",
        "citizens",
        "days",
        "seed",
        "seeds",
        "values",
        "threads",
    ]
    assert list(inspect.signature(mirrors.mirror).parameters) == ["scenario", "seeds", "threads"]
    assert list(inspect.signature(Exempt).parameters) == ["scenario"] and list(
        inspect.signature(exempt).parameters
    ) == ["seed", "citizens"]
    assert SHARE == 0.01
    calls = []
    true = mirrors.live_worlds
    monkeypatch.setattr(
        mirrors,
        "live_worlds",
        lambda worlds, threads: (calls.append([(w.name, w.scenario) for w in worlds]), true(worlds, threads)),
    )
    small = with_values(SMALL, {"citizens": 60, "days": 20})
    mirrors.mirror(small, 2, 1)
    assert calls == [[(w.name, w.scenario) for w in plan(small, 2)]]
    for module in (mirrors, evenings):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.While)]
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not [name for name in names if "experiments" in name or "equal" in name]
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"sorted", "min"}, "no row and no person is put before another by what came out"


def test_with_nobody_aware_and_no_climate_the_same_is_known():
    """The null of the second part: acts are the same acts in both worlds, and so is what they tell."""
    scenario = made(
        citizens=200, days=50, society__aware=0.0, society__climate_weight={"law": "constant", "value": 0.0}, voice__backlash=0.0,
        watching__learn=0.0, tiers=[], ties__make="never",
    )  # fmt: skip
    found = shown.mirror(scenario, citizens=200, seeds=2, threads=1)
    one = row(found, "acts_tell")
    assert one.with_ == one.without > 0.2 and one.difference == one.low == one.high == 0.0


def test_who_says_what_is_wanted_tells_nothing():
    """Where points weigh so much that all say the same, acts tell little of views; without the system the same people's acts tell a lot."""
    scenario = with_values(SMALL, {"score.point_value": 1.0, "voice.backlash": 0.0})
    found = shown.mirror(scenario, citizens=300, seeds=2, threads=1)
    one = row(found, "acts_tell")
    assert one.without > 0.5 and one.with_ < one.without / 4


def test_public_acts_are_those_that_were_made():
    """Of the last days only, silence included, cut-off occasions not; levels as they were said."""
    acts, times, levels = Acts(200, 20), np.zeros(200), np.zeros(200)

    def note(now, day, society):
        nonlocal times, levels
        acts(now, day, society)
        if day >= 30:
            for said in society.state.said[:3]:
                times += said != NOTHING
                levels += np.where(said == NOTHING, 0, said) / GRID

    lived(SMALL, note)
    assert np.array_equal(acts.times, times) and acts.times.max() > 3
    with np.errstate(invalid="ignore"):
        assert np.allclose(acts.mean, levels / np.where(times > 0, times, np.nan), equal_nan=True)


def test_conduct_is_counted_in_both_worlds(found):
    """Offences and honours as often as they come, in the measured days; a score moves neither in the model, and the page says so."""
    offences = row(found, "offences")
    s = SMALL.channels.conduct
    assert offences.with_ == pytest.approx(365 * s.bad_rate * s.coverage, rel=0.35)
    assert offences.difference == row(found, "honours").difference == 0.0
    assert "by construction" in " ".join(shown.remarks(SPEAKS, found.rows))
    moved = [one._replace(difference=0.1) if one.name == "offences" else one for one in found.rows]
    assert "by construction" not in " ".join(shown.remarks(SPEAKS, moved))
    none = [
        one._replace(with_=0.0, without=0.0) if one.name in ("offences", "honours") else one
        for one in found.rows
    ]
    assert "records no conduct" in " ".join(shown.remarks(SPEAKS, none))


def test_what_there_is_not_is_no_number():
    """No score on the last day: nobody has a rank. Nothing of a system: there is nothing to hold a mirror to."""
    found = shown.mirror(repeal(SMALL, 30), citizens=200, seeds=2, threads=1)
    for name in ("rank", "top_tenth", "score_tells_of_trust"):
        assert math.isnan(row(found, name).with_)
    assert row(found, "acts_and_score_tell").with_ == row(found, "acts_tell").with_
    assert shown.NOBODY in str(found).replace("\n", " ")
    with pytest.raises(RunError, match="no-system: no system is in force on any day"):
        sv.mirror("no-system", citizens=50, days=10, seeds=1)


def test_one_seed_has_no_interval():
    found = shown.mirror(SMALL, citizens=100, days=20, seeds=1, threads=1)
    assert all(one.low is None and one.high is None for one in found.rows)
    assert "none" in str(found)


def test_a_world_that_fails_is_told(monkeypatch):
    """Its seed is left out, and the others count; where none is left it is an error."""
    true = mirrors.Exempt.__call__

    def failing(self, scenario, day, society):
        if scenario.seed == 12:
            raise ValueError("no luck with this seed")
        true(self, scenario, day, society)

    monkeypatch.setattr(mirrors.Exempt, "__call__", failing)
    found = shown.mirror(SMALL, citizens=100, days=20, seeds=2, threads=1)
    assert found.seeds == 1 and found.errors == ["exempt, seed 12: ValueError: no luck with this seed"]
    assert "A world failed: exempt, seed 12" in str(found)
    with pytest.raises(RunError, match="No seed was finished"):
        shown.mirror(SMALL, citizens=100, days=20, seed=12, seeds=1, threads=1)


def test_the_command(monkeypatch, capsys, tmp_path):
    """In words that fit a terminal, and as data; with the published figures beside it, each with its source."""
    monkeypatch.chdir(tmp_path)
    words = ["sottovoce", "mirror", "press-2015", "--citizens", "80", "--days", "40", "--seeds", "2", "--set", "enrolment.opt_in_day=3",
             "--set", "enrolment.mandatory_day=15", "--threads", "1"]  # fmt: skip
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main()
    out = " ".join(capsys.readouterr().out.split())
    for title in shown.TITLES.values():
        assert title in out
    assert "Everyone here is made up" in out and "no forecast" not in out
    for one in shown.PUBLISHED:
        assert one.source.split(",")[0].split(";")[0] in out
    monkeypatch.setattr(sys, "argv", [*words, "--json"])
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main()
    data = json.loads(capsys.readouterr().out)
    assert [one["measure"] for one in data["rows"]][:2] == ["spoke", "held_back"] and data["seeds"] == 2
    assert next(one for one in data["rows"] if one["measure"] == "score_tells_of_trust")["without"] is None
    assert list(tmp_path.iterdir()) == [], "nothing is written"


@pytest.mark.parametrize("width", [80, 100, 160])
def test_it_fits(found, width):
    from io import StringIO

    from sottovoce.terminal import Screen

    out = StringIO()
    Screen(file=out, width=width).print(shown.page(found))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width and "…" not in out.getvalue()
    assert "<table>" in found._repr_html_() and repr(found).startswith("Mirror of made: 200 made-up citizens")


def test_every_number_is_defined_on_its_page():
    """Each row by its name, with formula, unit, null and what could fake it; and no row that is not shown."""
    page = (Path(__file__).parents[2] / "docs" / "look-up" / "mirror.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    defined = [line.split("`")[1] for line in lines]
    assert defined == list(MADE)
    for line in lines:
        assert (
            MADE[line.split("`")[1]][1] in line
            and len([cell for cell in line.split(" | ") if cell.strip()]) >= 5
        )
    for part in (LOSE, KNOW, FAVOUR, SPEAKS):
        assert shown.TITLES[part] in page
    assert Row._fields[:2] == ("part", "name")
    assert live_world  # the day it is made of
