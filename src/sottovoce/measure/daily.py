"""Measures made from the daily sums of one world, over the measured days (the last 365)."""

import numpy as np

from sottovoce.record.record import Record
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import CHANNELS, Scenario, Tier

NAN = float("nan")
IN_PERSON, ONLINE_ALOUD = ("gather",), ("post", "share")  # public channels, as surveys ask of them


def window(record: Record) -> slice:
    """The measured days that were lived."""
    return slice(min(record.scenario.measured_from, max(record.lived - 1, 0)), record.lived)


def total(record: Record, name: str, group: int | None = None) -> float:
    """A named sum over the measured days, of everybody or of one social group."""
    days = window(record)
    if group is None:
        return float(record.sum(name)[days].sum())
    return float(record.sum(name, by_group=True)[days, group].sum())


def in_force(record: Record, name: str, group: int | None = None) -> float:
    """A named sum over the measured days on which a score is in force: what is taken and given by a shadow score is nobody's."""
    days, sums = window(record), record.sum(name, by_group=True)
    counted = sums[days][held(record)[days]]
    return float((counted if group is None else counted[:, group]).sum())


def held(record: Record) -> np.ndarray:
    """Whether a score is in force, bool (day,)."""
    found = np.zeros(record.scenario.days, bool)
    for first, end, now in record.scenario.periods():
        found[first:end] = now.score.in_force
    return found


def tiers_of(scenario: Scenario) -> tuple[Tier, ...]:
    """The tiers of the days on which a score is in force; none where it never is."""
    return next((now.tiers for _, _, now in scenario.periods() if now.score.in_force), ())


def ratio(above: float, below: float) -> float:
    """above/below; NaN where there is nothing to divide by."""
    return above / below if below else NAN


def daily(record: Record, group: int | None = None) -> dict[str, float]:
    """All measures that come from daily sums. Units: measure.names."""
    scenario = record.scenario
    people = total(record, "people", group)
    tiers = tiers_of(scenario)
    below = sum(total(record, f"below_{k}", group) for k, tier in enumerate(tiers) if tier.effect == "takes")
    given = sum(
        in_force(record, "enrolled", group) - in_force(record, f"below_{k}", group)
        for k, tier in enumerate(tiers)
        if tier.effect == "gives"
    )
    frozen = total(record, "frozen", group)
    sensitive = sum(total(record, f"sensitive_{channel}", group) for channel in CHANNELS)
    return {
        "say_so": 1000.0 * ratio(total(record, "say_so", group), people),
        "sensitive_acts": ratio(sensitive, people),
        "open_dissent": ratio(
            sum(total(record, f"sensitive_{channel}", group) for channel in PUBLIC), people
        ),
        "loyalty_beyond": ratio(total(record, "beyond", group), total(record, "public", group)),
        "false_consensus": false_consensus(record, group),
        "access_lost": 365.0 * ratio(total(record, "sanctioned", group), people),
        "sanction_days": 365.0 * ratio(below + frozen, people),
        "benefits": 365.0 * ratio(given, people),
        "punished": 365.0 * ratio(total(record, "punished", group), people),
        "points_taken": 365.0 * ratio(in_force(record, "lost", group), people),
        "points_given_back": 365.0 * ratio(in_force(record, "given_back", group), people),
        "false_reports": 365.0 * ratio(in_force(record, "reported", group), people),
        "looked_up": 365.0 * ratio(total(record, "looked_up", group), people),
        "refused": 365.0 * ratio(total(record, "refused", group), people),
        "points_by_tag": 365.0 * ratio(in_force(record, "by_tag", group), people),
        **{
            name: 365.0 * ratio(total(record, name, group), people)
            for name in ("hunts", "hunts_refused", "refused_for_own", "refused_for_tag")
        },
        "listed": _last(record, "listed", group),
        "frozen": 365.0 * ratio(frozen, people),
        "climate_speech": correlation(record, group),
        "speaks_in_person": speaking(record, IN_PERSON, group),
        "speaks_online": speaking(record, ONLINE_ALOUD, group),
        "heard_loyal": ratio(total(record, "heard_loyal", group), total(record, "hearers", group)),
        "heard_silent": ratio(total(record, "heard_silent", group), total(record, "listeners", group)),
        **survey(record, group),
    }


