"""What can be chosen on the page: every lever is read by the model, every safeguard is a reform of the registry, words fit."""

import numpy as np
import pytest

import sottovoce as sv
from sottovoce.errors import RunError, ScenarioError
from sottovoce.machine.cpu import Cpu
from sottovoce.reforms import REFORMS, apply, no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.web.levers import lever_values, levers
from sottovoce.web.pair import Pair, fits
from sottovoce.web.safeguards import GROUP, GROUPS, kept, safeguards
from sottovoce.web.side import Side, dated
from sottovoce.web.view import NUMBERS, SANCTIONED
from sottovoce.web.words import System, digits, system

OUTCOMES = (
    "said",
    "points",
    "score",
    "access",
    "enrolled",
    "cut",
    "lost_days",
    "chosen",
    "punished",
    "dissented",
)
MACHINE = Cpu(1)
FULL = ("press-2015", "stasi-informers", "provocateurs", "court-blacklist", "my-number-freeze", "platform-rating", "weibo-2012",
        "schufa", "zhima-2015")  # fmt: skip


def lively(name: str) -> Scenario:
    """A preset with few people and days, in which what it has happens often: else a small change of a rare event shows nothing."""
    s = sv.read(name)
    values = {"citizens": 150, "days": 60, "dates": []}
    values |= {"enrolment.opt_in_day": 2} if s.enrolment.opt_in_day is not None else {}
    values |= (
        {"enrolment.mandatory_day": 25 if s.enrolment.opt_in_day is not None else 5}
        if s.enrolment.mandatory_day is not None
        else {}
    )
    values |= {f"tiers.{k}.from_day": 2 for k in range(len(s.tiers))}
    values |= {"channels.conduct.bad_rate": 0.1} if s.channels.conduct.bad_rate else {}
    values |= {"freeze.chance": 0.2, "freeze.days": 5} if s.freeze.power else {}
    values |= (
        {"blacklist.entry": 0.5, "channels.conduct.coverage": 0.5, "blacklist.cure": 0.001}
        if s.blacklist.entry
        else {}
    )
    values |= {"informers.share": 0.1, "informers.report": 0.5} if s.informers.share else {}
    values |= {"informers.provocateurs": 0.05} if s.informers.provocateurs else {}
    values |= (
        {"score.friend_weight": 0.4, "score.point_value": 4 * s.score.point_value}
        if s.score.friend_weight
        else {}
    )
    values |= {"score.spread": (s.score.high - s.score.low) / 5} if s.tiers else {}
    if name == "weibo-2012":  # its lowest edge is at 1 of 100, and showing a score off is worth little there
        values |= {"score.start": 30.0, "score.status_value": 0.03}
    return with_values(s, values)


def outcome(scenario: Scenario) -> list[np.ndarray]:
    """What comes of a world."""
    society = create(scenario)
    sums = [events.tally for _, events in days(scenario, society, machine=MACHINE)]
    return [*(getattr(society.state, name) for name in OUTCOMES), np.array(sums)]


def lived(side: Side) -> Side:
    """To its last day."""
    while not side.ended:
        side.step()
    return side


