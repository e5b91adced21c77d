"""Voice that is learned, gated or averaged; enforcement; moving ties; orders of a day: against recursions written out here."""

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from helpers import friends, lived, livelier, unlike
from sottovoce.chance import wrapping
from sottovoce.day.activation import turns
from sottovoce.day.express import speaks
from sottovoce.day.tables import exp_of
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import Society, create
from sottovoce.society.needs import Needs
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import GRID, NOTHING
from sottovoce.society.tally import LEARNED, OCCASIONS, WHY

QUIET: dict[str, Any] = {"rate": 0.0, "coverage": 0.0}
# Everybody has one public occasion a day and nothing follows from it.
BARE: dict[str, Any] = {
    "citizens": 60,
    "days": 12,
    "seed": 3,
    "society.activity": 1.0,
    "society.homophily": 0.0,
    "society.network.mean_degree": 4.0,
    "society.network.community_size": 10,
    "society.view": {"law": "uniform", "low": -1.0, "high": 1.0},
    "channels": {name: QUIET for name in ("share", "gather", "buy", "browse")}
    | {"post": {"rate": 1.0, "coverage": 0.0}},
    "voice.levels": (-1.0, 0.0, 1.0),
    "voice.sharpness": math.inf,
    "voice.effort": 0.0,
    "score.in_force": False,
    "enrolment.opt_in_day": None,
    "enrolment.mandatory_day": None,
    "ties.drop": "never",
}
GATE = {"voice.express": "gate", "voice.reward": "balance", "voice.learn": 1.0, "voice.unlearn": 0.0,
        "society.threshold": {"law": "uniform", "low": 0.0, "high": 1.0},
        "society.confidence": {"law": "uniform", "low": 0.0, "high": 1.0}}  # fmt: skip
VOTER = {"voice.express": "gate", "society.threshold": -1.0, "voice.views": "copy"}