def false_consensus(record: Record, group: int | None = None) -> float:
    """Loyal share of what is chosen on scheduled public occasions, silence left out, less what it would be if everybody acted as wished."""
    chosen, wished = (
        [total(record, kind + end, group) for kind in ("loyal", "dissent")] for end in ("", "_as_wished")
    )
    return ratio(chosen[0], sum(chosen)) - ratio(wished[0], sum(wished))


def speaking(record: Record, channels: tuple[str, ...], group: int | None = None) -> float:
    """Share of the public occasions in these channels that came, of everybody, on which something was said, dissent or loyalty."""

    def summed(name: str) -> float:
        return sum(total(record, f"{name}_{channel}", group) for channel in channels)

    return ratio(summed("sensitive") + summed("loyal"), summed("occasions"))


def survey(record: Record, group: int | None = None) -> dict[str, float]:
    """The survey, on whatever day it was: agreement by list (the private sign) and asked directly, and the difference. NaN without one."""

    def summed(name: str) -> float:
        sums = record.sum(name, by_group=True)
        return float((sums if group is None else sums[:, group]).sum())

    asked, listed, said = summed("asked"), summed("list_agrees"), summed("says_agrees")
    return {
        "survey_list": ratio(listed, asked),
        "survey_direct": ratio(said, asked),
        "falsified_support": ratio(said - listed, asked),
    }


def _last(record: Record, name: str, group: int | None) -> float:
    """Share of citizens in a sum on the last day lived; NaN before the first."""
    if not record.lived:
        return NAN
    day = record.lived - 1
    if group is None:
        return ratio(float(record.sum(name)[day]), float(record.sum("people")[day]))
    return ratio(
        float(record.sum(name, by_group=True)[day, group]),
        float(record.sum("people", by_group=True)[day, group]),
    )


def correlation(record: Record, group: int | None = None) -> float:
    """Correlation, over scheduled public occasions of those who disagree, of climate (friends' acts) and openness max(a, 0)/wish of what is
    chosen."""
    n = sum(total(record, f"could_{channel}", group) for channel in PUBLIC)
    x, xx, y, yy, xy = (
        total(record, name, group) for name in ("climate", "climate2", "open", "open2", "climate_open")
    )
    if n == 0:
        return NAN
    spread = (xx / n - (x / n) ** 2) * (yy / n - (y / n) ** 2)
    return (xy / n - x * y / n**2) / float(np.sqrt(spread)) if spread > 0 else NAN


def enrolment(record: Record) -> dict[str, float]:
    """Share enrolled at the end, and on the eve of the mandatory day (NaN where there is none)."""
    share = record.sum("enrolled") / record.sum("people")
    if not record.scenario.ever_in_force or not record.lived:
        return {"enrolled": 0.0, "enrolled_by_choice": 0.0}
    share = np.where(held(record)[: record.lived], share, 0.0)  # a shadow score enrols nobody
    day = record.scenario.enrolment.mandatory_day
    eve = NAN if day is None or day == 0 or day > record.lived else float(share[day - 1])
    return {"enrolled": float(share[-1]), "enrolled_by_choice": eve}


def lost_by_kind(record: Record) -> dict[str, float]:
    """Days under each sanction per citizen-year, by tier name; a frozen account where there are any."""
    people = total(record, "people")
    tiers = tiers_of(record.scenario)
    found = {
        tier.name: 365.0 * ratio(total(record, f"below_{k}"), people)
        for k, tier in enumerate(tiers)
        if tier.effect == "takes"
    }
    frozen = total(record, "frozen")
    return found | {"frozen account": 365.0 * ratio(frozen, people)} if frozen else found
