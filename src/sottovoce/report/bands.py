"""The run beside published orders of magnitude (evidence, section 3.7). Hits and misses are left as they
are."""

import math
from typing import NamedTuple

import numpy as np

from sottovoce.measure.pairs import interval
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import number
from sottovoce.scenario.acts_part import PRIVATE
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
    nothing, effects, scored = math.nan, facts.effects, facts.scenario.ever_in_force
    if not effects:
        return nothing, "no pair of worlds is finished"
    with_, without = (
        {name: getattr(e, world) for name, e in effects.items()} for world in ("with_", "without")
    )
    strict = facts.scenario.punishment.is_given
    match quantity:
        case "fall of lawful sensitive acts" if scored and without["browsed"] > 0:
            # Nobody was cut off in these studies: an act that is cut off was not deterred.
            would = [1000 - w["browsing_held_back"] for w in (with_, without)]
            acts = number(1 - with_["browsed"] / without["browsed"], "share")
            return 1 - would[0] / would[1], (
                "fall of buying and browsing by those held back (restraint), the part that the studies measured; "
                f"those cut off are counted as not deterred. Of acts, which hold both, the fall is {acts}"
            )
        case (
            "share self-censoring at all, open setting" | "share of all citizens who hold back, open setting"
        ):
            return (
                without["self_censoring_of_all"],
                "of all citizens, as the studies asked, who chooses less than half the wish to dissent, also on occasions that are cut off (restraint); world without. "
                f"Of those who disagree: {number(without['self_censoring'], 'share')}",
            )
        case "share self-censoring at all, closed setting" if strict:
            return (
                with_["self_censoring_of_all"],
                "the same, world with; it punishes acts directly, so it counts as closed",
            )
        case "public minus private support" if scored:
            return (
                100 * with_["falsified_support"],
                "survey in the model: share that says it agrees, asked directly, minus the share that agrees in private (a list); world with (restraint, as the studies measured). "
                "Without a survey (survey.day) there is none. The studies’ gap may be inflated by the list itself, so this is no target",
            )
        case "correlation of expression with perceived climate":
            return (
                without["climate_speech"],
                "friends’ mean act and own openness, over those who disagree; world without, where nobody is cut off",
            )
        case "correlation of expression with perceived climate, close ties":
            return without[
                "climate_speech"
            ], "the same: in the model all climate comes from friends, so this band is the nearer one"
        case "share of citizens who cut at least one tie" if scored:
            own = number(with_["cut_someone"] - without["cut_someone"], "share", sign=True)
            return with_["cut_someone"], (
                f"share who dropped a friend in {facts.lived} days, for the score or over disagreement; world with. The system’s own part is the difference between the worlds, {own}"
            )
        case "share of citizens who cut at least one tie, calm times" if facts.scenario.ties.calm_drop > 0:
            return without["cut_someone"], (
                f"share who dropped a friend over disagreement in {facts.lived} days; world without. The chance of it was set near this band"
            )
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

    def held(world: str) -> np.ndarray:
        def total(kind: str) -> np.ndarray:
            return sum(
                (facts.sums(world, f"{kind}_{c}")[:, last].sum(axis=(1, 2)) for c in PRIVATE),
                np.zeros(len(facts.seeds)),
            )

        return (total("could") - total("spoke") - total("cut")) / np.maximum(total("could"), 1.0)

    low, _ = interval((held("with") - held("without")).tolist())
    compared = "buying and browsing held back (restraint, as the study measured; those cut off are left out)"
    if low is None or low <= 0:
        return (
            math.nan,
            f"{compared}: whether there is more of it in the last 30 days than without the system, the seeds cannot tell",
        )
    return (
        (facts.lived - since) / 30,
        f"months from the mandatory day to the last 30 days, in which there is still more of it: {compared}",
    )


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
