"""The front door: what a caller in Python gets, what is said where it cannot be had, and that it is what the command has."""

import dataclasses
import json
import re
import signal
import threading
import traceback
import xml.etree.ElementTree as ElementTree

import numpy as np
import pandas as pd
import pytest

import sottovoce as sv
from helpers import made
from sottovoce.errors import RunError, ScenarioError
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import interval
from sottovoce.report import lived
from sottovoce.report.progress import Left, shown
from sottovoce.study import folder as folders
from sottovoce.study import study as studies
from sottovoce.study import worlds
from sottovoce.study.asked import record as record_asked
from sottovoce.study.study import plan
from sottovoce.terminal import Screen

SMALL = made(citizens=120, days=24, enrolment__mandatory_day=8, ties__make="never")
SEEDS = [SMALL.seed, SMALL.seed + 1, SMALL.seed + 2]


@pytest.fixture(scope="module")
def study():
    return sv.run(
        SMALL, seeds=3, extras=False, threads=1, record={"panel": 10, "columns": ["points", "friends"]}
    )


@pytest.fixture(scope="module")
def comparison():
    return sv.compare(SMALL, reforms="private-scores", seeds=2, threads=1)


@pytest.fixture(scope="module")
def folder(study, tmp_path_factory):
    return study.save(tmp_path_factory.mktemp("runs") / "mine")


def objects(study, comparison):
    world = study.first("with")
    return {
        "study": study, "comparison": comparison, "world": world, "record": world.record, "effects": study.effects(), "effect": study.effects()["held_back"],
        "scenario": study.scenario, "society": sv.create(SMALL), "space": sv.space(SMALL), "curves": study.curves("say_so"), "figure": study.plot(),
        "page": study.report(), "explanation": study.explain(0), "experiment": sv.experiment(scenario=SMALL, design={"kind": "random", "points": 2}),
        "bare study": plan(SMALL, 1),
    }  # fmt: skip


@pytest.mark.slow
def test_every_object_is_told_in_a_few_lines(study, comparison):
    """Not in a million characters, by `repr`, `str` or inside a list."""
    for name, one in (objects(study, comparison) | {"row": comparison.rows[0]}).items():
        assert 20 < len(repr(one)) < 2000 and len(repr(one).splitlines()) < 20, name
        assert len(str([one])) < 2100, name
    assert len(str(study.scenario)) < 300


@pytest.mark.slow
def test_every_object_shows_itself_in_a_notebook(study, comparison):
    """As HTML without a script and without an address to load from."""
    for name, one in objects(study, comparison).items():
        if name in ("effect", "bare study"):
            continue
        html = one._repr_html_()
        assert "<script" not in html and not re.search(r'(?:src|href)="http', html), name
        assert len(html) > 100, name


def test_tables_are_data_frames(study, comparison):
    """Each with a line for each thing of its kind."""
    assert list(study.table()["measure"]) == list(MEASURES)
    assert len(study.first("with").record.table()) == 24 * 3
    assert len(sv.create(SMALL).table()) == 120
    values = study.scenario.table()
    assert set(values.columns) >= {"path", "value", "unit", "source", "tag"}
    assert values.set_index("path").loc["enrolment.mandatory_day", "value"] == "8"
    space = sv.space("press-2015")
    assert list(space.table()["name"]) == space.names
    assert set(comparison.table()["row"]) == {"made", "without", "private-scores"}


def test_values_behind_every_interval(study, comparison):
    """The interval of a table is that of its values by seed."""
    for name in ("held_back", "say_so"):
        values = study.by_seed(name)
        assert list(values["seed"]) == SEEDS
        effect = study.effects()[name]
        assert interval(list(values["difference"])) == (effect.low, effect.high)
    rows = comparison.by_seed("say_so")
    cell = next(row for row in comparison.rows if row.name == "private-scores").measures["say_so"]
    assert rows[rows["row"] == "private-scores"]["value"].mean() == pytest.approx(cell.value)


