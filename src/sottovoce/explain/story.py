"""A citizen's story in sentences, made from the data. Everybody in it is made up; nobody is named like a person."""

import math

from sottovoce.explain.causes import Acts, Causes, Friend
from sottovoce.world import measured_from

WORDS = {
    "post": "posts",
    "share": "shared links",
    "gather": "gatherings",
    "buy": "purchases",
    "browse": "pages read",
    "conduct": "conduct",
}
ONE = {
    "post": "a post",
    "share": "a shared link",
    "gather": "a gathering",
    "buy": "a purchase",
    "browse": "a page read",
    "conduct": "an event of conduct",
}
MOST = 4  # names in a list


def story(causes: Causes, other: Causes | None = None) -> list[str]:
    """Sentences about a citizen up to the day of `causes`; `other`: the causes in the other world, to compare with."""
    told = [_who(causes), *_scored(causes), *_voice(causes), _sum(causes), *_own(causes)]
    told += [*_friends_acts(causes), *_friends_scores(causes), *_clip(causes), *_ties(causes), *_access(causes)]
    if other is not None:
        told += _other(causes, other)
    return told


def open_on(causes: Causes) -> bool:
    """Whether the score was in force on the day; if not it is a shadow that nobody sees."""
    return causes.evidence.scenario.on(causes.day).score.in_force


def lost(causes: Causes) -> list[str] | None:
    """Sanctions that the citizen is under on the day; None where that was not kept."""
    tiers = _tiers(causes)
    return None if tiers is None else [name for name, effect, above in tiers if effect == "takes" and not above]


def given(causes: Causes) -> list[str] | None:
    """Benefits that the citizen has on the day; None where that was not kept."""
    tiers = _tiers(causes)
    return None if tiers is None else [name for name, effect, above in tiers if effect == "gives" and above]


def _tiers(causes: Causes) -> list[tuple[str, str, bool]] | None:
    now, person = causes.evidence.scenario.on(causes.day), _person(causes)
    if causes.score is None or not now.score.in_force:
        return []
    above = [person.get(f"above_{tier.name}") for tier in now.tiers]
    began = causes.evidence.scenario.on(0)
    same = [tier.name for tier in began.tiers] == [tier.name for tier in now.tiers] and began.score.in_force
    if None in above or not (same or causes.evidence.again):
        return None  # the table of people has the tiers of the first day
    return [(tier.name, tier.effect, bool(here)) for tier, here in zip(now.tiers, above, strict=True)]


def _person(causes: Causes) -> dict:
    return causes.evidence.person(causes.citizen)


def _who(causes: Causes) -> str:
    person = _person(causes)
    view = person["view"]
    stance = "disagrees with the authority" if view > 0 else "agrees with the authority" if view < 0 else "has no view"
    aware = "" if person["aware"] or not open_on(causes) else " They do not know of the system."
    return (
        f"Citizen {causes.citizen} is of the group {person['group']}, lives in community {person['community']} and {stance} "
        f"(private view {view:+.2f}, between -1, agrees, and +1, disagrees).{aware}"
    )


def _scored(causes: Causes) -> list[str]:
    scenario, found = causes.evidence.scenario, []
    moves = causes.evidence.moves(causes.citizen)
    for day, joined in moves[:MOST]:
        now = scenario.on(day)
        if joined and not now.score.in_force:
            found.append(f"from day {day} a shadow score is kept of them, which nobody sees")
        elif joined:
            mandatory = now.enrolment.mandatory_day
            forced = mandatory is not None and day >= mandatory
            found.append(f"they were enrolled by mandate on day {day}" if forced else f"they joined by choice on day {day}")
        else:
            ended = not now.score.in_force
            found.append(f"the system ended on day {day}" if ended else f"they left by choice on day {day}")
    if not moves:
        return [f"Up to day {causes.day} they are not scored."]
    more = f", and went in and out {len(moves) - MOST} times after that" if len(moves) > MOST else ""
    return [_sentence(_listed(found) + more)]


def _voice(causes: Causes) -> list[str]:
    person = _person(causes)
    wish, voiced, acts = max(person["view"], 0.0), person["voiced"], person["public_acts"]
    when = f"in {acts} public occasions from day {measured_from(causes.evidence.scenario)} on"
    if wish == 0.0:
        return ["They have no dissent to voice" + (", yet they once did." if person["dissented"] else ", and never did.")]
    never = [] if person["dissented"] else ["They have never dissented, neither in public nor in private."]
    if not acts or voiced is None or math.isnan(voiced):
        return [f"They wish to voice dissent of level {wish:.2f}; no public occasion was measured so far.", *never]
    share = voiced / wish
    kept = "they say what they think" if share >= 0.95 else f"{1 - share:.0%} of it they keep to themselves"
    return [f"They wish to voice dissent of level {wish:.2f}; {when} they voiced {voiced:.2f} on average: {kept}.", *never]


def _sum(causes: Causes) -> str:
    if causes.score is None:
        return f"On day {causes.day} they have no score; {causes.file:.2f} points stand in their file, {_from(causes, causes.file)}."
    name = "score" if open_on(causes) else "shadow score"
    return f"On day {causes.day} their {name} is {causes.score:.2f}, {_from(causes, causes.score)}."


