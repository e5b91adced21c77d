"""When values of watching, punishment, the score and what follows from it are at work (experiments/work.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sottovoce.experiments.stretch import Rule, Stretch, Test
from sottovoce.scenario.acts_part import PRIVATE, PUBLIC
from sottovoce.scenario.system_part import Tier


def _tier(test: Callable[[Stretch, Tier], bool]) -> Test:
    return lambda s, n: n < len(s.now.tiers) and test(s, s.now.tiers[n])


def _points(channels: Sequence[str], s: Stretch) -> bool:
    """Whether acts in any of these channels move points."""
    there = [getattr(s.now.channels, name) for name in channels if s.known(name)]
    return any(channel.loss + channel.gain > 0 for channel in there)


SCORED = r"score\.(?!in_force).*|tiers\.\d+\..*|enrolment\..*|repair\..*|appeal\.(?!review$).*|reports\.(?!rate$|malice$).*|channels\.\w+\.gain"


RULES: list[Rule] = [
    Rule(r"voice\.backlash", lambda s, n: s.marked, "nobody is seen to be punished"),
    Rule(r"watching\..*", lambda s, n: s.matters, "nothing follows from being seen"),
    Rule(r"watching\.learn", lambda s, n: s.marked, "nobody is seen to be punished"),
    Rule(
        r"watching\.(nu|learn)",
        lambda s, n: s.noticed or (s.now.watching.learn > 0 and s.now.watching.rest < 1),
        "nothing follows from what the authority itself sees",
    ),
    Rule(
        r"watching\.fade",
        lambda s, n: s.now.watching.learn > 0 or s.now.watching.rest < 1,
        "nothing is learned that could fade (watching.learn 0, rest 1)",
    ),
    Rule(
        r"watching\.list_(above|days)",
        lambda s, n: s.now.watching.others < 1,
        "everybody is watched alike (watching.others 1)",
    ),
    Rule(r"punishment\.severity", lambda s, n: s.fear, "no punishment is in force"),
    Rule(
        r"punishment\.(?!severity).*",
        lambda s, n: s.now.punishment.severity > 0 and s.watched,
        "nobody is punished directly (punishment.severity 0)",
    ),
    Rule(r"punishment\.(?!severity|by_law).*", lambda s, n: s.fear, "no punishment is in force"),
    Rule(SCORED, lambda s, n: s.scored, "nobody is scored"),
    Rule(
        r"score\.(memory_months|horizon|reach_scaled)",
        lambda s, n: s.acts or s.conduct or s.reported,
        "nothing moves points",
    ),
    Rule(r"score\.fade", lambda s, n: s.moves, "nothing moves points"),
    Rule(r"score\.horizon", lambda s, n: s.acts and s.worth, "no act moves points that are worth anything"),
    Rule(
        r"score\.validity",
        lambda s, n: s.now.score.spread > 0,
        "all begin with the same score (score.spread 0)",
    ),
    Rule(
        r"score\.drag",
        lambda s, n: s.now.score.friend_weight > 0,
        "friends' scores do not count (score.friend_weight 0)",
    ),
    Rule(r"score\.spill", lambda s, n: s.moves, "nothing moves points"),
    Rule(
        r"score\.spill_gains",
        lambda s, n: s.now.score.spill > 0,
        "friends' acts do not count (score.spill 0)",
    ),
    Rule(r"score\.reach_scaled", lambda s, n: s.acts, "no act moves points"),
    Rule(
        r"score\.weights\.speech",
        lambda s, n: _points(PUBLIC, s),
        "nothing said moves points",
    ),
    Rule(
        r"score\.weights\.consumption",
        lambda s, n: _points(PRIVATE, s),
        "nothing bought or browsed moves points",
    ),
    Rule(
        r"score\.weights\.conduct",
        lambda s, n: (
            s.recorded
            and s.now.channels.conduct.bad_rate * s.now.channels.conduct.loss
            + s.now.channels.conduct.good_rate * s.now.channels.conduct.gain
            > 0
        ),
        "no event of conduct moves points",
    ),
    Rule(
        r"score\.weights\.reports",
        lambda s, n: s.now.reports.malice > 0 or s.now.reports.ratings_rate > 0,
        "nobody is reported or rated",
    ),
    Rule(
        r"score\.demotion\..*",
        lambda s, n: s.recorded and s.now.channels.conduct.bad_rate > 0,
        "there are no bad events of conduct",
    ),
    Rule(
        r"score\.demotion\.(to|days)",
        lambda s, n: s.now.score.demotion.chance > 0,
        "nobody is demoted (score.demotion.chance 0)",
    ),
    Rule(
        r"score\.(point|status)_value",
        lambda s, n: s.acts or s.opt_in or s.drags,
        "nothing that is chosen moves points",
    ),
    Rule(
        r"score\.status_value",
        lambda s, n: s.now.score.lookup in ("public", "self_shared"),
        "nobody else sees a score (score.lookup)",
    ),
    Rule(
        r"score\.reproach",
        lambda s, n: (
            s.losses
            and s.shown
            and (s.now.score.friend_weight > 0 or (s.now.score.blame_tool and s.now.score.spill > 0))
        ),
        "no friend loses points that he can know of",
    ),
    Rule(
        r"score\.standing\.(pride|face|felt_days|friends|strangers)",
        lambda s, n: s.now.score.lookup in ("friends", "public"),
        "friends do not see a score (score.lookup)",
    ),
    Rule(
        r"score\.standing\.strangers",
        lambda s, n: s.now.score.lookup == "public",
        "strangers do not see a score (score.lookup)",
    ),
    Rule(r"score\.standing\.(pride|face|felt_days)", lambda s, n: s.looked_up, "nobody looks a score up"),
    Rule(
        r"score\.standing\.felt_days",
        lambda s, n: s.now.score.standing.pride + s.now.score.standing.face > 0,
        "it is worth nothing where a score stands (score.standing.pride and face 0)",
    ),
    Rule(
        r"score\.blame_tool",
        lambda s, n: s.now.score.friend_weight > 0 or s.now.score.spill > 0,
        "friends do not count",
    ),
    Rule(r"enrolment\.(cost\..*|opt_out)", lambda s, n: s.opt_in, "nobody chooses whether to be scored"),
    Rule(
        r"enrolment\.retroactive",
        lambda s, n: s.moves and (s.now.enrolment.opt_in_day != 0 or s.opt_in),
        "nothing moves points before anybody is scored",
    ),
    Rule(
        r"tiers\.\d+\.(?!from_day).*",
        _tier(lambda s, t: t.from_day < s.end),
        "it is never given or taken in the days of the run",
    ),
    Rule(
        r"tiers\.\d+\.(edge|top_share|width|slack|value)",
        _tier(lambda s, t: t.on == "score"),
        "the list decides, and has no edge",
    ),
    Rule(r"tiers\.\d+\.width", _tier(lambda s, t: t.value > 0), "it is worth nothing"),
    Rule(
        r"tiers\.\d+\.(width|value)",
        lambda s, n: s.acts or s.opt_in or s.drags,
        "nothing that is chosen moves points",
    ),
    Rule(
        r"tiers\.\d+\.strength",
        _tier(lambda s, t: t.effect == "takes" and t.access in ("internet", "jobs", "bank", "reach")),
        "it has no side effect",
    ),
    Rule(
        r"tiers\.\d+\.strength",
        lambda s, n: s.now.tiers[n].access not in ("jobs", "bank") or s.felt,
        "nothing depends on need",
    ),
    Rule(r"ties\.review", lambda s, n: s.cuts, "ties stay"),
    Rule(
        r"ties\.(drop|calm_drop|make|drop_chance|make_chance)",
        lambda s, n: s.now.ties.review > 0,
        "no tie is thought over (ties.review 0)",
    ),
    Rule(
        r"ties\.drop_chance",
        lambda s, n: s.now.ties.drop in ("discordant", "random"),
        "nobody is dropped by chance (ties.drop)",
    ),
    Rule(
        r"ties\.make_chance",
        lambda s, n: s.now.ties.make != "never",
        "nobody makes friends (ties.make never)",
    ),
    Rule(r"ties\.rewire_share", lambda s, n: s.now.ties.move != "never", "no tie is moved (ties.move never)"),
    Rule(r"informers\.(?!provocateurs).*", lambda s, n: s.force, "nothing of a system is in force"),
    Rule(
        r"informers\.(?!provocateurs).*|reports\.rate",
        lambda s, n: s.listens,
        "nothing follows from being told of",
    ),
    Rule(
        r"informers\.(share|refusal|clustered|answer_days)",
        lambda s, n: s.informed,
        "nothing follows from what informers tell",
    ),
    Rule(
        r"informers\.(refusal|clustered)",
        lambda s, n: s.now.informers.share > 0 and s.now.informers.report > 0,
        "nobody informs (informers.share 0)",
    ),
    Rule(
        r"informers\.report",
        lambda s, n: s.now.informers.share > 0 or s.now.informers.believed > 0,
        "nobody informs, or is thought to",
    ),
    Rule(
        r"informers\.(share|believed)",
        lambda s, n: s.now.informers.report > 0,
        "informers tell nothing (informers.report 0)",
    ),
    Rule(
        r"informers\.answer_days",
        lambda s, n: s.now.informers.provocateurs > 0,
        "nobody is planted (informers.provocateurs 0)",
    ),
    Rule(
        r"reports\.(points|ratings_.*)",
        lambda s, n: s.now.score.weights.reports > 0,
        "reports do not count (score.weights.reports 0)",
    ),
    Rule(
        r"reports\.(malice|points)",
        lambda s, n: s.now.appeal.review < 1,
        "every false report is found out (appeal.review 1)",
    ),
    Rule(
        r"reports\.points|appeal\.(review|right)",
        lambda s, n: s.now.reports.malice > 0,
        "nobody is reported falsely (reports.malice 0)",
    ),
    Rule(
        r"appeal\.right",
        lambda s, n: s.now.appeal.review < 1 and s.now.reports.points * s.now.score.weights.reports > 0,
        "no false report costs points",
    ),
    Rule(
        r"reports\.ratings_(?!rate).*",
        lambda s, n: s.now.reports.ratings_rate > 0,
        "nobody is rated (reports.ratings_rate 0)",
    ),
    Rule(
        r"tags\..*",
        lambda s, n: any(s.rate(c) > 0 for c in PUBLIC) and (_speech(s) or _found(s)),
        "nothing falls on who is tagged",
    ),
    Rule(
        r"tags\.chance", lambda s, n: s.now.tags.weight > 0 or _found(s), "it weighs nothing (tags.weight 0)"
    ),
    Rule(r"tags\.weight", lambda s, n: s.now.tags.chance > 0, "nobody is tagged (tags.chance 0)"),
    Rule(r"tags\.weight", lambda s, n: _speech(s), "nothing said moves points"),
    Rule(
        r"jobs\.(lookback_days|finds|value)",
        lambda s, n: s.looks_back,
        "no employer looks back at anything (jobs.hunts)",
    ),
    Rule(r"jobs\.(lookback_days|value)", lambda s, n: _found(s), "nothing is found (jobs.finds 0)"),
    Rule(
        r"jobs\.without_score",
        lambda s, n: s.now.jobs.hunts > 0 and not s.begun,
        "people can be scored on all its days, or nobody hunts for a job",
    ),
    Rule(
        r"survey\.(share|coverage)",
        lambda s, n: s.now.survey.day is not None and s.now.survey.day < s.end,
        "nobody is asked (survey.day)",
    ),
    Rule(
        r"survey\.coverage",
        lambda s, n: (
            (s.fear and s.now.punishment.severity > 0)
            or (s.scored and s.now.channels.post.loss + s.now.channels.post.gain > 0)
        ),
        "nothing follows from an answer",
    ),
    Rule(
        r"identity\.share",
        lambda s, n: bool(s.now.identity.linked),
        "no number links records (identity.linked)",
    ),
    Rule(r"identity\.(share|linked)", lambda s, n: _linked(s), "nothing follows from what is linked"),
    Rule(
        r"freeze\..*",
        lambda s, n: s.force and any(s.known(c) for c in PUBLIC),
        "nothing of a system is in force that sees what is said",
    ),
    Rule(
        r"freeze\.(?!power).*", lambda s, n: s.now.freeze.power, "nobody may freeze accounts (freeze.power)"
    ),
    Rule(r"freeze\.(threshold|days|strength|value)", lambda s, n: s.freezes, "no account is ever frozen"),
    Rule(
        r"blacklist\..*",
        lambda s, n: s.force and s.recorded and s.now.channels.conduct.bad_rate > 0,
        "there are no bad events of conduct in force",
    ),
    Rule(
        r"blacklist\.(cure|days|public)",
        lambda s, n: s.now.blacklist.entry > 0,
        "there is no list (blacklist.entry 0)",
    ),
    Rule(r"blacklist\.public", lambda s, n: s.sways, "nobody minds who is on the list"),
    Rule(r"repair\..*", lambda s, n: s.taken, "nothing takes points"),
    Rule(r"repair\.to", lambda s, n: s.now.repair.months > 0, "nothing is restored (repair.months 0)"),
    Rule(r"appeal\.(share|days|wrong|right)", lambda s, n: s.taken, "nothing takes points"),
    Rule(
        r"appeal\.(days|wrong|right)", lambda s, n: s.now.appeal.share > 0, "nobody appeals (appeal.share 0)"
    ),
]


def _speech(s: Stretch) -> bool:
    """Whether anything said in public moves points."""
    return any(s.loses(c) or s.gains(c) for c in PUBLIC)


def _found(s: Stretch) -> bool:
    """Whether an employer finds anything."""
    return s.looks_back and s.now.jobs.finds > 0


def _linked(s: Stretch) -> bool:
    now = s.now
    buy = (
        s.scored
        and s.rate("buy") > 0
        and s.weight("buy") * (now.channels.buy.gain + now.channels.buy.loss) > 0
    )
    severe = (s.force or now.punishment.by_law) and now.punishment.severity > 0
    conduct = now.channels.conduct
    events = (s.scored and (conduct.bad_rate > 0 or conduct.good_rate > 0)) or (
        now.blacklist.entry > 0 and conduct.bad_rate > 0
    )
    return bool(buy or severe or events or (s.force and now.freeze.power))
