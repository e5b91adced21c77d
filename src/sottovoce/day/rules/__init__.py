"""The scenario of a day as plain numbers, section by section under the scenario's own names: `r.score.spill` is `score.spill`.

Rules read them at run time: a new value never means a new compile. Units as in scenario/model.py unless said. Fields called *derived*
are computed from several values. `RARE` names switches that most scenarios leave off, with the value that is off: where all are off,
the compiled day is one without them (machine.loops), with the same results.
"""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.rules import acts, records, system, why
from sottovoce.day.rules.numbers import numbers
from sottovoce.day.tables import EXPONENTIAL, GUMBEL, NORMAL
from sottovoce.scenario.model import Scenario
from sottovoce.society.needs import Needs


class Run(NamedTuple):
    """What a run asks of a day beyond the scenario."""

    mean_degree: float  # ties per citizen on day 0, at least 1
    tie_value: float  # `society.tie_value`
    ledger: int  # 1: write the points of every act into `earned`
    renamed: int  # 1: ids are not the rows, and have to be looked up
    # why less than the wish was said (day/why.py)
    sampled: float  # chance that a public occasion of those who disagree is in the sample
    coalitions: np.ndarray  # int64 (coalition,), players by bits, of those that act
    weights: np.ndarray  # int64 (coalition, player), how a coalition counts in a player's share, 1/840

    RARE = MappingProxyType({"renamed": 0})


class Tables(NamedTuple):
    """Three laws, so that no rule needs a library of functions (day.tables)."""

    gumbel: (
        np.ndarray
    )  # quantiles of the standard Gumbel law at k/1024 and, finer, in the first and last cell
    normal: np.ndarray  # standard normal distribution function on -6 ... 6 in 4096 steps
    exponential: np.ndarray  # quantiles of the standard exponential law, as gumbel


class Rules(NamedTuple):
    """Numbers that hold today, a named tuple per section of the scenario."""

    voice: acts.Voice
    watching: acts.Watching
    punishment: acts.Punishment
    channels: acts.Channels
    topics: acts.Topics
    score: system.Score
    enrolment: system.Enrolment
    tiers: system.Tiers
    ties: system.Ties
    informers: records.Informers
    reports: records.Reports
    tags: records.Tags
    jobs: records.Jobs
    freeze: records.Freeze
    blacklist: records.Blacklist
    appeal: records.Appeal
    repair: records.Repair
    survey: records.Survey
    run: Run
    tables: Tables


def rules(
    scenario: Scenario,
    day: int,
    *,
    mean_degree: float = 10.0,
    ledger: bool = False,
    renamed: bool = False,
) -> Rules:
    """Rules of a day. `mean_degree`: ties per citizen on day 0; `ledger`: write points by act; `renamed`: the ids of citizens are not their rows."""
    now = scenario.on(day)
    coverage, recorded, reached = records.linked(now)
    needs = Needs.ever(scenario)
    voice = acts.voice(now, needs.wished)
    punishment, freeze = acts.punishment(now, voice.levels), records.freeze(now, voice.levels, reached)
    score = system.score(now)
    channels = acts.channels(now, coverage, recorded)
    topics = acts.topics(now)
    enrolment = system.enrolment(now, day)
    begun = enrolment.open == 1 or enrolment.mandatory == 1
    tags, jobs = records.tags(now, needs.tags), records.jobs(now, needs.jobs, begun)
    players = why.acting(voice, punishment, freeze, score, channels, topics, jobs)
    return Rules(
        voice=voice,
        watching=acts.watching(now),
        punishment=punishment,
        channels=channels,
        topics=topics,
        score=score,
        enrolment=enrolment,
        tiers=system.tiers(now, day),
        ties=numbers(system.Ties, now.ties),
        informers=records.informers(now),
        reports=records.reports(now),
        tags=tags,
        jobs=jobs,
        freeze=freeze,
        blacklist=records.blacklist(now),
        appeal=numbers(records.Appeal, now.appeal),
        repair=records.repair(now),
        survey=records.survey(now),
        run=Run(
            max(mean_degree, 1.0),
            now.society.tie_value,
            int(ledger),
            int(renamed),
            why.sampling(scenario),
            *why.coalitions(players),
        ),
        tables=Tables(GUMBEL, NORMAL, EXPONENTIAL),
    )  # fmt: skip
