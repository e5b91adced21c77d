"""Why held back: what the terms hold back adds up to the account of silence, and the sample is a fair one."""

from typing import Any

import numpy as np
import pytest

from helpers import INTERNET, JOBS, lived, livelier, made
from sottovoce.day.rules import why as numbers
from sottovoce.machine.plain import Plain
from sottovoce.measure.account import account
from sottovoce.measure.why import by_term, why
from sottovoce.record.record import Record
from sottovoce.reforms import no_system
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.society.tally import NAMES, PARTS, TERMS


def sums(scenario: Scenario, *names: str, **how: Any) -> dict[str, np.ndarray]:
    """Sums by (day, group); of public channels together where a name has a star."""
    _, tally = lived(scenario, **how)
    found = {}
    for name in names:
        each = [name.replace("*", channel) for channel in PUBLIC] if "*" in name else [name]
        found[name] = sum(tally[:, :, NAMES.index(one)] for one in each)
    return found


ACCOUNT = ("could_*", "wish_*", "voiced_*", "missed_*")
WHY = ("why_times", "why_wish", *(f"why_{term}" for term in TERMS))
SCENARIOS = {
    "lively": made(),
    "livelier": livelier(),
    "without the system": no_system(made()),
    "explored, learned": livelier(voice__explore=0.2, voice__reward="reply"),
    "behind a gate": livelier(voice__express="gate", society__confidence=0.5),
    "averaged": made(voice__express="average"),
    "in turns": made(order="drawn", days=30),
    "edges known exactly": made(tiers=[INTERNET, JOBS | {"width": 0.0, "value": 0.8}]),
    "by the best level": made(voice__sharpness=float("inf")),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_adds_up_to_the_account(name):
    """In a small world every public occasion is in the sample: on each day, in each group, the shares add up to what was held back, exactly."""
    found = sums(SCENARIOS[name], *ACCOUNT, *WHY)
    assert np.array_equal(found["why_times"], found["could_*"]) and found["why_times"].any()
    assert np.array_equal(found["why_wish"], found["wish_*"])
    held = found["wish_*"] - found["voiced_*"] - found["missed_*"]
    assert np.array_equal(sum(found[f"why_{term}"] for term in TERMS), PARTS * held)


def test_only_measured_days_are_asked():
    found = sums(made(citizens=40, days=400), "why_times", "could_*")
    assert not found["why_times"][:35].any() and found["could_*"][:35].any()
    assert np.array_equal(found["why_times"][35:], found["could_*"][35:])


def test_a_term_that_cannot_act_holds_nothing_back():
    """Exactly 0, whoever plays. And reproach, which is never the largest term, has its share."""
    there = sums(made(), *WHY)
    assert (
        there["why_reproach"].sum() > 0
        and there["why_punishment"].sum() > 0
        and not there["why_learned"].any()
    )
    assert not sums(made(score__reproach=0.0), "why_reproach")["why_reproach"].any()
    without = sums(no_system(made()), *WHY)
    assert [term for term in TERMS if without[f"why_{term}"].any()] == ["noise", "climate", "effort"]
    unaware = sums(made(society__aware=0.0), *WHY)
    assert [term for term in TERMS if unaware[f"why_{term}"].any()] == ["noise", "climate", "effort"]


def test_who_does_not_weigh_is_held_back_by_what_stands_for_the_choice():
    gate = sums(SCENARIOS["behind a gate"], *WHY)
    assert [term for term in TERMS if gate[f"why_{term}"].any()] == ["learned"]
    averaged = sums(SCENARIOS["averaged"], *WHY)
    assert [term for term in TERMS if averaged[f"why_{term}"].any()] == ["climate"]


def test_one_by_one_and_side_by_side():
    scenario = livelier(citizens=48, days=12)
    compiled, plain = sums(scenario, *WHY), sums(scenario, *WHY, machine=Plain())
    assert all(np.array_equal(compiled[name], plain[name]) for name in WHY) and compiled["why_times"].any()


# ---- The sample --------------------------------------------------------------------------------------------


def record_of(scenario: Scenario) -> Record:
    _, tally = lived(scenario)
    record = Record.blank(scenario, tuple(group.name for group in scenario.society.groups))
    record.tally[:], record.lived = tally, scenario.days
    return record


def test_the_sample_is_of_a_size(monkeypatch):
    """Some hundred occasions of a world, the same ones in both worlds of a pair, and about the share of them that was asked for."""
    scenario = made(days=120, voice__backlash=0.0)
    monkeypatch.setattr(numbers, "SAMPLE", 1000)
    chance = numbers.sampling(scenario)
    assert chance < 0.1
    found, without = (
        sums(one, "why_times", "why_wish", "could_*") for one in (scenario, no_system(scenario))
    )
    could = found["could_*"].sum()
    assert found["why_times"].sum() == pytest.approx(could * chance, abs=4 * (could * chance) ** 0.5)
    assert all(np.array_equal(found[name], without[name]) for name in ("why_times", "why_wish"))


def test_the_sample_estimates_the_account(monkeypatch):
    """Over samples of many worlds, what is found is what the whole world holds, as nearly as the error of the sample says."""
    off: dict[str, list[float]] = {name: [] for name in ("total", *TERMS)}
    for seed in range(24):
        scenario = made(days=60, seed=seed)
        monkeypatch.setattr(numbers, "SAMPLE", 10**9)
        whole = record_of(scenario)
        monkeypatch.setattr(numbers, "SAMPLE", 1500)
        sample = record_of(scenario)
        all_of, some = why(whole), why(sample)
        assert account(whole) == account(sample), "asking changes nothing"
        assert all_of.times == all_of.of > some.times > 100 and some.of == all_of.of
        assert sum(all_of.held.values()) == pytest.approx(account(whole).held, abs=1e-12)
        assert not any(all_of.error.values())
        apart = {term: some.held[term] - all_of.held[term] for term in TERMS}
        for term in TERMS:
            off[term].append(apart[term] / some.error[term] if some.error[term] else 0.0)
        off["total"].append(sum(apart.values()))
    for term in ("noise", "climate", "score", "punishment", "reproach", "effort"):
        assert abs(np.mean(off[term])) < 0.8 and 0.5 < np.std(off[term]) < 1.6, term
    assert off["learned"] == [0.0] * 24
    assert abs(np.mean(off["total"])) < 4 * np.std(off["total"]) / 24**0.5


def test_measures_of_a_group_and_of_a_table():
    """Two days and two groups by hand: of a wish of 10 and 6, noise holds back 2 and climate 1 and 3, with error only where others
    were not asked."""
    record = Record.blank(made(days=2), ("poor", "rich"))
    record.lived = 2
    for day, group, numbers_ in (
        (0, 0, (4, 6.0, 2.0, 0.0)),
        (1, 0, (4, 4.0, 0.0, 1.0)),
        (1, 1, (2, 6.0, 0.0, 3.0)),
    ):
        for name, number in zip(("why_times", "why_wish", "why_noise", "why_climate"), numbers_, strict=True):
            unit = {"why_times": 1, "why_wish": 65536}.get(name, 65536 * PARTS)
            record.tally[day, group, NAMES.index(name)] = round(number * unit)
    record.tally[0, 0, NAMES.index("could_post")] = 16
    record.tally[1, 1, NAMES.index("could_gather")] = 2
    poor, rich, all_of = why(record, 0), why(record, 1), why(record)
    assert (poor.times, poor.of, poor.held["noise"], poor.held["climate"]) == (8, 16, 0.2, 0.1)
    # noise: 2 - 0.2 6 = 0.8 on day 0 and 0 - 0.2 4 on day 1; half of the occasions were asked
    assert poor.error["noise"] == pytest.approx((0.5 * 2 * 2 * 0.8**2) ** 0.5 / 10)
    assert rich.held["climate"] == 0.5 and rich.error["climate"] == 0.0
    assert (all_of.times, all_of.of, all_of.held["climate"]) == (10, 18, 0.25)
    assert by_term(record)["held_back_by_climate"] == 0.25
