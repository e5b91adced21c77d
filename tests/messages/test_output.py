"""What is printed: nothing from a file steers a terminal, and no terminal and no closed pipe ends in a traceback."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from sottovoce.errors import ScenarioError
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import dump, read
from sottovoce.show import diff
from sottovoce.show.scenario import page
from sottovoce.terminal import Screen, console, escaped, json_text, visible

EVIL = "[/red] a\x1b[2J\x9b1m\x07\u202eb [bold]"
TOLD = r"[/red] a\x1b[2J\x9b1m\x07\u202eb [bold]"
MAIN = "from sottovoce.cli import main; main()"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario of somebody who would like to write on other people's terminals."""
    changes = {"label": EVIL, "about": EVIL, "tiers.0.name": EVIL, "citizens": 30, "days": 3}
    path = tmp_path_factory.mktemp("evil") / "evil.yaml"
    path.write_text(dump(with_values(read("press-2015"), changes)), encoding="utf-8")
    return path


def recorder(width: int, **options: bool) -> Screen:
    """A screen that remembers what it printed, and prints it nowhere."""
    return Screen(width=width, record=True, file=io.StringIO(), **options)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain, naïve, 中文, 👍🏽", "plain, naïve, 中文, 👍🏽"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\r\x08\x7f\x85", r"\x0d\x08\x7f\x85"),
        ("\u202e\u2066\ufeff\u200b", r"\u202e\u2066\ufeff\u200b"),
        ("\u0646\u200c\u0645", "\u0646\u200c\u0645"),  # a joiner of a script
        ("\ud800", r"\ud800"),
    ],
)
def test_what_steers_a_terminal_is_made_visible(text: str, told: str) -> None:
    """And nothing else is changed."""
    assert visible(text) == told


def test_a_screen_shows_everything_as_it_is() -> None:
    """Strings, texts, and cells of tables; colours of our own stay."""
    table = Table(box=None)
    table.add_column("head")
    table.add_row(EVIL)
    screen = recorder(100)
    for each in (EVIL, Text(EVIL, style="bold"), table):
        screen.print(each)
    text = screen.export_text()
    assert visible(text) == text
    assert text.count(TOLD.replace(r"\x07", "")) == 2 and text.count(r"[/red] a\x1b[2J") == 3
    assert isinstance(console(), Screen)


def test_escaped_is_safe_beside_markup() -> None:
    """For lines that have markup of their own."""
    screen = recorder(100, markup=True)
    screen.print(f"[bold]{escaped(EVIL)}[/]")
    assert screen.export_text().rstrip() == TOLD


def test_json_is_json_and_visible() -> None:
    """The same data, with escapes that JSON knows."""
    text = json_text({"a": EVIL + "\ud800"})
    assert json.loads(text) == {"a": EVIL + "\ud800"}
    assert visible(text) == text


def printed(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, arguments)],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=300,
    )


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    "command", [["show"], ["show", "--json"], ["diff", "press-2015"], ["check"], ["cite"]]
)
def test_commands_print_nothing_that_steers(evil: Path, command: list[str]) -> None:
    """Whatever a scenario is called."""
    done = printed(command[0], evil, *command[1:])
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert visible(text) == text
    assert ("a\\x1b[2J" in text or "a\\u001b[2J" in text) or command[0] in ("check", "cite")


@pytest.mark.slow
def test_errors_print_nothing_that_steers(tmp_path: Path) -> None:
    """Not a path, nor a name in a file, nor a value of --set."""
    wrong = tmp_path / f"{EVIL.replace('/', '|')}.yaml"
    wrong.write_text('base: press-2015\nname: x\nlabel: x\n"\\e[2J": 3\n')
    for command in (["check", wrong], ["show", f"x{EVIL}.yaml"], ["run", "--set", f"{EVIL}=3"]):
        done = printed(*command)
        assert done.returncode in (1, 2) and b"Traceback" not in done.stderr
        text = done.stderr.decode()
        assert visible(text) == text and r"\x1b[2J" in text


@pytest.mark.slow(3)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_terminals_that_cannot_write_a_character(evil: Path, encoding: str) -> None:
    """It is replaced."""
    for command in (["show", evil], ["scenarios"], ["check", "文.yaml"]):
        done = printed(*command, PYTHONIOENCODING=encoding)
        assert b"Traceback" not in done.stderr and done.returncode in (0, 1)
        (done.stdout or done.stderr).decode(encoding)


@pytest.mark.slow
def test_a_run_in_a_terminal_that_knows_no_more_than_ascii(tmp_path: Path) -> None:
    """Lives, writes its folder, and says what it found."""
    words = [
        "run",
        "press-2015",
        "--citizens",
        "30",
        "--days",
        "3",
        "--seeds",
        "1",
        "--out",
        tmp_path / "run",
    ]
    done = printed(*words, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
    assert done.stdout.isascii() and b"report.html" in done.stdout.replace(b"\n", b"")
    assert (tmp_path / "run" / "report.html").is_file()


@pytest.mark.slow
def test_a_pipe_that_is_closed() -> None:
    """Who reads no further wanted no more: nothing is said."""
    for command in (["show", "press-2015"], ["scenarios"], ["scenarios", "--json"]):
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(60)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_disk_that_is_full() -> None:
    """A sentence."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "scenarios"], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert (
        done.stderr.decode()
        == "output: cannot be read or written (No space left on device). Choose another place.\n"
    )
    assert done.returncode == 2


@pytest.mark.slow
def test_a_page_of_show_and_of_diff(evil: Path) -> None:
    """In every layout, from 60 columns to 200."""
    scenario = read(evil)
    for width in (60, 100, 200):
        for part in (page(scenario, "", True), diff.page(diff.diff(scenario, read("press-2015")))):
            screen = recorder(width)
            screen.print(part)
            text = screen.export_text()
            assert visible(text) == text and r"\x1b[2J" in text


def test_a_message_is_made_of_lines() -> None:
    """A line break in a name makes no further line."""
    assert str(ScenarioError(["a\nb\u2028c: wrong"])) == "1 problem:\n  a b c: wrong"
