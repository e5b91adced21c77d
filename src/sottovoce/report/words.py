"""Words for names: short labels of measures, what holds people back, knock-outs, and why a value can be
missing."""

from collections.abc import Iterable

from sottovoce.measure.names import LABELS, MEASURES
from sottovoce.society.tally import TERMS

_NOBODY = "nobody who disagrees could have spoken"
_NO_BROWSING = "nobody who disagrees could have bought or browsed"
_NO_SCORE = "nobody was scored on the last day, or no score was in force"
_ALL_DISSENTED = "everybody dissented at least once"
_NO_SURVEY = "nobody was asked (survey.day)"
MISSING = {
    "spoke": _NOBODY,
    "held_back": _NOBODY,
    "cut_off": _NOBODY,
    "unheard": _NOBODY,
    "voice_gap": _NOBODY,
    "wish_held_back": _NOBODY,
    **{f"held_back_by_{term}": _NOBODY for term in TERMS},
    "browsed": _NO_BROWSING,
    "browsing_held_back": _NO_BROWSING,
    "browsing_cut_off": _NO_BROWSING,
    "loss_without_dissent": _ALL_DISSENTED,
    "gain_without_dissent": _ALL_DISSENTED,
    "net_without_dissent": _ALL_DISSENTED,
    "access_without_dissent": _ALL_DISSENTED,
    "self_censoring": "nobody who disagrees had five public occasions",
    "self_censoring_of_all": "nobody had five public occasions",
    "loyalty_beyond": "nobody had a public occasion",
    "for_tiers": "no score was in force, or nobody did what it sees",
    "competing": "no score was in force, or nobody did what it sees",
    "compete": "no score was in force, or nobody did what it sees",
    "competed": "no score was in force, or nobody competed",
    "crowding": "nobody stood near an edge or a placebo edge, or no score was in force",
    "enrolled_by_choice": "the run has no eve of a mandatory day",
    "at_low_end": _NO_SCORE,
    "points_mean": _NO_SCORE,
    "points_sd": _NO_SCORE,
    "score_mean": _NO_SCORE,
    "score_assortativity": "no two friends were scored, all had the same score, or none was in force",
    "score_validity": "nobody was scored, all had the same score, or none was in force",
    "mobility": "nobody was scored, all had the same score, or none was in force",
    "climate_speech": "nobody who disagrees had a public occasion, or nothing varied",
    "speaks_in_person": "nobody met anybody",
    "speaks_online": "nobody had an occasion to post or share",
    "false_consensus": "nobody would have said anything",
    "heard_loyal": "nobody heard anybody speak",
    "heard_silent": "nobody heard anybody",
    "falsified_support": _NO_SURVEY,
    "survey_direct": _NO_SURVEY,
    "survey_list": _NO_SURVEY,
    "access_gini": "nobody lives here",
}

# What holds people back: each term of the choice, and noise (society.tally.TERMS).
HOLDS_BACK = {
    "noise": "the luck of the choice: people do not choose the best every time",
    "climate": "friends are heard to be quiet or loyal, or to dissent, and it is easier to go along",
    "punishment": "a seen act may be punished directly, or an account be frozen",
    "score": "points, and the access that goes with them, may be lost or gained",
    "reproach": "friends may lose points by it, and may hold it against them",
    "effort": "any act costs some effort, and silence none",
    "audience": "the louder one speaks there, the more exposed one feels, whatever one says; what it takes to ask for permission; and an employer who may find it later",
    "learned": "what speaking has brought before: friends answered with agreement, silence or disagreement",
}


TERM_TAKEN = {
    "score": "points and access are worth nothing to anybody",
    "reproach": "nobody minds what friends lose",
    "punishment": "no act is punished directly, and no account frozen",
}
TAKEN = {
    "own-acts-only": "friends’ scores and acts no longer count",
    "private-scores": "nobody sees another’s score, nor which friend hurts",
    "no-sanctions": "nothing is taken for a low score; benefits stay",
}


def short(name: str) -> str:
    """A label of a few words."""
    return LABELS.get(name, name.replace("_", " "))


def about(name: str) -> str:
    """What a measure is, in a line."""
    return MEASURES[name].about


def without_value(names: Iterable[str]) -> str:
    """Which measures have no value, and why: each reason once; nothing where all have one."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(missing(name), []).append(short(name))
    told = "; ".join(f"{', '.join(measures)}: {why}" for why, measures in found.items())
    return f"No value: {told}." if told else ""


def missing(name: str) -> str:
    """Why a measure may have no value."""
    return MISSING.get(name, "there was nothing to measure it on")