def test_curves(study):
    """Mean and interval by day are those of the seeds' values."""
    curves = study.curves("say_so", paired=True)
    table, values = curves.table(), curves.by_seed()
    assert len(table) == 24 and len(values) == 24 * 3
    with_, without = (world.record for world in study.pairs()[0])
    assert values.query(f"seed == {SEEDS[0]} and day == 20")["difference"].item() == pytest.approx(
        1000 * (with_.sum("say_so")[20] - without.sum("say_so")[20]) / 120
    )
    for day in (3, 20):
        there = list(values[values["day"] == day]["difference"])
        low, high = interval(there)
        assert table.loc[day, ["difference", "low", "high"]].tolist() == pytest.approx(
            [np.mean(there), low, high]
        )
    assert {"with_low", "without_high"} <= set(study.curves("Left unsaid").table().columns)
    by_group = study.curves("people", group="poor", per=None).table()
    assert by_group["with"][0] == np.mean(
        [a.record.sum("people", by_group=True)[0, 0] for a, _ in study.pairs()]
    )


def test_a_curve_of_the_account_adds_up(study):
    """Of 1,000 times on any day."""
    parts = [study.curves(name).values for name in ("spoke", "held_back", "cut_off")]
    assert np.nansum(parts, axis=0)[~np.isnan(parts[0])] == pytest.approx(1000.0)


def test_data_sets_are_tidy(study, comparison):
    """Dimensions by name, seeds as a coordinate, CF attributes on everything."""
    data = study.dataset()
    assert data["say_so"].dims == ("world", "seed", "day", "group") and list(data["seed"].values) == SEEDS
    assert data["measures"].dims == ("world", "seed", "measure")
    measured = data["measures"].sel(measure="voice_gap", world="with").values
    assert measured.tolist() == [a.measures["voice_gap"] for a, _ in study.pairs()]
    for one in (
        data,
        comparison.dataset(),
        study.curves("say_so").dataset(),
        study.first("with").record.dataset(),
    ):
        assert one.attrs["Conventions"].startswith("CF-")
        for name, variable in one.data_vars.items():
            assert variable.attrs["units"] and variable.attrs["long_name"], name
    assert data["day"].attrs == {"units": "day", "long_name": "day of the run, from 0"}
    assert data["lost"].attrs["long_name"] == "points lost by own acts"


@pytest.mark.slow
def test_record_nc_has_the_same_attributes(folder, study):
    """Of the data set in Python."""
    import xarray as xr

    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as stored:
        assert stored.attrs["Conventions"].startswith("CF-")
        for name in ("say_so", "day", "seed", "ties_made"):
            assert stored[name].attrs == study.dataset()[name].attrs


@pytest.mark.parametrize("name", ["account", "said", "who", "say_so"])
def test_figures_can_be_written(study, tmp_path, name):
    """As SVG that a reader of XML takes, and as PNG."""
    figure = study.plot(name)
    root = ElementTree.parse(figure.save(tmp_path / "a.svg")).getroot()
    assert root.tag.endswith("svg") and len(list(root.iter())) > 20
    assert figure.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match=r"allowed names that end in \.svg or \.png"):
        figure.save(tmp_path / "a.jpg")


@pytest.mark.slow
def test_a_saved_study_comes_back(study, folder, tmp_path):
    """With its measures, daily sums, people and explanation; saved again it has them still."""
    again = sv.open(folder)
    pd.testing.assert_frame_equal(again.table(), study.table())
    pd.testing.assert_frame_equal(again.curves("say_so").table(), study.curves("say_so").table())
    pd.testing.assert_frame_equal(again.explain(5).table(), study.explain(5).table())
    pd.testing.assert_frame_equal(again.people("panel"), study.people("panel"))
    copied = sv.open(again.save(tmp_path / "copy"))
    assert copied.explain(5).story == study.explain(5).story
    assert copied.provenance["command"] == study.provenance["command"]
    assert study.provenance["command"].startswith("sv.run(<Scenario made>, seeds=3, extras=False")


@pytest.mark.slow
def test_the_report_is_the_command_s(folder, study):
    """The file of the folder."""
    assert (
        study.report().html.count("<figure")
        == (folder / "report.html").read_text("utf-8").count("<figure")
        > 3
    )


