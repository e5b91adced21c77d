"""What each daily sum is, in words: the `long_name` of data sets."""

from sottovoce.scenario.model import Scenario

_OF = {  # sums by channel, topic or tier: the part before the last _
    "why": "wish held back by {}, sum over the occasions asked",
    "occasions": "occasions to {}",
    "sensitive": "dissenting acts: {}",
    "loyal": "loyal acts: {}",
    "below": "enrolled citizens below the edge of tier {}",
    "could": "occasions to {} of citizens who disagree",
    "spoke": "of these, with dissent: {}",
    "cut": "of these, cut off where dissent would have been chosen: {}",
    "wish": "sum of wishes over these: {}",
    "voiced": "sum of dissent within the wish over these: {}",
    "missed": "sum of dissent that was cut off over these: {}",
    "unheard": "of those spoken, heard by no friend: {}",
}
_ABOUT = {
    "people": "citizens",
    "disagree": "citizens with a wish to dissent",
    "say_so": "citizens with a wish to dissent whose last public act was dissent",
    "public": "scheduled public occasions",
    "beyond": "sum of loyalty beyond that of who acts as wished",
    "loyal": "public occasions with loyalty chosen",
    "dissent": "public occasions with dissent chosen",
    "loyal_as_wished": "public occasions on which loyalty would be chosen if nothing but the wish counted",
    "dissent_as_wished": "public occasions on which dissent would be chosen if nothing but the wish counted",
    "seen": "acts seen by the authority",
    "punished": "citizens punished",
    "enrolled": "citizens scored",
    "score": "sum of published scores, each as a share of the scale",
    "gained": "points gained by own acts",
    "lost": "points lost by own acts",
    "spilled": "points lost or gained by friends' acts",
    "ties": "sum of numbers of friends",
    "alone": "citizens without a friend",
    "hearers": "citizens who heard anybody speak",
    "heard_loyal": "sum of the share of loyal acts among those heard",
    "outside": "citizens who are not scored",
    "outside_worth": "sum of what their points would be worth to those not scored",
    "climate": "sum of climate over public occasions of citizens who disagree",
    "climate2": "sum of its square",
    "open": "sum of dissent chosen as a share of the wish",
    "open2": "sum of its square",
    "climate_open": "sum of the product of climate and that share",
    "listed": "citizens on the blacklist",
    "frozen": "citizens whose account is frozen",
    "sanctioned": "citizens under any sanction",
    "reported": "false reports believed",
    "given_back": "points restored or given back on appeal",
    "listeners": "citizens who heard of any friend's public occasion, silence included",
    "heard_silent": "sum of the share that kept silent among those heard",
    "asked": "citizens asked in the survey",
    "list_agrees": "of these, who agree in private",
    "says_agrees": "of these, who say that they agree",
    "examined": "acts that the authority looks through",
    "looked_up": "scores looked up",
    "refused": "of these, by a lender or an employer who refused",
    "why_times": "public occasions that were asked why",
    "why_wish": "sum of wishes over them",
    "ties_dropped": "ties dropped",
    "ties_made": "ties made",
    "scores": "scored citizens by published score",
}


def about(scenario: Scenario, name: str) -> str:
    """A sum in words; what has none is its name."""
    kind, _, number = name.partition("_topic_")
    if number:
        topics = [*(topic.name for topic in scenario.topics), "no topic"]
        place, _, where = number.partition("_")
        return f"{_OF[kind].format('speak')}, on {topics[int(place)]}, {'in public' if where == 'aloud' else 'buying and browsing'}"
    kind, _, of = name.partition("_")
    if name in _ABOUT or kind not in _OF:
        return _ABOUT.get(name, name.replace("_", " "))
    return _OF[kind].format(of)
