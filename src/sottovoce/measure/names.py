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
    "unheard": Measure(
        "per 1,000 times",
        "... how often they said so and no friend could hear of it, for a tier took their reach that evening (friction; a part of spoke)",
        False,
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
        "the wish to dissent less the dissent chosen, mean over the same times (a level: 0 silence, 1 full dissent)",
    ),
    "sensitive_acts": Measure(
        "acts/citizen-day",
        "sensitive acts (dissent, buying or browsing what is disliked) per citizen-day; holds fear and friction both",
    ),
    "open_dissent": Measure(
        "acts/citizen-day",
        "public acts of dissent per citizen-day; holds fear and friction both, and how many disagree",
        False,
    ),
    "loyalty_beyond": Measure(
        "level",
        "loyalty chosen beyond that of who acts as wished, mean over scheduled public occasions of everybody. The luck of the choice is in it: what the system adds is the difference",
    ),
    "self_censoring": Measure(
        "share",
        "of those who disagree, share that chooses to voice less than half its wish, over its scheduled public occasions (five at least)",
    ),
    "self_censoring_of_all": Measure(
        "share",
        "the same people as a share of all citizens, who disagree or not: what surveys of a people ask for",
    ),
    "false_consensus": Measure(
        "share",
        "loyal share of what is chosen on scheduled public occasions (silence left out), less that share if everybody acted as wished. Below 0 where the loyal keep silent more easily: what the system adds is the difference",
    ),
    "heard_loyal": Measure(
        "share",
        "loyal share of the acts that people hear of friends who speak, mean over who hears any; holds fear and friction both",
        False,
    ),
    "heard_silent": Measure(
        "share", "share of the friends heard who last kept silent; holds fear and friction both", False
    ),
    "falsified_support": Measure(
        "share",
        "of those asked in the survey: share that says it agrees, less the share that does (a list). Where nobody sees the answer (survey.coverage 0) it is noise",
        False,
    ),
    "survey_direct": Measure("share", "of those asked in the survey, share that says it agrees", False),
    "survey_list": Measure(
        "share", "of those asked in the survey, share that agrees in private, as a list would find", False
    ),
    "loss_without_dissent": Measure(
        "points",
        "points lost since the own start by citizens who never dissented, mean (who won points, or is not scored, lost 0), last day. Friends' scores, conduct and reports make it",
        False,
    ),
    "gain_without_dissent": Measure("points", "points won by the same citizens, mean (who lost, 0)", False),
    "net_without_dissent": Measure(
        "points", "points won less points lost since the own start by citizens who never dissented, mean"
    ),
    "ties_cut": Measure(
        "share",
        "ties dropped over the whole run for each tie of day 0, ties made later included (in calm times too: the difference is what the system adds, less the quarrels that it stops)",
    ),
    "cut_someone": Measure(
        "share",
        "share of citizens who dropped a friend (in calm times too; the difference is what the system adds, less the quarrels that it stops)",
    ),
    "lost_someone": Measure("share", "share of citizens who were dropped by a friend", False),
    "isolated": Measure(
        "share",
        "share of citizens without a friend, last day (who had none on day 0 is in it, in both worlds)",
        False,
    ),
    "score_assortativity": Measure("correlation", "correlation of scores across ties, last day", False),
    "access_lost": Measure("days/citizen-year", "days under any sanction per citizen-year"),
    "access_without_dissent": Measure(
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
    "punished": Measure(
        "days/citizen-year",
        "days on which an act was punished directly, or an account frozen, per citizen-year (points lost are no punishment here)",
        False,
    ),
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
    "access_gini": Measure(
        "Gini",
        "inequality of days under any sanction: near 1 where few bear all of them, as also where they are rare",
        False,
    ),
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
    "competing": Measure(
        "share",
        "acts that the score sees whose level would be another if a score were nothing to be seen by: no status, no pride, no face, no badge",
    ),
    "compete": Measure(
        "share",
        "of citizens who acted under the score on the days asked (one who acted on several counts on each), share with such an act: who acts for points beyond what access is worth",
        False,
    ),
    "competed": Measure(
        "level",
        "... what they say less for it (above 0: less dissent, or more loyalty), mean over such acts",
        False,
    ),
    "looked_up": Measure(
        "look-ups/citizen-year", "times that a score was looked up, per citizen-year", False
    ),
    "refused": Measure(
        "refusals/citizen-year",
        "look-ups by lenders and employers after which an easier loan or a job was not given, also where only a benefit is missing, per citizen-year",
        False,
    ),
    "points_by_tag": Measure(
        "points/citizen-year",
        "points won (below 0: lost) as one tagged in friends' acts, per citizen-year",
        False,
    ),
    "hunts": Measure("hunts/citizen-year", "hunts for a job per citizen-year", False),
    "hunts_refused": Measure(
        "refusals/citizen-year",
        "hunts after which an employer refused for what was found, or for the score, per citizen-year",
        False,
    ),
    "refused_for_own": Measure(
        "refusals/citizen-year", "... of these, for something that one said, per citizen-year", False
    ),
    "refused_for_tag": Measure(
        "refusals/citizen-year",
        "... of these, for something in which one was tagged, and nothing of one's own, per citizen-year",
        False,
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
        "share", "share of all citizens enrolled on the eve of the mandatory day", False
    ),
    "climate_speech": Measure(
        "correlation", "correlation of friends' mean act and own openness, those who disagree", False
    ),
    "speaks_in_person": Measure(
        "share",
        "of the occasions face to face that came, of everybody, share on which something is said, dissent or loyalty; holds fear and friction both",
        False,
    ),
    "speaks_online": Measure(
        "share", "the same of occasions to post and share; holds fear and friction both", False
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
    "competing",
    "compete",
    "competed",
    "crowding",
    "score_validity",
    "mobility",
)
OF_EDGES = (
    "for_tiers",
    "competing",
    "compete",
    "competed",
    "crowding",
)  # counted while a world is lived: measure.edges
HOLDS_BOTH = (
    "say_so",
    "sensitive_acts",
    "open_dissent",
    "heard_loyal",
    "heard_silent",
    "speaks_in_person",
    "speaks_online",
)  # fear and friction: they rank nothing
OF_POINTS = ("loss_without_dissent", "gain_without_dissent", "net_without_dissent")
LABELS = {  # what a reader sees
    "spoke": "spoke",
    "held_back": "held back",
    "cut_off": "cut off",
    "unheard": "said, reach taken",
    "wish_held_back": "wish held back",
    **{f"held_back_by_{term}": f"held back by {term}" for term in TERMS},
    "browsed": "browsed",
    "browsing_held_back": "browsing held back",
    "browsing_cut_off": "browsing cut off",
    "say_so": "say what they think",
    "voice_gap": "left unsaid",
    "sensitive_acts": "sensitive acts",
    "open_dissent": "open dissent",
    "loyalty_beyond": "loyalty put on",
    "self_censoring": "silence themselves",
    "self_censoring_of_all": "silence themselves, of all",
    "false_consensus": "false consensus",
    "heard_loyal": "loyal, of acts heard",
    "heard_silent": "silent friends",
    "falsified_support": "falsified support",
    "survey_direct": "say they agree, asked",
    "survey_list": "agree, by list",
    "loss_without_dissent": "points lost, no dissent",
    "gain_without_dissent": "points won, no dissent",
    "net_without_dissent": "net points, no dissent",
    "ties_cut": "ties dropped",
    "cut_someone": "dropped a friend",
    "lost_someone": "dropped by a friend",
    "isolated": "without a friend",
    "score_assortativity": "friends alike in score",
    "access_lost": "days under a sanction",
    "access_without_dissent": "sanctioned, no dissent",
    "sanction_days": "sanction-days",
    "benefits": "benefit-days",
    "punished": "days punished",
    "points_taken": "points taken",
    "points_given_back": "points given back",
    "false_reports": "false reports",
    "listed": "on the list",
    "frozen": "account frozen",
    "access_gini": "sanctions, unequal",
    "at_low_end": "at the low end",
    "points_mean": "mean points",
    "points_sd": "spread of points",
    "score_mean": "mean score",
    "for_tiers": "acts done for a tier",
    "competing": "acts done to be seen high",
    "compete": "people who compete",
    "competed": "said less to compete",
    "looked_up": "scores looked up",
    "refused": "refused for the score",
    "points_by_tag": "points by tags",
    "hunts": "hunts for a job",
    "hunts_refused": "refused a job",
    "refused_for_own": "refused for own words",
    "refused_for_tag": "refused for a tag",
    "crowding": "crowding above edges",
    "score_validity": "score and trustworthiness",
    "mobility": "change of rank",
    "enrolled": "scored",
    "enrolled_by_choice": "scored by choice",
    "climate_speech": "climate and openness",
    "speaks_in_person": "say something, in person",
    "speaks_online": "say something, online",
}


def named(text: str) -> str:
    """The name of a measure by its name or its label, in any case: ``Left unsaid`` is ``voice_gap``. What is neither stays as it is."""
    asked = " ".join(text.lower().split())
    return next((name for name, label in LABELS.items() if label.lower() == asked), text)
