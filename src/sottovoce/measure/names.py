"""What is measured: names, units, and what each means. Order is that of the table."""

from typing import NamedTuple

from sottovoce.society.tally import TERMS


class Measure(NamedTuple):
    """One measure. `headline`: shown in the terminal."""

    unit: str
    about: str
    headline: bool = True


MEASURES: dict[str, Measure] = {
    "spoke": Measure(
        "per 1,000 times",
        "of every 1,000 times that people who disagree could have spoken in public, how often they said so",
    ),
    "held_back": Measure(
        "per 1,000 times", "... how often they held back (fear, effort, the audience, going along, luck)"
    ),
    "cut_off": Measure(
        "per 1,000 times", "... how often they would have said so and were cut off (friction)"
    ),
    "wish_held_back": Measure(
        "share", "held back, as a share of the wish to dissent over the same occasions", False
    ),
    **{
        f"held_back_by_{term}": Measure(
            "share",
            f"... the part of the wish that {term} holds back (Shapley value on sampled occasions; below 0: it makes them say more)",
            False,
        )
        for term in TERMS
    },
    "browsed": Measure(
        "per 1,000 times",
        "of every 1,000 times that they could have bought or browsed what is disliked, how often they did",
        False,
    ),
    "browsing_held_back": Measure("per 1,000 times", "... how often they held back", False),
    "browsing_cut_off": Measure("per 1,000 times", "... how often they were cut off", False),
    "say_so": Measure(
        "per 1,000",
        "of 1,000 citizens, how many disagree and last said so in public (mean over measured days); holds fear and friction both. A tier that takes reach is not in it",
    ),
    "voice_gap": Measure(
        "level",
        "wish to dissent minus dissent voiced, mean over public occasions of those who disagree that came: slow internet moves it too, by which occasions are left",
    ),
    "chilling": Measure(
        "acts/citizen-day",
        "sensitive acts (dissent, buying or browsing what is disliked) per citizen-day: fewer is more chilling; holds fear and friction both",
    ),
    "loyalty_beyond": Measure(
        "level",
        "loyalty displayed beyond what is felt, mean over public occasions that came. Above 0 by the steps of the menu alone: read the difference",
    ),
    "self_censoring": Measure(
        "share",
        "of those who disagree, share that voices less than half its wish on the public occasions that came",
    ),
    "self_censoring_of_all": Measure(
        "share",
        "of all citizens, who disagree or not, share that voices less than half its wish to dissent: what surveys of a people ask for",
    ),
    "false_consensus": Measure(
        "share",
        "among those who speak: loyal share of the acts that people hear (silence is none), minus the share that agrees. Not 0 by the steps of the menu and by which occasions come: read the difference",
    ),
    "heard_silent": Measure("share", "share of the friends heard who last kept silent", False),
    "falsified_support": Measure(
        "share",
        "of those asked in the survey: share that says it agrees, less the share that does (a list). Where nobody sees the answer (survey.coverage 0) it is noise",
        False,
    ),
    "survey_direct": Measure("share", "of those asked in the survey, share that says it agrees", False),
    "survey_list": Measure(
        "share", "of those asked in the survey, share that agrees in private, as a list would find", False
    ),
    "loss_without_deed": Measure(
        "points",
        "points of the own start that citizens who never dissented have lost by the last day, mean; gains of others not set off. Friends' scores alone make some of it",
    ),
    "ties_cut": Measure(
        "share",
        "ties dropped over the whole run for each tie of day 0, ties made later included (in calm times too; where a system stops people from quarrelling it shows less)",
    ),
    "cut_someone": Measure(
        "share",
        "share of citizens who dropped a friend (in calm times too; the difference is what the system adds, less the quarrels that it stops)",
    ),
    "lost_someone": Measure("share", "share of citizens who were dropped by a friend", False),
    "isolated": Measure("share", "share of citizens without a friend, last day", False),
    "score_assortativity": Measure("correlation", "correlation of scores across ties, last day", False),
    "access_lost": Measure("days/citizen-year", "days under any sanction per citizen-year"),
    "access_without_deed": Measure(
        "days/citizen-year", "the same of citizens who never dissented; who starts below an edge is in it"
    ),
    "sanction_days": Measure(
        "sanction-days/citizen-year",
        "days under each sanction, added up over sanctions, per citizen-year",
        False,
    ),
    "benefits": Measure(
        "benefit-days/citizen-year", "days with each benefit, added up over benefits, per citizen-year", False
    ),
    "punished": Measure("days/citizen-year", "days on which a citizen was punished per citizen-year", False),
    "points_taken": Measure(
        "points/citizen-year",
        "points lost by own acts, recorded conduct, reports and ratings per citizen-year, friends' acts left out",
        False,
    ),
    "points_given_back": Measure(
        "points/citizen-year", "points restored or given back on appeal per citizen-year", False
    ),
    "false_reports": Measure("reports/citizen-year", "false reports believed per citizen-year", False),
    "listed": Measure("share", "share of citizens on the blacklist, last day", False),
    "frozen": Measure("days/citizen-year", "days with a frozen account per citizen-year", False),
    "access_gini": Measure("Gini", "inequality of days under any sanction", False),
    "at_low_end": Measure(
        "share", "share of those scored whose published score is held at the scale's low end, last day"
    ),
    "points_mean": Measure(
        "points", "mean of the points on file of those scored, not held inside the scale, last day"
    ),
    "points_sd": Measure("points", "standard deviation of these points, last day"),
    "score_mean": Measure("points", "mean published score (held inside the scale), last day", False),
    "for_tiers": Measure(
        "share", "acts that the score sees whose level would be another if no tier were worth anything"
    ),
    "crowding": Measure(
        "share",
        "excess of citizens just above the edges of tiers over those just below, less the same at placebo edges (compared with the world without in the table near_edges)",
        False,
    ),
    "score_validity": Measure(
        "correlation", "correlation of published score and trustworthiness, last day", False
    ),
    "mobility": Measure("1 - correlation", "1 minus the rank correlation of first and last score", False),
    "enrolled": Measure("share", "share of citizens enrolled, last day"),
    "enrolled_by_choice": Measure(
        "share", "share of citizens enrolled on the eve of the mandatory day", False
    ),
    "climate_speech": Measure(
        "correlation", "correlation of friends' mean act and own openness, those who disagree", False
    ),
}

# Where no score is in force on the last day there is a shadow score, which nobody sees and nothing depends on. It is no measure: what is
# said of scores does not exist there, and nobody has lost points.
OF_SCORES = (
    "at_low_end",
    "points_mean",
    "points_sd",
    "score_mean",
    "score_assortativity",
    "for_tiers",
    "crowding",
    "score_validity",
    "mobility",
)
OF_EDGES = ("for_tiers", "crowding")  # counted while a world is lived: measure.edges
OF_POINTS = ("loss_without_deed",)
