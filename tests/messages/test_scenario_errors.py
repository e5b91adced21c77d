"""The exact words in which a scenario is refused: where, what was given, what is allowed, what to do."""

import pytest

from sottovoce.errors import ScenarioError
from sottovoce.scenario.consistent import depends
from sottovoce.scenario.paths import assignments, get, with_values
from sottovoce.scenario.read import read, reads

HEAD = "base: press-2015\nname: mine\nlabel: mine\n"  # three lines: what follows begins on line 4


def refusal(body: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        reads(HEAD + body, "press.yaml")
    return caught.value.problems


ONE_FIELD = {
    "score: {friend_weight: 1.4}": (
        "press.yaml:4 score.friend_weight: 1.4 given; allowed 0 to 0.95 (share). Choose a value in "
        "that range."
    ),
    "score: {friend_weight: heavy}": (
        'press.yaml:4 score.friend_weight: "heavy" given; allowed 0 to 0.95 (share). Write a number.'
    ),
    "score: {friend_weight: .nan}": (
        "press.yaml:4 score.friend_weight: nan given; allowed 0 to 0.95 (share). Choose a value in "
        "that range."
    ),
    "score: {friend_weight: }": (
        "press.yaml:4 score.friend_weight: null given; allowed 0 to 0.95 (share). Write a number."
    ),
    "score:\n  freind_weight: 0.1": (
        'press.yaml:5 score.freind_weight: unknown name. Did you mean "friend_weight"?'
    ),
    "friend_weight: 0.1": 'press.yaml:4 friend_weight: unknown name. Did you mean "score.friend_weight"?',
    "score.friend_weight: 0.1": (
        'press.yaml:4 score.friend_weight: a name with a dot. Write "friend_weight" indented below "score".'
    ),
    "citizens: 4000.0": (
        "press.yaml:4 citizens: 4,000 given; allowed whole numbers 2 to 1,400,000,000 (citizens). "
        "Write it without a point."
    ),
    "seed: -1": (
        "press.yaml:4 seed: -1 given; allowed whole numbers 0 to under 9,223,372,036,854,775,808. "
        "Choose a value in that range."
    ),
    "score: {in_force: yes}": (
        'press.yaml:4 score.in_force: "yes" given; allowed true or false. Write true or false.'
    ),
    "score: {drag: avrage}": (
        'press.yaml:4 score.drag: "avrage" given; allowed "average", "additive". Did you mean "average"?'
    ),
    "score: {drag: 3}": (
        'press.yaml:4 score.drag: 3 given; allowed "average", "additive". Choose one of these.'
    ),
    "score: 3": "press.yaml:4 score: 3 given; allowed names with values. Indent the names below it.",
    "identity: {linked: 3}": (
        'press.yaml:4 identity.linked: 3 given; allowed a list of 0 to 4 of "tax", "bank", "health", "licences". '
        "Write it like [tax, bank]."
    ),
    "tiers: 3": (
        "press.yaml:4 tiers: 3 given; allowed a list of 0 to 8 entries. Begin each entry with a hyphen."
    ),
    "society: {groups: []}": (
        "press.yaml:4 society.groups: 0 entries given; allowed 1 to 8. Add or remove entries."
    ),
    "society: {boldness: {law: lognorml, median: 1, sigma: 1}}": (
        'press.yaml:4 society.boldness.law: "lognorml" given; allowed "constant", "normal", "lognormal", '
        '"exponential", "uniform", "logit_normal". Did you mean "lognormal"?'
    ),
    "society: {boldness: {medan: 1}}": (
        'press.yaml:4 society.boldness.medan: unknown name. Did you mean "median"?'
    ),
    "society: {boldness: {law: exponential}}": (
        "press.yaml:4 society.boldness.mean: missing: mean of B: what hiding a full wish costs. "
        "Give it; allowed 0 or more (utility)."
    ),
    "society: {boldness: bold}": (
        'press.yaml:4 society.boldness: "bold" given; allowed a number, or a law of constant, normal, '
        "lognormal, exponential, uniform, logit_normal (utility). Write it like {law: normal, mean: "
        "0, sd: 1}."
    ),
    "tiers:\n  - {name: a, access: loan, effect: gives}": (
        "press.yaml:5 tiers.0: give either edge (points) or top_share (share of citizens), "
        "not both and not neither."
    ),
    "name: My scenario": "press.yaml:4 name: given twice, first on line 2. Keep one of the two.",
    "sources:\n  score.spill: {tag: Z, source: x}": (
        'press.yaml:5 sources.score.spill.tag: "Z" given; allowed "V", "V2", "M", "D", "A". '
        "Choose one of these."
    ),
    "about: 3": "press.yaml:4 about: 3 given; allowed text. Write text; quote it if it looks like a number.",
}

WEATHER = "{name: weather, shares: {post: 0.5}}"
MANY_FIELDS = {
    f"topics: [{WEATHER}, {{name: the square, shares: {{post: 0.7}}}}]": (
        "press.yaml:4 topics: shares.post add up to 1.2 over all topics; allowed 1, or 0 where post has no topics (share). "
        "Change them so that they do."
    ),
    "topics:\n  - {name: weather, shares: {post: 1.0}}\n  - {name: the square}": (
        'press.yaml:6 topics.1.shares: no channel has "the square"; allowed a share above 0 in post, share, gather, buy or browse '
        "(share). Give it one, or take the topic out."
    ),
    "topics: [{name: weather, shares: {post: 1.0}, surge: 4.0}]": (
        "press.yaml:4 topics.0.surge: 4 given without topics.0.day; allowed 1 where there is no day on which it begins. "
        "Give the day, or leave the surge out."
    ),
    f"topics: [{WEATHER}, {WEATHER}]": (
        'press.yaml:4 topics: the name "weather" is given 2 times; allowed once. Choose another.'
    ),
    f"topics: [{', '.join(f'{{name: t{k}, shares: {{post: 0.0625}}}}' for k in range(17))}]": (
        "press.yaml:4 topics: 17 entries given; allowed 0 to 16. Add or remove entries."
    ),
    "topics: [{name: weather, shares: {post: 1.0}, day: -3}]": (
        "press.yaml:4 topics.0.day: -3 given; allowed whole numbers 0 to 36,500 or null (day). Choose a value in that range."
    ),
    "topics: [{name: weather, shares: {posts: 1.0}}]": (
        'press.yaml:4 topics.0.shares.posts: unknown name. Did you mean "post"?'
    ),
    "dates:\n  - {day: 9, name: a, set: {topics: []}}": (
        "press.yaml:5 dates.0.set.topics: cannot change on a date: sums are kept by topic. Set single values of a topic, like "
        "topics.0.loss."
    ),
    "voice: {shock: {day: 365}}\ndays: 365": (
        "press.yaml:4 voice.shock.day: 365 given; allowed 0 to 364, the last of days (day), or null. "
        "Choose an earlier day, or more days."
    ),
    "score: {standing: {friends: 0.6, strangers: 0.3, lenders: 0, employers: 0.2}}": (
        "press.yaml:4 score.standing.friends: 0.6 + 0.3 + 0 + 0.2 = 1.1 with score.standing.strangers, score.standing.lenders and "
        "score.standing.employers; allowed up to 1 together (1/day): there is at most one look-up a day. Choose smaller chances."
    ),
    "score: {low: 700, high: 400}": (
        "press.yaml:4 score.low: 700 given; allowed below score.high, here 400 (points). "
        "Put the smaller number first."
    ),
    "score: {low: 0, high: 5.0e-324, start: 0}\ntiers: []": (
        "press.yaml:4 score.low: 0 given; allowed 0.001 or more below score.high, here 4.940656458e-324 (points). "
        "Choose a wider scale."
    ),
    "score: {start: 1000}": (
        "press.yaml:4 score.start: 1,000 given; allowed score.low to score.high, here 350 to 950 (points). "
        "Choose a value in that range."
    ),
    "enrolment: {opt_in_day: 100, mandatory_day: 20}": (
        "press.yaml:4 enrolment.mandatory_day: 20 given; allowed from enrolment.opt_in_day on, here "
        "100 (day). "
        "Choose a later day, or opt_in_day: null."
    ),
    "society: {groups: [{name: a, share: 0.3}, {name: b, share: 0.6}]}": (
        "press.yaml:4 society.groups: shares add up to 0.9; allowed 1. Change them so that they do."
    ),
    "society: {groups: [{name: a, share: 0.5}, {name: a, share: 0.5}]}": (
        'press.yaml:4 society.groups: the name "a" is given 2 times; allowed once. Choose another.'
    ),
    "voice: {levels: [0, -1, 1]}": (
        "press.yaml:4 voice.levels: [0, -1, 1] given; allowed ascending, none twice. Sort them."
    ),
    "voice: {levels: [0, 2]}": (
        "press.yaml:4 voice.levels: [0, 2] given; allowed -1 to 1 (level). Choose levels in that range."
    ),
    "voice: {levels: [-1, 1]}": (
        "press.yaml:4 voice.levels: [-1, 1] given; 0 is missing. Add 0, which is silence."
    ),
    "society: {network: {kind: file}}": (
        "press.yaml:4 society.network.file: missing; society.network.kind is file. "
        "Give a file of integer pairs."
    ),
    "society: {network: {file: a.txt}}": (
        "press.yaml:4 society.network.file: a.txt given; society.network.kind is communities. "
        "Leave the file out, or write kind: file."
    ),
    "society: {network: {kind: ring, mean_degree: 5}}": (
        "press.yaml:4 society.network.mean_degree: 5 given; allowed 2, 4, 6, ... where "
        "society.network.kind is "
        "ring (ties). Choose an even number: as many ties to the left as to the right."
    ),
    "citizens: 5": (
        "press.yaml:4 society.network.mean_degree: 10 given; allowed below citizens, here 5, where "
        "society.network.kind is communities (ties). Choose fewer ties or more citizens."
    ),
    "citizens: 6000\nsociety: {network: {kind: complete}}": (
        "press.yaml:4 citizens: 6,000 given; allowed 2 to 5,000 where society.network.kind is complete. "
        "Choose fewer citizens, or another kind of network."
    ),
    "society: {network: {kind: scale_free, mean_degree: 5}}": (
        "press.yaml:4 society.network.mean_degree: 5 given; allowed 2, 4, 6, ... below twice citizens, here "
        "8,000, where society.network.kind is scale_free (ties). Choose an even number: each newcomer ties "
        "himself to half as many."
    ),
    "citizens: 3000000\nsociety: {network: {kind: scale_free}}": (
        "press.yaml:4 citizens: 3,000,000 given; allowed 2 to 2,000,000 where society.network.kind is "
        "scale_free. Choose fewer citizens, or another kind of network."
    ),
    "citizens: 20000\nsociety: {network: {kind: geometric, radius: 0.1}}": (
        "press.yaml:5 society.network.radius: 0.1 given; allowed up to 0.089206 for 20,000 citizens where "
        "society.network.kind is geometric (length), which is 500 neighbours. Choose a smaller radius or at most 5,000 citizens."
    ),
    "society: {network: {kind: torus, width: 33}}": (
        "press.yaml:4 society.network.width: 33 given; allowed what divides citizens, here 4,000, where "
        "society.network.kind is torus (citizens). Choose another width or number of citizens."
    ),
    "citizens: 2000000\norder: drawn": (
        "press.yaml:4 citizens: 2,000,000 given; allowed 2 to 1,000,000 where order is drawn: turns are taken "
        "one after another. Choose fewer citizens, or order: synchronous."
    ),
    "order: random": (
        'press.yaml:4 order: "random" given; allowed "synchronous", "sequential", "drawn". Choose one of these.'
    ),
    "society: {boldness: -1}": (
        "press.yaml:4 society.boldness: can fall below 0 as given; allowed 0 or more (utility). "
        "Choose other values, or law lognormal."
    ),
    "society: {threshold: {law: uniform, low: 1, high: 0}}": (
        "press.yaml:4 society.threshold.low: 1 given; allowed up to society.threshold.high, here 0. "
        "Put the smaller number first."
    ),
    "score: {demotion: {chance: 0.1, to: 100}}": (
        "press.yaml:4 score.demotion.to: 100 given; allowed score.low to score.high, here 350 to 950, where "
        "score.demotion.chance is above 0 (points). Choose a value in that range."
    ),
    "repair: {months: 2, to: 990}": (
        "press.yaml:4 repair.to: 990 given; allowed score.low to score.high, here 350 to 950, where repair.months "
        "is above 0 (points). Choose a value in that range, or null: the citizen's own base."
    ),
    "channels: {post: {loss: 600}}\ntopics: []": (
        "press.yaml:4 channels.post.loss: the losses of one day can add up to 607 points (600 from channels.post, "
        "4 from channels.share, 2 from channels.buy, 1 from channels.browse; with score.weights); allowed less than "
        "512 on a scale "
        "from score.low 350 to score.high 950. Choose smaller losses or a wider scale: they are "
        "counted in steps "
        "fine enough for the scale, and a day's sum has room for 131,072 steps."
    ),
    "channels: {post: {gain: 120}}\nscore: {reach_scaled: true}\ntopics: []": (
        "press.yaml:4 channels.post.gain: the gains of one day can add up to 605 points (600 from channels.post, "
        "2.5 from channels.share, 1.25 from channels.buy, 1.25 from channels.browse; with score.weights and 5 for "
        "score.reach_scaled); "
        "allowed less than 512 on a scale from score.low 350 to score.high 950. Choose smaller gains "
        "or a wider "
        "scale: they are counted in steps fine enough for the scale, and a day's sum has room for "
        "131,072 steps."
    ),
    "tiers:\n  - {name: a, access: loan, effect: gives, edge: 990}": (
        "press.yaml:5 tiers.0.edge: 990 given; allowed score.low to score.high, here 350 to 950 (points). "
        "Choose a value in that range."
    ),
    "tiers:\n  - {name: a, access: loan, effect: gives, edge: 600}\n"
    "  - {name: b, access: loan, effect: takes, edge: 700}": (
        "press.yaml:6 tiers.1.edge: 700 given; allowed up to tiers.0.edge, here 600 (points): "
        "between the two, "
        "loan would be both given by tiers.0 and taken by tiers.1. Move one of the edges."
    ),
    "tiers:\n  - {name: a, access: loan, effect: gives, edge: 600}\n"
    "  - {name: a, access: jobs, effect: takes, edge: 500}": (
        'press.yaml:4 tiers: the name "a" is given 2 times; allowed once. Choose another.'
    ),
    "dates:\n  - {day: 9, name: a}\n  - {day: 8, name: b}": (
        "press.yaml:6 dates.1.day: 8 given; allowed from 9 on, the day before it in the list. "
        "Put the dates in order."
    ),
    "dates:\n  - day: 9\n    name: a\n    set: {score.spil: 0}": (
        'press.yaml:7 dates.0.set.score.spil: unknown name. Did you mean "spill"?'
    ),
    "dates:\n  - day: 9\n    name: a\n    set: {society.aware: 0}": (
        "press.yaml:7 dates.0.set.society.aware: cannot change on a date: it is the same in every world. "
        "Set it for the whole run."
    ),
    "dates:\n  - day: 9\n    name: a\n    set: {score.low: 0}": (
        "press.yaml:7 dates.0.set.score.low: cannot change on a date: it is used when the society is "
        "founded. "
        "Set it for the whole run."
    ),
    "dates:\n  - day: 9\n    name: a\n    set: {score.spill: -1}": (
        "press.yaml:7 dates.0.set.score.spill: from day 9, -1 given; allowed 0 to 100 (share). "
        "Choose a value in that range."
    ),
    "dates:\n  - day: 9\n    name: a\n    set: {tiers.9.edge: 500}": (
        "press.yaml:7 dates.0.set.tiers.9: from day 9, there is no such entry; tiers has entries 0 to 5. "
        "Give the whole list to add one."
    ),
    "sources:\n  score.spil: {tag: V, source: x}": (
        "press.yaml:5 sources.score.spil: there is no such value in this scenario. Did you mean "
        '"score.spill"?'
    ),
    "sources:\n  score.spill: {tag: A, source: x}": (
        "press.yaml:5 sources.score.spill: tag A without a range. "
        "Add assumed: [low, high], the range to sweep."
    ),
    "sources:\n  score.spill: {tag: A, source: x, assumed: [0.5, 1]}": (
        "press.yaml:5 sources.score.spill: assumed 0.5 to 1 given; score.spill is 0.3. "
        "Choose a range, low before high, that holds the value."
    ),
}


@pytest.mark.parametrize(("body", "text"), [*ONE_FIELD.items(), *MANY_FIELDS.items()])
def test_a_file_is_refused_in_these_words(body, text):
    assert refusal(body) == [text]


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    found = refusal(
        "score:\n  freind_weight: 0.1\n  spill: -1\n  spill: 2\n  start: 1000\n"
        "enrolment: {opt_in_day: 100, mandatory_day: 20}\nties: {drop: nevr}\n"
    )
    assert found == [
        'press.yaml:5 score.freind_weight: unknown name. Did you mean "friend_weight"?',
        "press.yaml:6 score.spill: -1 given; allowed 0 to 100 (share). Choose a value in that range.",
        "press.yaml:7 score.spill: given twice, first on line 6. Keep one of the two.",
        "press.yaml:8 score.start: 1,000 given; allowed score.low to score.high, here 350 to 950 (points). "
        "Choose a value in that range.",
        "press.yaml:9 enrolment.mandatory_day: 20 given; allowed from enrolment.opt_in_day on, here "
        "100 (day). "
        "Choose a later day, or opt_in_day: null.",
        'press.yaml:10 ties.drop: "nevr" given; allowed "never", "score", "discordant", "random", "own". '
        'Did you mean "never"?',
    ]


TOGETHER = (
    {"reports.points": 4505.0, "reports.malice": 0.1},
    {"reports.ratings_gain": 700.0, "reports.ratings_rate": 0.1},
    {"channels.gather.rate": 0.1, "channels.gather.loss": 600.0},
    {"channels.conduct.good_rate": 0.1, "channels.conduct.gain": 600.0},
    {"channels.post.loss": 60.0, "score.weights.speech": 9.0},
    {"channels.post.loss": 60.0, "topics.3.loss": 20.0},
    {"topics.0.shares.post": 0.4, "topics.1.shares.post": 0.1},
    {"channels.buy.gain": 110.0, "score.reach_scaled": True},
    {"channels.buy.gain": 300.0, "score.high": 850.0},
    {"score.demotion.chance": 0.1, "score.demotion.to": 100.0},
    {"repair.months": 1, "repair.to": 100.0},
    {"society.network.kind": "ring", "society.network.mean_degree": 5.0},
    {"society.network.kind": "scale_free", "citizens": 3_000_000},
    {"society.network.kind": "geometric", "society.network.radius": 0.5, "citizens": 20_000},
    {"society.network.kind": "torus", "society.network.width": 33},
    {"order": "drawn", "citizens": 2_000_000},
    {"enrolment.opt_in_day": 100, "enrolment.mandatory_day": 90},
    {"tiers.2.access": "loan", "tiers.2.edge": 700.0},
    {"tiers.3.on": "blacklist", "tiers.3.effect": "gives", "tiers.3.edge": None},
    {"channels.post.gain": 120.0, "dates": [{"day": 9, "name": "a", "set": {"score.reach_scaled": True}}]},
    {"score.high": 800.0, "dates": [{"day": 9, "name": "a", "set": {"tiers.0.edge": 900.0}}]},
)


@pytest.mark.parametrize("change", TOGETHER, ids=lambda change: " and ".join(change))
def test_values_that_do_not_fit_together_are_all_named(change):
    """consistent.py's promise, on which the further problems of a file and the strategies of the tests rely."""
    with pytest.raises(ScenarioError) as caught:
        with_values(read("press-2015"), change)
    for path in change:
        assert any(depends(line, path) for line in caught.value.problems), path


@pytest.mark.parametrize("name", ["a\nb", "a\x1eb", "a: b", ""])
def test_a_name_does_not_break_a_problem_in_two(name):
    with pytest.raises(ScenarioError) as caught:
        with_values(read("press-2015"), {"tiers.0.name": name, "tiers.1.name": name})
    told = " ".join(name.splitlines())
    assert caught.value.problems == [
        f'tiers: the name "{told}" is given 2 times; allowed once. Choose another.'
    ]


def test_a_problem_that_a_date_does_not_bring_is_told_without_it():
    assert refusal(
        "reports: {points: 600, malice: 0.1}\ndates:\n  - {day: 9, name: a, set: {score.spill: 0}}\ntopics: []"
    ) == [
        "press.yaml:4 reports.points: the losses of one day can add up to 611 points (600 from reports.malice and "
        "reports.points, 4 from channels.post, 4 from channels.share, 2 from channels.buy, 1 from channels.browse; with "
        "score.weights); allowed less than 512 on a scale from score.low 350 to score.high 950. Choose smaller losses or a "
        "wider scale: they are counted in steps fine enough for the scale, and a day's sum has room for 131,072 steps."
    ]


def test_a_problem_that_a_date_brings_elsewhere_is_told_at_the_date():
    body = "channels: {post: {gain: 120}}\ndates:\n  - day: 9\n    name: a\n    set: {score.reach_scaled: true}\ntopics: []"
    (line,) = refusal(body)
    assert line.startswith(
        "press.yaml:8 dates.0.set: from day 9, channels.post.gain: the gains of one day can add up to 605 points (600 from "
        "channels.post, "
    )


def test_a_problem_that_only_stems_from_another_is_not_told():
    assert refusal("score: {low: x, high: 100}") == [
        'press.yaml:4 score.low: "x" given; allowed -1,000,000 to 1,000,000 (points). Write a number.'
    ]


def test_name_and_label_are_asked_for():
    with pytest.raises(ScenarioError) as caught:
        reads("citizens: 300", "a.yaml")
    assert caught.value.problems == [
        "a.yaml:1 label: missing: what this is, in a line for the reader. Give it; allowed text.",
        "a.yaml:1 name: missing: short name: small letters, digits, hyphens. Give it; allowed text.",
    ]


def test_a_name_with_other_signs():
    with pytest.raises(ScenarioError) as caught:
        reads("name: My press\nlabel: x", "a.yaml")
    assert caught.value.problems == [
        'a.yaml:1 name: "My press" given; allowed short name: small letters, digits, hyphens. '
        "Write it like press-2015."
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [1", "a.yaml:1 not readable as YAML: expected ',' or ']', but got '<stream end>'."),
        ("a:\n\tb: 1", "a.yaml:2 not readable as YAML: found character '\\t' that cannot start any token."),
    ],
)
def test_text_that_is_no_yaml(text, problem):
    with pytest.raises(ScenarioError) as caught:
        reads(text, "a.yaml")
    assert caught.value.problems == [problem + " Mend this line, or the one above it."]


@pytest.mark.parametrize("text", ["", "- 1", "just words"])
def test_text_that_is_no_scenario(text):
    with pytest.raises(ScenarioError) as caught:
        reads(text, "a.yaml")
    assert caught.value.problems == [
        "a.yaml: no scenario in it; allowed names with values. Start one with `sottovoce new`."
    ]


def test_a_list_that_holds_itself():
    with pytest.raises(ScenarioError, match=r"nested too deeply, or in itself\. Write it out flat\."):
        reads("name: x\nlabel: x\nabout: &a [*a]", "a.yaml")


def test_an_unknown_base():
    with pytest.raises(ScenarioError) as caught:
        reads("base: press-2016\nname: x\nlabel: x", "a.yaml")
    assert caught.value.problems == [
        'a.yaml:1 base: press-2016 given; allowed a preset. Did you mean "press-2015"?'
    ]


def test_an_unknown_preset_and_a_missing_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("name: mine\nlabel: mine\n")
    for asked, problem in {
        "press-2016": 'press-2016: neither a preset nor a file. Did you mean "press-2015"? '
        "Presets: `sottovoce scenarios`.",
        "mime.yaml": 'mime.yaml: no such file. Did you mean "mine.yaml"?',
    }.items():
        with pytest.raises(ScenarioError) as caught:
            read(asked)
        assert caught.value.problems == [problem]


def test_a_file_that_is_not_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError) as caught:
        read("a.yaml")
    assert caught.value.problems == ["a.yaml: not text in UTF-8. Save it as UTF-8."]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"score.freind_weight": 0}, 'score.freind_weight: unknown name. Did you mean "friend_weight"?'),
        (
            {"tiers.7.edge": 0},
            "tiers.7: there is no such entry; tiers has entries 0 to 5. Give the whole list to add one.",
        ),
        (
            {"society.boldness.mean": 1},
            "society.boldness.mean: society.boldness is lognormal and has median, sigma. To change "
            "the law give "
            "the whole distribution, like society.boldness={law: normal, mean: 0, sd: 1}.",
        ),
        (
            {"score.low.high": 1},
            "score.low.high: nothing can be below this place. Known places: `sottovoce show press-2015`.",
        ),
    ],
)
def test_changes_by_path_are_refused_in_these_words(changes, problem):
    with pytest.raises(ScenarioError) as caught:
        with_values(read("press-2015"), changes)
    assert caught.value.problems == [problem]
    with pytest.raises(ScenarioError) as caught:
        get(read("press-2015"), *changes)
    assert caught.value.problems == [problem]


def test_assignments_are_refused_in_these_words():
    with pytest.raises(ScenarioError) as caught:
        assignments(["score.spill", "score.spil=0", "tiers=[", "score.spill=0"])
    assert caught.value.problems == [
        "score.spill: no value given; allowed path=value. Write it like score.spill=0.",
        'score.spil: unknown name. Did you mean "spill"?',
        "tiers:1 not readable as YAML: expected the node content, but found '<stream end>'. "
        "Mend this line, or the one above it.",
    ]
