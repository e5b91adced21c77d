"""Opinions and ties in turns, enforced norms, rebellion on a grid, sanctions on a group: small and exact."""

import hashlib
import inspect

import networkx as nx
import numpy as np
import pytest

from sottovoce.chance import wrapping
from sottovoce.day.announce import Announcements
from sottovoce.day.look import alone, attend
from sottovoce.day.rules import rules
from sottovoce.day.ties import swap
from sottovoce.errors import ReplicationError, ScenarioError
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.loops import folder
from sottovoce.machine.plain import Plain
from sottovoce.replications import load
from sottovoce.replications.civil_violence import check as civil
from sottovoce.replications.civil_violence import grid as civil_grid
from sottovoce.replications.holme_newman import check as holme
from sottovoce.replications.stage import people, scenario
from sottovoce.replications.sweeps import ends, largest, levels, retied, spoken_on_the_eve, sweeps
from sottovoce.replications.vazquez.check import mean_field, regular
from sottovoce.simulate import days


def refused(name: str, **values) -> str:
    with pytest.raises(ReplicationError) as caught:
        load(name).measure(**values)
    return str(caught.value)


# ---- turns ----


def eve(order: str, days_: int = 12, **changes):
    values = {"citizens": 30, "days": days_, "order": order, "seed": 5, "ties.move": "random"}
    asked = scenario(holme.PACKAGE, values | changes)
    level = levels(3)[np.arange(30) % 3]
    society = people(asked, opinion=level / 65536)
    society.state.held[:] = level / 65536
    spoken_on_the_eve(society, level)
    return asked, society


@pytest.mark.parametrize("order", ["drawn", "sequential"])
def test_a_sweep_is_a_day_without_its_evening(order):
    """What is left out would have changed nothing that these papers look at."""
    (asked, short), (_, long) = eve(order), eve(order)
    for _, _ in zip(sweeps(asked, short, 1, Plain()), days(asked, long, 1, machine=Plain()), strict=True):
        for column in ("voice", "held", "friend", "spoke"):
            assert np.array_equal(getattr(short.state, column), getattr(long.state, column)), column
        heard = short.state.signal[:-1] >> np.uint64(38) & np.uint64((1 << 18) - 1)
        assert np.array_equal(heard, long.state.signal[:-1] >> np.uint64(38) & np.uint64((1 << 18) - 1))


@pytest.mark.parametrize("order", ["drawn", "synchronous"])
def test_ties_only_move(order):
    """As many ties as before, each known to both, none double and none to oneself; opinions stay where nobody copies."""
    asked, society = eve(order, **{"ties.rewire_share": 1.0})
    before, said = len(ends(society.state)[0]), society.state.voice.copy()
    for _ in sweeps(asked, society, 1, Plain()):
        a, b = ends(society.state)
        pairs = set(zip(a.tolist(), b.tolist(), strict=True))
        assert len(a) == len(pairs) == before
        assert all((j, i) in pairs and i != j for i, j in pairs)
    assert np.array_equal(society.state.voice, said)


def test_nobody_copies_at_one_and_no_tie_moves_at_nought():
    asked, society = eve("drawn", **{"ties.rewire_share": 0.0})
    ties = society.state.friend.copy()
    for _ in sweeps(asked, society, 1, Plain()):
        pass
    assert np.array_equal(society.state.friend, ties)
    h = load("holme-newman")
    found = h.measure(n=60, rewire_share=1.0, runs=2)
    assert found["agreed"] == 1.0
    assert max(found["sizes"]) < 0.4  # of 10 people an opinion
    still = h.measure(n=40, rewire_share=0.0, runs=1, seed=3, form="simple")
    asked = scenario(holme.PACKAGE, {"citizens": 40, "seed": 3})
    assert still["largest"] == largest(people(asked).state)


def test_everybody_knows_equally_many():
    ties = regular(20, 3, 7)
    assert (np.bincount(ties.ravel(), minlength=20) == 3).all()
    assert np.array_equal(ties, regular(20, 3, 7))
    assert mean_field(4) == pytest.approx(2 / 3)


def test_two_opinions_break_apart_or_one_wins():
    v = load("vazquez")
    moved = v.measure(n=40, p=1.0, runs=3)
    assert moved["agreed"] == 1.0
    assert max(moved["sizes"]) < 0.75
    assert v.measure(n=24, p=0.0, runs=2)["largest"] == 1.0


# ---- double ties and ties to oneself ----


