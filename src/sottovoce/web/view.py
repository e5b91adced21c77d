"""What the page sees of a world at the end of a day: one byte of score and one of marks a citizen, and a few numbers."""

import numpy as np

from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.state import FROZEN
from sottovoce.society.tally import FROZEN_NOW, LISTED_NOW, NAMES, TERMS, per

DISAGREES, SAYS_SO, SANCTIONED, LOST_HALF, ENROLLED, YOU, LOYAL = (1 << k for k in range(7))
MONTH = 30  # days for which a punishment is shown
NUMBERS = (
    "disagree",  # of 1,000
    "say_so",  # of 1,000: disagree, and their last public act within hear_days was dissent
    "enrolled",  # of 1,000
    "score",  # mean published score of the scored, points; NaN where nobody is scored, or no score is in force
    "cut",  # ties cut so far
    "sanctioned",  # of 1,000: under any sanction
    "lost_half",  # of 1,000: lost more than half of their friends
    "alone",  # of 1,000: without a friend
    "frozen",  # of 1,000: whose account is frozen
    "listed",  # of 1,000: on the blacklist
    "punished",  # punishments so far
    "could",  # times today that people who disagree could have spoken in public; with the next two the account of silence
    "spoke",  # ... that they did
    "cut_off",  # ... that they would have, and were cut off
    "unheard",  # ... that they did, and no friend could hear of it: a tier took their reach
    "why_wish",  # wish to dissent on today's sampled occasions, sum of levels; nothing before the measured days
    *(f"why_{term}" for term in TERMS),  # ... what each term of the choice held back of it (Shapley values)
    *(f"tier_{k}" for k in range(8)),  # of 1,000: sanction k holds, or benefit k is had
)


ACCOUNT = [
    [NAMES.index(f"{kind}_{channel}") for channel in PUBLIC] for kind in ("could", "spoke", "cut", "unheard")
]
WHY = ("why_wish", *(f"why_{term}" for term in TERMS))


def score_bytes(scenario: Scenario, score: np.ndarray, enrolled: np.ndarray) -> np.ndarray:
    """0: not scored; 1 ... 255: the scale from its low to its high end. For colours only. Without a score in force nobody is scored."""
    scored = (enrolled == 1) & scenario.score.in_force
    return np.where(scored, 1 + score.astype(np.int64) * 254 // max(scenario.score.top, 1), 0).astype(
        np.uint8
    )


def masks(now: Scenario) -> tuple[int, int]:
    """Bits of the tiers that take, and of those that give, as the scenario stands today."""
    tiers = now.tiers if now.score.in_force else ()
    takes = sum(1 << k for k, tier in enumerate(tiers) if tier.effect == "takes")
    return takes, sum(1 << k for k, tier in enumerate(tiers) if tier.effect == "gives")


def marks(now: Scenario, society: Society, day: int, degree: np.ndarray, struck: np.ndarray) -> np.ndarray:
    """The byte of marks of each citizen; `degree`: friends on day 0; `struck`: day of the last direct punishment."""
    s = society.state
    heard = day - s.spoke < now.voice.hear_days
    scored = (s.enrolled == 1) & now.score.in_force
    taken = (~s.access.astype(np.int64) & masks(now)[0]) != 0
    bits = (s.opinion > 0) * DISAGREES
    bits |= ((s.opinion > 0) & heard & (s.voice > 0)) * SAYS_SO
    bits |= (heard & (s.voice < 0)) * LOYAL
    hit = (scored & taken) | (day - struck < MONTH)
    if now.freeze.power and now.score.in_force:
        hit |= s.dates[FROZEN] > day
    bits |= hit * SANCTIONED
    bits |= (2 * s.cut.astype(np.int64) > degree) * LOST_HALF
    bits |= scored * ENROLLED
    return bits.astype(np.uint8)


def numbers(
    now: Scenario, society: Society, bits: np.ndarray, cut: int, tally: np.ndarray, punished: int
) -> np.ndarray:
    """NUMBERS of a day, float32. `tally`: the day's sums by group; `punished`: punishments so far."""
    s, n = society.state, society.citizens
    scored = (s.enrolled == 1) & now.score.in_force

    def share(mask: np.ndarray) -> float:
        return 1000.0 * float(np.count_nonzero(mask)) / n

    rows = np.diff(s.first)
    here = np.zeros(n, np.int64)
    filled = rows > 0
    if filled.any():
        here[filled] = np.add.reduceat((s.friend < n).astype(np.int64), s.first[:-1][filled])
    score = now.score
    mean = score.low + float(s.score[scored].mean()) * score.grain if scored.any() else float("nan")
    found = [
        share(bits & DISAGREES),
        share(bits & SAYS_SO),
        share(scored),
        mean,
        float(cut),
        share(bits & SANCTIONED),
        share(bits & LOST_HALF),
        share(here == 0),
        1000.0 * int(tally[:, FROZEN_NOW].sum()) / n,
        1000.0 * int(tally[:, LISTED_NOW].sum()) / n,
        float(punished),
        *(float(tally[:, columns].sum()) for columns in ACCOUNT),
        *(float(tally[:, NAMES.index(name)].sum()) / per(name) for name in WHY),
    ]
    access = s.access.astype(np.int64)
    takes, gives = masks(now)
    for k in range(8):
        above = (access >> k) & 1 == 1
        found.append(
            share(scored & ~above) if (takes >> k) & 1 else share(scored & above) if (gives >> k) & 1 else 0.0
        )
    return np.array(found, np.float32)
