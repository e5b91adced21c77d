"""Texts and values that no scenario has: refused at once, in a few lines, and never with a traceback."""

import itertools

import numpy as np
import pytest

import sottovoce as sv
from sottovoce.errors import LINES, ScenarioError
from sottovoce.scenario import lines
from sottovoce.scenario.paths import assignments, with_values
from sottovoce.scenario.read import read, reads

HEAD = "base: press-2015\nname: mine\nlabel: mine\n"


def bomb(levels: int, opening: str, closing: str, each: str) -> str:
    """Each name stands for nine of the name before."""
    names = "abcdefghijklmnop"[:levels]
    text = f"a: &a {opening}{each.format(k=0, what='x')}{closing}\n"
    for before, name in itertools.pairwise(names):
        text += (
            f"{name}: &{name} {opening}"
            + ", ".join(each.format(k=k, what="*" + before) for k in range(9))
            + f"{closing}\n"
        )
    return text


MUCH = "more than 20,000 names and values, counting what *names stand for. Leave most of them out."
TEXTS = {
    "a bomb of lists": (HEAD + bomb(9, "[", "]", "{what}"), MUCH),
    "a bomb of maps": (HEAD + bomb(11, "{", "}", "k{k}: {what}"), MUCH),
    "brackets": ("[" * 2000, "press.yaml:1 nested too deeply. Write it out flat."),
    "braces": ("{" * 2000, "press.yaml:1 nested too deeply. Write it out flat."),
    "hyphens": ("- " * 2000, "press.yaml:1 nested too deeply. Write it out flat."),
    "a later YAML": (
        "%YAML 1.3\n---\nname: x\n",
        "press.yaml not readable as YAML: version minor part can only be 2 or 1, got (1, 3). Write plain text in UTF-8.",
    ),
    "unknown names": (HEAD + "".join(f"k{k}: 1\n" for k in range(20_000)), MUCH),
    "half a character": (
        'base: press-2015\nname: mine\nlabel: "\\ud800"\n',
        "press.yaml:3 label: half of a character (\\ud800 to \\udfff) given. Write the whole character, or leave it out.",
    ),
    "half a character in a name": (
        HEAD + '"\\ud800": 1\n',
        "press.yaml:4 a name: half of a character (\\ud800 to \\udfff) given. Choose a name of the scenario.",
    ),
    "a long name": (
        HEAD + f"? {'k' * 5000}\n: 1\n",
        "press.yaml:4 a name: a name of 5,000 characters given. Choose a name of the scenario.",
    ),
    "a number of many digits": (
        HEAD + "about: 0x" + "9" * 5000 + "\n",
        f"press.yaml:4 about: 0x{'9' * 38} is no plain value. Write a number, text, true, false or null.",
    ),
    "a long text": (
        "x" * 1_000_001,
        "press.yaml: 1,000,001 characters given; allowed 1,000,000. A scenario is a page or two of YAML: give that file.",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts_that_ask_too_much_are_refused_at_once(name: str) -> None:
    """What is too much is not read to its end, and the message is a line."""
    text, told = TEXTS[name]
    with pytest.raises(ScenarioError) as caught:
        reads(text, "press.yaml")
    assert len(caught.value.problems) == 1 + ("no plain value" in told)  # which is null then
    assert caught.value.problems[0].endswith(told)


def test_aliases_are_counted_as_what_they_stand_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few are welcome, and each counts every time."""
    monkeypatch.setattr(lines, "MANY", 12)
    assert lines.read_text("a: &a [1, 2, 3]\nb: *a", "x").data == {"a": [1, 2, 3], "b": [1, 2, 3]}
    with pytest.raises(ScenarioError, match="x:1 more than 12 names and values"):
        lines.read_text("a: &a [1, 2, 3]\nb: *a\nc: *a", "x")


@pytest.mark.slow
def test_many_problems_are_told_in_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """9,000 unknown names: 50 are put into words, 16 are told, the rest is counted."""
    asked = []
    from sottovoce.scenario import texts

    real = texts.unknown
    monkeypatch.setattr(texts, "unknown", lambda *names: asked.append(names) or real(*names))
    with pytest.raises(ScenarioError) as caught:
        reads(HEAD + "".join(f"k{k}: 1\n" for k in range(9000)), "press.yaml")
    told = str(caught.value).splitlines()
    assert len(asked) == 50
    assert len(told) == LINES + 2 <= 20
    assert told[0] == "9,000 problems:" and told[-1] == "  ... and 8,984 more. Mend these first."


@pytest.mark.slow
def test_every_date_is_checked_once() -> None:
    """A scenario with many dates: each stands on the one before, so that checking one more costs the same again."""
    from sottovoce.scenario import consistent_dates

    asked = []
    real = consistent_dates.with_values

    def counted(scenario, changes):
        asked.append((len(changes), len(scenario.dates)))
        return real(scenario, changes)

    dates = "".join(f"  - {{day: {k}, name: d, set: {{score.spill: {0.1 + k / 1000}}}}}\n" for k in range(60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consistent_dates, "with_values", counted)
        scenario = reads(f"{HEAD}dates:\n{dates}")
    assert asked == [(1, 60), *[(1, 0)] * 60]
    assert [scenario.on(day).score.spill for day in (0, 7, 59)] == pytest.approx([0.1, 0.107, 0.159])


VALUES = {
    "label": ("\ud800", "label: half of a character (\\ud800 to \\udfff) given; "),
    "score.spill": (object(), "score.spill: something of type object given; "),
    "seed": (10**5000, "seed: a number of more than 300 digits given; "),
    "tiers": ({1, 2}, "tiers: something of type set given; "),
    "about": (b"x", "about: something of type bytes given; "),
    3: (4, "3 given for a path; "),
    "x" * 9000: (1, "xxx"),
}


@pytest.mark.parametrize("path", VALUES, ids=lambda path: str(path)[:12])
def test_values_from_python_that_no_file_can_hold(path) -> None:
    """As a line of its place."""
    value, told = VALUES[path]
    with pytest.raises(ScenarioError) as caught:
        with_values(read("press-2015"), {path: value})
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(told)
    assert len(str(caught.value)) < 1000


def test_a_value_in_itself() -> None:
    """Is nested without end."""
    loop: list = []
    loop.append(loop)
    with pytest.raises(ScenarioError, match=r"tiers: nested too deeply, or in itself\. Write it out flat\."):
        with_values(read("press-2015"), {"tiers": loop})


def test_numbers_of_numpy_are_numbers() -> None:
    """One or several."""
    levels = with_values(read("press-2015"), {"voice.levels": np.array([-1.0, 0.0, 1.0])}).voice.levels
    assert levels == (-1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("score.spill=" + "[" * 3000, "score.spill:1 nested too deeply. Write it out flat."),
        ("score.spill=%YAML 1.3\n---\n1", "score.spill not readable as YAML: version minor part"),
        (
            'label="\\ud800"',
            "label:1 label: half of a character",
        ),
    ],
)
def test_the_same_of_the_command_line(text: str, told: str) -> None:
    """--set reads YAML too."""
    with pytest.raises(ScenarioError) as caught:
        assignments([text])
    assert caught.value.problems[0].startswith(told)


@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣", "99"])
def test_a_place_with_a_number_that_is_none(number: str) -> None:
    """Of an entry of a list, and behind the @ of a reform."""
    with pytest.raises(ScenarioError):
        with_values(read("press-2015"), {f"tiers.{number}.edge": 500.0})
    with pytest.raises(ScenarioError):
        sv.reforms.apply(read("press-2015"), f"expiry@{number}")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a\0b.yaml", "cannot be read (embedded null byte). Give a scenario file."),
        ("x" * 5000 + ".yaml", "cannot be read (File name too long). Give a scenario file."),
        ("x" * 5000, "Presets: `sottovoce scenarios`."),
        ("/dev/zero", "allowed 1,000,000. A scenario is a page or two of YAML: give that file."),
        ("/tmp/", "cannot be read (Is a directory). Give a scenario file."),
    ],
)
def test_files_that_are_none(name: str, told: str) -> None:
    """A sentence."""
    with pytest.raises(ScenarioError) as caught:
        read(name)
    assert caught.value.problems[0].endswith(told)
    assert len(caught.value.problems[0]) < 800


def test_a_section_that_is_set_keeps_the_rest_of_itself() -> None:
    """As in a file with a base: what it leaves out stays as it was, from Python, the command and a date."""
    fico = sv.read("fico")
    wanted = fico.replace(score__friend_weight=0.2)
    assert wanted.score.high == fico.score.high != sv.Scenario(name="x", label="x").score.high
    assert with_values(fico, {"score": {"friend_weight": 0.2}}) == wanted
    assert with_values(fico, assignments(["score={friend_weight: 0.2}"])) == wanted
    dated = with_values(
        fico,
        {
            "dates": [
                {"day": 3, "name": "a", "set": {"score": {"friend_weight": 0.2}}},
                {"day": 5, "name": "b", "set": {"score": {"spill": 0.1}}},
            ]
        },
    )
    assert dated.on(4).score == wanted.score
    assert dated.on(5).score == wanted.replace(score__spill=0.1).score


def test_what_is_founded_does_not_change_on_a_date_inside_a_section() -> None:
    """The scale of the score is no matter of dates, however it is written."""
    dates = [{"day": 3, "name": "a", "set": {"score": {"low": 200.0, "spill": 0.1}}}]
    with pytest.raises(ScenarioError) as caught:
        with_values(read("press-2015"), {"dates": dates})
    assert caught.value.problems == [
        "dates.0.set.score: low cannot change on a date: it is used when the society is founded. Set it for the whole run."
    ]


def test_an_anchor_that_is_used_again_is_no_matter(recwarn: pytest.WarningsRecorder) -> None:
    """The later one counts, and nothing is printed."""
    assert lines.read_text("a: &x 1\nb: &x 2\nc: *x", "x").data == {"a": 1, "b": 2, "c": 2}
    assert not list(recwarn)