def differs(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Whether anything did."""
    return not all(
        np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("name", FULL)
def test_every_lever_is_read_by_the_model(name: str) -> None:
    """Moved to the end that is farther away, or to the other, a lever changes what happens; from day 0 or by a date,
    as the page does it."""
    scenario = lively(name)
    plain = outcome(scenario)
    unread = []
    for lever in levers(scenario):
        value = lever["value"]
        ends = (
            sorted((lever["low"], lever["high"]), key=lambda end, value=value: -abs(end - value)) if "low" in lever
            else [not value] if lever["kind"] == "switch" else [c for c in ("own", "public") if c != value]
        )  # fmt: skip
        # Who may be blamed can be seen anyway where everybody looks up everybody.
        base = with_values(scenario, {"score.lookup": "own"}) if lever["key"] == "blame" else scenario
        beside = outcome(base) if base is not scenario else plain
        for end in ends:
            values = lever_values(base, {lever["key"]: end})
            changed = with_values(base, values) if lever["founding"] else dated(base, 15, values)
            if differs(beside, outcome(changed)):
                break
        else:
            unread.append(lever["key"])
    assert unread == []


@pytest.mark.parametrize("name", presets())
def test_levers_and_safeguards_of_a_preset_can_be_used(name: str) -> None:
    """Both ends of each slider are allowed; keys fit an address; the reforms that are offered apply, the others say why not."""
    scenario = sv.read(name)
    told = levers(scenario)
    assert len({lever["key"] for lever in told}) == len(told)
    for lever in told:
        assert (
            lever["key"].isalnum()
            and lever["key"].islower()
            and lever["about"].endswith(".")
            and lever["label"]
        )
        ends = [lever["low"], lever["high"]] if "low" in lever else []
        assert not ends or (ends[0] <= lever["value"] <= ends[1] and ends[0] < ends[1]), lever["key"]
        lever_values(scenario, {lever["key"]: ends[-1] if ends else lever["value"]})
    offered = safeguards(scenario)
    for one in offered:
        if one["why_not"] is None:
            kept(one["key"], scenario).change(scenario)
        else:
            with pytest.raises(ScenarioError):
                kept(one["key"], scenario).change(scenario)
    assert [one["key"] for one in offered] == ["none", "same", *REFORMS]


def test_every_reform_has_a_name_for_the_reader() -> None:
    """No reform of the registry is missing on the page; a value has its place in the name; groups are those shown."""
    assert set(GROUP) == set(REFORMS)
    assert set(GROUP.values()) == set(GROUPS)
    for name, reform in REFORMS.items():
        assert ("{}" in reform.title) == (reform.knob is not None), name


def test_world_b_is_what_the_registry_makes_of_it() -> None:
    """None, the same, one reform, several in any order with values; names of addresses of version 0.1."""
    press = sv.read("press-2015")
    assert kept("none", press).change(press) == no_system(press)
    assert kept("same", press).change(press) == press
    both = kept("private-scores+expiry@3", press)
    assert both.change(press) == apply(press, "expiry@3", "private-scores")
    assert both.key == kept("expiry@3+private-scores", press).key == "private-scores+expiry@3"
    assert both.name == "private scores + acts are forgotten after 3 months"
    assert kept("appeal", press).name == "50% appeal, a person looks"
    assert kept("appeal+repair+private-scores", press).name == "private scores + 2 more safeguards"
    for old, new in (("private", "private-scores"), ("alone", "own-acts-only"), ("mild", "no-sanctions")):
        assert kept(old, press).key == new
    precedent = next(one for one in safeguards(press) if one["key"] == "appeal")
    assert precedent["sources"] == ["SC1", "SC2"] and precedent["tag"] == "V"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("privat", 'safeguard: "privat" given; there is no such safeguard. Did you mean "private-scores"?'),
        ("", 'safeguard: "" given; there is no such safeguard. Known: '),
        ("opt-out+consent+private-scores+no-spill+expiry+appeal+repair",
         "safeguards: 7 given; allowed up to 6 at once. Leave some out."),
        ("expiry@0", "expiry@0: 0 given; allowed whole numbers 1 to 60 (months). Write it like expiry@6."),
    ],
)  # fmt: skip
def test_a_safeguard_that_is_none_is_refused(key: str, text: str) -> None:
    """With the nearest name, or what is allowed."""
    with pytest.raises((RunError, ScenarioError)) as error:
        kept(key, sv.read("press-2015"))
    assert text in str(error.value)


def test_a_pair_that_cannot_be_is_refused_before_anything_is_founded() -> None:
    """A reform that does not apply says why."""
    with pytest.raises(ScenarioError, match=r"court-order: no account can be frozen in press-2015"):
        Pair(with_values(sv.read("press-2015"), {"citizens": 50}), keep="court-order")


def test_too_many_people_for_a_page() -> None:
    """With what would fit, and what to do for all of them."""
    with pytest.raises(RunError) as error:
        fits(with_values(sv.read("press-2015"), {"citizens": 1_400_000_000}))
    assert str(error.value) == (
        "citizens: 1,400,000,000 given; the page draws every one of them and shows up to 100,000. Set citizens to 100,000 or "
        "less, or run all of them: sottovoce run press-2015 --citizens 1400000000"
    )


@pytest.mark.parametrize(
    ("name", "kind", "begins", "names"),
    [
        ("press-2015", "score", 30, ("with the score", "without the score")),
        ("peeple-2016", "score", 158, ("with the score", "without the score")),
        ("court-blacklist", "list", 0, ("with the list", "without the list")),
        ("stasi-informers", "informers", 0, ("with informers", "without informers")),
        ("provocateurs", "provocateurs", 0, ("with provocateurs", "without provocateurs")),
        ("my-number-freeze", "freeze", 0, ("with the power to freeze", "without the power to freeze")),
        ("watching-only", "watching", 0, ("with the watching", "without the watching")),
        ("my-number", "number", 0, ("with the number", "without the number")),
        ("no-system", "none", None, ("without the score", "the same society")),
    ],
)
def test_a_system_is_called_what_it_is(
    name: str, kind: str, begins: int | None, names: tuple[str, str]
) -> None:
    """By what is at work in it; no score is spoken of where there is none."""
    found: System = system(sv.read(name))
    assert (found.kind, found.begins, (found.with_it, found.without)) == (kind, begins, names)
    assert (
        kind in ("score", "none", "number")
        or "score" not in f"{found.noun} {found.none} {found.switch} {found.hit}"
    )


def test_stars_have_decimals_and_points_have_none() -> None:
    """A score is told as finely as its scale."""
    assert [digits(sv.read(name)) for name in ("press-2015", "schufa", "platform-rating")] == [0, 1, 2]


def test_frozen_listed_and_punished_are_counted() -> None:
    """The dots that are marked are those that the record counts; without the system there are none."""
    for name, column in (("my-number-freeze", "frozen"), ("court-blacklist", "listed")):
        pair = Pair(lively(name))
        for side in pair.sides:
            lived(side)
        at = [np.array(side.stats) for side in pair.sides]
        k = NUMBERS.index(column)
        assert at[0][:, k].max() > 0 and at[1][:, k].max() == 0, name
        record = sv.live(pair.founding)
        assert np.allclose(at[0][:, k], 1000 * record.sum(column) / 150)
        marked = np.count_nonzero(pair.a.seen[59][1] & SANCTIONED)
        assert marked == round(at[0][-1, k] * 150 / 1000), name
    spied = lived(Side(lively("stasi-informers")))
    assert spied.punished == sv.live(lively("stasi-informers")).sum("punished").sum() > 0
