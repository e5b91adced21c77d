"""The account of silence: what became of the wish on every scheduled occasion of citizens who disagree.

Fear and friction apart (the words are those of Roberts 2018, *Censored*): on each scheduled occasion a citizen with a wish to dissent either
dissents, or holds back, or would have dissented and is cut off, because slow internet took the occasion away. The occasions are the same
in both worlds (same draw, a lower threshold), so that who has fewer of them moves no mean. Only backlash (`voice.backlash`) can make
more people disagree in one of them.
"""

from collections.abc import Callable
from typing import NamedTuple

from sottovoce.measure.daily import NAN, ratio, total
from sottovoce.record.record import Record
from sottovoce.scenario.acts_part import PRIVATE, PUBLIC

SUMS = ("could", "spoke", "cut", "wish", "voiced", "missed", "unheard")  # by channel: society.tally


class Account(NamedTuple):
    """Of every 1,000 times that people who disagree could have dissented: how often they did, held back, were cut off. They add up to 1,000.

    `voiced`, `held`, `missed`: the same of the wish itself, as shares that add up to 1. `unheard` is a part of `spoke`. NaN where nobody could.
    """

    times: float  # scheduled occasions in the measured days
    spoke: float  # per 1,000 times
    held_back: float
    cut_off: float
    voiced: float  # share of the wish
    held: float
    missed: float
    unheard: float  # per 1,000 times; of those spoken: a tier took the reach that evening, and no friend could hear
    gap: float  # level: what was held back of the wish, mean over times

    @property
    def in_thousand(self) -> tuple[int, int, int]:
        """Spoke, held back, cut off: whole times that add up to 1,000."""
        spoke, cut = round(self.spoke), round(self.cut_off)
        return spoke, 1000 - spoke - cut, cut


def account(record: Record, channels: tuple[str, ...] = PUBLIC, group: int | None = None) -> Account:
    """The account of a world over the measured days, in these channels, of everybody or of one social group (by number)."""
    return account_of(lambda kind: sum(total(record, f"{kind}_{channel}", group) for channel in channels))


def account_of(summed: Callable[[str], float]) -> Account:
    """The account from its sums (SUMS): numbers of occasions, and of the wish in any unit."""
    times, wish = summed("could"), summed("wish")
    if not times:
        return Account(0.0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN)
    spoke, cut, voiced, missed = (summed(kind) for kind in ("spoke", "cut", "voiced", "missed"))
    held, kept = times - spoke - cut, wish - voiced - missed  # of whole numbers: equal counts, equal measures
    per_times = [1000.0 * kind / times for kind in (spoke, held, cut)]
    shares = [ratio(kind, wish) for kind in (voiced, kept, missed)]
    unheard = 1000.0 * summed("unheard") / times
    return Account(times, *per_times, *shares, unheard=unheard, gap=kept / times)


class OnTopic(NamedTuple):
    """The account of silence on one topic: of every 1,000 times that people who disagree could have dissented on it, how often they did, held
    back, were cut off. They add up to 1,000; NaN where nobody could."""

    topic: str  # "" for occasions that are about none
    times: float  # scheduled occasions in the measured days
    spoke: float  # per 1,000 times
    held_back: float
    cut_off: float


def by_topic(record: Record, *, private: bool = False, group: int | None = None) -> list[OnTopic]:
    """The account of a world over the measured days topic by topic, in public, or of buying and browsing; of everybody or of one social group
    (by number). Occasions about no topic come last, topics without occasions are left out; times and what became of them add up to those of
    `account`. Empty where occasions have no topic."""
    where, found = "private" if private else "aloud", []
    for number, name in enumerate((*record.scenario.topic_names, "") if record.scenario.topics else ()):
        times, spoke, cut = (
            total(record, f"{kind}_topic_{number}_{where}", group) for kind in ("could", "spoke", "cut")
        )
        if times:
            found.append(
                OnTopic(name, times, *[1000.0 * one / times for one in (spoke, times - spoke - cut, cut)])
            )
    return found


def accounts(record: Record, group: int | None = None) -> dict[str, float]:
    """The measures made from it (measure.names): public speech, then buying and browsing."""
    public = account(record, PUBLIC, group)
    private = account(record, PRIVATE, group)
    return {
        "spoke": public.spoke,
        "held_back": public.held_back,
        "cut_off": public.cut_off,
        "unheard": public.unheard,
        "wish_held_back": public.held,
        "voice_gap": public.gap,
        "browsed": private.spoke,
        "browsing_held_back": private.held_back,
        "browsing_cut_off": private.cut_off,
    }