def test_an_explanation_adds_up(study):
    """Its last line is the sum of the others, in both worlds."""
    found = study.explain(7)
    for world in ("with", "without"):
        *parts, total = found.table()[world]
        assert np.nansum(parts) == pytest.approx(total, abs=1e-6)
    assert found.story and "Citizen 7" in repr(found)


def test_people_every_so_many_days(study):
    """Day 0, every 10 days, the last; both worlds of every seed; the last day is that of the table of people."""
    panel = study.people("panel")
    assert sorted(panel["day"].unique()) == [0, 10, 20, 23]
    assert set(panel["world"]) == {"with", "without"} and sorted(panel["seed"].unique()) == SEEDS
    assert len(panel) == 4 * 2 * 3 * 120
    end = panel.query(f"world == 'with' and day == 23 and seed == {SEEDS[0]}").set_index("citizen")["points"]
    people = study.people().query("world == 'with'").set_index("citizen")["points"]
    assert end.tolist() == people.tolist()


def test_only_what_was_asked(study):
    """No other worlds, and no ledger where none is wanted."""
    assert {world.name for world in study.worlds} == {"with", "without"}
    bare = sv.run(SMALL, seeds=1, extras=False, days=6, threads=1, record={"ledger": False})
    assert bare.worlds[0].ledger is None and bare.worlds[0].panel is None
    with pytest.raises(RunError, match="ledger"):
        bare.explain()


@pytest.mark.slow
def test_stopped_by_ctrl_c(monkeypatch, tmp_path, capsys):
    """The finished worlds are there, the rest can be gone on with, also from another folder's command; the result is that of a straight run."""
    straight = sv.run(SMALL, seeds=2, extras=False, threads=1, record={"panel": 10})
    done = []
    live_worlds = studies.live_worlds

    def interrupted(each, threads, stop, after, card):
        def then(world):
            done.append(world)
            if after:
                after(world)
            if len(done) == 2:
                signal.raise_signal(signal.SIGINT)
                stop.wait(10)

        live_worlds(each, threads, stop, then, card)

    monkeypatch.setattr(studies, "live_worlds", interrupted)
    stopped = sv.run(SMALL, seeds=2, extras=False, threads=1, out=tmp_path / "run", record={"panel": 10})
    monkeypatch.undo()
    assert stopped.interrupted and len(stopped.pairs()) == 1
    assert "Stopped before the end" in capsys.readouterr().err
    assert sv.open(tmp_path / "run").interrupted
    whole = sv.resume(tmp_path / "run", threads=1)
    pd.testing.assert_frame_equal(whole.table(), straight.table())
    pd.testing.assert_frame_equal(whole.people("panel"), straight.people("panel"))
    with pytest.raises(RunError, match="nothing is left to resume"):
        sv.resume(tmp_path / "run")


def test_signals_are_given_back():
    """After a run Ctrl-C is what it was, whatever that is: a job in the background ignores it."""
    before = signal.getsignal(signal.SIGINT)
    with lived.Interrupting(threading.Event(), lambda line: None):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_ctrl_c_leaves():
    """As anywhere in Python."""
    stop = threading.Event()
    with pytest.raises(KeyboardInterrupt), lived.Interrupting(stop, lambda line: None):
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        signal.raise_signal(signal.SIGINT)


def test_every_world_failed(monkeypatch, tmp_path):
    """It is said once, with the line of code, and the whole traceback is the cause; the folder says it too."""

    def failing(scenario, **how):
        raise KeyError("boom")

    monkeypatch.setattr(studies, "create", failing)
    monkeypatch.setattr(worlds, "create", failing)
    with pytest.raises(RunError) as caught:
        sv.run(SMALL, seeds=3, extras=False, threads=1, out=tmp_path / "run")
    told = str(caught.value)
    assert told.count("KeyError: 'boom'") == 1 and "and 5 more worlds" in told
    assert 'raise KeyError("boom")' in told and "test_python.py" in told
    assert "Traceback" in "".join(traceback.format_exception(caught.value))
    facts = json.loads((tmp_path / "run" / "provenance.json").read_text())
    assert {world["error"] for world in facts["worlds"]} == {"KeyError: 'boom'"}
    monkeypatch.setattr("sottovoce.study.study.create", failing)
    with pytest.raises(RunError, match="boom"):
        sv.compare(SMALL, reforms="private-scores", seeds=1, threads=1)


