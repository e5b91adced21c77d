"""A citizen's story in sentences, made from the data. Everybody is made up; nobody is named like a person."""

import math

from sottovoce.explain.causes import Acts, Causes, Friend
from sottovoce.explain.person import ONE, WORDS, count, given, listed, open_on, person, sentence, taken

MOST = 4  # names in a list
CENT = 0.005  # points that are not worth telling


def story(causes: Causes, other: Causes | None = None, *, scored: bool = True) -> list[str]:
    """Sentences about a citizen up to the day of `causes`; `other`: causes in the other world, to compare. `scored`: False
    where the system has no score to speak of, but informers or a list."""
    told = [_who(causes), *_voice(causes)]
    if scored:
        told = [_who(causes), *_scored(causes), *_voice(causes), _sum(causes), _own(causes)]
    for part in (_friends_acts, _friends_scores, _clip, _ties, _access) if scored else (_ties, _access):
        told += part(causes)
    return told if other is None else told + _other(causes, other)


def _who(causes: Causes) -> str:
    who = person(causes)
    view = who["view"]
    stance = "has no view of the authority"
    if view:
        stance = f"{'disagrees' if view > 0 else 'agrees'} with the authority"
    unaware = "" if who["aware"] or not open_on(causes) else " They do not know of the system."
    return (
        f"Citizen {causes.citizen} is of the group {who['group']}, lives in community {who['community']} and "
        f"{stance} (private view {view:+.2f}, between -1, agrees, and +1, disagrees).{unaware}"
    )


def _scored(causes: Causes) -> list[str]:
    moves = causes.evidence.moves(causes.citizen)
    if not moves:
        return [f"Up to day {causes.day} they are not scored."]
    told = [_move(causes, *move) for move in moves]
    if len(told) > MOST:
        told = [told[0], f"they left or came back {count(len(told) - 2, 'time')}", told[-1]]
    return [sentence(listed(told))]


def _move(causes: Causes, day: int, joined: bool) -> str:
    now = causes.evidence.scenario.on(day)
    if not now.score.in_force:
        kept = f"from day {day} on a shadow score is kept of them"
        return kept if joined else f"the system ended on day {day}"
    if not joined:
        return f"they left by choice on day {day}"
    mandatory = now.enrolment.mandatory_day
    if mandatory is not None and day >= mandatory:
        return f"they were enrolled by mandate on day {day}"
    return f"they joined by choice on day {day}"


def _voice(causes: Causes) -> list[str]:
    who = person(causes)
    wish, chosen, occasions = max(who["view"], 0.0), who["chosen"], who["public_occasions"]
    if wish == 0.0:
        return ["They have no dissent to voice" + (", yet once they did." if who["dissented"] else ".")]
    told = f"They wish to voice dissent of level {wish:.2f}"
    if not occasions or chosen is None or math.isnan(chosen):
        told += "; no public occasion was measured so far."
    else:
        hidden = 1 - chosen / wish
        so = "they say what they think" if hidden <= 0.05 else f"{hidden:.0%} of it they keep to themselves"
        since = causes.evidence.scenario.measured_from
        told += f"; on {count(occasions, 'public occasion')} from day {since} on, any cut off included, they chose {chosen:.2f} "
        told += f"on average: {so}."
    never = [] if who["dissented"] else ["They have never dissented, neither in public nor in private."]
    return [told, *never]


def _sum(causes: Causes) -> str:
    if causes.score is None:
        where = _from(causes, causes.file)
        return f"On day {causes.day} they have no score; their file holds {causes.file:.2f} points, {where}."
    name = "score" if open_on(causes) else "shadow score"
    return f"On day {causes.day} their {name} is {causes.score:.2f}, {_from(causes, causes.score)}."


def _from(causes: Causes, points: float) -> str:
    change = points - causes.start
    if abs(change) < CENT:
        return "just where they started"
    return f"{abs(change):.2f} {'above' if change > 0 else 'below'} the {causes.start:.2f} they started from"


def _own(causes: Causes) -> str:
    if not causes.acts:
        return "No act of their own was ever counted."
    parts = [f"{WORDS[acts.kind]} {acts.left:+.2f} ({acts.count:,} counted)" for acts in causes.acts]
    told = f"Their own acts make {causes.own:+.2f}: {listed(parts)}.{_topics(causes.acts)}{_largest(causes.acts)}"
    forgotten = sum(acts.points - acts.left for acts in causes.acts)
    if abs(forgotten) >= CENT:
        told += f" Of what they once earned and lost, {forgotten:+.2f} is forgotten."
    return told


def _topics(acts: tuple[Acts, ...]) -> str:
    """What of the acts on each topic still counts, the weightiest first."""
    found: dict[str, float] = {}
    for one in acts:
        for topic, _, left in one.by_topic:
            found[topic] = found.get(topic, 0.0) + left
    told = sorted(
        (topic for topic in found if abs(found[topic]) >= CENT), key=lambda topic: -abs(found[topic])
    )
    return f" By topic: {listed([f'{topic} {found[topic]:+.2f}' for topic in told[:MOST]])}." if told else ""


