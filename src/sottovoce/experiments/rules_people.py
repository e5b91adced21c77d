"""When values of the society, of what is said and of how people act are at work (experiments/work.py)."""

from __future__ import annotations

from sottovoce.experiments.stretch import Rule, Stretch, Test
from sottovoce.scenario.acts_part import CHANNELS, PUBLIC


def _channel(name: str) -> list[Rule]:
    at = rf"channels\.{name}\."
    return [
        Rule(
            at + "(coverage|gain|loss|exposure)",
            lambda s, n: s.rate(name) > 0,
            f"there are no occasions there (channels.{name}.rate 0)",
        ),
        Rule(at + "coverage", lambda s, n: _covers(s, name), "nothing follows from being seen there"),
        Rule(
            at + "gain",
            lambda s, n: s.scored and s.weight(name) > 0 and s.seen(name),
            "nobody is scored for what is seen there",
        ),
        Rule(
            at + "loss",
            lambda s, n: s.scored and s.weight(name) > 0 and s.known(name),
            "nobody is scored for what is known of there",
        ),
    ]


def _covers(s: Stretch, channel: str) -> bool:
    there = getattr(s.now.channels, channel)
    points = s.scored and s.weight(channel) * (there.gain + there.loss) > 0
    severe = (s.force or s.now.punishment.by_law) and s.now.punishment.severity > 0
    freezes = channel in PUBLIC and s.force and s.now.freeze.power
    return bool(points or severe or freezes or (there.coverage == 0 and s.for_tiers))


def _of_topic(s: Stretch, number: int) -> list[str]:
    """Channels in which a topic has a share."""
    return [c for c in CHANNELS if getattr(s.now.topics[number].shares, c) > 0]


def _kind(*kinds: str) -> Test:
    return lambda s, n: s.now.society.network.kind in kinds


