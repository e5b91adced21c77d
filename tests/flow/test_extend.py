"""A user's own measures, observers, networks and reforms: registered by name, checked, and named as not ours."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce import registered
from sottovoce.errors import NetworkError, RunError, ScenarioError
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import LABELS, MEASURES
from sottovoce.reforms import REFORMS, apply, asked

SMALL = {"citizens": 100, "days": 20, "seeds": 2}
OWN = {"society.network.kind": "own", "society.network.own": "wheel"}
CODE = """
import numpy as np
import sottovoce as sv

@sv.extend.measure("share", "share of citizens who have fewer points than at the start", worse="more")
def losers(world):
    return (world.people.points < world.people.base).mean()

@sv.extend.observer(reads=["points"], series={"mean_points": "points"})
def watch(day, people):
    return people.points.mean()

@sv.extend.network()
def wheel(luck, citizens):
    ring = np.arange(citizens)
    return np.concatenate([np.stack([ring, (ring + 1) % citizens], axis=1), luck.integers(0, citizens, (citizens, 2))])

@sv.extend.reform("Half the spill")
def half_spill(scenario):
    return scenario.replace(score__spill=scenario.score.spill / 2)
"""


@pytest.fixture(autouse=True)
def nothing_left():
    """What a test registers is gone after it, from every list."""
    before = dict(MEASURES), dict(LABELS), dict(HARMS), dict(REFORMS)
    yield
    sv.extend.forget()
    assert (dict(MEASURES), dict(LABELS), dict(HARMS), dict(REFORMS)) == before


@pytest.fixture
def mine(tmp_path) -> Path:
    file = tmp_path / "mine.py"
    file.write_text(CODE)
    return file


def run(**how):
    return sv.run("press-2015", extras=False, **SMALL | how)


def measure(function, **how):
    return sv.extend.measure("share", "a share", **how)(function)


@pytest.mark.slow
def test_a_measure_is_known_wherever_measures_are(tmp_path, mine):
    assert sv.extend.allow(mine) == ["measure losers", "observer watch", "network wheel", "reform half-spill"]
    study = run()
    effect = study.effects()["losers"]
    assert effect.unit == "share" and effect.difference == pytest.approx(effect.with_ - effect.without)
    by_hand = [(w.society.state.points < w.society.state.base).mean() for w in (study.first("with"), study.first("without")) if w]  # fmt: skip
    values = study.by_seed("losers").iloc[0]
    assert [values["with"], values["without"]] == by_hand
    assert "losers" in set(study.table()["measure"]) and "losers" in study.dataset()["measure"].values
    told = next(one for one in study.provenance["extensions"] if one["name"] == "losers")
    assert told["ours"] is False and told["file"] == "mine.py" and len(told["sha256"]) == 64
    study.save(tmp_path / "run")
    sv.extend.forget()
    again = sv.open(tmp_path / "run")  # what it was is told, though the function is not here
    assert again.effects()["losers"] == effect
    MEASURES.pop("losers"), LABELS.pop("losers")


def digest_of(file: Path) -> str:
    """Of what a file registers, in a process that has not imported it before."""
    text = "import sys, sottovoce as sv; sv.extend.allow(sys.argv[1]); print(sv.extend.registered()[0]['sha256'])"
    done = subprocess.run([sys.executable, "-c", text, file], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_digest_covers_what_a_file_imports_from_beside_it(tmp_path):
    file, beside, further = tmp_path / "mine.py", tmp_path / "own_rules.py", tmp_path / "own_constants.py"
    file.write_text("import json\nimport numpy as np\nimport sottovoce as sv\n" + CODE)
    assert digest_of(file) == hashlib.sha256(file.read_bytes()).hexdigest()  # libraries are none of it
    file.write_text("from own_rules import edge\n" + CODE)
    further.write_text("EDGE = 1\n")
    beside.write_text("from own_constants import EDGE\n\ndef edge():\n    return EDGE\n")
    first = digest_of(file)
    assert first != hashlib.sha256(file.read_bytes()).hexdigest()
    linked = tmp_path.parent / f"{tmp_path.name}-link"
    linked.symlink_to(tmp_path, target_is_directory=True)
    assert digest_of(file) == digest_of(linked / "mine.py") == first
    further.write_text("EDGE = 2\n")
    assert digest_of(file) != first


def test_two_files_with_other_code_of_one_name_beside_them_are_refused(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own_helper.py").write_text(f"WHO = '{folder}'\n")
        (tmp_path / folder / f"{folder}.py").write_text("import own_helper\n")
    text = "import sys, sottovoce as sv; [sv.extend.allow(one) for one in sys.argv[1:]]"
    done = subprocess.run([sys.executable, "-c", text, tmp_path / "a" / "a.py", tmp_path / "b" / "b.py"], capture_output=True, text=True)  # fmt: skip
    assert done.returncode and "own_helper.py beside it has the name of" in done.stderr


def test_files_of_a_package_are_its_own_and_no_library_is(tmp_path):
    site = tmp_path / "site-packages"
    for name, text in (("ours/__init__.py", "from . import rules\n"), ("ours/rules.py", "from .deep.more import X\nimport json, other\n"),
                       ("ours/deep/__init__.py", ""), ("ours/deep/more.py", "X = 1\n"), ("other/__init__.py", ""),
                       ("alone.py", "import other\nimport alone\n")):  # fmt: skip
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    found = registered._files(site / "ours" / "__init__.py")
    assert {str(one.relative_to(site)) for one in found} == {"ours/__init__.py", "ours/rules.py", "ours/deep/__init__.py", "ours/deep/more.py"}  # fmt: skip
    assert registered._files(site / "alone.py") == {site / "alone.py"}


@pytest.mark.slow
def test_a_measure_ranks_and_is_swept(tmp_path, mine):
    sv.extend.allow(mine)
    found = sv.compare("press-2015", reforms=["half-spill"], by="losers", **SMALL)
    assert found.rows[2].measures["losers"].unit == "share" and found.by == "losers"
    grid = sv.designs.grid({"score.spill": [0.0, 1.0]})
    how = {"design": grid, "space": {"values": "none"}, "people": {"citizens": 60, "days": 10}}
    asked_for = sv.experiment(measures=["losers"], **how)
    study = asked_for.run(tmp_path / "x.study")
    assert not study.table()["losers"].isna().any()
    assert [one["name"] for one in asked_for.extensions] == ["losers"]
    mine.write_text(CODE + "\n# changed")
    sv.extend.forget()
    sv.extend.allow(mine)
    with pytest.raises(RunError, match="measure losers: was changed since"):
        asked_for.run(tmp_path / "x.study")
    usual = sv.experiment(**how)
    assert "losers" not in usual.measures and "extensions" not in usual.text


@pytest.mark.parametrize(
    "gives, told",
    [
        (lambda world: np.zeros(3), "gives an array of float64 and shape (3,); allowed one finite number, or None"),
        (lambda world: float("nan"), "gives nan; allowed a finite number, or None"),
        (lambda world: "much", "gives str much; allowed one finite number"),
        (lambda world: True, "gives bool True; allowed one finite number"),
        (lambda world: np.random.random(), "called twice on the same world it gives"),
        (lambda world: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda world: world.people.points.fill(0), "ValueError: assignment destination is read-only"),
        (lambda world: world.people.pionts, 'people have no column pionts. Did you mean "points"?'),
        (lambda world: world.sum("sayso"), '"sayso": no such daily sum. Did you mean "say_so"?'),
    ],
)  # fmt: skip
def test_what_is_no_measure_is_told_with_its_line(gives, told):
    measure(gives, name="odd")
    with pytest.raises(RunError) as error:
        run()
    assert f"measure odd: {told}" in str(error.value)
    assert f"{__file__}, line " in str(error.value)


def test_a_measure_may_have_nothing_to_measure():
    measure(lambda world: None, name="nothing")
    assert np.isnan(run().effects()["nothing"].difference)


@pytest.mark.parametrize("name", ["held_back", "Loud", "2fast", "a-b"])
def test_names_of_measures(name):
    with pytest.raises(RunError, match=r"measure.*(comes with the program|for its name)"):
        measure(lambda world: 1.0, name=name)


def test_two_files_may_not_share_a_name(tmp_path, mine):
    sv.extend.allow(mine)
    sv.extend.allow(mine)
    other = tmp_path / "other.py"
    other.write_text(CODE)
    with pytest.raises(RunError, match=r"measure losers: is registered already, by .*mine\.py, line"):
        sv.extend.allow(other)


@pytest.mark.slow
def test_a_daily_measure_and_an_observer_have_days(tmp_path):
    measure(lambda world: world.sum("say_so") / world.sum("people"), name="aloud", daily=True)

    @sv.extend.observer(reads=["voice", "drop"], series={"mean_voice": "level", "quarrels": "citizens"})
    def look(day, people):
        return {"mean_voice": people.voice.mean(), "quarrels": (people.drop >= 0).sum() if day > 4 else None}

    study = run(observers="look")
    curve, record = study.curves("aloud"), study.first("with").record
    assert np.array_equal(curve.values[0][0], record.sum("say_so") / record.sum("people"))
    assert study.effects()["aloud"].with_ == pytest.approx(curve.values[0].mean())
    society = study.first("with").society
    assert study.curves("mean_voice").values[0][0][-1] == society.state.voice.mean()
    quarrels = study.curves("quarrels", paired=True)
    assert np.isnan(quarrels.values[:, :, :5]).all() and not np.isnan(quarrels.values[:, :, 5:]).any()
    assert study.dataset()["mean_voice"].dims == ("world", "seed", "day")
    plain = run()
    assert repr(plain.effects()) == repr(study.effects())  # who looks on changes nothing
    study.save(tmp_path / "run")
    again = sv.open(tmp_path / "run")
    assert np.array_equal(again.curves("mean_voice").values, study.curves("mean_voice").values)
    assert again.record == {"observers": ["look"]}


@pytest.mark.parametrize(
    "function, told",
    [
        (lambda day, people: people.score.mean(), "reads the column score, which it does not declare. Write reads=('points', 'score')"),
        (lambda day, people: people.points.__setitem__(0, 1.0), "ValueError: assignment destination is read-only"),
        (lambda day, people: {"other": 1.0}, "gives other, which series does not declare"),
        (lambda day, people: float("inf"), "gives inf for a; allowed a finite number, or None"),
    ],
)  # fmt: skip
def test_what_an_observer_may_not(function, told):
    sv.extend.observer(reads=["points"], series={"a": "1"}, name="odd")(function)
    with pytest.raises(RunError) as error:
        run(observers=["odd"])
    assert told in str(error.value)
    with pytest.raises(RunError, match=r"observer od: is not registered here. Did you mean \"odd\""):
        run(observers=["od"])


def test_a_network_is_named_and_gives_pairs(mine):
    named = sv.reads("base: press-2015\nname: mine\nlabel: mine\nsociety: {network: {kind: own, own: wheel}}")
    with pytest.raises(NetworkError, match=r"society\.network\.own: network wheel: is not registered here"):
        sv.create(named)
    sv.extend.allow(mine)
    society = sv.create(named.replace(citizens=50))
    assert {(k, k + 1) for k in range(49)} | {(0, 49)} <= set(map(tuple, society.ties.tolist()))
    other = sv.create(named.replace(citizens=50, seed=8))
    assert not np.array_equal(society.ties, other.ties)
    assert len(run(values=OWN).pairs()) == 2


@pytest.mark.parametrize(
    "gives, told",
    [
        (lambda luck, n: [(0, n)], "names a citizen who does not exist"),
        (lambda luck, n: [(0, -1)], "names a citizen who does not exist"),
        (lambda luck, n: np.zeros((4, 3), int), r"gives int64 of shape \(4, 3\); allowed pairs of whole numbers"),
        (lambda luck, n: [(0.0, 1.0)], "gives float64 of shape"),
        (lambda luck, n: [("anna", "ben")], "only the bare shape may come in"),
        (lambda luck, n: np.random.randint(0, n, (90, 2)), "called twice with the same generator it draws other pairs"),
    ],
)  # fmt: skip
def test_what_is_no_network(gives, told):
    sv.extend.network(name="wheel")(gives)
    with pytest.raises(NetworkError, match=told) as error:
        run(values=OWN)
    assert "anna" not in str(error.value)


def test_a_reform_of_ones_own(mine):
    sv.extend.allow(mine)
    sv.extend.reform("Nothing spills", name="none-spills", values={"score.spill": 0.0})
    press = sv.read("press-2015").replace(citizens=100, days=20)
    assert asked("half-spill").change(press).score.spill == press.score.spill / 2
    reformed = apply(press, "half-spill")
    assert (
        reformed.sources["score.spill"].source
        == "by the reform half-spill (a reform of the user's own; no precedent given)"
    )
    assert apply(press, "none-spills", "half-spill").score.spill == 0.0
    with pytest.raises(ScenarioError, match="none-spills: press-2015 is so already"):
        apply(press.replace(score__spill=0.0), "none-spills")


@pytest.mark.parametrize(
    "change, told",
    [
        (lambda s: None, "gives NoneType; allowed a Scenario"),
        (lambda s: s.replace(citizens=50), "changes citizens; a reform changes neither people nor days nor luck"),
        (lambda s: s.replace(society__homophily=0.1), "changes society.homophily"),
        (lambda s: s.replace(score__spill=float(np.random.random())), "called twice on the same scenario it gives two"),
        (lambda s: s.replace(score__spil=0.1), "score.spil: unknown name"),
    ],
)  # fmt: skip
def test_what_is_no_reform(change, told):
    sv.extend.reform("Odd", name="odd")(change)
    with pytest.raises((ScenarioError, RunError)) as error:
        sv.compare("press-2015", reforms="odd", **SMALL)
    assert told in str(error.value) and "line" in str(error.value)


@pytest.mark.slow
def test_the_command_runs_code_only_where_it_is_named(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(CODE + "\nimport pathlib\npathlib.Path('ran').touch()\n")
    Path("mine.yaml").write_text(
        "base: press-2015\nname: mine\nlabel: mine\nsociety: {network: {kind: own, own: wheel}}\n"
    )
    code, out, _ = commanded(monkeypatch, capsys, "check", "mine.yaml")
    assert (
        code == 0
        and "wheel is a network of a user's own, and was neither run nor looked at" in out
        and "--allow-code FILE.py" in out
    )
    size = ("--citizens", "100", "--days", "10", "--seeds", "1", "--quiet")
    code, _, told = commanded(monkeypatch, capsys, "run", "mine.yaml", *size)
    assert code == 2 and "society.network.own: network wheel: is not registered here" in told
    assert not Path("ran").exists(), "reading and checking run nothing"
    words = (
        "run",
        "mine.yaml",
        "--allow-code",
        "mine.py",
        "--observer",
        "watch",
        "--no-extras",
        "--out",
        "there",
        *size,
    )
    code, _, told = commanded(monkeypatch, capsys, *words)
    assert (
        code == 0
        and Path("ran").exists()
        and "mine.py: measure losers, observer watch, network wheel, reform half-spill" in told
    )
    facts = json.loads(Path("there/provenance.json").read_text())
    assert {one["name"] for one in facts["extensions"]} == {"losers", "watch", "wheel", "half-spill"}
    assert "losers" in json.loads(Path("there/measures.json").read_text())["measures"]
    assert sv.open("there").curves("mean_points").values.shape == (2, 1, 10)
    code, _, told = commanded(monkeypatch, capsys, "run", "--allow-code", "none.py", *size)
    assert code == 2 and "none.py: no such file" in told
    Path("bad.py").write_text("x = 1\ny = x / 0\n")
    code, _, told = commanded(monkeypatch, capsys, "run", "--allow-code", "bad.py", *size)
    assert code == 2 and "bad.py, line 2: y = x / 0" in told


def test_a_package_is_named_by_its_entry_point(monkeypatch, tmp_path):
    """Built, installed beside, found by its metadata, and not imported before it is named."""
    source = Path(__file__).parents[1] / "extension"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "there")
    monkeypatch.syspath_prepend(tmp_path / "there")
    assert "hubs" in sv.extend.installed() and "sottovoce_hubs" not in sys.modules
    with pytest.raises(
        RunError,
        match=r'hub: neither a Python file nor an entry point of sottovoce\.extensions\. Did you mean "hubs"\?',
    ):
        sv.extend.allow("hub")
    assert sv.extend.allow("hubs") == ["measure ties_of_hubs", "network hubs"]
    study = run(values=OWN | {"society.network.own": "hubs"})
    assert study.effects()["ties_of_hubs"].with_ > 0.4
    monkeypatch.delitem(sys.modules, "sottovoce_hubs")


# ---- Shapes and days --------------------------------------------------------------------------------------------


def graphml(tmp_path: Path, graph: nx.Graph) -> Path:
    nx.write_graphml(graph, tmp_path / "g.graphml")
    return tmp_path / "g.graphml"


@pytest.mark.parametrize("form", ["networkx", "sparse", "graphml", "pairs"])
def test_a_bare_shape_comes_in_and_goes_out(form, tmp_path):
    graph = nx.connected_watts_strogatz_graph(30, 4, 0.2, seed=1)
    source = {
        "networkx": lambda: graph,
        "sparse": lambda: nx.to_scipy_sparse_array(graph, dtype=int),
        "graphml": lambda: graphml(tmp_path, graph),
        "pairs": lambda: np.array(graph.edges),
    }[form]()
    values = sv.extend.shape(source, tmp_path / "ties.txt")
    society = sv.create(sv.read("press-2015").replace(**{k.replace(".", "__"): v for k, v in values.items()}))
    assert set(map(tuple, sv.extend.edges(society).tolist())) == {tuple(sorted(edge)) for edge in graph.edges}
    out = sv.extend.graph(society, columns=["group"])
    assert nx.utils.edges_equal(out.edges, graph.edges) and set(
        nx.get_node_attributes(out, "group").values()
    ) <= set(society.groups)
    with pytest.raises(NetworkError, match="exists already"):
        sv.extend.shape(source, tmp_path / "ties.txt")


def attributed(what: str) -> nx.Graph:
    graph = nx.path_graph(4)
    if what == "node":
        graph.nodes[2]["name"] = "anna"
    if what == "edge":
        graph.edges[0, 1]["weight"] = 0.5
    return nx.relabel_nodes(graph, {2: "anna"}) if what == "id" else graph


@pytest.mark.parametrize("form", ["networkx", "graphml"])
@pytest.mark.parametrize("what", ["node", "edge", "id"])
def test_attributes_and_names_are_refused(form, what, tmp_path):
    graph = attributed(what)
    with pytest.raises(NetworkError, match="Only the bare shape may come in") as error:
        sv.extend.shape(graph if form == "networkx" else graphml(tmp_path, graph), tmp_path / "ties.txt")
    assert "anna" not in str(error.value) and "0.5" not in str(error.value)
    assert not (tmp_path / "ties.txt").exists()


def test_other_shapes_that_are_refused(tmp_path):
    weighted = nx.to_scipy_sparse_array(nx.path_graph(4), dtype=float) * 0.5
    one_way = nx.to_scipy_sparse_array(nx.path_graph(4, create_using=nx.DiGraph), dtype=int)
    text = tmp_path / "t.graphml"
    text.write_text("<graphml><graph edgedefault='undirected'><node id='0'>anna</node></graph></graphml>")
    for source, told in (
        (weighted, "an entry is not 1"),
        (one_way, "not symmetric"),
        (nx.path_graph(4, create_using=nx.DiGraph), "directions"),
        (nx.relabel_nodes(nx.path_graph(4), {3: 9}), "ids that are not 0 to 3"),
        (text, "more than nodes and edges"),
        (np.array([[0.0, 1.0]]), "an array of float64"),
        (tmp_path / "none.graphml", "cannot be read"),
    ):
        with pytest.raises(NetworkError, match=told):
            sv.extend.shape(source, tmp_path / "ties.txt")


def test_days_are_driven_from_python():
    scenario = sv.read("press-2015").replace(citizens=60, days=12)
    society, lived = sv.create(scenario), sv.live(scenario)
    seen = [events.sum("say_so") for _, events in sv.days(scenario, society)]
    assert seen == lived.sum("say_so").tolist()
    assert [day for day, _ in sv.days(scenario)] == list(range(12))
    _, events = next(sv.days(scenario))
    with pytest.raises(RunError, match=r'sayso: no such daily sum\. Did you mean "say_so"'):
        events.sum("sayso")
