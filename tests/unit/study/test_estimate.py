"""What a run needs is said before it begins, and what cannot fit is refused."""

import pytest

from helpers import made
from sottovoce.errors import RunError
from sottovoce.scenario.read import read
from sottovoce.society import create
from sottovoce.study import estimate
from sottovoce.study.study import plan
from sottovoce.study.worlds import small


@pytest.mark.parametrize(
    "changes", [{}, {"score.memory_months": 0}, {"blacklist.entry": 0.1}, {"ties.make": "random"}]
)
def test_bytes_of_a_society(changes):
    """The estimate is what a larger society of the scenario takes, to 5%."""
    scenario = read("press-2015").replace(
        citizens=20_000, **{k.replace(".", "__"): v for k, v in changes.items()}
    )
    society = create(scenario)
    taken = sum(column.nbytes for column in society.state) + society.ties.nbytes
    estimated = estimate.bytes_of(scenario.replace(days=1))
    assert estimated == pytest.approx(taken, rel=0.05)


def test_refusal():
    """What does not fit is refused before it begins, with what would fit."""
    study = plan(read("press-2015").replace(citizens=50_000_000))
    with pytest.raises(RunError) as error:
        estimate.refuse_what_cannot_fit(study, threads=2, free=20e9)
    told = str(error.value)
    assert told.startswith("citizens: 50,000,000 given; that needs about ")
    assert "20.0 GB are free" in told
    fitting = int(told.split("About ")[1].split(" citizens")[0].replace(",", ""))
    assert 10_000_000 < fitting < 20_000_000
    estimate.refuse_what_cannot_fit(plan(read("press-2015").replace(citizens=fitting)), threads=2, free=20e9)


def test_a_small_run_is_not_refused():
    """Nor is any where the system does not tell what is free."""
    estimate.refuse_what_cannot_fit(plan(made()), free=2e9)
    free = estimate.available()
    assert free is None or free > 0


def test_time_grows_with_the_work():
    """Twice the days, about twice the time; without a clock there is none."""
    study = plan(made(days=400), 1)
    assert estimate.need(study, 1, clock=False).seconds is None
    seconds = estimate.need(study, 1).seconds
    assert seconds is not None and seconds > 0


def test_time_is_shared_by_what_works_at_once(monkeypatch):
    """Small worlds: one a thread. Large ones: one after another, each by all threads, and slower for each citizen."""
    monkeypatch.setattr(estimate, "pace", lambda scenario: 1e-7)

    def seconds(citizens, threads):
        return estimate.need(plan(made(citizens=citizens, days=100), 1, extras=False), threads).seconds

    assert seconds(4_000, 1) == pytest.approx(2 * 4_000 * 100 * 1e-7)
    assert seconds(4_000, 16) == pytest.approx(seconds(4_000, 1) / 2)
    assert seconds(4_000_000, 16) == pytest.approx(seconds(4_000_000, 1) / 16)
    assert seconds(4_000_000, 1) == pytest.approx(1.3 * 2 * 4_000_000 * 100 * 1e-7)


@pytest.mark.parametrize(
    "network",
    [
        {"kind": "torus", "width": 130},
        {"kind": "small_world", "mean_degree": 500.0},
        {"kind": "complete"},
        {"kind": "ring", "mean_degree": 8.0},
    ],
    ids=lambda network: network["kind"],
)
def test_a_small_society_is_allowed_wherever_the_large_one_is(network):
    """Also on a torus whose width does not divide the few."""
    citizens = 4_900 if network["kind"] == "complete" else 16_900
    asked = made({f"society.network.{k}": v for k, v in network.items()}, citizens=citizens, days=2)
    assert 2 <= small(asked).citizens <= citizens
    assert estimate.memory_of(plan(asked, 1, extras=False), 2) > 0


def test_words():
    """Amounts are told in units that people use."""
    assert estimate.gigabytes(3.44e9) == "3.4 GB"
    assert estimate.gigabytes(41e7) == "410 MB"
    assert [estimate.duration(x) for x in (40, 720, 12_600)] == ["40 seconds", "12 minutes", "3.5 hours"]
