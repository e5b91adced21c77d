"""What one field of a scenario cannot know: that values fit one another.

Each line begins with the path, and names in full every other path that it depends on, or the section that holds it. Readers
of files and the strategies of the tests rely on it: where those values change, the line may go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from sottovoce.scenario.acts_part import CHANNELS, PUBLIC, Channel
from sottovoce.scenario.consistent_dates import dated, sources
from sottovoce.scenario.consistent_society import network, order, people, ties, twice
from sottovoce.scenario.fields import number
from sottovoce.scenario.parameters import Parameters
from sottovoce.scenario.system_part import Score

NARROWEST = 0.001  # points of a scale: a grain of it still makes a difference at a million points
MOST = 50  # problems of a kind that are put into words
REACH_AT_MOST = 5  # factor of score.reach_scaled
DEED_BITS = 17  # the points of a day's acts travel in 18 bits with their sign ...
DEED_GRAINS = 4  # ... counted in this many grains of the score


def problems(scenario: Parameters) -> list[str]:
    """Every way in which the values of a scenario do not fit one another, one line each; none if they do."""
    checks = (
        network,
        order,
        people,
        ties,
        _topics,
        _voice,
        _score,
        _power,
        _deeds,
        _enrolment,
        _tiers,
        _spheres,
        sources,
    )
    found = [line for check in checks for line in islice(check(scenario), MOST)]
    found += islice(dated(scenario, sound=not found), MOST)
    return [line.replace("\n", " ") for line in found]  # a name may have a line break in it


def named(line: str) -> list[str]:
    """Everything in a line that may be a path, in order; for a source the path of the value it speaks of, for a date both."""
    found = re.findall(r"[a-z_]+(?:\.[a-z_0-9]+)*", line.split(" Did you mean", maxsplit=1)[0])
    on_dates = [inner for name in found if (inner := re.sub(r"^dates\.\d+\.set\.", "", name)) != name]
    return [name.removeprefix("sources.") for name in found] + on_dates


def depends(line: str, path: str) -> bool:
    """True if a line depends on `path`: it names it, or a place above or below it."""
    if path in ("name", "label", "about", "seed"):
        return False
    own = line.split(": ", 1)[0]
    return any(
        (name + ".").startswith(path + ".") or (("." in name or name == own) and path.startswith(name + "."))
        for name in named(line)
    )


def _topics(scenario: Parameters) -> Iterator[str]:
    yield from twice("topics", [topic.name for topic in scenario.topics])
    for name in CHANNELS:
        total = sum(getattr(topic.shares, name) for topic in scenario.topics)
        if total and abs(total - 1) > 1e-9:
            yield (
                f"topics: shares.{name} add up to {number(total)} over all topics; allowed 1, or 0 where {name} has no topics (share). "
                "Change them so that they do."
            )
    for k, topic in enumerate(scenario.topics):
        if not any(getattr(topic.shares, name) for name in CHANNELS):
            yield (
                f"topics.{k}.shares: no channel has {_quoted(topic.name)}; allowed a share above 0 in {', '.join(CHANNELS[:-1])} or "
                f"{CHANNELS[-1]} (share). Give it one, or take the topic out."
            )
        if topic.surge != 1 and topic.day is None:
            yield (
                f"topics.{k}.surge: {number(topic.surge)} given without topics.{k}.day; allowed 1 where there is no day on which it begins. "
                "Give the day, or leave the surge out."
            )


def _quoted(name: str) -> str:
    return f'"{name}"'


def _voice(scenario: Parameters) -> Iterator[str]:
    levels = scenario.voice.levels
    shown = f"[{', '.join(number(level) for level in levels)}]"
    if any(a >= b for a, b in pairwise(levels)):
        yield f"voice.levels: {shown} given; allowed ascending, none twice. Sort them."
    if not all(-1 <= level <= 1 for level in levels):
        yield f"voice.levels: {shown} given; allowed -1 to 1 (level). Choose levels in that range."
    if 0 not in levels:
        yield f"voice.levels: {shown} given; 0 is missing. Add 0, which is silence."


def _score(scenario: Parameters) -> Iterator[str]:
    score = scenario.score
    if score.low >= score.high:
        yield (
            f"score.low: {number(score.low)} given; allowed below score.high, here {number(score.high)} "
            "(points). Put the smaller number first."
        )
    elif not _scaled(score):
        yield (
            f"score.low: {number(score.low)} given; allowed {number(NARROWEST)} or more below score.high, here "
            f"{number(score.high)} (points). Choose a wider scale."
        )
    elif score.demotion.chance > 0 and not score.low <= score.demotion.to <= score.high:
        yield (
            f"score.demotion.to: {number(score.demotion.to)} given; allowed score.low to score.high, here "
            f"{number(score.low)} to {number(score.high)}, where score.demotion.chance is above 0 (points). "
            "Choose a value in that range."
        )
    to = scenario.repair.to
    if scenario.repair.months > 0 and to is not None and _scaled(score) and not score.low <= to <= score.high:
        yield (
            f"repair.to: {number(to)} given; allowed score.low to score.high, here {number(score.low)} to {number(score.high)}, "
            "where repair.months is above 0 (points). Choose a value in that range, or null: the citizen's own base."
        )
    if _scaled(score) and not score.low <= score.start <= score.high:
        yield (
            f"score.start: {number(score.start)} given; allowed score.low to score.high, here "
            f"{number(score.low)} to {number(score.high)} (points). Choose a value in that range."
        )


def _power(scenario: Parameters) -> Iterator[str]:
    """Look-ups and shocks."""
    asked, shock = scenario.score.standing, scenario.voice.shock
    chances = (asked.friends, asked.strangers, asked.lenders, asked.employers)
    if sum(chances) > 1:
        yield (
            f"score.standing.friends: {' + '.join(map(number, chances))} = {number(sum(chances))} with score.standing.strangers, "
            "score.standing.lenders and score.standing.employers; allowed up to 1 together (1/day): there is at most one look-up a day. Choose smaller chances."
        )
    if shock.day is not None and shock.day >= scenario.days:
        yield (
            f"voice.shock.day: {shock.day:,} given; allowed 0 to {scenario.days - 1:,}, the last of days (day), or null. "
            "Choose an earlier day, or more days."
        )


def _scaled(score: Score) -> bool:
    """True if there is a scale, on which points can be counted."""
    return score.high - score.low >= NARROWEST


def _deeds(scenario: Parameters) -> Iterator[str]:
    """The points of a citizen's day travel to friends in one packed word, which has to hold them."""
    score, weights = scenario.score, scenario.score.weights
    conduct, reports = scenario.channels.conduct, scenario.reports
    if not _scaled(score):
        return
    reach = REACH_AT_MOST if score.reach_scaled else 1
    # points at most, their place, all that they depend on but the weights
    gains: list[tuple[float, str, str]] = []
    losses: list[tuple[float, str, str]] = []
    for name in CHANNELS:
        channel: Channel = getattr(scenario.channels, name)
        weight = (weights.speech if name in PUBLIC else weights.consumption) * reach
        at = f"channels.{name}"
        if channel.rate > 0:
            for kind, found in (("gain", gains), ("loss", losses)):
                times, of = _most_on_a_topic(scenario, name, kind)
                found.append((getattr(channel, kind) * weight * times, f"{at}.{kind}", at + of))
    at = "channels.conduct"
    if conduct.good_rate > 0:
        gains.append((conduct.gain * weights.conduct, f"{at}.gain", at))
    if conduct.bad_rate > 0:
        losses.append((conduct.loss * weights.conduct, f"{at}.loss", at))
    if reports.ratings_rate > 0:
        at = "reports.ratings_rate and reports.ratings_"
        gains.append((reports.ratings_gain * weights.reports, "reports.ratings_gain", f"{at}gain"))
        losses.append((reports.ratings_loss * weights.reports, "reports.ratings_loss", f"{at}loss"))
    if reports.malice > 0:
        at = "reports.malice and reports.points"
        losses.append((reports.points * weights.reports, "reports.points", at))
    step = DEED_GRAINS * score.grain
    most = 2**DEED_BITS * step
    for what, found in (("gains", gains), ("losses", losses)):
        each = [points for points, _, _ in found if points > 0]
        total, rounded_up = sum(each), sum(points + step / 2 for points in each)
        if rounded_up >= most:  # each is rounded to whole steps by itself
            total = total if total >= most else rounded_up
            found = sorted(found, key=lambda each: -each[0])
            parts = ", ".join(f"{number(points)} from {at}" for points, _, at in found if points > 0)
            times = f" and {REACH_AT_MOST} for score.reach_scaled" if reach > 1 else ""
            yield (
                f"{found[0][1]}: the {what} of one day can add up to {number(total)} points ({parts}; with score.weights"
                f"{times}); allowed less than {number(most)} on a scale from score.low {number(score.low)} to score.high "
                f"{number(score.high)}. Choose smaller {what} or a wider scale: they are counted in steps "
                "fine enough for the scale, and a day's sum has room for 131,072 steps."
            )


