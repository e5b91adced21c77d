"""Claims from their file to their verdicts: lived once, stopped and gone on with, judged by what is there; sealed or not."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError
from sottovoce.experiments.results import Study
from sottovoce.experiments.store import Store
from sottovoce.verdicts import breaking, declared
from sottovoce.verdicts.verdict import values

FILE = """
scenario: press-2015
people: {citizens: 60, days: 40}
seeds: {first: 7, count: 2}
quick: {citizens: 40, seeds: 2, points: 3}
points: 4
space: {values: [watching.nu, society.homophily], set: {enrolment.opt_in_day: 3, enrolment.mandatory_day: 10}}
windows: {late: [20, 40], early: [10, 30]}
forks: {scores: {averaged: {}, added up: {score.drag: additive}}, network: {communities: {}, small world: {society.network.kind: small_world}}}
worlds:
  with: {}
  without: {no_system: true}
  fewer days: {days: 30}
  fewer days, without: {days: 30, no_system: true}
claims:
  - {name: it-silences, hypothesis: It silences., is: held_back@late in with - held_back@late in without, sign: "+", margin: 5, why_margin: small, refuted: it does not, "null": none}
  - {name: in-fewer-days, hypothesis: It silences., is: "held_back@early in fewer days - held_back@early in fewer days, without", sign: "+", margin: 5, why_margin: small, refuted: it does not, "null": none}
