"""Files that somebody asks for by name: whole, or as they were; a sentence where they cannot be written."""

import errno
import os
import subprocess
import sys

import pytest

from sottovoce import files
from sottovoce.errors import RunError
from sottovoce.figures.figure import Figure


def test_it_is_there_whole_with_its_folders(tmp_path):
    assert files.save(tmp_path / "a" / "b" / "x.svg", "é").read_bytes() == "é".encode()
    assert [one.name for one in (tmp_path / "a" / "b").iterdir()] == ["x.svg"]


@pytest.mark.parametrize("what", ["open", "write", "flush", "rename"])
def test_where_the_disk_is_full_the_old_one_stays_and_it_is_said(tmp_path, monkeypatch, what):
    path = tmp_path / "x.csv"
    path.write_text("as it was")

    def full(doing, _):
        if doing == what:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "place", full)
    with pytest.raises(RunError, match=r"x\.csv: cannot be written: No space left on device\."):
        files.save(path, "new")
    assert path.read_text() == "as it was" and [one.name for one in tmp_path.iterdir()] == ["x.csv"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot be written: .*Give a path that can be"):
        files.save(tmp_path / "file" / "x.svg", "new")


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    files.save(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "there").read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="/dev/stdout")
def test_what_is_no_file_is_written_to():
    text = "from sottovoce import files; files.save('/dev/stdout', 'said')"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "said"


def test_a_figure_is_saved_so(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(files, "save", lambda path, content: asked.append((path, content)) or path)
    figure = Figure.__new__(Figure)
    monkeypatch.setattr(Figure, "svg", "<svg/>", raising=False)
    assert figure.save(tmp_path / "x.svg") == tmp_path / "x.svg" and asked == [(tmp_path / "x.svg", "<svg/>")]
    with pytest.raises(ValueError, match="allowed names"):
        figure.save(tmp_path / "x.gif")