RULES: list[Rule] = [
    Rule(
        r"society\.network\.mean_degree",
        _kind("communities", "small_world", "ring", "scale_free"),
        "this kind of network does not ask for it",
    ),
    Rule(
        r"society\.network\.community_size",
        lambda s, n: (
            s.now.society.network.kind == "communities"
            or s.now.society.homophily > 0
            or s.now.informers.share * s.now.informers.clustered > 0
        ),
        "there are no communities",
    ),
    Rule(r"society\.network\.within", _kind("communities"), "the network has no communities"),
    Rule(r"society\.network\.rewired", _kind("small_world", "torus"), "no tie of a lattice is moved"),
    Rule(r"society\.network\.exponent", _kind("scale_free"), "the network is not scale-free"),
    Rule(r"society\.network\.radius", _kind("geometric"), "the network is not geometric"),
    Rule(r"society\.network\.width", _kind("torus"), "the network is no torus"),
    Rule(
        r"society\.network\.spare",
        lambda s, n: s.now.ties.make != "never" or s.now.ties.move != "never",
        "nobody makes friends (ties.make and ties.move never)",
    ),
    Rule(
        r"society\.groups\.\d+\.share",
        lambda s, n: s.needed and len({group.need for group in s.now.society.groups}) > 1,
        "nothing depends on who is in which group",
    ),
    Rule(r"society\.groups\.\d+\.need|society\.need\..*", lambda s, n: s.needed, "nothing depends on need"),
    Rule(
        r"society\.threshold\..*|voice\.climate(_shape)?",
        lambda s, n: s.climate,
        "friends' acts weigh nothing (society.climate_weight 0)",
    ),
    Rule(r"society\.risk\..*", lambda s, n: s.punishes, "nobody is punished directly"),
    Rule(
        r"society\.susceptibility\..*|voice\.self_weight",
        lambda s, n: s.now.voice.views == "average",
        "private views do not average (voice.views)",
    ),
    Rule(
        r"society\.expressiveness\..*",
        lambda s, n: s.now.voice.express == "average",
        "acts do not average (voice.express)",
    ),
    Rule(
        r"society\.confidence\..*",
        lambda s, n: s.now.voice.reward != "none" or s.now.voice.express == "gate",
        "the value of speaking is neither learned nor a gate (voice.reward, voice.express)",
    ),
    Rule(
        r"voice\.shock\..*",
        lambda s, n: s.now.voice.shock.day is not None and s.now.voice.shock.day < s.end,
        "nothing happens (voice.shock.day)",
    ),
    Rule(r"voice\.shock\.(day|days|rise)", lambda s, n: s.now.voice.shock.share > 0, "it strikes nobody"),
    Rule(
        r"voice\.shock\.(day|days|share)", lambda s, n: s.now.voice.shock.rise > 0, "nobody wishes for more"
    ),
    *(
        Rule(
            rf"topics\.\d+\.shares\.{name}",
            lambda s, n, name=name: s.rate(name) > 0,
            f"there are no occasions there (channels.{name}.rate 0)",
        )
        for name in CHANNELS
    ),
    Rule(
        r"topics\.\d+\.(?!shares).*",
        lambda s, n: any(s.rate(c) > 0 for c in _of_topic(s, n)),
        "nobody comes to speak of it",
    ),
    Rule(
        r"topics\.\d+\.gain",
        lambda s, n: any(s.gains(c) for c in _of_topic(s, n)),
        "nobody is scored for what is seen there",
    ),
    Rule(
        r"topics\.\d+\.(loss|permitted|asking)",
        lambda s, n: any(s.loses(c) for c in _of_topic(s, n)),
        "nobody is scored for what is known of there",
    ),
    Rule(
        r"topics\.\d+\.asking",
        lambda s, n: s.now.topics[n].permitted > 0,
        "nobody is given permission (permitted 0)",
    ),
    Rule(
        r"topics\.\d+\.(day|every|surge|half_life)",
        lambda s, n: (day := s.now.topics[n].day) is not None and day < s.end,
        "there is no surge in the days of the run (day)",
    ),
    Rule(
        r"topics\.\d+\.(day|every|half_life)",
        lambda s, n: s.now.topics[n].surge != 1,
        "there is no surge (surge 1)",
    ),
    Rule(r"society\.aware", lambda s, n: s.system, "there is nothing to know of"),
    Rule(r"society\.tie_value", lambda s, n: s.weighs_drag, "nobody is dropped for a score"),
    *(rule for channel in CHANNELS for rule in _channel(channel)),
    Rule(
        r"channels\.conduct\..*",
        lambda s, n: s.scored or (s.force and s.now.blacklist.entry > 0),
        "nothing follows from conduct",
    ),
    Rule(r"channels\.conduct\.bad_rate", lambda s, n: s.grave, "nothing follows from a bad event"),
    Rule(r"channels\.conduct\.good_rate", lambda s, n: s.good, "nothing follows from a good event"),
    Rule(
        r"channels\.conduct\.coverage",
        lambda s, n: s.now.channels.conduct.bad_rate > 0 or s.now.channels.conduct.good_rate > 0,
        "there are no events of conduct",
    ),
    Rule(
        r"channels\.conduct\.loss",
        lambda s, n: (
            s.scored and s.recorded and s.now.channels.conduct.bad_rate * s.now.score.weights.conduct > 0
        ),
        "there are no bad events",
    ),
    Rule(
        r"channels\.conduct\.gain",
        lambda s, n: (
            s.scored and s.recorded and s.now.channels.conduct.good_rate * s.now.score.weights.conduct > 0
        ),
        "there are no good events",
    ),
    Rule(
        r"voice\.(attend|learn|unlearn)",
        lambda s, n: s.now.voice.reward != "none",
        "the value of speaking is not learned (voice.reward)",
    ),
    Rule(
        r"voice\.reply_cost",
        lambda s, n: s.now.voice.reward == "reply",
        "nobody waits for a reply (voice.reward)",
    ),
    Rule(
        r"voice\.explore",
        lambda s, n: s.now.voice.express == "utility",
        "acts are not chosen (voice.express)",
    ),
    Rule(
        r"voice\.enforce(_cost)?",
        lambda s, n: s.now.voice.climate == "enforcement",
        "nobody minds being pressed (voice.climate)",
    ),
    Rule(r"voice\.enforce_cost", lambda s, n: s.now.voice.enforce, "nobody presses friends (voice.enforce)"),
]