def bare(changes: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """The bare society with values changed by path (in keywords: __ for dots)."""
    given = {path.replace("__", "."): value for path, value in more.items()}
    return with_values(Scenario(name="bare", label="made up by a test"), BARE | (changes or {}) | given)


def rows(society: Society) -> list[list[int]]:
    """Rows of friends."""
    return [sorted(row) for row in friends(society.state)]


def said(society: Society) -> np.ndarray:
    """Today's public acts, NaN where there was no occasion."""
    acts = society.state.said[0]
    return np.where(acts == NOTHING, np.nan, acts / GRID)


# ---- Express ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("x", [0.0, 1.0, -1.0, 1e-9, 0.3, 17.3, -36.8, 345.6, -690.0])
def test_exponential(x):
    """e^x without a library, to the last places."""
    assert exp_of(x) == pytest.approx(math.exp(x), rel=4e-16)


def test_exponential_is_within_two_units_in_the_last_place():
    """Wherever between two doublings: against fifty digits."""
    with localcontext() as digits:
        digits.prec = 50
        for x in np.random.default_rng(1).uniform(-700, 700, 400).tolist():
            exact = Decimal(x).exp()
            assert abs(Decimal(exp_of(x)) - exact) < 2 * Decimal(math.ulp(float(exact))), x


def test_exponential_ends():
    """Beyond its range it stays at the end."""
    assert exp_of(1e6) == exp_of(700.0)
    assert exp_of(-1e6) == exp_of(-700.0) > 0


def test_gate_is_strict():
    """Confidence has to exceed the threshold; without a positive value of speaking it is 0."""
    assert not speaks(0.0, 0.0)
    assert not speaks(-5.0, 0.0)
    assert speaks(-5.0, -1.0)
    assert speaks(1.0, 0.4621)
    assert not speaks(1.0, 0.4622)
    assert not speaks(800.0, 1.0)


def test_gate_follows_ross():
    """c += (agree - disagree)/speaking, each as loud as it is; speaks iff max(2/(1 + e^-c) - 1, 0) > threshold (Ross et al. 2019)."""
    society = create(bare(GATE))
    state = society.state
    view, threshold = state.opinion / GRID, state.threshold.astype(float)
    side = np.sign(view)
    c = np.where(view > 0, state.learned[0], state.learned[1]).copy()
    speaking = np.zeros(len(view), bool)
    silent = 0
    for day, _ in days(bare(GATE), society):
        if day:
            balance = np.zeros(len(view))
            for i, row in enumerate(rows(society)):
                loud = [abs(view[j]) for j in row if speaking[j]]
                agree = [abs(view[j]) * side[j] * side[i] for j in row if speaking[j]]
                balance[i] = sum(agree) / sum(loud) if loud else 0.0
            c += balance
        speaking = np.maximum(2 / (1 + np.exp(-c)) - 1, 0) > threshold
        assert np.array_equal(said(society), np.where(speaking, view, 0.0))
        silent += int((~speaking).sum())
    assert 0 < silent < 12 * 60


def test_average_follows_ye():
    """y <- lam [w y + (1 - w) mean yhat] + (1 - lam) y(0); yhat = phi y + (1 - phi) mean yhat (Ye et al. 2019)."""
    unit = {"law": "uniform", "low": 0.05, "high": 0.95}
    scenario = bare(
        {"voice.views": "average", "voice.express": "average", "voice.self_weight": 0.3, "days": 200},
        society__susceptibility=unit,
        society__expressiveness=unit,
    )
    society = create(scenario)
    state = society.state
    start = state.opinion / GRID
    lam, phi = state.susceptibility, state.expressiveness
    w = np.zeros((60, 60))
    for i, row in enumerate(rows(society)):
        w[i, row] = 1 / max(len(row), 1)
    alone = w.sum(axis=1) == 0
    y, told = start.copy(), start.copy()
    for day, _ in days(scenario, society):
        if day:
            heard = w @ told
            y = lam * np.where(alone, y, 0.3 * y + 0.7 * heard) + (1 - lam) * start
            told = np.where(alone, y, phi * y + (1 - phi) * heard)
        assert np.allclose(state.held, y, atol=1e-11, rtol=0)
        assert np.allclose(state.spoken / FINE_ACT, told, atol=1e-11, rtol=0)
        assert np.abs(said(society) - told).max() <= 0.5 / GRID + 1e-9
    assert y.std() < start.std()


@pytest.mark.parametrize("attend", ["all", "one"])
def test_replies_follow_banisch(attend):
    """Q of what was said moves by alpha (reply - cost) and forgets omega; silence learns nothing."""
    scenario = bare(voice__reward="reply", voice__attend=attend, voice__learn=0.2, voice__unlearn=0.3, days=30,
                    voice__reply_cost=0.1, voice__sharpness=1.0, society__boldness=0.2)  # fmt: skip
    society = create(scenario)
    q = society.state.learned[:2].T.copy()
    last = np.zeros(60)
    moved = 0
    for day, _ in days(scenario, society):
        if day:
            for i, row in enumerate(rows(society)):
                now = society.state.learned[:2, i]
                if last[i] == 0:
                    assert np.array_equal(now, q[i])
                    continue
                at = 0 if last[i] > 0 else 1
                replies = [np.sign(last[j]) * np.sign(last[i]) for j in row]
                wanted = [sum(replies) / len(row)] if attend == "all" and row else replies or [0.0]
                options = [0.7 * q[i, at] + 0.2 * (r - 0.1) for r in wanted]
                assert min(abs(now[at] - o) for o in options) < 1e-12
                assert now[1 - at] == q[i, 1 - at]
                moved += 1
        q = society.state.learned[:2].T.copy()
        last = np.nan_to_num(said(society))
    assert moved > 500


def test_what_was_learned_counts():
    """Q stands beside the other terms of U: who learned that dissent pays speaks more, and who learned the contrary is held back by it."""
    with_q = bare(
        voice__reward="balance", voice__learn=0.0, voice__unlearn=0.0, voice__sharpness=4.0, days=40
    )
    low = with_values(with_q, {"society.confidence": -1.0, "society.view": 1.0})
    high = with_values(with_q, {"society.confidence": 1.0, "society.view": 1.0})
    quiet, loud = (lived(s)[0].state.chosen.sum() for s in (low, high))
    assert quiet < 0.8 * loud

    why = lived(low)[1].sum(axis=(0, 1))[WHY : WHY + LEARNED + 1]
    assert why[LEARNED] == why.max() > 0


def test_explore():
    """With chance e a level is drawn uniformly from the fixed levels up to the wish, and the wish."""
    scenario = bare(
        voice__explore=0.3, days=150, society__view=0.5, citizens=200, society__climate_weight=0.0
    )
    acts = np.concatenate([said(society) for society in [create(scenario)] for _ in days(scenario, society)])
    share = {level: float(np.mean(acts == level)) for level in (-1.0, 0.0, 0.5)}
    assert share[-1.0] == pytest.approx(0.1, abs=0.006)
    assert share[0.0] == pytest.approx(0.1, abs=0.006)
    assert share[0.5] == pytest.approx(0.8, abs=0.008)


# ---- Enforcement ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cost", [0.0, 0.125, 0.3])
@pytest.mark.parametrize("seed", [1, 2])
def test_enforcement_follows_centola(cost, seed):
    """Comply iff pressure > S; enforce falsely iff pressure > S + K, truly iff S (share deviating) > K; all at once a day."""
    n = 100
    scenario = bare(
        citizens=n, seed=seed, days=15, society__climate_weight=1.0, society__threshold=0.0, voice__enforce=True,
        society__network__kind="torus", society__network__width=10, society__network__rewired=0.0,
        voice__climate="enforcement", voice__climate_shape="sign", voice__enforce_cost=cost,
        society__boldness={"law": "uniform", "low": 0.0, "high": 0.38},
    )  # fmt: skip
    society = create(scenario)
    state = society.state
    believer = np.arange(n) % 10 < 3
    state.opinion[:] = np.where(believer, -GRID, GRID)
    state.boldness[believer] = 1.0
    state.threshold[
        believer
    ] = -1e-3  # a believer whom all press against keeps to the norm: his pressure is not above 1
    s = state.boldness.astype(float)
    near = np.zeros((n, n))
    for i, row in enumerate(rows(society)):
        near[i, row] = 1 / 8
    belief = np.where(believer, -1, 1)
    act, e = belief.copy(), np.zeros(n, int)
    seen_false = 0
    for day, _ in days(scenario, society):
        pressure = -belief * (near @ e)
        deviate = np.array([near[i] @ (act != belief[i]) for i in range(n)])
        if day == 0:
            deviate[:] = 0
        act = np.where(pressure > s, -belief, belief)
        true = (act == belief) & (s * deviate > cost)
        false = (act != belief) & (pressure > s + cost)
        e = np.where(true, belief, np.where(false, -belief, 0))
        assert np.array_equal(said(society), act), day
        assert np.array_equal(state.enforcing, e), day
        seen_false += int(false.sum())
    assert e.any()
    assert seen_false > 0 or cost > 0.2


# ---- Friends attended to, copied, left ----------------------------------------------------------------------


def test_the_friend_attended_to():
    """Each friend is as likely as another, and the two ends of a tie choose apart."""
    scenario = bare(VOTER, citizens=6, days=3000, society__network__kind="complete")
    society = create(scenario)
    state = society.state
    levels = np.arange(1, 7) * 8192
    met = np.zeros((6, 6))
    picks = []
    for day, _ in days(scenario, society):
        if day:
            pick = np.array([int(np.flatnonzero(levels == round(v * GRID))[0]) for v in state.held])
            met[np.arange(6), pick] += 1
            picks.append(pick)
        state.opinion[:] = levels
        state.held[:] = levels / GRID
        state.voice[:] = levels
        for i in range(6):  # everybody is heard to hold his own level again
            word = int(society.state.signal[i])
            word &= ~(((1 << 18) - 1) << 38)
            society.state.signal[i] = np.uint64(word | (int(levels[i]) + GRID) << 38)
    off = met[~np.eye(6, dtype=bool)]
    assert (np.diag(met) == 0).all()
    assert off.sum() == 6 * 2999
    assert abs(off - 2999 / 5).max() < 5 * math.sqrt(2999 * 0.16)
    picks = np.array(picks)
    mutual = np.mean([(picks[:, a] == b) & (picks[:, b] == a) for a in range(6) for b in range(a)])
    assert mutual == pytest.approx(0.04, abs=0.005)


@pytest.mark.parametrize("order", ["synchronous", "sequential", "drawn"])
def test_copying(order):
    """A copied view is the view of somebody; who has no friends keeps his own."""
    scenario = bare(VOTER, order=order, society__network__mean_degree=2.0, days=20)
    society = create(scenario)
    start = society.state.opinion.copy()
    alone = [i for i, row in enumerate(rows(society)) if not row]
    assert alone
    for _ in days(scenario, society):
        pass
    now = np.rint(society.state.held * GRID).astype(int)
    assert set(now) < set(start)
    assert np.array_equal(now[alone], start[alone])


@pytest.mark.parametrize("move", ["random", "discordant"])
@pytest.mark.parametrize("order", ["synchronous", "sequential", "drawn"])
def test_moved_ties(order, move):
    """The number of ties stays; a tie moves to somebody who says the same; discordant ones only from somebody who does not."""
    scenario = bare(VOTER, order=order, ties__move=move, ties__rewire_share=0.4, days=15,
                    society__network__spare=12)  # fmt: skip
    society = create(scenario)
    society.state.opinion[:] = np.where(society.state.opinion > 0, GRID, -GRID)
    society.state.held[:] = society.state.opinion / GRID
    number = len(society.ties)
    count = 0
    for _, events in days(scenario, society):
        known = friends(society.state)
        assert sum(map(len, known)) == 2 * number
        assert all(i in known[j] for i in range(60) for j in known[i])
        assert all(i not in known[i] for i in range(60))
        dropped, made_ = (events.ties[events.ties[:, 2] == kind] for kind in (0, 1))
        assert len(dropped) == len(made_)
        voice = society.state.voice
        if order == "synchronous" and len(made_):
            assert np.array_equal(dropped[:, 0], made_[:, 0])
        count += len(made_)
    assert count > 20
    assert society.state.dropped.sum() == count
    assert society.state.cut.sum() == 2 * count
    same = np.mean([voice[i] == voice[j] for i, row in enumerate(friends(society.state)) for j in row])
    assert same > 0.6


def test_no_discord_no_move():
    """Where all say the same no discordant tie moves; random ones do."""
    one = bare(VOTER, ties__move="discordant", society__view=1.0)
    assert lived(one)[0].state.dropped.sum() == 0
    assert lived(with_values(one, {"ties.move": "random"}))[0].state.dropped.sum() > 0


def test_a_full_house_takes_nobody():
    """Without empty places no tie can move."""
    full = bare(VOTER, ties__move="random", society__view=1.0, society__network__spare=0, days=1)
    assert lived(full)[0].state.dropped.sum() == 0


# ---- Order ------------------------------------------------------------------------------------------------


def test_turns():
    """sequential: everybody once, in another order every day; drawn: n turns, numbered for each citizen."""
    state = create(livelier()).state
    n = len(state.id)
    once = turns("sequential", state, 5, 9)
    assert sorted(once[:, 0]) == list(range(n))
    assert not once[:, 1].any()
    assert not np.array_equal(once[:, 0], turns("sequential", state, 5, 10)[:, 0])
    drawn = turns("drawn", state, 5, 9)
    assert len(drawn) == n
    for row in set(drawn[:, 0].tolist()):
        at = drawn[drawn[:, 0] == row, 1]
        assert at.tolist() == list(range(len(at)))
    assert 0.28 < 1 - len(set(drawn[:, 0].tolist())) / n < 0.46, "about 1/e have none"


def test_in_turn_today_is_heard():
    """A chain of thresholds falls in one day where the order runs along it, and takes a day a link where all act at once."""
    n = 40
    chain = {"citizens": n, "days": 60, "society.network.kind": "ring", "society.network.mean_degree": 2.0,
             "society.view": 1.0, "society.boldness": 1.0, "society.climate_weight": 4.0, "society.threshold": 0.4,
             "voice.levels": (0.0, 1.0), "voice.climate": "share", "voice.hear_days": 3650}  # fmt: skip

    # U(1) - U(0) = 1 + 4 (C - .4): speaks from C >= .15 on; C = acting/(k + 1), so one friend is enough
    def fallen(order: str) -> list[int]:
        society = create(bare(chain, order=order))
        state = society.state
        state.threshold[0] = -9.0
        return [int((state.said[0] == GRID).sum()) for _ in days(bare(chain, order=order), society)]

    at_once = fallen("synchronous")
    assert at_once[:5] == [1, 3, 5, 7, 9]
    in_turn = fallen("sequential")
    assert in_turn[0] >= 1
    assert in_turn.index(n) < at_once.index(n)
    first = turns("sequential", create(bare(chain)).state, 3, 0)[:, 0]
    place = np.argsort(first)
    right = 0
    while place[(right + 1) % n] > place[right % n]:
        right += 1
    left = 0
    while place[(left - 1) % n] > place[left % n]:
        left -= 1
    assert in_turn[0] == 1 + right - left


@pytest.mark.slow
def test_a_turn_missed_says_nothing():
    """Drawn turns: who has none today does not act; two turns of a day have luck of their own."""
    scenario = bare(order="drawn", voice__sharpness=1.0, citizens=300, days=8)
    society = create(scenario)
    for day, events in days(scenario, society):
        took = np.bincount(turns("drawn", society.state, 3, day)[:, 0], minlength=300)
        assert np.array_equal(np.isnan(said(society)), took == 0)

        assert events.tally[:, OCCASIONS].sum() == 300


# ---- All of it --------------------------------------------------------------------------------------------

MODES = {
    "gate": GATE,
    "average": {"voice.views": "average", "voice.express": "average"},
    "reply": {"voice.reward": "reply", "voice.attend": "one", "voice.explore": 0.1},
    "enforce": {"voice.enforce": True, "voice.climate": "enforcement", "voice.enforce_cost": 0.05},
    "move": VOTER | {"ties.move": "random", "ties.rewire_share": 0.3},
    "drawn": VOTER | {"ties.move": "discordant", "ties.rewire_share": 0.3, "order": "drawn"},
    "sequential": {"voice.views": "average", "order": "sequential"},
}


@pytest.mark.parametrize("mode", MODES)
def test_names_change_nothing(mode):
    """Rows in another order hold the same people, who do the same."""
    scenario = livelier(MODES[mode], citizens=80, days=25)
    ids = np.random.default_rng(4).permutation(80)
    one, two = create(scenario), create(scenario, ids)
    for (_, a), (_, b) in zip(days(scenario, one), days(scenario, two), strict=True):
        assert np.array_equal(one.state.said[:, ids], two.state.said)
        assert np.array_equal(a.tally, b.tally)


@pytest.mark.parametrize("mode", MODES)
def test_stopped_and_resumed(mode):
    """A world that was stopped goes on as if it had not been."""
    scenario = livelier(MODES[mode], citizens=80, days=24)
    straight, sums = lived(scenario)
    society = create(scenario)
    tallies = []
    for first, last in ((0, 11), (12, 23)):
        for day, events in days(scenario, society, first, yesterday=tallies[-1] if tallies else None):
            tallies.append(events.tally)
            if day == last:
                break
    assert unlike(straight.state, society.state) == []
    assert np.array_equal(sums, tallies)


def test_what_is_not_used_has_one_row():
    """A scenario without these mechanisms carries none of their columns: they have room for one citizen."""
    scenario = livelier()
    state = create(scenario).state
    assert not any(Needs.ever(scenario)._replace(wished=False, topic=False))
    assert create(with_values(scenario, {"topics": []})).state.topic.shape[-1] == 1
    for name in ("susceptibility", "expressiveness", "held", "learned", "spoken", "enforcing", "moved_from", "moved_to",
                 "heed", "watched", "looked",
                 "fine_signal", "next_fine_signal"):  # fmt: skip
        assert getattr(state, name).shape[-1] == 1, name


def test_a_date_that_needs_a_column_has_it():
    """What begins on a date has room from the start."""
    scenario = livelier(citizens=60, days=20, dates=[{"day": 8, "name": "press", "set": {"voice.enforce": True,
                    "voice.climate": "enforcement"}}])  # fmt: skip
    society, _ = lived(scenario)
    assert len(society.state.enforcing) == 60
    with wrapping():
        assert society.state.enforcing.any()


@pytest.mark.parametrize("order", ["synchronous", "drawn"])
def test_changes_of_ties_come_in_the_order_in_which_they_happened(order):
    """Carried out one after another they lead from the ties of one evening to those of the next: nothing is dropped that does not stand, and
    nothing made that does. Turns move ties before the night drops and makes them."""
    scenario = livelier(
        citizens=60, days=30, order=order, ties__move="random", ties__rewire_share=0.7, ties__drop="random", ties__drop_chance=0.9,
        ties__review=0.5, ties__make="random", ties__make_chance=0.9,
    )  # fmt: skip
    society = create(scenario)
    standing = {tuple(pair) for pair in society.ties.tolist()}
    kinds = set()
    for _, events in days(scenario, society):
        for a, b, made_ in events.ties.tolist():
            pair = (min(a, b), max(a, b))
            assert (pair in standing) == (made_ == 0), (pair, made_)
            standing ^= {pair}
            kinds.add(made_)
    assert kinds == {0, 1}
