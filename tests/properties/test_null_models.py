"""The null models of docs/understand: what must leave the world as it was leaves it so, to the last bit."""

import numpy as np
import pytest

from helpers import BEST, JOBS, LOAN, lived, livelier, unlike, voices
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.society.signal import (
    ACT_AT,
    DEED_AT,
    DEED_ZERO,
    DISSENT,
    HEARD,
    INFORMS,
    LOYAL,
    MASK18,
    MASK20,
    ONE,
    PROVOKES,
    blank,
)
from sottovoce.society.state import FIXED, FROZEN, GRID, INFORMER, LISTED, NOTHING, PROVOCATEUR
from sottovoce.society.tally import NAMES

# Three things reach everybody, whatever they know and want: what happened to friends, changes of policy, provocateurs.
HARMLESS = {"watching.learn": 0.0, "voice.backlash": 0.0, "dates": [], "informers.provocateurs": 0.0}
TOOTHLESS = HARMLESS | {
    "score.point_value": 0.0,
    "score.status_value": 0.0,
    "score.reproach": 0.0,
    "punishment.severity": 0.0,
    "freeze.value": 0.0,
    "tiers": [],
    "ties.drop": "never",
}
BY_LIST = [
    {"name": access, "access": access, "effect": "takes", "on": "blacklist", "strength": 0.9}
    for access in ("jobs", "bank")
]
CHOSEN = (
    "said",
    "acted",
    "voice",
    "spoke",
    "occasions",
    "chosen",
    "dissented",
)  # columns of what people say and do


def same_voices(scenario, other) -> None:
    """Every act of every citizen on every day is the same, and somebody spoke in spite of it."""
    one, two = voices(scenario), voices(other)
    assert np.array_equal(one, two)
    assert (one > 0).any()
    assert (one == 0).any()
    assert (one < 0).any()


@pytest.mark.parametrize("lookup", ["secret", "own", "self_shared", "friends", "public"])
def test_toothless(lookup):
    """A score that is published, and worth nothing to anybody, silences nobody."""
    scenario = livelier(TOOTHLESS, score__lookup=lookup)
    same_voices(scenario, no_system(scenario))
    _, sums = lived(scenario)
    assert sums[-1, :, NAMES.index("lost")].sum() > 0, "points were lost, and nobody cared"


def test_toothless_with_teeth_differs():
    """The test above can fail: the same score with a worth changes what is said."""
    scenario = livelier(TOOTHLESS, score__point_value=0.004)
    assert not np.array_equal(voices(scenario), voices(no_system(scenario)))


@pytest.mark.parametrize("severity", [0.0, 1.0])
def test_unaware(severity):
    """Who does not know of the system does not react to it, whatever it takes and from whom.

    Two things reach the unaware all the same and are off here: a tier that takes internet slows down everybody, and
    backlash is a reaction to what happened to friends.
    """
    scenario = livelier(
        HARMLESS,
        society__aware=0.0,
        tiers=[LOAN, JOBS, BEST],
        punishment__severity=severity,
        score__reproach=0.1,
        watching__learn=0.1,
    )
    society = create(scenario)
    same_voices(scenario, no_system(scenario))
    lived(scenario, society)
    assert society.state.lost_days.any(), "jobs were barred"
    assert severity == 0 or society.state.nu.max() > 0.3, "somebody was punished"
    assert not society.state.cut.any(), "nobody drops a friend for a score he does not know of"


def test_unaware_of_what_is_tolerated():
    """The same with a tolerated level that is not one of the fixed levels: the unaware do not know of it either."""
    scenario = livelier(
        HARMLESS, society__aware=0.0, tiers=[], punishment__severity=1.0, punishment__tolerance=0.3
    )
    same_voices(scenario, no_system(scenario))


WATCHED_BY_ALL = HARMLESS | {
    "informers.share": 0.3,
    "informers.report": 1.0,
    "informers.believed": 0.5,
    "reports.rate": 0.3,
    "reports.malice": 0.05,
    "freeze.threshold": 0.1,
    "freeze.chance": 1.0,
    "freeze.value": 5.0,
    "freeze.strength": 2.0,
    "blacklist.entry": 1.0,
    "blacklist.days": 20,
    "tiers": BY_LIST,
    "score.lookup": "friends",
}


