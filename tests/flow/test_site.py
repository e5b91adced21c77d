"""The docs build as a site, without a warning and without a network."""

import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
def test_the_site_builds(tmp_path: Path):
    """As `make docs` builds it; every page is there, and search knows it."""
    words = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(DOCS),
        str(tmp_path),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    for page in ("index", "learn/first-half-hour", "do/extend", "look-up/python", "understand/odd"):
        assert (tmp_path / f"{page}.html").is_file()
    assert (tmp_path / "searchindex.js").is_file() and (tmp_path / "llms.txt").is_file()
    made = (tmp_path / "look-up" / "python.html").read_text("utf-8")
    assert "paired" in made and "drop_rule" in made