def test_one_failed_world_keeps_its_traceback(monkeypatch):
    """And the others count."""
    create = studies.create

    def failing(scenario, **how):
        if scenario.seed == SMALL.seed + 1:
            raise ValueError("no luck with this seed")
        return create(scenario, **how)

    monkeypatch.setattr(studies, "create", failing)
    monkeypatch.setattr(worlds, "create", failing)
    found = sv.run(SMALL, seeds=2, extras=False, threads=1)
    assert len(found.pairs()) == 1 and "2 worlds failed" in repr(found)
    (trace,) = found.traces.values()
    assert "no luck with this seed" in trace and "in failing" in trace


UNKNOWN = [
    (
        lambda s: s.effects()["heldback"],
        'measure: "heldback" given; no such measure. Did you mean "held_back"?',
    ),
    (lambda s: s.effects("wth"), 'world: "wth" given; no such world. Did you mean "with"?'),
    (lambda s: s.by_seed("sayso"), 'measure: "sayso" given; no such measure. Did you mean "say_so"?'),
    (lambda s: s.first("with").record.sum("peple"), '"peple": no such daily sum. Did you mean "people"?'),
    (lambda s: s.curves("say_os"), 'say_os: no such daily series. Did you mean "say_so"?'),
    (lambda s: s.curves("mobility"), "mobility: is measured over the whole run, and has no daily series."),
    (lambda s: s.curves("say_so", group="por"), 'group: "por" given; no such group. Did you mean "poor"?'),
    (
        lambda s: s.curves("say_so", per="peple"),
        'per: "peple" given; no such daily sum. Did you mean "people"?',
    ),
    (
        lambda s: s.plot("acount"),
        'plot: acount given; no such figure or daily series. Did you mean "account"?',
    ),
    (lambda s: s.people("leger"), 'people: leger given; no such table. Did you mean "ledger"?'),
    (lambda s: s.explain(120), "citizen: 120 given; allowed 0 to 119."),
    (lambda s: s.explain("7"), 'citizen: "7" given; allowed a whole number.'),
]


@pytest.mark.parametrize(("asked", "told"), UNKNOWN, ids=range(len(UNKNOWN)))
def test_what_is_not_there(study, asked, told):
    """The nearest right name is said."""
    with pytest.raises(RunError) as caught:
        asked(study)
    assert str(caught.value).startswith(told)