def met(ties: list[tuple[int, int]], opinion: list[int], move: str, share: float = 1.0):
    """A society of these ties and opinions, on the eve of day 1; everybody says what he thinks."""
    n = len(opinion)
    asked = scenario(
        holme.PACKAGE,
        {
            "citizens": n,
            "days": 3002,
            "seed": 2,
            "society.network.mean_degree": 1.0,
            "ties.move": move,
            "ties.rewire_share": share,
        },
    )
    level = levels(max(opinion) + 1)[np.array(opinion)]
    society = retied(people(asked, opinion=level / 65536), np.array(ties), 24, once=False)
    society.state.held[:] = level / 65536
    spoken_on_the_eve(society, level)
    return asked, society


def known(society) -> list[list[int]]:
    """Who is at the other end of each place, of each person."""
    n = society.citizens
    state = society.state
    return [
        sorted(int(j) for j in state.friend[state.first[i] : state.first[i + 1]] if j < n) for i in range(n)
    ]


def test_a_double_tie_has_two_places_and_a_tie_to_oneself_too():
    _, society = met([(0, 1), (1, 0), (2, 2)], [0, 0, 1], "multigraph")
    assert known(society) == [[1, 1], [0, 0], [2, 2]]
    assert holme.repeated(society.state) == pytest.approx(2 / 3)  # the second of two, and the one to oneself
    assert largest(society.state) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("ties", "i", "j", "k", "move", "after"),
    [
        ([(0, 1)], 0, 1, 2, "multigraph", [[2], [], [0]]),
        ([(0, 1)], 0, 1, 0, "multigraph", [[0, 0], [], []]),  # to oneself
        ([(0, 1)], 0, 1, 1, "multigraph", [[1], [0], []]),  # to the same again
        ([(0, 0)], 0, 0, 1, "multigraph", [[1], [0], []]),  # one end stays
        ([(0, 0)], 0, 0, 0, "multigraph", [[0, 0], [], []]),
        ([(0, 1), (0, 1)], 0, 1, 2, "multigraph", [[1, 2], [0], [0]]),  # one of two
        ([(0, 1), (0, 2)], 0, 1, 2, "multigraph", [[2, 2], [], [0, 0]]),
        ([(0, 1), (0, 2)], 0, 1, 2, "double", [[2, 2], [], [0, 0]]),
        ([(0, 1)], 0, 1, 0, "double", [[1], [0], []]),  # not to oneself
        ([(0, 1), (0, 2)], 0, 1, 2, "random", [[1, 2], [0], [0]]),  # nobody twice
        ([(0, 1)], 0, 1, 0, "random", [[1], [0], []]),
        ([(0, 2)], 0, 1, 2, "multigraph", [[2], [], [0]]),  # no such tie
    ],
)
def test_where_one_tie_goes(ties, i, j, k, move, after):
    asked, society = met(ties, [0, 0, 0], move)
    before = known(society)
    assert swap(i, j, k, society.state, rules(asked, 0, mean_degree=1.0)) == int(after != before or k == j)
    assert known(society) == after


@pytest.mark.parametrize("ties", [[(0, 1)], [(0, 0)]])
def test_a_full_row_takes_no_further_tie(ties):
    """The tie stays as it was, at both ends."""
    asked, society = met([*ties, (2, 1), (2, 1)], [0, 0, 0], "multigraph")
    state = society.state
    state.friend[state.first[2] : state.first[3]] = np.where(
        state.friend[state.first[2] : state.first[3]] == 3, 1, state.friend[state.first[2] : state.first[3]]
    )
    before = known(society)
    assert swap(0, ties[0][1], 2, state, rules(asked, 0, mean_degree=1.0)) == 0
    assert known(society) == before


@pytest.mark.parametrize("order", ["drawn", "sequential", "synchronous"])
@pytest.mark.parametrize("form", holme.FORMS)
def test_ties_are_kept_whole(form, order):
    """The number of ends stays, each tie is known at both ends, and no form has what it may not have."""
    n, move = 30, holme.MOVES[form]
    ties = [(i, (i + step) % n) for i in range(n) for step in (1, 2)]
    asked, society = met(ties, [i % 3 for i in range(n)], move, 0.7)
    asked = asked.replace(order=order, days=12)
    double = own = 0
    for _ in sweeps(asked, society, 1, Plain()):
        rows_ = known(society)
        count = np.array([[row.count(j) for j in range(n)] for row in rows_])
        assert count.sum() == 2 * len(ties)
        assert np.array_equal(count, count.T)
        assert (np.diag(count) % 2 == 0).all()
        double, own = max(double, int(np.triu(count, 1).max())), own + int(np.trace(count))
    assert (double > 1) == (form != "simple")
    assert (own > 0) == (form == "multigraph")


