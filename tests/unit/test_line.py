"""The line we do not cross: everyone is made up, nothing about real people comes in, nobody outside is scored."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import sottovoce
from sottovoce.errors import NetworkError
from sottovoce.scenario.model import Network
from sottovoce.scenario.read import presets, read
from sottovoce.society.ties import pairs

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "sottovoce").rglob("*.py"))
# The only files that may read anything from disk, and what they read.
READERS = {
    "scenario/read.py": "scenario files",
    "scenario/lines.py": "scenario files",
    "scenario/catalogue/__init__.py": "the catalogue that comes with the program",
    "scenario/new.py": "nothing: opens a new file for writing, in mode x",
    "society/shape.py": "the bare shape of a network: integer pairs",
    "record/folder.py": "run folders that the program wrote",
    "study/folder.py": "run folders that the program wrote",
    "study/fork.py": "run folders that the program wrote",
    "study/checkpoint.py": "checkpoints that the program wrote; people are created again, and compared",
    "web/widget.py": "the page's own script",
    "files.py": "nothing: writes files, and reads them for their digest",
    "record/store.py": "the manifest of a run folder",
    "report/compare/job.py": "comparisons that the program wrote",
    "report/compare/api.py": "run folders that the program wrote",
    "report/api.py": "studies of experiments that the program wrote",
    "study/estimate.py": "how much memory the system has free",
    "explain/command.py": "run folders that the program wrote",
    "explain/gather.py": "run folders that the program wrote",
    "report/build.py": "the report's own template and style",
    "report/compare/page.py": "the report's own style",
    "report/job.py": "run folders that the program wrote",
    "registered.py": "a user's own Python file, for its digest",
    "extend/allowed.py": "the entry point of a package that the user names",
    "extend/shapes.py": "GraphML: ids and pairs of them; anything more is refused. Writes a new file of pairs, in mode x",
    "web/secret.py": "the token that it wrote itself",
    "web/app.py": "the page's own first file",
    "web/replay.py": "the page's own files",
    "web/stored.py": "run folders that the program wrote",
    "machine/loops.py": "its own sources and compiled code",
    "machine/compiler/columns.py": "nothing: the load instruction of a processor, from memory",
    "machine/compiler/operations.py": "nothing: the load instruction of a processor, from memory",
    "machine/compiler/places.py": "nothing: the load instruction of a processor, from memory",
    "machine/compiler/sums.py": "nothing: the load instruction of a processor, from memory",
    "machine/compiler/packed.py": "nothing: the load instruction of a processor, from memory",
    "calibration/draws.py": "draws that the program wrote: points of values, checked strictly",
    "experiments/checked.py": "experiment files",
    "experiments/engine.py": "studies that the program wrote",
    "experiments/living.py": "its own sources, for their digest",
    "experiments/results.py": "studies that the program wrote",
    "experiments/store.py": "studies that the program wrote: points of a scenario's values, and measures of made-up worlds",
    "experiments/command.py": "studies that the program wrote",
    "verdicts/declared.py": "files of claims",
    "verdicts/command.py": "studies that the program wrote",
    "verdicts/seal.py": "records of seals that the program wrote",
    "verdicts/verdict.py": "its own source, for its digest",
    "verdicts/swept.py": "the study of claims that comes with the program",
    "web/classroom.py": "a lesson that the program wrote",
    "replications/replication.py": "declarations that come with the program",
    "replications/targets.py": "published figures that come with the program",
    "replications/command.py": "nothing: calls replications.load, which imports a folder of the program",
    "replications/stage.py": "presets of replications that come with the program",
}
READING = {"open", "read_text", "read_bytes", "read_table", "read_csv", "loadtxt", "genfromtxt", "fromfile", "load", "memmap",
           "open_dataset", "read_parquet", "read_json", "read_excel", "read_sql"}  # fmt: skip
OUTSIDE = {"requests", "httpx", "urllib", "http", "socket", "ftplib", "smtplib", "sqlite3", "csv", "pandas", "polars", "sklearn",
           "torch", "tensorflow", "transformers", "nltk", "spacy", "tweepy", "praw", "cv2", "PIL"}  # fmt: skip


ALLOWED = {
    ("experiments/store.py", "sqlite3")
}  # the file of a study; it holds measures of worlds, and no row is a person


def _place(path: Path) -> str:
    return path.relative_to(ROOT / "src" / "sottovoce").as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=_place)
def test_no_module_reaches_outside_or_classifies(path: Path) -> None:
    """No connector, no database, no table of people, no classifier of text or images, by the import graph."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if (_place(path), name) in ALLOWED:
                continue
            assert name.split(".")[0] not in OUTSIDE, f"{_place(path)}:{node.lineno} imports {name}"


