"""The run beside published orders of magnitude (evidence, section 3.7). Hits and misses are left as they
are."""

import math
from typing import NamedTuple

from sottovoce.measure.pairs import interval
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import number
from sottovoce.scenario.catalogue import Band, bands

CANNOT = "this scenario cannot show it"


class Check(NamedTuple):
    """A band, this run's value, the verdict, and how the value was made (or why there is none)."""

    quantity: str
    band: str
    value: str
    verdict: str  # "hit", "missed", "not applicable"
    how: str
    drawn_from: str


def checks(facts: Facts) -> list[Check]:
    """All bands, in the order of the catalogue."""
    found = []
    for band in bands():
        value, how = _value(band.quantity, facts)
        if math.isnan(value):
            verdict, told = "not applicable", "–"
        else:
            inside = (band.low is None or value >= band.low) and (band.high is None or value <= band.high)
            verdict, told = "hit" if inside else "missed", _told(value, band.unit)
        found.append(
            Check(band.quantity, f"{_range(band)} ({band.when})", told, verdict, how, band.drawn_from)
        )
    return found


def _value(quantity: str, facts: Facts) -> tuple[float, str]:
    nothing, effects, scored = math.nan, facts.effects, facts.scenario.score.in_force
    if not effects:
        return nothing, "no pair of worlds is finished"
    with_, without = (
        {name: getattr(e, world) for name, e in effects.items()} for world in ("with_", "without")
    )
    strict = facts.scenario.punishment.severity > 0
    match quantity:
        case "fall of lawful sensitive acts" if scored and without["chilling"]:
            return 1 - with_["chilling"] / without[
                "chilling"
            ], "1 minus sensitive acts with the system over those without it"
        case "share self-censoring at all, open setting":
            return without[
                "self_censoring"
            ], "of those who disagree, who voices less than half the wish; world without"
        case "share self-censoring at all, closed setting" if strict:
            return with_[
                "self_censoring"
            ], "the same, world with; it punishes acts directly, so it counts as closed"
        case "public minus private support" if scored:
            return 100 * with_[
                "false_consensus"
            ], "false consensus: loyal share of the acts heard, minus the share that agrees; world with"
        case "correlation of expression with perceived climate":
            return without[
                "climate_speech"
            ], "friends’ mean act and own openness, over those who disagree; world without"
        case "correlation of expression with perceived climate, close ties":
            return without[
                "climate_speech"
            ], "the same: in the model all climate comes from friends, so this band is the nearer one"
        case "share of citizens who cut at least one tie" if scored:
            return with_["cut_someone"], "share who dropped a friend, world with"
        case "time for which chill is still there" if scored:
            return _lasting(facts)
        case "response to friends' punishment":
            return nothing, "either sign is in the band, so no run could miss it"
        case "awareness":
            return (
                nothing,
                f"an input, not a result: {number(facts.scenario.society.aware, 'share')} know of the "
                "system here",
            )
    return nothing, CANNOT


def _lasting(facts: Facts) -> tuple[float, str]:
    since = facts.scenario.enrolment.mandatory_day
    since = facts.scenario.enrolment.opt_in_day if since is None else since
    if since is None or facts.lived - since < 14 * 30:
        return math.nan, "the run ends less than 14 months after the score became mandatory"
    last = slice(facts.lived - 30, facts.lived)
    falls = facts.sums("without", "say_so")[:, last].sum(axis=(1, 2)) - facts.sums("with", "say_so")[
        :, last
    ].sum(axis=(1, 2))
    low, _ = interval(falls.tolist())
    if low is None or low <= 0:
        return 0.0, "in the last 30 days the seeds show no fall of those who say so"
    return (
        facts.lived - since
    ) / 30, "months from the mandatory day to the last 30 days, in which fewer still say so"


def _told(value: float, unit: str) -> str:
    if unit == "percentage points":
        return number(value / 100, "share", sign=True)
    if unit == "months":
        return f"{value:.0f} months"
    return number(value, unit)


def _range(band: Band) -> str:
    def told(value: float) -> str:
        if band.unit == "share":
            return f"{100 * value:g}%"
        return f"{value:g}".replace("0.", ".") if band.unit == "correlation" else f"{value:g}"

    unit = {"percentage points": " pp", "months": " months"}.get(band.unit, "")
    if band.low is None and band.high is None:
        return "either sign"
    if band.low is None:
        return f"up to {told(band.high or 0)}{unit}"
    if band.high is None:
        return f"{told(band.low)}{unit} or more"
    return f"{told(band.low)} to {told(band.high)}{unit}"