"""


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *words: commanded(monkeypatch, capsys, *words)


@pytest.mark.slow
def test_a_verdict_is_made_of_the_worlds_that_were_lived(mine, tmp_path):
    """From Python; the same numbers as in the study; a world of fewer days has its windows, and no others."""
    found = sv.claims(file=mine, out=tmp_path / "x.study", workers=1)
    assert [one.claim for one in found.verdicts] == ["it-silences", "in-fewer-days"]
    assert found["it-silences"].points == 4
    study = Study.open(tmp_path / "x.study")
    measured = values(study, found.claims[0])
    assert np.array_equal(
        measured, study.values("held_back@late", "with") - study.values("held_back@late", "without")
    )
    assert not np.isnan(study.values("held_back@early", "fewer days")).any()
    assert np.isnan(study.values("held_back@late", "fewer days")).all()
    assert {one.kind for one in found.statuses} == {"exploratory"}
    assert found.under == "the prior"
    assert found.as_json()["verdicts"][0]["verdict"]["digest"] == found.claims[0].digest
    table = found.table()
    assert list(table["claim"]) == [one.claim for one in found.verdicts]
    assert (table["for"] + table["against"] + table["small"]).round(9).eq(1).all()
    assert list(table["median"]) == [one.effect[1] for one in found.verdicts]
    assert len(repr(found)) < 100 and str(found).splitlines()[1].startswith(f"{found.verdicts[0].claim}: ")
    assert "<script" not in found._repr_html_() and "<table" in found._repr_html_()
    assert "too small to tell" in found.plot().about and found.plot().svg.startswith("<svg")


def test_draws_of_a_posterior(mine, tmp_path):
    found = sv.claims(
        "it-silences",
        file=mine,
        out=tmp_path / "x.study",
        workers=1,
        draws=[{"watching.nu": 0.2}, {"watching.nu": 0.5}],
    )
    assert (found.under, found["it-silences"].points) == ("the points given", 2)
    with pytest.raises(RunError, match="was not lived here"):
        found["in-fewer-days"]


@pytest.mark.slow
def test_the_command(mine, sottovoce, tmp_path):
    """Sealed, lived, shown, and gone on with: nothing is lived twice."""
    code, out, _ = sottovoce("claim", "seal", "mine.yaml")
    assert code == 0 and "mine.seal.json" in out
    time.sleep(1.1)  # the record has to be older than the run
    code, out, err = sottovoce("claims", "mine.yaml", "--workers", "1")
    assert code == 0, err
    assert "it-silences" in out and "sealed" in out and "unknown" not in out
    assert (tmp_path / "runs" / "claims.svg").read_text(encoding="utf-8").startswith("<svg")
    with Store.open(tmp_path / "runs" / "claims.study") as store:
        before = store.spent()
    code, out, err = sottovoce("claims", "mine.yaml", "--workers", "1", "--json")
    assert json.loads(out)["verdicts"][1]["status"]["kind"] == "sealed"
    with Store.open(tmp_path / "runs" / "claims.study") as store:
        assert store.spent() == before, "nothing is lived twice"
    assert [file.name for file in (tmp_path / "runs").glob("*.study")] == ["claims.study"]


@pytest.mark.slow
def test_every_variant_of_the_model(mine, sottovoce):
    code, out, err = sottovoce("claims", "mine.yaml", "--forks", "--quick", "--workers", "1")
    assert code == 0, err
    assert "4 ways to build the model" in out
    assert "averaged" in out and "small world" in out


@pytest.mark.slow
def test_the_shipped_forks_make_a_curve():
    """Forty-eight variants at least, each a scenario, none the same as another."""
    found = declared.read()
    points = found.points_of_variants()
    assert len(points) == len(found.variants()) >= 48
    assert len({json.dumps(point) for point in points}) == len(points)
    asked = found.experiment(found.claims[:1], draws=points, safeguards=False)
    assert len({asked.at(point).model_dump_json() for point in asked.points}) == len(points)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals")
def test_ctrl_c_loses_nothing(mine, tmp_path):
    """Stopped after some worlds: what there is gets its verdicts, exit 130; the same command lives the rest, and no row is another."""
    mine.write_text(
        FILE.replace("points: 4", "points: 64").replace("citizens: 60", "citizens: 200"), encoding="utf-8"
    )
    words = [
        sys.executable,
        "-c",
        "from sottovoce.cli import main; main()",
        "claims",
        "mine.yaml",
        "--out",
        "x.study",
        "--workers",
        "1",
    ]
    process = subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        for _ in range(1200):
            time.sleep(0.1)
            if (tmp_path / "x.study").exists():
                try:
                    if len(Study.open(tmp_path / "x.study").outcomes) >= 2:
                        break
                except RunError:
                    pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "it-silences" in out and "goes on from here" in err
    there = Study.open(tmp_path / "x.study").outcomes
    assert 2 <= len(there) < 64
    whole = sv.claims(file=mine, out=tmp_path / "x.study", workers=1)
    assert whole["it-silences"].points == 64
    kept = ~np.isnan(there)
    assert np.array_equal(whole.study.outcomes[: len(there)][kept], there[kept])


@pytest.mark.slow
def test_a_real_claim_that_is_false_is_broken(mine, monkeypatch):
    """A claim on worlds: a system of which nobody knows silences. It is false where punishment makes people bolder (backlash), known of or not."""
    text = FILE.replace("with: {}", "with: {set: {society.aware: 0.0, punishment.severity: 1.0}}")
    mine.write_text(
        text.replace("citizens: 40", "citizens: 200").replace("days: 40", "days: 60"), encoding="utf-8"
    )
    asked = declared.read(mine)
    ours = dataclasses.replace(asked, shipped=True)  # as if it came with the program
    all_ = breaking.movable
    monkeypatch.setattr(
        breaking, "movable", lambda space: [one for one in all_(space) if not one.alternatives]
    )  # structure takes compiling
    found = breaking.break_(ours, "it-silences", steps=6, workers=1)
    assert found.moved
    assert "voice.backlash" in found.moved
    assert found.value[0] <= -5 and found.value[2] < 0
    assert all(name.startswith(("society.", "voice.")) or name == "order" for name in found.moved)


def test_claims_in_a_list_are_each_known_by_name():
    """A list is as good as names one by one, and a wrong name in it is named by itself."""
    with pytest.raises(RunError, match=r'^system-silence: no such claim. Did you mean "system-silences"'):
        sv.claims(["placebo", "system-silence"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("claims", "no-such"), "no-such: no such claim"),
        (("claims", "a.yaml", "b.yaml"), "2 files given; allowed one"),
        (("claims", "--forks", "--points", "3"), "Leave --points out"),
        (("claim", "brake", "x"), "allowed seal and break"),
        (("claim", "break", "mine.yaml"), "Claims of your own are not searched"),
        (("claim", "break", "placebo"), "it is the placebo"),
        (("claim", "seal", "no.yaml"), "no.yaml: cannot be read"),
    ],
)
def test_what_is_refused(sottovoce, mine, words, says):
    code, _, err = sottovoce(*words)
    assert code == 2 and says in err
