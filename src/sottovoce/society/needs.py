"""Needs: which columns a scenario uses, on any of its dates. Those that it does not use have one row."""

from typing import NamedTuple

from sottovoce.scenario.model import Scenario
from sottovoce.society.state import State


class Needs(NamedTuple):
    """Switches for columns that most scenarios do without."""

    held: bool  # private views move
    susceptibility: bool  # ... by averaging
    expressiveness: bool  # acts average
    learned: bool  # the value of speaking is learned, or gates what is said
    fine_signal: bool  # friends read the fine signal
    enforcing: bool
    moved: bool  # ties are moved
    attends: bool  # one friend is attended to
    wished: bool  # the wish to dissent moves, by backlash or with the view
    heed: bool  # news of watching fades
    watched: bool  # there is a watch list
    looked: bool  # scores are looked up
    topic: bool  # occasions have topics
    tags: bool  # friends are tagged
    jobs: bool  # citizens hunt for jobs

    @classmethod
    def of(cls, now: Scenario) -> "Needs":
        """What a scenario needs on a day: `now` as it stands then."""
        voice, looked = now.voice, now.score.standing
        averages = voice.views == "average" or voice.express == "average"
        moves = now.ties.move != "never"
        return cls(
            voice.views != "fixed",
            voice.views == "average",
            voice.express == "average",
            voice.reward != "none" or voice.express == "gate",
            averages or voice.enforce,
            voice.enforce,
            moves,
            moves or voice.views == "copy" or (voice.reward != "none" and voice.attend == "one"),
            voice.views != "fixed"
            or voice.backlash > 0
            or voice.shock.day is not None
            or any(topic.feeling != 1 for topic in now.topics),
            now.watching.rest < 1,
            now.watching.others < 1,
            any((looked.friends, looked.strangers, looked.lenders, looked.employers)),
            bool(now.topics),
            now.tags.chance > 0,
            now.jobs.hunts > 0,
        )

    @classmethod
    def ever(cls, scenario: Scenario) -> "Needs":
        """What a scenario needs on any of its dates."""
        days = [0, *(dated.day for dated in scenario.dates)]
        found = [cls.of(scenario.on(day)) for day in days]
        return cls(*(any(each) for each in zip(*found, strict=True)))


def room(needs: Needs, state: State) -> bool:
    """Whether the columns have room for what is needed."""
    n = len(state.id)
    columns = {
        "held": state.held,
        "susceptibility": state.susceptibility,
        "expressiveness": state.expressiveness,
        "learned": state.learned,
        "fine_signal": state.spoken,
        "enforcing": state.enforcing,
        "moved": state.moved_from,
        "wished": state.wished,
        "heed": state.heed,
        "watched": state.watched,
        "looked": state.looked,
        "topic": state.topic,
        "tags": state.tags,
        "jobs": state.traces,
    }
    return all(column.shape[-1] == n or not getattr(needs, name) for name, column in columns.items())