REFUSED = [
    (lambda: sv.run(42), "scenario: 42 given; allowed a Scenario, the name of a preset, the path of a file, or a dict"),
    (lambda: sv.compare("press-2015", 3.5), "scenario: 3.5 given; allowed a Scenario"),
    (lambda: sv.run("pres-2015"), 'pres-2015: neither a preset nor a file. Did you mean "press-2015"? Presets: sv.presets().'),
    (lambda: sv.run({"base": "press-2015", "name": "x", "label": "y", "score": {"spil": 1}}), 'score.spil: unknown name. Did you mean "spill"?'),
    (lambda: sv.run(values=[1]), "values: a list of 1 given; allowed a dict of values by path."),
    (lambda: sv.compare(SMALL, reforms="private-score"), 'private-score: no such reform. Did you mean "private-scores"?'),
    (lambda: sv.compare(SMALL, reforms=[3]), "reforms: 3 given; allowed a name, or a list of names."),
    (lambda: sv.compare(SMALL, each=True, by="tie_cut"), 'by: tie_cut given; no such measure. Did you mean "ties_cut"?'),
    (lambda: sv.compare(SMALL, SMALL, equal="point"), 'equal: point given; no such count. Did you mean "points"?'),
    (lambda: sv.run(SMALL, record={"panels": 3}), 'record: "panels" given; no such kind. Did you mean "panel"?'),
    (lambda: sv.run(SMALL, record={"panel": 3, "columns": "point"}), 'columns: point given; no such column of citizens. Did you mean "points"?'),
    (lambda: sv.run(SMALL, record={"panel": 0}), "record panel: 0 given; allowed whole numbers 1 to 36,500 (days)."),
    (lambda: sv.run(SMALL, record={"ledger": "yes"}), 'record ledger: "yes" given; allowed True or False.'),
    (lambda: record_asked({"columns": ["points"]}), "record columns: given without panel."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_asked(call, told):
    """Refused in words before anything is lived, with the nearest right name, and in the words of Python."""
    with pytest.raises((RunError, ScenarioError)) as caught:
        call()
    assert told in str(caught.value)
    assert "--" not in str(caught.value)


@pytest.mark.slow
def test_a_dict_or_a_path_is_a_scenario(tmp_path):
    """As a file would hold it; a path is a file."""
    mine = {"base": "press-2015", "name": "mine", "label": "mine", "score": {"spill": 0.25}}
    file = tmp_path / "mine.yaml"
    file.write_text(json.dumps(mine))
    asked = plan(sv.space(mine).scenario, 1).scenario
    assert asked.score.spill == 0.25 and asked.name == "mine" and mine["base"] == "press-2015"
    assert sv.space(file).scenario == asked


def test_time_left_counts_from_the_first_day_that_was_lived():
    """What came before was compiling."""
    left = Left()
    assert left.told(0, 100, now=0.0) == "compiling, or creating the society"
    assert left.told(10, 100, now=30.0) == ""
    assert left.told(20, 100, now=32.0) == "16 seconds left"
    loaded = Left()  # a run that is gone on with
    assert loaded.told(50, 100, now=0.0) == loaded.told(50, 100, now=20.0) == ""
    assert loaded.told(60, 100, now=22.0) == "8 seconds left"


def test_progress_in_a_file_is_lines(monkeypatch, capsys):
    """Whole lines that another program can read, and nothing where it is quiet."""
    monkeypatch.setattr("sottovoce.report.progress.EVERY", 0.0)
    with shown(Screen(stderr=True)) as say:
        say(5, 10, "of 1,000")
    assert capsys.readouterr().err == f"[{'#' * 14}{'.' * 14}] 50%, of 1,000\n"
    with shown(Screen(stderr=True, quiet=True)) as say:
        say(5, 10, "")
    assert capsys.readouterr().err == ""


def test_it_is_said_beforehand(capsys):
    """What is lived beside the pairs, and how to leave it out."""
    sv.run(SMALL, seeds=1, days=9, threads=1, progress=True)
    said = " ".join(capsys.readouterr().err.split())
    assert (
        re.search(r"Beside these pairs \d+ worlds are lived", said) and "extras=False leaves them out" in said
    )
    sv.run(SMALL, seeds=1, days=9, threads=1, extras=False)
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_the_folder_is_made_by_the_same_hands(monkeypatch, tmp_path):
    """A run with `out` keeps each finished world as the command does."""
    kept = []
    keep = folders.keep
    monkeypatch.setattr(
        "sottovoce.report.api.keep",
        lambda s, store: lambda world: (kept.append(world.name), keep(s, store)(world)),
    )
    found = sv.run(SMALL, seeds=1, extras=False, threads=1, out=tmp_path / "run")
    assert sorted(kept) == ["with", "without"] and found.folder == tmp_path / "run"
    assert (tmp_path / "run" / "report.html").is_file() and sv.open(tmp_path / "run").provenance["complete"]


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    asked = sv.experiment(
        scenario=SMALL, people={"citizens": 60, "days": 12}, seeds={"count": 2}, space={"values": "none"},
        design={"kind": "grid", "levels": {"watching.nu": [0.1, 0.5]}}, measures=["voice_gap", "say_so"],
    )  # fmt: skip
    return asked.run(tmp_path_factory.mktemp("swept") / "a.study", workers=1)


@pytest.mark.slow
def test_a_grid_of_two_values_is_drawn_with_a_line_for_each_value_of_one(tmp_path):
    """The difference between the worlds; three values are refused with what to do."""
    both = {"watching.nu": [0.1, 0.3, 0.5], "order": ["synchronous", "sequential"]}
    asked = sv.experiment(
        scenario=SMALL, people={"citizens": 60, "days": 12}, seeds={"count": 2}, space={"values": "none"},
        design={"kind": "grid", "levels": both}, measures=["say_so"],
    )  # fmt: skip
    found = asked.run(tmp_path / "two.study", workers=1)
    picture = found.plot("say_so").save(tmp_path / "two.svg").read_text()
    assert (
        "order sequential" in picture
        and "order synchronous" in picture
        and "say_so, with less without" in picture
    )
    ((_, spec),) = found.plot().panels
    drawn = [
        row
        for layer in spec["layer"]
        for row in layer.get("data", {}).get("values", [])
        if "series" in row and "y" in row
    ]
    table = found.table()
    one = next(row for row in drawn if row["series"] == "order sequential" and row["x"] == 0.3)
    here = table[(table["watching.nu"] == 0.3) & (table["order"] == "sequential")]
    sides = here.groupby("world")["say_so"].mean()
    assert one["y"] == pytest.approx(sides["with"] - sides["without"])
    with pytest.raises(
        RunError, match=r"plot: needs one number that moves, or a grid of two values.*\.table\(\)"
    ):
        unordered = {
            "watching.nu": [0.1, 0.3],
            "voice.climate": ["mean", "share"],
            "order": ["synchronous", "sequential"],
        }
        sv.experiment(
            scenario=SMALL, people={"citizens": 20, "days": 2}, space={"values": "none"},
            design={"kind": "grid", "levels": unordered}, measures=["say_so"],
        ).run(tmp_path / "three.study", workers=1).plot()  # fmt: skip


def test_an_experiment_is_an_object_like_the_others(swept, tmp_path):
    """Table, data set, figure, file, citation, provenance, and a few lines in a notebook."""
    data = swept.dataset()
    assert data["say_so"].attrs["long_name"] and list(data["seed"].values) == [7, 8]
    assert "<script" not in swept._repr_html_() and len(repr(swept)) < 300
    assert swept.plot("say_so").save(tmp_path / "a.svg").read_text().startswith("<svg")
    copied = sv.open(swept.save(tmp_path / "copy.study"))
    pd.testing.assert_frame_equal(copied.table(), swept.table())
    with pytest.raises(RunError, match="is there already"):
        swept.save(tmp_path / "copy.study")
    assert swept.provenance["digest"] == copied.provenance["digest"] and "Models behind" in swept.cite()


def test_notes_are_said_to_python_too(tmp_path, capsys):
    """Not by the command only."""
    asked = sv.experiment(
        scenario=SMALL, people={"citizens": 40, "days": 3}, seeds={"count": 1}, space={"values": "none"},
        design={"kind": "list", "points": [{"watching.nu": 0.4}, {"watching.nu": 0.5}]}, measures=["say_so"],
        worlds={"with": {}, "again": {}},
    )  # fmt: skip
    assert len(asked.notes) == 1
    asked.run(tmp_path / "a.study", workers=1, progress=True)
    assert all(
        " ".join(note.split()) in " ".join(capsys.readouterr().err.split()) for note in asked.notes[:1]
    )


def test_study_show_takes_measure_and_worlds(swept, capsys):
    """As in Python; what the study does not have is refused with the nearest right name."""
    from sottovoce.experiments.command import study as command

    def shown_of(**how):
        command("show", swept.path, None, None, None, False, None, True, **how)
        return json.loads(capsys.readouterr().out)

    first = shown_of(measures=["say_so"], of=["without", "with"])["points"][0]["measures"]
    assert list(first) == ["say_so"]
    assert first["say_so"]["difference"] == pytest.approx(
        -shown_of(measures=["say_so"])["points"][0]["measures"]["say_so"]["difference"]
    )
    with pytest.raises(RunError, match='Did you mean "say_so"'):
        shown_of(measures=["say_os"])
    with pytest.raises(RunError, match='Did you mean "without"'):
        shown_of(of=["withot"])


def test_a_space_of_other_days(capsys):
    """What does not happen in so few days is not at work; the command takes what `sweep` takes."""
    from typer.testing import CliRunner

    from sottovoce.cli import app

    told = {}
    for days in ("30", "400"):
        found = CliRunner().invoke(
            app, ["space", "press-2015", "--days", days, "--set", "score.spill=0.3", "--json"]
        )
        assert found.exit_code == 0, found.output
        told[days] = {one["name"]: one for one in json.loads(found.output)["coordinates"]}
    assert told["30"].keys() != told["400"].keys()
    assert told["400"]["score.spill"]["default"] == 0.3


@pytest.mark.parametrize("width", [64, 72, 80, 100])
def test_no_column_of_the_table_is_cut(study, width):
    """Where it is narrow words are wrapped: every word of every unit and name is there."""
    import io

    from sottovoce.report.facts import from_study
    from sottovoce.report.numbers import unit
    from sottovoce.report.terminal import effects

    out = io.StringIO()
    wide = from_study(study)
    longest = {name: e._replace(low=-1234.5, high=1234.5) for name, e in wide.effects.items()}
    Screen(width=width, file=out).print(effects(dataclasses.replace(wide, effects=longest)))
    words = out.getvalue().split()
    assert (
        words.count("times")
        >= sum(unit(e.unit).endswith("times") for name, e in longest.items() if MEASURES[name].headline)
        > 2
    )


def test_a_name_is_a_scenario_everywhere():
    """Whatever takes a scenario takes the name of one."""
    fico = sv.read("fico")
    assert sv.ai_act("fico").verdict == sv.ai_act(fico).verdict
    assert sv.rights("fico") == sv.rights(fico)
    assert sv.diff("fico", "press-2015").changes == sv.diff(fico, sv.read("press-2015")).changes
    assert sv.reforms.apply("press-2015", "private-scores") == sv.reforms.apply(
        sv.read("press-2015"), "private-scores"
    )
    assert sv.create({"base": "fico", "name": "few", "label": "few", "citizens": 20}).citizens == 20
    with pytest.raises(ScenarioError, match='Did you mean "fico"'):
        sv.rights("ficoo")


@pytest.mark.slow
def test_a_stopped_study_can_be_saved_and_gone_on_with(monkeypatch, tmp_path):
    """By the command: what Python left is what it would have left itself."""
    from sottovoce.report.job import do
    from sottovoce.study.folder import going_on

    def stopped_at_once(each, threads, stop, after, card):
        live_worlds([each[0]], threads, stop, after, card)
        stop.set()

    live_worlds = studies.live_worlds
    monkeypatch.setattr(studies, "live_worlds", stopped_at_once)
    stopped = sv.run(SMALL, seeds=1, extras=False, threads=1)
    monkeypatch.undo()
    assert stopped.interrupted and not stopped.pairs()
    stopped.save(tmp_path / "half")
    with going_on(tmp_path / "half") as (study, store):
        do(study, store, threads=1, quiet=True)
    whole, straight = sv.open(tmp_path / "half"), sv.run(SMALL, seeds=1, extras=False, threads=1)
    pd.testing.assert_frame_equal(whole.table(), straight.table())


@pytest.mark.slow
def test_a_folder_beside_goes_with_its_study():
    """What is not saved leaves nothing behind."""
    import gc

    study = sv.run(SMALL, seeds=1, days=5, extras=False, threads=1)
    study.explain(0)
    beside = study._there()
    assert beside.is_dir()
    del study
    gc.collect()
    assert not beside.exists()


def test_a_rule_that_does_not_compile_shows_its_line():
    """In one line: the cause, the function, the line of code; the compiler's pages stay in the traceback."""
    import numba

    from sottovoce.errors import failure

    @numba.njit
    def rule(x):
        return x.fiends + 1

    @numba.njit
    def step(x):
        return rule(x)

    with pytest.raises(numba.TypingError) as caught:
        step(1)
    told = failure(caught.value)
    assert "\n" not in told and len(told) < 400
    assert (
        "fiends" in told
        and "(in rule)" in told
        and "test_python.py" in told
        and "return x.fiends + 1" in told
    )
    assert failure(KeyError("boom")) == "KeyError: 'boom'"
