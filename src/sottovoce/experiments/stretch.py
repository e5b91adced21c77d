"""A run cut at its dates, and what goes on between two of them: who is scored, what is seen, what moves points."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

from sottovoce.scenario.acts_part import CHANNELS, PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.system_part import Tier
from sottovoce.scenario.values import Constant


class Stretch:
    """The days between two dates of a scenario, and what goes on in them."""

    def __init__(self, begin: int, end: int, now: Scenario):
        self.begin, self.end, self.now = begin, end, now

    @functools.cached_property
    def force(self) -> bool:
        """Whether anything of the system exists."""
        return self.now.score.in_force

    @functools.cached_property
    def opt_in(self) -> bool:
        """Whether anybody can choose to be scored."""
        rule = self.now.enrolment
        last = self.end if rule.mandatory_day is None else min(self.end, rule.mandatory_day)
        return self.force and rule.opt_in_day is not None and max(self.begin, rule.opt_in_day) < last

    @functools.cached_property
    def scored(self) -> bool:
        """Whether anybody is scored."""
        day = self.now.enrolment.mandatory_day
        return self.opt_in or (self.force and day is not None and max(self.begin, day) < self.end)

    @functools.cached_property
    def begun(self) -> bool:
        """Whether one can come under a score on every day of it."""
        rule = self.now.enrolment
        days = [day for day in (rule.opt_in_day, rule.mandatory_day) if day is not None]
        return self.force and min(days, default=self.end) <= self.begin

    @functools.cached_property
    def told(self) -> bool:
        """Whether friends tell of what is said in public, or are thought to."""
        spies = self.now.informers
        tell = spies.report > 0 and (spies.share > 0 or spies.believed > 0)
        return self.force and (self.now.reports.rate > 0 or tell or spies.provocateurs > 0)

    def weight(self, channel: str) -> float:
        """Weight in the score of what is done there."""
        weights = self.now.score.weights
        return weights.speech if channel in PUBLIC else weights.consumption

    def seen(self, channel: str) -> bool:
        """Whether the authority sees acts there by itself."""
        now = self.now
        linked = channel == "buy" and "bank" in now.identity.linked and now.identity.share > 0
        there = getattr(now.channels, channel)
        return there.rate > 0 and (there.coverage > 0 or linked)

    def known(self, channel: str) -> bool:
        """Whether dissent there comes to be known, seen or told."""
        return self.seen(channel) or (channel in PUBLIC and self.rate(channel) > 0 and self.told)

    def rate(self, channel: str) -> float:
        return getattr(self.now.channels, channel).rate

    def loses(self, channel: str) -> bool:
        """Whether dissent there costs points."""
        there = getattr(self.now.channels, channel)
        return self.scored and self.known(channel) and there.loss * self.weight(channel) > 0

    def gains(self, channel: str) -> bool:
        """Whether loyalty there earns points."""
        there = getattr(self.now.channels, channel)
        return self.scored and self.seen(channel) and there.gain * self.weight(channel) > 0

    @functools.cached_property
    def losses(self) -> bool:
        """Whether any act costs points."""
        return any(self.loses(channel) for channel in CHANNELS)

    @functools.cached_property
    def acts(self) -> bool:
        """Whether any act that is chosen moves points."""
        return self.losses or any(self.gains(channel) for channel in CHANNELS)

    @functools.cached_property
    def recorded(self) -> bool:
        """Whether conduct comes to be known."""
        now = self.now
        return now.channels.conduct.coverage > 0 or (bool(now.identity.linked) and now.identity.share > 0)

    @functools.cached_property
    def bad(self) -> bool:
        """Whether a bad event of conduct costs points."""
        conduct = self.now.channels.conduct
        return self.scored and self.recorded and conduct.loss * self.now.score.weights.conduct > 0

    @functools.cached_property
    def good(self) -> bool:
        conduct = self.now.channels.conduct
        return self.scored and self.recorded and conduct.gain * self.now.score.weights.conduct > 0

    @functools.cached_property
    def grave(self) -> bool:
        """Whether a bad event does anything."""
        demotes = self.scored and self.now.score.demotion.chance > 0
        lists = self.force and self.now.blacklist.entry > 0
        return self.recorded and (self.bad or demotes or lists)

    @functools.cached_property
    def conduct(self) -> bool:
        """Whether conduct moves points."""
        conduct = self.now.channels.conduct
        return (self.bad and conduct.bad_rate > 0) or (self.good and conduct.good_rate > 0)

    @functools.cached_property
    def reported(self) -> bool:
        """Whether reports or ratings move points."""
        reports, weight = self.now.reports, self.now.score.weights.reports
        false = reports.malice * reports.points > 0 and self.now.appeal.review < 1
        rated = reports.ratings_rate > 0 and reports.ratings_gain + reports.ratings_loss > 0
        return self.scored and weight > 0 and (false or rated)

    @functools.cached_property
    def moves(self) -> bool:
        """Whether anything moves points."""
        return self.acts or self.conduct or self.reported

    @functools.cached_property
    def taken(self) -> bool:
        """Whether anything takes points."""
        reports, conduct = self.now.reports, self.now.channels.conduct
        weight = self.now.score.weights.reports > 0 and self.scored
        false = reports.malice * reports.points > 0 and self.now.appeal.review < 1
        rated = reports.ratings_rate * reports.ratings_loss > 0
        return self.losses or (self.bad and conduct.bad_rate > 0) or (weight and (false or rated))

    @functools.cached_property
    def watched(self) -> bool:
        """Whether any act comes to be known."""
        return any(self.known(channel) for channel in CHANNELS)

    @functools.cached_property
    def fear(self) -> bool:
        """Whether punishment exists, or would if it were severe."""
        return (self.force or self.now.punishment.by_law) and self.watched

    @functools.cached_property
    def punishes(self) -> bool:
        return self.fear and self.now.punishment.severity > 0

    @functools.cached_property
    def freezes(self) -> bool:
        freeze = self.now.freeze
        linked = not self.now.identity.linked or "bank" in self.now.identity.linked
        allowed = freeze.power and freeze.chance * freeze.court > 0 and linked
        return self.force and allowed and any(self.known(channel) for channel in PUBLIC)

    @functools.cached_property
    def matters(self) -> bool:
        """Whether it matters to anybody that an act is seen."""
        return self.acts or self.punishes or self.freezes

    @functools.cached_property
    def noticed(self) -> bool:
        """Whether it matters that the authority itself sees an act."""
        severe = self.punishes or self.freezes
        return any(self.seen(c) and (self.loses(c) or self.gains(c) or severe) for c in CHANNELS)

    @functools.cached_property
    def informed(self) -> bool:
        """Whether anything follows from what friends do tell."""
        punished = self.force and self.now.punishment.severity > 0 and self.now.punishment.executed
        return self._public_losses or punished or (self.force and self.now.freeze.power)

    @functools.cached_property
    def _public_losses(self) -> bool:
        losses = (self.rate(c) * getattr(self.now.channels, c).loss * self.weight(c) for c in PUBLIC)
        return self.scored and any(loss > 0 for loss in losses)

    @functools.cached_property
    def listens(self) -> bool:
        """Whether it matters that friends tell, or are thought to."""
        return self.informed or (self.force and self.now.punishment.severity > 0)

    @functools.cached_property
    def worth(self) -> bool:
        """Whether points or access are worth anything."""
        score = self.now.score
        status = score.status_value if score.lookup in ("public", "self_shared") else 0.0
        tiers = any(tier.value > 0 and tier.on == "score" for tier in self.tiers)
        return self.scored and (score.point_value + status > 0 or tiers)

    @property
    def tiers(self) -> list[Tier]:
        """Tiers that begin within the stretch."""
        return [tier for tier in self.now.tiers if self.force and tier.from_day < self.end]

    @functools.cached_property
    def needed(self) -> bool:
        """Whether it matters how much somebody needs."""
        conduct = self.now.channels.conduct
        return self.felt or (self.grave and conduct.bad_rate > 0)

    @functools.cached_property
    def for_tiers(self) -> bool:
        """Whether acts that the score sees are counted by what tiers do to them (measure.edges)."""
        return self.acts and any(tier.value > 0 and tier.on == "score" for tier in self.tiers)

    @functools.cached_property
    def looked_up(self) -> bool:
        """Whether anybody looks scores up."""
        asked = self.now.score.standing
        strangers = asked.strangers if self.now.score.lookup == "public" else 0.0
        return asked.friends + strangers + asked.lenders + asked.employers > 0

    @functools.cached_property
    def looks_back(self) -> bool:
        """Whether an employer looks back, and there is something that he could find."""
        jobs = self.now.jobs
        there = jobs.hunts > 0 and (self.scored or jobs.without_score)
        return there and any(self.rate(channel) > 0 for channel in PUBLIC)

    @functools.cached_property
    def hunted(self) -> bool:
        """Whether what an employer may find weighs in a choice."""
        return self.looks_back and self.now.jobs.finds * self.now.jobs.value > 0

    @functools.cached_property
    def felt(self) -> bool:
        """Whether need today weighs in a choice."""
        return self.hunted or self.freezes or (self.worth and (self.acts or self.opt_in or self.drags))

    @functools.cached_property
    def shown(self) -> bool:
        """Whether friends can see a score, or who hurts it."""
        score = self.now.score
        return self.scored and (score.lookup in ("friends", "public") or score.blame_tool)

    @functools.cached_property
    def drags(self) -> bool:
        """Whether anybody can know that a friend pulls on his score."""
        score = self.now.score
        seen = score.lookup in ("friends", "public", "self_shared") or score.blame_tool
        pulled = score.friend_weight > 0 and seen
        blamed = score.blame_tool and score.spill > 0 and self.losses
        return self.scored and (pulled or blamed)

    @functools.cached_property
    def weighs_drag(self) -> bool:
        """Whether friends are dropped for their scores."""
        return self.now.ties.drop == "score" and self.drags and self.worth

    @functools.cached_property
    def cuts(self) -> bool:
        """Whether ties can be dropped or made at all."""
        ties = self.now.ties
        makes = ties.make != "never" and (
            ties.make != "high_score" or (self.scored and self.now.score.lookup == "public")
        )
        return self.weighs_drag or ties.drop in ("discordant", "random", "own") or ties.calm_drop > 0 or makes

    @functools.cached_property
    def marked(self) -> bool:
        """Whether friends can see that somebody was punished, shamed, listed or lost points."""
        hit = (self.punishes and self.now.punishment.executed) or self.freezes
        badge = self.scored and any(t.effect == "takes" and t.access == "badge" for t in self.tiers)
        lists = self.force and self.now.blacklist.public and self.now.blacklist.entry > 0 and self.recorded
        lists = lists and self.now.channels.conduct.bad_rate > 0
        return hit or badge or lists or (self.shown and self.taken)

    @functools.cached_property
    def sways(self) -> bool:
        """Whether it matters that somebody was punished."""
        voice, watching = self.now.voice, self.now.watching
        return voice.backlash > 0 or (self.matters and (watching.learn > 0 or watching.rest < 1))

    @functools.cached_property
    def climate(self) -> bool:
        """Whether friends' acts weigh anything."""
        law = self.now.society.climate_weight
        return not (isinstance(law, Constant) and law.value == 0)

    @functools.cached_property
    def system(self) -> bool:
        """Whether there is anything that only those feel who know of it."""
        punished = self.force and self.now.punishment.severity > 0 and not self.now.punishment.by_law
        return self.felt or punished or (self.told and self.punishes)


def stretches(scenario: Scenario) -> list[Stretch]:
    """The run cut at its dates."""
    return [Stretch(begin, end, now) for begin, end, now in scenario.periods()]


Test = Callable[[Stretch, int], bool]


class Rule(NamedTuple):
    """Values of these places are at work where `acts`; else `why` not. N in a place: the number of an entry."""

    places: str  # a regular expression
    acts: Test
    why: str
