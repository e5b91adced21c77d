"""Tags and hunts for a job in whole societies: nulls, and what the look-back is apart from the score's memory."""

import numpy as np

import sottovoce as sv
from helpers import lived, livelier
from sottovoce.explain.causes import causes_of
from sottovoce.explain.gather import relived
from sottovoce.explain.story import story
from sottovoce.measure.daily import daily
from sottovoce.record.ledger import KINDS
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import live_world
from sottovoce.society.tally import NAMES

OF_JOBS = {"hunts", "hunts_refused", "refused_for_own", "refused_for_tag", "by_tag"}
COLUMNS = {"traces", "tagged", "tags", "earned"}  # what they keep; no ledger is
HUNTS = {"jobs.hunts": 30.0, "jobs.finds": 0.5, "jobs.lookback_days": 15}
TAGS = {"tags.chance": 0.1}


def same(one, other) -> bool:
    """Two societies lived to the same bit, but for what tags and hunts keep and count."""
    (a, sums), (b, others) = one, other
    count = [k for k, name in enumerate(NAMES[: sums.shape[2]]) if name not in OF_JOBS]
    here, there = ({n: c for n, c in x.state._asdict().items() if n not in COLUMNS} for x in (a, b))
    return all(np.array_equal(here[n], there[n]) for n in here) and np.array_equal(
        sums[:, :, count], others[:, :, count]
    )


def test_what_weighs_nothing_changes_nothing():
    """Tags without a weight, and employers who find nothing, leave every other bit as it is without them."""
    plain = livelier()
    idle = livelier(TAGS | HUNTS, tags__weight=0.0, jobs__finds=0.0)
    assert same(lived(plain), lived(idle))
    assert not same(lived(plain), lived(livelier(TAGS))), "tags that weigh something do"
    assert not same(lived(plain), lived(livelier(HUNTS))), "and so do hunts"


def test_points_of_tags_alone_do_not_move_who_is_not_scored():
    """In the world without the system people act as they do without tags: they move a shadow score that nobody sees."""
    with_, plain = (no_system(livelier(changes)) for changes in (TAGS | {"tags.weight": 2.0}, {}))
    (one, sums), (other, _) = lived(with_), lived(plain)
    assert np.array_equal(one.state.said, other.state.said) and np.array_equal(
        one.state.chosen, other.state.chosen
    )
    assert not np.array_equal(one.state.points, other.state.points)
    assert sums[:, :, NAMES.index("by_tag")].any()


def test_the_world_without_the_system_may_have_employers_who_look_back():
    """With `without_score` people say less without any score; without it the world is as it was, and the same people hunt."""
    worlds = {
        looks: live_world(no_system(livelier(HUNTS, jobs__value=20.0, jobs__without_score=looks)))
        for looks in (True, False)
    }
    plain = live_world(no_system(livelier()))
    here, there, none = daily(worlds[True]), daily(worlds[False]), daily(plain)
    assert here["hunts_refused"] > 0 == there["hunts_refused"]
    assert here["hunts"] == there["hunts"] > 0 == none["hunts"]
    assert there["sensitive_acts"] == none["sensitive_acts"] > here["sensitive_acts"]


def test_until_one_can_be_scored_both_worlds_are_the_same():
    """The month before a score opens is lived first, to compare with: where employers look back for the score alone, nothing tells the
    worlds apart until then, to the bit; and from then on something does."""
    scenario = with_values(sv.read("press-2015"), {"citizens": 300, "days": 40})
    opens = scenario.enrolment.opt_in_day
    assert scenario.jobs.hunts > 0 and not scenario.jobs.without_score and opens == 30
    (_, with_), (_, without) = lived(scenario), lived(no_system(scenario))
    apart = [NAMES.index(name) for name in ("outside", "outside_worth")]  # whom a score leaves outside
    here, there = (np.delete(sums[:opens], apart, axis=2) for sums in (with_, without))
    assert np.array_equal(here, there)
    assert not np.array_equal(with_[opens:], without[opens:])


def test_nobody_is_refused_for_tags_where_nobody_is_tagged():
    found = daily(live_world(livelier(HUNTS)))
    assert found["refused_for_own"] > 0 == found["refused_for_tag"] == found["points_by_tag"]
    tagged = daily(live_world(livelier(HUNTS | TAGS)))
    assert tagged["refused_for_tag"] > 0 > tagged["points_by_tag"]


def test_forgetting_of_points_does_not_shorten_the_look_back():
    """The look-back is no part of the score's memory: an expiry of points leaves the last days that left something where they were, as long as
    people say the same; here nobody reckons with anything."""
    unaware = (
        HUNTS
        | TAGS
        | {
            "society.aware": 0.0,
            "voice.backlash": 0.0,
            "watching.learn": 0.0,
            "ties.drop": "never",
            "tiers": [],
        }
    )
    unaware |= {"informers.share": 0.0, "informers.provocateurs": 0.0, "days": 100}
    (one, sums), (other, others) = (lived(livelier(unaware, score__memory_months=m)) for m in (1, 24))
    refused = NAMES.index("refused_for_own"), NAMES.index("refused_for_tag")
    assert all(np.array_equal(sums[:, :, k], others[:, :, k]) and sums[:, :, k].any() for k in refused)
    assert not np.array_equal(one.state.points, other.state.points)


def test_explain_tells_of_tags():
    """A score adds up with what friends' acts in which one was tagged cost, and the story says so."""
    evidence = relived(livelier(TAGS | {"citizens": 60, "days": 40, "score.update": "daily"}), "with", 39)
    tagged = [
        c
        for c in evidence.people["citizen"].to_pylist()
        if KINDS.index("tag") in evidence.rows(c)[1] and evidence.enrolled(c)[39]
    ]
    assert len(tagged) > 5
    for citizen in tagged:
        causes = causes_of(evidence, citizen)  # raises where it does not add up
        assert next(acts.count for acts in causes.acts if acts.kind == "tag") > 0
    assert "acts in which friends tagged them" in " ".join(story(causes))


def test_a_dated_end_of_tags_leaves_no_points_behind():
    """What was shared on the last day of tags falls on the next, and on none after."""
    off = {"dates": [{"day": 20, "name": "no tags", "set": {"tags.chance": 0.0}}], "days": 30}
    _, sums = lived(livelier(TAGS | off))
    by_tag = sums[:, :, NAMES.index("by_tag")].sum(axis=1)
    assert by_tag[:21].any() and by_tag[20] != 0 and not by_tag[21:].any()
