"""`sottovoce replicate`, as one types it."""

import json
import sys

import pytest

from sottovoce import cli


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sottovoce", *words])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out = capsys.readouterr()
        return int(caught.value.code or 0), out.out, out.err

    return run


@pytest.mark.slow
def test_one_paper(sottovoce, tmp_path):
    """Published beside measured, a picture in characters, and one in a file."""
    code, out, _ = sottovoce("replicate", "daymude", "--out", "pictures")
    assert code == 0
    assert "Optimal dissent under punishment" in out
    assert "matches exactly" in out
    assert "0.711538" in out
    assert "uniform, measured" in out
    assert (tmp_path / "pictures" / "daymude.svg").read_text().startswith("<svg")


def test_at_other_parameters(sottovoce):
    code, out, _ = sottovoce(
        "replicate", "daymude", "--set", "beta=2", "--set", "punishment=proportional", "--json"
    )
    assert code == 0
    found = json.loads(out)
    assert list(found) == ["name", "parameters", "quantities"]
    assert found["name"] == "daymude"
    assert found["parameters"]["beta"] == 2
    assert found["parameters"]["nu"] == 0.2
    assert found["quantities"]["act"] == 0.5


def test_quantities_in_words(sottovoce):
    code, out, _ = sottovoce("replicate", "daymude", "--set", "delta=.9")
    assert code == 0
    assert "d_critical" in out
    assert "defiant" in out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("daymude", "--set", "bta=2"), 'daymude: bta: unknown parameter. Did you mean "beta"?\n'),
        (
            ("daymude", "--set", "nu=2", "--json"),
            "daymude: nu: 2 given; allowed 0 to 1 (probability). Choose a value in that range.\n",
        ),
        (("dymude",), 'dymude: no such replication. Did you mean "daymude"? All: `sottovoce replicate`.\n'),
        (("--set", "nu=1"), "--set: needs the name of a replication: sottovoce replicate NAME --set ...\n"),
    ],
)
def test_what_is_wrong(sottovoce, words, text):
    assert sottovoce("replicate", *words) == (2, "", text)