@pytest.mark.parametrize("order", ["drawn", "synchronous"])
def test_compiled_they_move_alike(order):
    """Double ties, of people side by side and one after another: the same bits as plain Python."""
    found = []
    for machine in (Plain(), Cpu()):
        asked, society = met(
            [(i, (i + 1) % 40) for i in range(40)] * 2, [i % 4 for i in range(40)], "multigraph", 0.6
        )
        for _ in sweeps(asked.replace(order=order, days=9), society, 1, machine):
            pass
        found.append((society.state.friend.tolist(), society.state.voice.tolist()))
    assert found[0] == found[1]


@pytest.mark.slow
def test_two_ties_count_twice():
    """Of a friend with two ties and one with one the first is attended to twice as often, and a tie to oneself like two."""
    asked, society = met([(0, 1), (0, 1), (0, 2), (0, 0)], [0, 1, 2], "multigraph", 0.0)
    state, book, chosen = society.state, rules(asked, 0, mean_degree=1.0), []
    announcements = Announcements(asked, book, Plain())
    for day in range(1, 3001):
        with wrapping():
            today = announcements.today(state, None, day, False)
            noticed = attend(0, alone(0, state, book), state, book, today)
        chosen.append(int(noticed.attended))
    share = np.bincount(chosen, minlength=3) / len(chosen)
    assert share == pytest.approx([0.4, 0.4, 0.2], abs=0.03)


def test_the_first_network():
    """Of `multigraph` one tie in n leads to oneself; of `double` none; both draw doubles."""
    n = 20
    loops, doubles = {}, {}
    for form in ("multigraph", "double"):
        ties = np.concatenate([holme.drawn(n, 40, seed, form) for seed in range(200)])
        assert ties.min() == 0
        assert ties.max() == n - 1
        loops[form] = float((ties[:, 0] == ties[:, 1]).mean())
        one = np.sort(holme.drawn(n, 190, 1, form), axis=1)
        doubles[form] = len(one) - len(np.unique(one, axis=0))
    assert loops["double"] == 0.0
    assert loops["multigraph"] == pytest.approx(1 / n, abs=0.01)
    assert min(doubles.values()) > 20


def test_double_ties_are_neither_dropped_nor_made():
    """The drop and the make of the day know single ties: a scenario with both is refused."""
    with pytest.raises(ScenarioError) as caught:
        scenario(holme.PACKAGE, {"ties.drop": "random"})
    assert "move multigraph makes double ties, which are neither dropped nor made" in str(caught.value)


# ---- the emperor ----