@pytest.mark.parametrize("by_law", [True, False])
def test_unaware_of_who_watches(by_law):
    """Informers, friends who report, frozen accounts and the list change nothing that the unaware say.

    That a seen act is punished by law they know; that more is seen than without informers they do not.
    """
    scenario = livelier(
        WATCHED_BY_ALL, society__aware=0.0, punishment__by_law=by_law, punishment__form="proportional"
    )
    same_voices(scenario, no_system(scenario))
    _, sums = lived(scenario)
    assert all(sums[:, :, NAMES.index(name)].sum() > 100 for name in ("listed", "frozen", "reported"))


@pytest.mark.parametrize("path", ["informers.believed", "reports.rate", "freeze.value"])
def test_the_aware_heed_who_watches(path):
    """The test above can fail: each of these changes what the aware say."""
    scenario = livelier(WATCHED_BY_ALL, society__aware=1.0)
    assert not np.array_equal(voices(scenario), voices(with_values(scenario, {path: 0.0})))


def test_the_aware_react():
    """The test above can fail: told of the system, the same people speak otherwise."""
    scenario = livelier(HARMLESS, society__aware=1.0, tiers=[LOAN, JOBS, BEST])
    assert not np.array_equal(voices(scenario), voices(no_system(scenario)))


def columns_of_dates(scenario, column: int) -> np.ndarray:
    """A column of `dates` on every day."""
    society = create(scenario)
    return np.array([society.state.dates[column].copy() for _ in days(scenario, society)])


def test_roles_need_the_system():
    """Where the system is not in force, who was asked to inform, and who believes it, is a citizen like others."""
    scenario = livelier(informers__share=0.4, informers__believed=0.5, informers__provocateurs=0.0)
    none = with_values(scenario, {"informers.share": 0.0, "informers.believed": 0.0})
    assert (create(scenario).state.role == INFORMER).sum() > 50
    same_voices(no_system(scenario), no_system(none))
    assert not np.array_equal(voices(scenario), voices(none)), "the test can fail"


def test_provocateurs_need_the_system():
    """Where the system is not in force, provocateurs speak like others; what is said is counted without them all the same."""
    scenario = no_system(livelier(informers__provocateurs=0.2))
    none = with_values(scenario, {"informers.provocateurs": 0.0})
    same_voices(scenario, none)
    (society, sums), (other, more) = lived(scenario), lived(none)
    planted = society.state.role == PROVOCATEUR
    assert planted.any()
    for name in ("occasions", "chosen", "dissented"):
        ours, theirs = getattr(society.state, name), getattr(other.state, name)
        assert np.array_equal(ours[~planted], theirs[~planted]), name
    assert not society.state.occasions[planted].any()
    assert not society.state.chosen[planted].any()
    assert other.state.occasions[planted].all()
    for name in ("disagree", "say_so", "could_post", "public", "loyal", "dissent", "occasions_post"):
        column = NAMES.index(name)
        assert sums[:, :, column].sum() < more[:, :, column].sum(), name


def test_no_list_without_the_system():
    """The world without has no list and freezes no account; false reports and points given back are of the shadow score."""
    scenario = no_system(livelier(WATCHED_BY_ALL))
    assert not columns_of_dates(scenario, LISTED).any()
    assert not columns_of_dates(scenario, FROZEN).any()
    _, sums = lived(scenario)
    totals = {
        name: sums[:, :, NAMES.index(name)].sum() for name in ("listed", "frozen", "reported", "given_back")
    }
    assert totals["listed"] == totals["frozen"] == 0
    assert totals["reported"] > 0
    assert totals["given_back"] > 0


# Nothing that is said counts, and no friend does. Need and access may change: they only weigh points of what is said,
# which are none. What is left out would change what happens, hears or is seen to happen: occasions (internet), hearing
# (reach), marks (badge, public list) only where learn or backlash answers them, freezing, punishment, friends made by score.
CONDUCT_ONLY = HARMLESS | {
    **{f"channels.{name}.{what}": 0.0 for name in ("post", "share", "gather", "buy", "browse") for what in ("gain", "loss")},
    "channels.conduct": {"bad_rate": 0.1, "good_rate": 0.1, "coverage": 0.9, "loss": 20.0, "gain": 15.0},
    "score.friend_weight": 0.0,
    "score.spill": 0.0,
    "punishment.severity": 0.0,
    "freeze.power": False,
    "ties.drop": "score",
    "tiers": [LOAN, JOBS, BEST, {**BY_LIST[1], "strength": 0.9}],
}  # fmt: skip