def _most_on_a_topic(scenario: Parameters, channel: str, kind: str) -> tuple[float, str]:
    """The most by which a topic of a channel multiplies its points, and which it is, in words."""
    there = [
        (getattr(topic, kind), f" and topics.{k}")
        for k, topic in enumerate(scenario.topics)
        if getattr(topic.shares, channel)
    ]
    return max(there, default=(1.0, ""))


def _enrolment(scenario: Parameters) -> Iterator[str]:
    opens, closes = scenario.enrolment.opt_in_day, scenario.enrolment.mandatory_day
    if opens is not None and closes is not None and closes < opens:
        yield (
            f"enrolment.mandatory_day: {closes:,} given; allowed from enrolment.opt_in_day on, here "
            f"{opens:,} (day). Choose a later day, or opt_in_day: null."
        )


def _tiers(scenario: Parameters) -> Iterator[str]:
    score, tiers = scenario.score, scenario.tiers
    yield from twice("tiers", [tier.name for tier in tiers])
    for i, tier in enumerate(tiers):
        if tier.edge is not None and _scaled(score) and not score.low <= tier.edge <= score.high:
            yield (
                f"tiers.{i}.edge: {number(tier.edge)} given; allowed score.low to score.high, here "
                f"{number(score.low)} to {number(score.high)} (points). Choose a value in that range."
            )
        for j, other in enumerate(tiers):
            if (
                tier.effect == "takes"
                and other.effect == "gives"
                and tier.access == other.access
                and tier.edge is not None
                and other.edge is not None
                and tier.edge > other.edge
            ):
                yield (
                    f"tiers.{i}.edge: {number(tier.edge)} given; allowed up to tiers.{j}.edge, here "
                    f"{number(other.edge)} (points): between the two, {tier.access} would be both given "
                    f"by tiers.{j} and taken by tiers.{i}. Move one of the edges."
                )


def _spheres(scenario: Parameters) -> Iterator[str]:
    yield from twice("identity.linked", list(scenario.identity.linked))
