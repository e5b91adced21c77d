"""From a scenario to the plain numbers that its rules read on a day."""

import math
from collections.abc import Sequence

import numpy as np

from sottovoce.day.laws import EXPONENTIAL, GUMBEL, NORMAL
from sottovoce.day.rules import (
    CLIMATES,
    DROPS,
    EXPRESS,
    KINDS,
    MAKES,
    MOVES,
    ONLINE,
    PUBLIC,
    REWARDS,
    VIEWS,
    Rules,
)
from sottovoce.day.tables import FINE_CELLS
from sottovoce.scenario.model import CHANNELS, Scenario, Tier
from sottovoce.scenario.records_part import SPHERES
from sottovoce.society.needs import Needs
from sottovoce.society.state import GRID, MONTH


def rules(
    scenario: Scenario,
    day: int,
    *,
    mean_degree: float = 10.0,
    keep: bool = False,
    odd: tuple[int, int] = (-1, -1),
    renamed: bool = False,
) -> Rules:
    """Rules of a day. `mean_degree`: ties a citizen on day 0; `keep`: write points by act; `odd` = (row, day): other luck
    in one citizen's choices for a month (placebo); `renamed`: the ids of citizens are not their rows."""
    now = scenario.on(day)
    voice, watching, punishment, score, enrolment = (
        now.voice,
        now.watching,
        now.punishment,
        now.score,
        now.enrolment,
    )
    channels = [getattr(now.channels, name) for name in CHANNELS]
    conduct, ties, tiers = now.channels.conduct, now.ties, now.tiers if score.in_force else ()
    psi = punishment.severity if punishment.by_law or score.in_force else 0.0
    levels = [round(level * GRID) for level in voice.levels]
    tau_level = round(punishment.tolerance * GRID)
    mandatory_day = enrolment.mandatory_day
    if mandatory_day is None and not score.in_force:
        mandatory_day = (
            enrolment.opt_in_day
        )  # nobody can wish to join what does not exist: the shadow begins here
    mandatory = mandatory_day is not None and day >= mandatory_day
    opened = enrolment.opt_in_day is not None and day >= enrolment.opt_in_day
    shown = score.in_force and score.lookup in ("friends", "public")
    blamed = score.in_force and score.blame_tool
    seen_status = score.lookup in ("public", "self_shared")
    informers, reports, weights = now.informers, now.reports, score.weights
    freeze, blacklist, repair, appeal = now.freeze, now.blacklist, now.repair, now.appeal
    coverage, recorded, found = _linked(now)
    freezing = score.in_force and freeze.power
    freeze_level = round(freeze.threshold * GRID)
    weight = [weights.speech] * PUBLIC + [weights.consumption] * (KINDS - PUBLIC)
    needs = Needs.of(now)
    return Rules(
        levels=np.array(levels, np.int64),
        noise=1.0 / voice.sharpness,
        effort=voice.effort,
        hear_days=voice.hear_days,
        climate=CLIMATES.index(voice.climate),
        sign=int(voice.climate_shape == "sign"),
        backlash=voice.backlash,
        express=EXPRESS.index(voice.express),
        views=VIEWS.index(voice.views),
        self_weight=voice.self_weight,
        reward=REWARDS.index(voice.reward),
        attend_one=int(voice.attend == "one"),
        alpha=voice.learn,
        unlearn=voice.unlearn,
        reply_cost=voice.reply_cost,
        explore=voice.explore,
        enforce=int(voice.enforce),
        enforce_cost=voice.enforce_cost,
        heed=int(needs.heed),
        second=int(needs.second),
        nu=watching.nu,
        learn=watching.learn,
        forget=watching.fade,
        psi=psi,
        tau=tau_level / GRID,
        tau_level=tau_level if psi > 0 and tau_level not in levels else -1,
        proportional=int(punishment.form == "proportional"),
        by_law=int(punishment.by_law),
        rate=np.array([c.rate for c in channels]),
        online=np.array(ONLINE, np.int64),
        coverage=np.array(coverage),
        gain=np.array([c.gain * w for c, w in zip(channels, weight, strict=True)]),
        loss=np.array([c.loss * w for c, w in zip(channels, weight, strict=True)]),
        conduct_bad=conduct.bad_rate,
        conduct_good=conduct.good_rate,
        conduct_coverage=recorded,
        conduct_loss=conduct.loss * weights.conduct,
        conduct_gain=conduct.gain * weights.conduct,
        in_force=int(score.in_force),
        low=score.low,
        high=score.high,
        cells_a_point=FINE_CELLS / (score.high - score.low),
        grain=score.grain,
        top=score.top,
        deed_grain=score.grain * 4,
        per_grain=1.0 / score.grain,
        per_deed_grain=0.25 / score.grain,
        start=score.start,
        fade=score.fade,
        memory=score.memory_months,
        additive=int(score.drag == "additive"),
        friend_weight=score.friend_weight,
        spill=score.spill,
        spill_gains=int(score.spill_gains),
        reach_scaled=int(score.reach_scaled),
        mean_degree=max(mean_degree, 1.0),
        shown=int(shown),
        shared=int(score.in_force and score.lookup == "self_shared"),
        secret=int(score.lookup == "secret"),
        public=int(score.in_force and score.lookup == "public"),
        blamed=int(blamed),
        reproached=(score.friend_weight if shown or blamed else 0.0) + (score.spill if blamed else 0.0),
        point=score.point_value + (score.status_value if seen_status else 0.0),
        horizon=score.horizon,
        reproach=score.reproach,
        monthly=int(score.update == "monthly"),
        demote_chance=score.demotion.chance,
        demote_to=score.demotion.to,
        demote_days=score.demotion.days,
        open=int(score.in_force and opened and not mandatory),
        may_leave=int(enrolment.opt_out),
        mandatory=int(mandatory),
        retroactive=int(enrolment.retroactive),
        tier_value=np.array([tier.value for tier in tiers], float),
        tier_listed=np.array([tier.on == "blacklist" for tier in tiers], np.int64),
        tier_sharp=np.array(
            [k for k, tier in enumerate(tiers) if tier.width == 0.0 and tier.on == "score"], np.int64
        ),
        tier_takes=np.array([tier.effect == "takes" for tier in tiers], np.int64),
        tier_slack=np.array([tier.slack for tier in tiers], float),
        tier_strength=np.array([tier.strength for tier in tiers], float),
        takes_jobs=_takes(tiers, "jobs") | _takes(tiers, "bank"),
        takes_internet=_takes(tiers, "internet"),
        takes_reach=_takes(tiers, "reach"),
        takes_badge=_takes(tiers, "badge"),
        review=ties.review,
        drop=DROPS.index(ties.drop),
        drop_chance=ties.drop_chance,
        make=MAKES.index(ties.make),
        make_chance=ties.make_chance,
        tie_value=now.society.tie_value,
        move=MOVES.index(ties.move),
        rewire_share=ties.rewire_share,
        agents=int(informers.share > 0 or informers.provocateurs > 0),
        tell=int(reports.rate > 0 or informers.share > 0),
        informer_report=informers.report,
        report_rate=reports.rate,
        quiet=(1.0 - informers.believed * informers.report) * (1.0 - reports.rate) if score.in_force else 1.0,
        answer_days=informers.answer_days,
        malice=reports.malice,
        report_points=reports.points * weights.reports,
        rating_rate=reports.ratings_rate,
        rating_slope=reports.ratings_validity / math.sqrt(1.0 - reports.ratings_validity**2),
        rating_malice=reports.ratings_malice,
        rating_gain=reports.ratings_gain * weights.reports,
        rating_loss=reports.ratings_loss * weights.reports,
        freezing=int(freezing),
        freeze_at=freeze_level / GRID,
        freeze_level=freeze_level if freeze_level not in levels else -1,
        freeze_chance=freeze.chance * freeze.court * found if freezing else 0.0,
        freeze_days=freeze.days,
        freeze_strength=freeze.strength,
        freeze_value=freeze.value,
        listing=int(score.in_force and blacklist.entry > 0),
        list_entry=blacklist.entry,
        list_cure=blacklist.cure,
        list_days=blacklist.days,
        list_public=int(score.in_force and blacklist.entry > 0 and blacklist.public),
        remedies=int(appeal.share > 0 or repair.months > 0),
        appeal_share=appeal.share,
        appeal_days=appeal.days,
        appeal_right=appeal.right,
        appeal_wrong=appeal.wrong,
        review_share=appeal.review,
        repair_days=repair.months * MONTH,
        repair_own=int(repair.to is None),
        repair_to=repair.to or 0.0,
        keep=int(keep),
        renamed=int(renamed),
        odd_one=odd[0],
        odd_day=odd[1],
        gumbel=GUMBEL,
        normal=NORMAL,
        exponential=EXPONENTIAL,
    )


def _takes(tiers: Sequence[Tier], access: str) -> int:
    """Bits of the tiers that take something."""
    return sum(1 << k for k, tier in enumerate(tiers) if tier.effect == "takes" and tier.access == access)


def _linked(now: Scenario) -> tuple[list[float], float, float]:
    """What a number that links records does: coverage by channel, coverage of conduct, and the share of citizens whose
    account is found when it is to be frozen (everybody's where there is no number: banks are asked by name)."""
    linked, share = now.identity.linked, now.identity.share
    coverage = [getattr(now.channels, name).coverage for name in CHANNELS]
    if "bank" in linked:
        buy = CHANNELS.index("buy")
        coverage[buy] = 1.0 - (1.0 - coverage[buy]) * (1.0 - share)
    quarters = len(set(linked)) / len(SPHERES)
    conduct = now.channels.conduct.coverage
    found = 1.0 if not linked else share if "bank" in linked else 0.0
    return coverage, conduct + (1.0 - conduct) * share * quarters, found