def test_everybody_complies_who_believes():
    e = load("emperor")
    all_ = e.measure(width=5, height=4, believers=1.0, runs=1)
    assert (all_["compliance"], all_["enforcement"], all_["settled"]) == (1.0, 0.0, 1.0)  # nobody to press
    assert all_["cascades"] == 0.0  # nobody left to give in
    none = e.measure(width=5, height=4, believers=0.0, runs=1)
    assert none["cascades"] == 0.0
    some = e.measure(width=8, height=8, believers=0.1, runs=6, seed=2)
    inside = (np.array(some["each"]) * 64 - 6) / 58  # of those who do not believe; 6 believe, and comply
    assert some["cascades"] == np.mean(inside > 0.5)
    assert (none["compliance"], none["enforcement"], none["opposition"]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("order", ["sequential", "synchronous"])
def test_a_lone_believer_is_obeyed_but_not_helped(order):
    """Alone he is an eighth of the pressure on each neighbour: those with S < 1/8 comply, nobody enforces but he."""
    from sottovoce.chance import Purpose, uniforms

    near = [1, 8, 9, 10, 17, 72, 73, 80]
    weak = int((0.38 * uniforms(7, Purpose.BOLDNESS, np.arange(81, dtype=np.uint64)) < 0.125)[near].sum())
    assert 0 < weak < 7  # or he would have no need to enforce
    found = load("emperor").measure(width=9, height=9, believers=1 / 81, runs=1, order=order, seed=7)
    assert found["compliance"] == pytest.approx((1 + weak) / 81)
    assert found["enforcement"] == pytest.approx(1 / 81)
    strong = load("emperor").measure(width=9, height=9, believers=1 / 81, K=1.0, runs=1, order=order)
    assert strong["compliance"] == pytest.approx(1 / 81)  # enforcing costs as much as he believes: not above


def test_believers_side_by_side():
    from sottovoce.replications.emperor.check import believing

    block = believing(6, 4, 5, "clustered", 1).reshape(4, 6)
    assert block.astype(int).tolist() == [[1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0], [0] * 6, [0] * 6]
    assert believing(6, 4, 5, "scattered", 1).sum() == 5
    assert believing(9, 2, 9, "clustered", 1).sum() == 9
    assert believing(3, 3, 0, "clustered", 1).sum() == 0


# ---- civil violence ----


@pytest.mark.parametrize(
    ("cops", "rebels", "raw", "floor", "nearest"),
    [(3, 2, 1.5, 1, 2), (1, 2, 0.5, 0, 1), (1, 3, 1 / 3, 0, 0), (0, 1, 0, 0, 0), (4, 1, 4, 4, 4)],
)
def test_three_forms_of_the_ratio(cops, rebels, raw, floor, nearest):
    shaped = civil_grid.shaped
    assert [shaped(cops, rebels, form) for form in (civil_grid.RAW, civil_grid.FLOOR, civil_grid.ROUND)] == [
        pytest.approx(raw), floor, nearest,
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["raw", "floor", "round"])
def test_the_choice_rule_decides_as_the_paper_does(form):
    """G - N > .1 at every ratio that can be met, for every citizen."""
    from sottovoce.chance import Purpose, uniforms

    grid = civil.stood(8, 8, 20, 6, 3.0, 5, form, 2, 4)
    civil.limits(grid, 0.3, 4, 6)
    who = np.arange(20, dtype=np.uint64)
    grievance, aversion = uniforms(4, Purpose.BOLDNESS, who) * 0.7, uniforms(4, Purpose.RISK, who)
    for cops in range(7):
        for rebels in range(1, 21):
            ratio = civil_grid.shaped(cops, rebels, civil.FORMS[form])
            net = grievance - aversion * (1 - np.exp(-2.3 * ratio))
            clear = np.abs(net - 0.1) > 1e-6
            assert ((ratio <= grid.limit) == (net > 0.1))[clear].all()


@pytest.mark.slow
def test_the_grid_keeps_everybody():
    grid = civil.stood(12, 9, 60, 8, 2.5, 4, "floor", 30, 2)
    civil.limits(grid, 0.5, 2, 8)
    other = civil_grid.Grid(*(column.copy() for column in grid))
    Plain().in_order(civil_grid.civil_tick, 30, grid)
    Cpu().in_order(civil_grid.civil_tick, 30, other)
    for name, mine, theirs in zip(civil_grid.Grid._fields, grid, other, strict=True):
        assert np.array_equal(mine, theirs), name
    free = grid.at >= 0
    assert free[60:].all()
    assert np.array_equal(np.sort(grid.at[free]), np.flatnonzero(grid.site))  # one on a site, nobody lost
    assert (grid.site[grid.at[:60][free[:60]]] == np.flatnonzero(free[:60]) + 1).all()
    assert not grid.active[~free[:60]].any()
    assert grid.jailed.max() > 0


def test_without_cops_grievance_alone_decides():
    c = load("civil-violence")
    small = {"width": 8, "height": 8, "vision": 2.0, "ticks": 3, "legitimacy": 0.5}
    found = c.measure(cops=0.0, **small)
    assert found["active"][0] == found["active"][2] > 0
    assert found["var_over_mean"] == 0.0
    calm = c.measure(**small | {"legitimacy": 1.0})
    assert (calm["max"], calm["var_over_mean"], calm["bursts"]) == (0, None, 0)


def test_sight_is_a_circle_around_the_edges():
    assert len(civil.in_sight(40, 40, 7.0)[0]) == 148
    assert len(civil.in_sight(40, 40, 1.0)[0]) == 4
    assert len(civil.in_sight(3, 3, 7.0)[0]) == 8


def test_a_rule_outside_the_day_is_compiled_anew_when_its_file_changes():
    """Its loop carries the digest of that file."""
    Cpu().in_order(civil_grid.civil_tick, 0, civil.stood(3, 3, 1, 0, 1.0, 1, "raw", 1, 1))
    path = inspect.getsourcefile(civil_grid.civil_tick)
    assert path
    with open(path, "rb") as source:
        digest = hashlib.sha256(source.read()).hexdigest()[:16]
    assert any(digest in loop.read_text() for loop in folder().glob("loops_civil_tick_*.py"))


# ---- collective sanctions ----


def test_where_nothing_but_punishment_counts_history_does_not():
    """Who gains less than m times severity complies, whatever happened before."""
    from sottovoce.chance import Purpose, uniforms

    found = load("heckathorn").measure(n=40, worth=0.0, w=0.9, severity=1.5, steps=4, days=8, seed=3)
    gain = 2 * uniforms(3, Purpose.BOLDNESS, np.arange(40, dtype=np.uint64))
    wanted = [(gain < m * 1.5).mean() for m in found["monitoring"]]
    assert found["after_revolt"] == found["after_compliance"] == pytest.approx(wanted)
    assert found["gap"] == found["hysteresis"] == 0.0


def test_history_decides_only_where_people_are_judged_together():
    values = {"n": 60, "steps": 4, "days": 30}
    together, alone = (load("heckathorn").measure(w=w, **values) for w in (0.9, 0.0))
    assert together["gap"] > 0.3
    assert alone["gap"] < 0.05


# ---- incentives and the group ----


def test_who_promotes_by_hand():
    """Of 10, nobody works, incentives add nothing: who hopes to sway four or more promotes (4 = twice the cost), equals included."""
    from sottovoce.replications.kitts_2006.check import expectations, gain

    scope = np.arange(10.0)[None]
    promote, oppose = expectations(np.zeros((1, 10)), scope, np.zeros((1, 10)))
    assert promote[0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert oppose[0].tolist() == [0] * 10
    assert gain(promote, oppose)[0].tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    # nine others work, an incentive of 50 for one: without them it is worth 45 more to me
    promote, oppose = expectations(np.full((1, 10), 9.0), scope, np.full((1, 10), 50.0))
    assert promote[0].tolist() == [0] * 10
    assert oppose[0, 9] == pytest.approx(-9 + 45)


@pytest.mark.slow
def test_a_group_without_cohesion_works_as_long_as_it_pays():
    """5 costs, 1 is gained, and the n-th to work gets 17/n: four work."""
    found = load("kitts-2006").measure(cohesion=0.0, incentive=17.0, runs=2, sweeps=12)
    assert found["each"] == pytest.approx([0.4, 0.4])
    found = load("kitts-2006").measure(cohesion=0.0, incentive=17.0, rivalry=0.0, runs=2, sweeps=12)
    assert (found["participation"], found["opposing"]) == pytest.approx((1, 0))


def test_groups_do_not_know_one_another(monkeypatch):
    """A few at a time, or all side by side: the same groups."""
    from sottovoce.replications.kitts_2006 import check

    together = load("kitts-2006").measure(n=5, runs=7, sweeps=6)
    monkeypatch.setattr(check, "TIES", 50)
    assert load("kitts-2006").measure(n=5, runs=7, sweeps=6) == together


# ---- what is refused ----


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        (
            "holme-newman",
            {"n": 4, "k": 4},
            "holme-newman: k: 4 given; allowed below n, here 4 (ties). Choose fewer ties or more people.",
        ),
        (
            "vazquez",
            {"n": 5, "mu": 3},
            "vazquez: mu: 3 given; allowed below n, here 5, with n mu even (ties). Choose fewer ties or another n.",
        ),
        (
            "emperor",
            {"network": "complete", "rewired": 0.1},
            "emperor: rewired: 0.1 given; allowed 0 where network is complete. Leave it out, or choose torus.",
        ),
        (
            "emperor",
            {"network": "complete", "width": 100},
            "emperor: width, height: 4,000 people given; allowed up to 3,000 where network is complete. Choose a smaller grid.",
        ),
        (
            "emperor",
            {"placement": "clusterd"},
            'emperor: placement: "clusterd" given; allowed "clustered", "scattered". Did you mean "clustered"?',
        ),
        (
            "civil-violence",
            {"density": 0.99, "cops": 0.04},
            "civil-violence: density, cops: 1,584 citizens and 64 cops given; allowed at least 1 citizen, and together at most one "
            "a site, here 1,600. Change density or cops.",
        ),
        (
            "heckathorn",
            {"w": 1.0},
            "heckathorn: w: 1 given; allowed 0 to 0.95 (share). Choose a value in that range.",
        ),
    ],
)
def test_what_does_not_fit(name, values, text):
    assert refused(name, **values) == text


def test_the_network_of_the_paper():
    """A random network of exactly n k/2 ties."""
    asked = scenario(holme.PACKAGE, {"citizens": 200})
    graph = nx.Graph(people(asked).ties.tolist())
    assert graph.number_of_edges() == 400