@pytest.mark.parametrize("lookup", ["secret", "own", "self_shared", "friends", "public"])
def test_scored_conduct_silences_nobody(lookup):
    """A score of conduct alone, with consequences, a list, demotion, reports and ratings, leaves every voice as it was."""
    scenario = livelier(CONDUCT_ONLY, score__lookup=lookup, reports__malice=0.05, enrolment__mandatory_day=5)
    same_voices(scenario, no_system(scenario))
    society, sums = lived(scenario)
    assert sums[:, :, NAMES.index("listed")].any()
    assert society.state.lost_days.mean() > 1, "there were consequences"
    assert not society.state.cut.any(), "nobody is dropped for points that do not spill"


@pytest.mark.parametrize(
    "change",
    [
        {"channels.post.loss": 4.0},
        {"score.friend_weight": 0.3, "society.tie_value": 0.001},
        {"punishment.severity": 1.0},
        {"freeze.power": True},
        {"informers.provocateurs": 0.05},
        {"ties.make": "high_score"},
        {"voice.backlash": 0.3},
        {"tiers": [{**BY_LIST[0], "access": "internet"}]},
        {"tiers": [{**BY_LIST[0], "access": "reach"}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_scored_conduct_needs_its_conditions(change):
    """Each condition of the test above is needed: without it somebody says something else."""
    scenario = livelier(CONDUCT_ONLY | change, enrolment__mandatory_day=5)
    assert not np.array_equal(voices(scenario), voices(no_system(scenario)))


def test_slow_internet_reaches_the_unaware():
    """Why the test of the unaware has no such tier: it takes occasions from people who know nothing."""
    net = {"name": "net", "access": "internet", "effect": "takes", "edge": 600.0, "strength": 0.9}
    scenario = livelier(HARMLESS, society__aware=0.0, tiers=[net])
    slowed, free = voices(scenario), voices(no_system(scenario))
    assert (slowed != NOTHING).sum() < (free != NOTHING).sum()
    gather = 2  # not online
    assert np.array_equal(slowed[:, gather] != NOTHING, free[:, gather] != NOTHING)


@pytest.mark.parametrize("drag", ["average", "additive"])
def test_own_acts_only(drag):
    """Without weight and spill of friends the published score is the file's own, rounded to grains and clipped."""
    scenario = livelier(score__friend_weight=0.0, score__spill=0.0, score__drag=drag, score__spread=200.0)
    scenario = with_values(scenario, {"score.demotion.chance": 0.0})
    score = scenario.score
    society = create(scenario)
    clipped = 0
    for _ in days(scenario, society):
        state = society.state
        scored = state.enrolled == 1
        exact = np.floor((state.points - score.low) / score.grain + 0.5)
        top = round((score.high - score.low) / score.grain)
        assert np.array_equal(state.score[scored], np.clip(exact, 0, top)[scored])
        assert not state.score[~scored].any()
        clipped += int((exact > top).sum() + (exact < 0).sum())
    assert clipped > 0, "some scores are clipped, the files behind them never are"


def test_friend_term_matters():
    """The test above can fail: with friends counted the published score is not the file's own."""
    scenario = livelier()
    society, _ = lived(scenario)
    own = scenario.score.low + society.state.score * scenario.score.grain
    assert np.abs(own - np.clip(society.state.points, 350, 950)).max() > 1.0


def test_other_luck_for_the_same_people():
    """What happens from day to day has a seed of its own: the same one gives the same bits, another the same people and other days."""
    scenario = livelier()
    (one, sums), (same, equal), (other, unequal) = (
        lived(scenario, luck=luck) for luck in (None, scenario.seed, scenario.seed + 1)
    )
    assert unlike(one.state, same.state) == [] and np.array_equal(sums, equal)
    assert not FIXED & set(unlike(one.state, other.state))
    for name in ("occasions_post", "seen", "enrolled"):
        assert not np.array_equal(sums[:, :, NAMES.index(name)], unequal[:, :, NAMES.index(name)]), name


def test_placebo_date():
    """A policy date on which nothing changes changes nothing."""
    placebo = [{"day": 12, "name": "placebo", "set": {}}, {"day": 30, "name": "again", "set": {}}]
    one, sums = lived(livelier())
    two, again = lived(livelier(dates=placebo))
    assert unlike(one.state, two.state) == []
    assert np.array_equal(sums, again)


def tomorrow(scenario, society, day, change=None):
    """The society a day on; `change` alters what everybody can read of everybody before it."""
    other = society.copy()
    if change is not None:
        other.state.signal[:-1] = change(other.state.signal[:-1])
    yesterday = np.zeros((len(society.groups), len(NAMES)), np.int64)
    next(days(scenario, other, day, yesterday=yesterday))
    return other.state


def other_file(word):
    """Other scores and other points that may spill over, as the authority has them."""
    scores = (np.arange(len(word), dtype=np.uint64) * np.uint64(7919)) & MASK20
    deeds = np.uint64(DEED_ZERO) - np.arange(len(word), dtype=np.uint64) % np.uint64(900)
    kept = word & ~(MASK20 | (MASK18 << DEED_AT))
    return kept | scores | (deeds << DEED_AT)


def other_act(word):
    """Everybody heard is heard with the loudest dissent."""
    heard = (word >> HEARD) & ONE == ONE
    kept = word & ~((MASK18 << ACT_AT) | (ONE << LOYAL))
    return np.where(heard, kept | (np.uint64(2 * GRID) << ACT_AT) | (ONE << DISSENT), word)


@pytest.fixture(scope="module")
def midway():
    """A society after 20 days in which nobody may see another's score."""
    scenario = livelier(score__lookup="own", score__blame_tool=False, enrolment__mandatory_day=10)
    society = create(scenario)
    for day, _ in days(scenario, society):
        if day == 19:
            break
    return scenario, society


@pytest.mark.parametrize("drop", ["score", "discordant"])
def test_file_bits_leave_choices(midway, drop):
    """What only the authority can read of my friends does not move me: no act, no joining, no tie dropped or made."""
    scenario, society = midway
    scenario = with_values(
        scenario, {"ties.drop": drop, "society.tie_value": 0.0001, "enrolment.mandatory_day": None}
    )
    plain = tomorrow(scenario, society, 20)
    other = tomorrow(scenario, society, 20, other_file)
    for name in (*CHOSEN, "enrolled", "drop", "make", "stirred", "nu"):
        assert np.array_equal(getattr(plain, name), getattr(other, name)), name
    assert not np.array_equal(plain.score, other.score), "the authority goes by it"
    assert not np.array_equal(plain.points, other.points), "the authority goes by it"


@pytest.mark.parametrize("bit", [INFORMS, PROVOKES])
@pytest.mark.parametrize("drop", ["score", "discordant"])
def test_hidden_roles_leave_choices(midway, drop, bit):
    """Nobody knows who informs and who was planted: with other friends in these roles nothing is chosen otherwise."""
    scenario, society = midway
    scenario = with_values(
        scenario, {"ties.drop": drop, "society.tie_value": 0.0001, "enrolment.mandatory_day": None}
    )
    plain = tomorrow(scenario, society, 20)
    other = tomorrow(scenario, society, 20, lambda word: word | (ONE << bit))
    for name in (*CHOSEN, "enrolled", "drop", "make", "stirred", "nu"):
        assert np.array_equal(getattr(plain, name), getattr(other, name)), name
    assert not np.array_equal(plain.observed, other.observed), "the authority is told"


def test_face_bits_move_choices(midway):
    """What friends were heard to say moves what is said today, and nothing else that was there before."""
    scenario, society = midway
    plain = tomorrow(scenario, society, 20)
    other = tomorrow(scenario, society, 20, other_act)
    assert not np.array_equal(plain.said, other.said)
    assert np.array_equal(plain.acted, other.acted)


def test_public_scores_are_face():
    """The same scores, once anybody can look them up, decide whom I drop."""
    scenario = livelier(
        score__lookup="public", society__tie_value=0.001, enrolment__mandatory_day=10, society__aware=1.0
    )
    society = create(scenario)
    for day, _ in days(scenario, society):
        if day == 19:
            break
    plain = tomorrow(scenario, society, 20)
    other = tomorrow(scenario, society, 20, other_file)
    assert not np.array_equal(plain.drop, other.drop)
    assert np.array_equal(plain.said, other.said)


def test_blank_words_say_nothing():
    """On the eve of day 0 everybody is there and nobody has said or done anything."""
    society = create(livelier())
    blank(society.state)
    word = society.state.signal
    assert len(np.unique(word[:-1])) == 1
    assert word[-1] == 0
    assert int(word[0]) == (1 << 56) | (DEED_ZERO << 20)


@pytest.mark.parametrize(("homophily", "low", "high"), [(0.0, -0.03, 0.03), (0.8, 0.4, 1.0)])
def test_homophily(homophily, low, high):
    """With homophily 0 the views of friends have nothing to do with one another; with .8 they have."""
    society = create(livelier(citizens=6000, society__homophily=homophily))
    a, b = society.ties[:, 0], society.ties[:, 1]
    view = society.state.opinion.astype(float)
    assert low <= np.corrcoef(np.append(view[a], view[b]), np.append(view[b], view[a]))[0, 1] <= high