def _largest(acts: tuple[Acts, ...]) -> str:
    one, kind = max(((act, a.kind) for a in acts for act in a.largest), key=lambda pair: abs(pair[0].left))
    if one.left == 0.0:
        return " None of it still counts."
    manner = ""
    if one.level is not None:
        manner = f" of {'dissent' if one.level > 0 else 'loyalty'} {abs(one.level):.2f}"
    about = f" on {one.topic}" if one.topic else ""
    worth = "" if abs(one.left - one.points) < CENT else f", of which {one.left:+.2f} still counts"
    return (
        f" The one that weighs most: {ONE[kind]}{about}{manner} on day {one.day}, {one.points:+.2f}{worth}."
    )


def _friends_acts(causes: Causes) -> list[str]:
    felt = sorted((f for f in causes.friends if abs(f.spill) >= CENT), key=lambda f: -abs(f.spill))
    if not felt:
        return []
    told = listed([f"{_name(f)} {f.spill:+.2f}" for f in felt[:MOST]])
    most = "most of it" if len(felt) > MOST else "all of it"
    return [f"Acts of their friends make {causes.spill:+.2f}, {most} through {told}."]


def _friends_scores(causes: Causes) -> list[str]:
    pulls = sorted((f for f in causes.friends if abs(f.pull) >= CENT), key=lambda f: f.pull)
    told = []
    for ends, way in ((pulls[:1], "down"), (pulls[-1:], "up")):
        for f in ends:
            if (f.pull < 0) == (way == "down"):
                told.append(f"citizen {f.citizen} (score {f.score:.2f}) pulls it {way} most, {f.pull:+.2f}")
    return [f"The scores of their friends make {causes.pull:+.2f}: {listed(told)}."] if told else []


def _clip(causes: Causes) -> list[str]:
    if abs(causes.clip) < CENT:
        return []
    return [f"There the scale ends: {causes.clip:+.2f} at its {'top' if causes.clip < 0 else 'bottom'}."]


def _ties(causes: Causes) -> list[str]:
    ties = [tie for friend in causes.friends for tie in friend.ties]
    cut = sorted((t.last, t) for t in ties if t.last is not None and t.last <= causes.day)
    made = sorted((t.first - 1, t.friend) for t in ties if t.first > 0)
    found = []
    if cut:
        told = []
        for day, tie in cut[:MOST]:
            mine = tie.cut_by == causes.citizen
            one, other = ("they", f"citizen {tie.friend}") if mine else (f"citizen {tie.friend}", "them")
            told.append(f"{one} dropped {other} on day {day}")
        more = len(cut) - MOST
        found.append(
            sentence(listed(told) + (f"; {count(more, 'more tie')} broke later" if more > 0 else ""))
        )
    if made:
        told = [f"citizen {friend} on day {day}" for day, friend in made[:MOST]]
        more = len(made) - MOST
        found.append(f"They befriended {listed(told)}{f', later {more} more' if more > 0 else ''}.")
    return found


def _access(causes: Causes) -> list[str]:
    sanctions, benefits, days = taken(causes), given(causes), person(causes)["lost_days"]
    found = []
    if sanctions:
        found.append(f"With this score they are under {listed(sanctions)}.")
    if benefits:
        found.append(f"It gives them {listed(benefits)}.")
    if days:
        since = causes.evidence.scenario.measured_from
        found.append(
            f"From day {since} on they lived {count(days, 'day')} under a sanction (two at once: two)."
        )
    return found


def _other(causes: Causes, other: Causes) -> list[str]:
    here, there = person(causes), person(other)
    parts = []
    if here["public_occasions"] and there["public_occasions"] and here["view"] > 0:
        parts.append(f"chooses dissent of {there['chosen']:.2f} on average (here {here['chosen']:.2f})")
    same = ", as here" if there["friends"] == here["friends"] else f" (here {here['friends']})"
    parts.append(f"has {count(there['friends'], 'friend')}{same}")
    if there["lost_days"] or here["lost_days"]:
        parts.append(f"lives {count(there['lost_days'], 'day')} under a sanction (here {here['lost_days']})")
    system = "without the system" if other.world == "without" else "with the system"
    found = [f"In the world {system} the same person, with the same luck, {listed(parts)}."]
    if other.score is not None:
        kept = (
            "Their score there" if open_on(other) else "The shadow score kept of them there, seen by nobody,"
        )
        found.append(f"{kept} is {other.score:.2f}.")
    return found


def _name(friend: Friend) -> str:
    return f"citizen {friend.citizen}" + ("" if friend.near else " (no longer a friend)")
