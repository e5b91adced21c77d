"""Words for names: short labels of measures, reasons for silence, knock-outs, and why a value can be
missing."""

from sottovoce.measure.names import MEASURES
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.society.needs import Needs

SHORT = {
    "spoke": "spoke",
    "held_back": "held back",
    "cut_off": "cut off",
    "wish_held_back": "wish held back",
    "browsed": "browsed",
    "browsing_held_back": "browsing held back",
    "browsing_cut_off": "browsing cut off",
    "say_so": "say what they think",
    "voice_gap": "left unsaid",
    "chilling": "sensitive acts",
    "loyalty_beyond": "loyalty put on",
    "self_censoring": "silence themselves",
    "self_censoring_of_all": "silence themselves, of all",
    "false_consensus": "false consensus",
    "loss_without_deed": "lost without a deed",
    "loss_without_wish": "lost without a wish",
    "ties_cut": "ties dropped",
    "cut_someone": "dropped a friend",
    "lost_someone": "dropped by a friend",
    "isolated": "without a friend",
    "score_assortativity": "friends alike in score",
    "access_lost": "days under a sanction",
    "access_without_deed": "sanctioned, no deed",
    "benefits": "days with a benefit",
    "punished": "days punished",
    "points_taken": "points taken",
    "points_given_back": "points given back",
    "false_reports": "false reports",
    "listed": "on the list",
    "frozen": "account frozen",
    "access_gini": "sanctions, unequal",
    "score_mean": "mean score",
    "score_sd": "spread of scores",
    "score_gini": "inequality of scores",
    "for_tiers": "acts done for a tier",
    "crowding": "crowding above edges",
    "score_validity": "score and trustworthiness",
    "mobility": "change of rank",
    "enrolled": "scored",
    "enrolled_by_choice": "scored by choice",
    "climate_speech": "climate and openness",
}

_NOBODY = "nobody who disagrees could have spoken"
_NO_BROWSING = "nobody who disagrees could have bought or browsed"
MISSING = {
    "spoke": _NOBODY,
    "held_back": _NOBODY,
    "cut_off": _NOBODY,
    "wish_held_back": _NOBODY,
    "browsed": _NO_BROWSING,
    "browsing_held_back": _NO_BROWSING,
    "browsing_cut_off": _NO_BROWSING,
    "loss_without_deed": "nobody on the last day was scored and had never dissented",
    "loss_without_wish": "nobody on the last day was scored and had never wished to",
    "access_without_deed": "everybody dissented at least once",
    "self_censoring": "nobody who disagrees had five public occasions",
    "self_censoring_of_all": "nobody had five public occasions",
    "for_tiers": "no score was in force, or nobody did what it sees",
    "crowding": "nobody stood near an edge or a placebo edge, or no score was in force",
    "enrolled_by_choice": "the run has no eve of a mandatory day",
    "score_mean": "nobody was scored on the last day, or no score was in force",
    "score_sd": "nobody was scored on the last day, or no score was in force",
    "score_gini": "nobody was scored on the last day, or no score was in force",
    "score_assortativity": "no two friends were scored, all had the same score, or none was in force",
    "score_validity": "nobody was scored, all had the same score, or none was in force",
    "mobility": "nobody was scored, all had the same score, or none was in force",
    "voice_gap": "nobody who disagrees had a public occasion",
    "climate_speech": "nobody who disagrees had a public occasion, or nothing varied",
    "false_consensus": "nobody heard anybody",
    "access_gini": "nobody lives here",
}

# Reasons for silence: name -> (short, what it means); each is the term that gained most by saying less.
REASONS = {
    "noise": (
        "chance",
        "saying less was no better for them: the luck of the choice (people do not choose the best every "
        "time)",
    ),
    "climate": ("climate", "friends were heard to be quiet or loyal, and it is easier to go along"),
    "punishment": ("punishment", "a seen act might be punished directly"),
    "score": ("score", "points, and the access that goes with them, might be lost"),
    "reproach": ("reproach", "friends would lose points by it, and might hold it against them"),
    "effort": ("effort", "any act costs some effort, and silence none"),
    "learned": ("learned", "speaking had not paid before: friends had answered with silence or disagreement"),
    "audience": ("audience", "the louder one speaks there, the more exposed one feels, whatever one says"),
}


def reasons(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """Reasons that a scenario can give; nothing is learned where the value of speaking is not, and no audience weighs without exposure."""
    now = [scenario.on(day) for day in (0, *(dated.day for dated in scenario.dates))]
    exposed = any(getattr(each.channels, name).exposure > 0 for each in now for name in CHANNELS)
    gone = {"learned": not Needs.ever(scenario).learned, "audience": not exposed}
    return {name: words for name, words in REASONS.items() if not gone.get(name)}


TAKEN = {
    "no friend term": "friends’ scores and acts no longer count",
    "private scores": "nobody sees another’s score, nor which friend hurts",
    "no sanctions": "nothing is taken for a low score; benefits stay",
}


def short(name: str) -> str:
    """A label of a few words."""
    return SHORT.get(name, name.replace("_", " "))


def about(name: str) -> str:
    """What a measure is, in a line."""
    return MEASURES[name].about


def missing(name: str) -> str:
    """Why a measure may have no value."""
    return MISSING.get(name, "there was nothing to measure it on")