@pytest.mark.parametrize("path", SOURCES, ids=_place)
def test_only_named_files_read_from_disk(path: Path) -> None:
    """Whoever adds a reader has to say here what it reads."""
    if _place(path) in READERS:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            assert name not in READING, (
                f"{_place(path)}:{node.lineno} calls {name}(); add it to READERS with what it reads"
            )


def test_a_study_has_no_table_of_persons() -> None:
    """The one database keeps what was asked, points, worlds and which has which: columns are held to a list."""
    from sottovoce.experiments.store import TABLES

    names = {word for table in TABLES for word in re.findall(r"[(,] *([a-z]+) [A-Z]", table)}
    assert names == {
        "name", "value", "number", "given", "refused", "digest", "state", "outcomes", "cpu", "host", "error", "trace", "point", "seed", "world",
    }  # fmt: skip


def test_every_named_reader_reads() -> None:
    """A name that is left over is taken off the list."""
    for place in READERS:
        path = ROOT / "src" / "sottovoce" / place
        calls = [n.func for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
        assert any(
            (f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "")) in READING for f in calls
        ), place


def test_the_public_functions_take_no_people() -> None:
    """Nothing public has a parameter for persons, records or posts of somebody else."""
    forbidden = re.compile(
        r"person|people|record_file|records|posts|texts|messages|dataframe|csv|url|api_?key|token", re.I
    )
    for name in sottovoce.__all__:
        thing = getattr(sottovoce, name)
        if callable(thing) and not inspect.isclass(thing):
            for parameter in inspect.signature(thing).parameters:
                assert not forbidden.search(parameter), f"sottovoce.{name}({parameter})"


@pytest.mark.parametrize(
    "line",
    [
        "0 1 2",
        "0,1,friend",
        "anna ben",
        "0 1 0.5",
        "id,friend",
        "-1 2",
        "0x1 2",
        "1.0 2",
        "0 1 # a note",
        "٣ ٤",
    ],
)
def test_a_network_file_with_anything_but_integer_pairs_is_refused(tmp_path: Path, line: str) -> None:
    """The one thing that comes in from outside is a bare shape."""
    file = tmp_path / "ties.txt"
    file.write_text(f"# a comment line is allowed\n0 1\n{line}\n", encoding="utf-8")
    with pytest.raises(NetworkError) as error:
        pairs(Network(kind="file", file=str(file)), 10, 1)
    told = str(error.value)
    assert told.startswith(f"{file}:3 ")
    assert told.endswith("Take all other columns out: only the bare shape may come in.")
    assert line not in told, "it may be a record of somebody"


def test_a_bare_shape_comes_in(tmp_path: Path) -> None:
    """And is taken as it is: each pair once, no tie with oneself."""
    file = tmp_path / "ties.txt"
    file.write_text("3 1\n1,3\n2 2\n0\t4\n")
    assert pairs(Network(kind="file", file=str(file)), 5, 1).tolist() == [[0, 4], [1, 3]]


@pytest.mark.parametrize("name", presets())
def test_presets_from_the_articles_are_named_as_such(name: str) -> None:
    """The press scenario is "as the 2015 press described it", never the system of a country."""
    label = read(name).label
    assert "China's" not in label
    if "press" in name:
        assert "as the 2015 press described it" in label


def test_no_text_calls_it_a_countrys_system_or_a_prediction() -> None:
    """In code, docs and README the words stand only where they are denied."""
    texts = [
        *SOURCES,
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "src").rglob("*.yaml"),
        *(ROOT / "src").rglob("*.html"),
    ]
    for path in texts:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"China['’]s (social credit|system)|we predict|this predicts", line):
                assert re.search(r"\bnever\b|\bnot\b", line) or "quote" in line, (
                    f"{path.name}:{number}: {line.strip()}"
                )


def test_there_is_no_search_for_effective_control() -> None:
    """No function optimises a system; the words of such a search occur in no name but in a compiler's, for machine code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != "_optimize_final_module":
                assert not re.search(
                    r"optimi[sz]e|maximi[sz]e|best_policy|control_search", node.name, re.I
                ), node.name


def test_every_run_folder_says_that_it_is_made_up() -> None:
    """Provenance carries the sentence; other tests open real folders."""
    content = import_module("sottovoce.record.folder").provenance("x")
    assert (
        content["synthetic"]
        == "Everyone in this run is made up by a program. No real person's data was used."
    )