def _from(causes: Causes, score: float) -> str:
    change = score - causes.start
    if abs(change) < 0.005:
        return "just where they started"
    return f"{abs(change):.2f} {'above' if change > 0 else 'below'} the {causes.start:.2f} they started from"


def _own(causes: Causes) -> list[str]:
    if not causes.acts:
        return ["No act of their own was ever counted."]
    parts = [f"{WORDS[acts.kind]} {acts.left:+.2f} ({acts.count} counted)" for acts in causes.acts]
    forgotten = sum(acts.points - acts.left for acts in causes.acts)
    old = f" Of what they once earned or lost, {forgotten:+.2f} is forgotten." if abs(forgotten) >= 0.005 else ""
    return [f"Their own acts make {causes.own:+.2f}: {_listed(parts)}.{_largest(causes.acts)}{old}"]


def _largest(acts: tuple[Acts, ...]) -> str:
    one, kind = max(((act, a.kind) for a in acts for act in a.largest), key=lambda pair: abs(pair[0].left))
    if one.left == 0.0:
        return " None of it still counts."
    manner = "" if one.level is None else f" of dissent {one.level:.2f}" if one.level > 0 else f" of loyalty {-one.level:.2f}"
    worth = "" if abs(one.left - one.points) < 0.005 else f", of which {one.left:+.2f} still counts"
    return f" The one that weighs most: {ONE[kind]}{manner} on day {one.day}, {one.points:+.2f}{worth}."


def _friends_acts(causes: Causes) -> list[str]:
    felt = sorted((f for f in causes.friends if abs(f.spill) >= 0.005), key=lambda f: -abs(f.spill))
    if not felt:
        return []
    told = _listed([f"{_name(f)} {f.spill:+.2f}" for f in felt[:MOST]])
    most = "most of it" if len(felt) > MOST else "all of it"
    return [f"Acts of their friends make {causes.spill:+.2f}, {most} through {told}."]


def _friends_scores(causes: Causes) -> list[str]:
    pulls = sorted((f for f in causes.friends if abs(f.pull) >= 0.005), key=lambda f: f.pull)
    if not pulls:
        return []
    down, up = pulls[0], pulls[-1]
    told = []
    if down.pull < 0:
        told.append(f"citizen {down.citizen} (score {down.score:.2f}) pulls it down most, {down.pull:+.2f}")
    if up.pull > 0:
        told.append(f"citizen {up.citizen} (score {up.score:.2f}) pulls it up most, {up.pull:+.2f}")
    return [f"The scores of their friends make {causes.pull:+.2f}: {_listed(told)}."]


def _clip(causes: Causes) -> list[str]:
    if abs(causes.clip) < 0.005:
        return []
    end = "top" if causes.clip < 0 else "bottom"
    return [f"The scale ends there: {causes.clip:+.2f} at its {end}."]


def _ties(causes: Causes) -> list[str]:
    cut = [(t.last, t) for f in causes.friends for t in f.ties if t.last is not None and t.last <= causes.day]
    made = [(t.first, t) for f in causes.friends for t in f.ties if t.first > 0]
    events = [
        f"they dropped citizen {t.friend} on day {day}"
        if t.cut_by == causes.citizen
        else f"citizen {t.friend} dropped them on day {day}"
        for day, t in sorted(cut)
    ]
    met = [f"citizen {t.friend} on day {day - 1}" for day, t in sorted(made)]
    found = []
    if events:
        more = f", and {len(events) - MOST} more ties broke" if len(events) > MOST else ""
        found.append(_sentence(_listed(events[:MOST]) + more))
    if met:
        more = f" and {len(met) - MOST} others" if len(met) > MOST else ""
        found.append(f"They befriended {_listed(met[:MOST])}{more}.")
    return found


def _access(causes: Causes) -> list[str]:
    taken, has, days = lost(causes), given(causes), _person(causes)["lost_days"]
    found = []
    if taken:
        found.append(f"With this score they are under {_listed(taken)}.")
    if has:
        found.append(f"It gives them {_listed(has)}.")
    if days:
        since = measured_from(causes.evidence.scenario)
        found.append(f"From day {since} on they have lived {days} days under a sanction (two at once count twice).")
    return found


def _other(causes: Causes, other: Causes) -> list[str]:
    here, there = _person(causes), _person(other)
    name = "without the system" if other.world == "without" else "with the system"
    parts = []
    if here["public_acts"] and there["public_acts"] and here["view"] > 0:
        parts.append(f"voices {there['voiced']:.2f} on average (here {here['voiced']:.2f})")
    friends = f"has {_count(there['friends'], 'friend')}"
    parts.append(friends + (", as here" if there["friends"] == here["friends"] else f" (here {here['friends']})"))
    if there["lost_days"] or here["lost_days"]:
        parts.append(f"lives {_count(there['lost_days'], 'day')} under a sanction (here {here['lost_days']})")
    found = [f"In the world {name} the same person, with the same luck, {_listed(parts)}."]
    if other.score is not None:
        shadow = "The score there" if open_on(other) else "The shadow score kept of them there, which nobody sees,"
        found.append(f"{shadow} is {other.score:.2f}.")
    return found


def _name(friend: Friend) -> str:
    return f"citizen {friend.citizen}" + ("" if friend.near else " (no longer a friend)")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
