"""The commands about scenarios, as one types them."""

import io
import json
import re
import subprocess
import sys
from importlib.metadata import version

import pytest
from rich.console import Console

from sottovoce import cli
from sottovoce.scenario.read import read
from sottovoce.show.scenario import page

HEAVY = ("numba", "numpy", "xarray", "pydantic", "ruamel.yaml", "pyarrow")


def loaded_by(*words: str) -> tuple[str, set[str]]:
    """What a fresh interpreter prints for a command, and the modules it then holds."""
    code = (
        f"import sys; sys.argv = ['sottovoce', *{words!r}]\n"
        "from sottovoce import cli\n"
        "try: cli.main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout, set(done.stderr.split())


def run(monkeypatch, capsys, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["sottovoce", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    out = capsys.readouterr()
    return int(caught.value.code or 0), out.out, out.err


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *words: run(monkeypatch, capsys, *words)


def test_help_loads_nothing_heavy():
    out, modules = loaded_by("--help")
    assert "Usage" in out
    assert not set(HEAVY) & modules


def test_alone_it_greets_and_names_three_commands_that_exist(sottovoce):
    code, out, _ = sottovoce()
    named = re.findall(r"^  sottovoce (\w+)", out, re.MULTILINE)
    assert code == 0
    assert len(named) == 3
    assert set(named) <= {
        command.name or command.callback.__name__ for command in cli.app.registered_commands
    }


def test_the_version_is_that_of_the_package(sottovoce):
    assert sottovoce("--version")[1].strip() == f"sottovoce {version('sottovoce')}"


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    "words",
    [
        ("check", "press-2015"),
        ("show", "press-2015"),
        ("cite", "press-2015"),
        ("diff", "press-2015", "no-system"),
    ],
)
def test_commands_about_scenarios_do_not_load_numba(words):
    assert "numba" not in loaded_by(*words)[1]


def test_scenarios_lists_presets_with_their_labels(sottovoce):
    code, out, _ = sottovoce("scenarios")
    assert code == 0
    assert re.search(r"^press-2015 +the system as the 2015 press described it ", out, re.MULTILINE)
    assert {"name": "press-2015", "label": "the system as the 2015 press described it"} in json.loads(
        sottovoce("scenarios", "--json")[1]
    )


def test_show_prints_values_ranges_sources_and_claims(sottovoce):
    _, out, _ = sottovoce("show", "press-2015")
    line = next(line for line in out.splitlines() if line.startswith("score.low "))
    assert line.split()[:4] == ["score.low", "350", "points", "-1,000,000"]
    assert "V2" in line and "scale as reported for Zhima" in line
    assert "Claims of the articles" in out
    assert "The articles say nothing of it." in sottovoce("show", "no-system")[1]


def test_show_ends_with_rights_and_the_ai_act(sottovoce):
    _, out, _ = sottovoce("show", "press-2015")
    assert "Rights that are touched" in out and "ICCPR 19, UDHR 19, EU Charter 11" in out
    assert "AI Act, Art. 5(1)(c), social scoring: prohibited" in out
    assert out.rstrip().endswith("and a court would ask more.") and "not legal advice" in out
    assert "002_5d564f1e8b00b4de.txt" in out  # where the quotes are from
    none = sottovoce("show", "no-system")[1]
    assert "No mechanism that touches a right is at work here." in none and "outside Art. 5(1)(c)" in none


@pytest.mark.slow
def test_show_leaves_the_models_defaults_out_unless_asked(sottovoce):
    short, long = sottovoce("show", "press-2015")[1], sottovoce("show", "press-2015", "--all")[1]
    assert "society.boldness.median" not in short and "--all shows them" in short
    assert "society.boldness.median" in long and "--all shows them" not in long
    assert "channels.post.loss" in short and "tiers.3.name" in short


def test_show_json_has_all_values_rights_and_the_act(sottovoce):
    data = json.loads(sottovoce("show", "press-2015", "--json")[1])
    assert "society.boldness.median" in {row["path"] for row in data["values"]}
    friends = next(right for right in data["rights"] if right["key"] == "friends")
    assert friends["found"] == [
        {"path": "score.friend_weight", "value": 0.15},
        {"path": "score.spill", "value": 0.3},
        {"path": "tags.chance", "value": 0.005},
        {"path": "tags.weight", "value": 0.5},
    ]
    assert data["ai_act"]["verdict"] == "prohibited" and len(data["ai_act"]["elements"]) == 7
    assert "not legal advice" in data["ai_act"]["advice"]


@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_show_fits_the_terminal(width):
    out = Console(width=width, file=io.StringIO(), record=True, highlight=False)
    out.print(page(read("press-2015")))
    out.print(page(read("press-2015"), "tiers.0"))
    lines = out.export_text().splitlines()
    assert max(map(len, lines)) <= width
    flat = " ".join(" ".join(lines).split())
    assert "down for sensitive or unpermitted posts" in flat
    assert "not legal advice" in flat and "tiers.0.access" in flat


def test_diff_compares_presets_files_and_run_folders(sottovoce, tmp_path):
    from sottovoce.scenario.read import dump

    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "scenario.yaml").write_text(dump(read("press-2015")))
    assert "No value differs." in sottovoce("diff", "press-2015", "run")[1]
    (tmp_path / "b.yaml").write_text("base: press-2015\nname: b\nlabel: b\nscore: {spill: 0.1}\n")
    _, out, _ = sottovoce("diff", "press-2015", "b.yaml")
    assert "score.spill" in out and "yours, unsourced" in out
    data = json.loads(sottovoce("diff", "press-2015", "no-system", "--json")[1])
    assert [value["path"] for value in data["values"]] == ["score.in_force"]
    assert data["ai_act"] == {"a": "prohibited", "b": "outside Art. 5(1)(c)"}
    code, out, err = sottovoce("diff", "press-2015", "no-sistem")
    assert (code, out) == (2, "")
    assert 'no-sistem: neither a preset nor a file. Did you mean "no-system"?' in err


def test_show_can_print_a_part_json_and_the_schema(sottovoce):
    part = json.loads(sottovoce("show", "--path", "ties", "--json")[1])
    assert [row["path"] for row in part["values"]][:2] == ["ties.review", "ties.drop"]
    assert json.loads(sottovoce("show", "--schema")[1])["title"] == "Sottovoce scenario"
    code, _, err = sottovoce("show", "--path", "tie")
    assert (code, err) == (2, '1 problem:\n  tie: no values there. Did you mean "ties"?\n')


def test_check_tells_every_problem_of_every_file_and_fails(sottovoce, tmp_path):
    (tmp_path / "a.yaml").write_text("base: press-2015\nname: a\nlabel: a\nscore: {spil: 0, drag: x}\n")
    (tmp_path / "b.yaml").write_text("base: press-2015\nname: b\nlabel: b\nscore: {spill: 0.1}\n")
    code, out, err = sottovoce("check", "a.yaml", "b.yaml")
    assert code == 1
    assert err.splitlines() == [
        'a.yaml:4 score.drag: "x" given; allowed "average", "additive". Choose one of these.',
        'a.yaml:4 score.spil: unknown name. Did you mean "spill"?',
    ]
    assert out.splitlines() == [
        "b.yaml: no problems",
        "  score.spill: yours, unsourced; an entry in sources may say where it comes from",
    ]
    assert sottovoce("check", "b.yaml")[0] == 0


def test_new_writes_a_file_that_is_right_and_never_overwrites(sottovoce, tmp_path):
    from sottovoce.scenario.paths import leaves
    from sottovoce.scenario.read import read

    assert sottovoce("new", "mine.yaml")[0] == 0
    text = (tmp_path / "mine.yaml").read_text()
    assert "  friend_weight: 0.15  # share, 0 to 0.95; assumed, 0 to 0.3: friends' scores affect" in text
    mine, press = read("mine.yaml"), read("press-2015")
    naming = ("name", "label", "about")
    assert {p: v for p, v in leaves(mine).items() if p not in naming} == {
        p: v for p, v in leaves(press).items() if p not in naming
    }
    assert mine.sources == press.sources
    code, _, err = sottovoce("new", "mine.yaml")
    assert (code, "there is a file of this name" in err) == (2, True)
    assert (tmp_path / "mine.yaml").read_text() == text
    assert sottovoce("new", "other.yaml", "--base", "press-2016")[0] == 2
    assert not (tmp_path / "other.yaml").exists()


def test_cite_names_the_software_the_models_and_the_sources(sottovoce, tmp_path):
    from sottovoce.scenario.read import dump, read

    assert sottovoce("cite")[1].startswith("Software\n  The Sottovoce developers: Sottovoce 0.")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "scenario.yaml").write_text(dump(read("press-2015")))
    out = sottovoce("cite", "run")[1]
    assert out == sottovoce("cite", "press-2015")[1]
    assert "Friedkin & Johnsen 1990" in out
    assert "P1: tildes.net" in out
    assert "Daymude" not in out  # no direct punishment in the press scenario


def test_errors_are_text_without_traceback(sottovoce):
    code, out, err = sottovoce("show", "press-2016")
    assert (code, out) == (2, "")
    assert err.startswith('1 problem:\n  press-2016: neither a preset nor a file. Did you mean "press-2015"?')
