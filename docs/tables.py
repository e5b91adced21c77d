"""What the scripts beside this one share: a table as Markdown, a mean with its interval, and a table put into its page."""

from collections.abc import Sequence
from pathlib import Path

from sottovoce.measure.pairs import interval

END = "<!-- to here -->"


def mean_and_interval(values: list[float], digits: int = 1) -> str:
    """A mean and its 95% t interval: ``+1.2 (+0.8 ... +1.6)``."""
    mean, (low, high) = sum(values) / len(values), interval(values)
    return f"{mean:+.{digits}f} ({low:+.{digits}f} ... {high:+.{digits}f})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as Markdown, each cell on one line."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )


def put_rows(page: Path, script: str, about: str, lines: list[str]) -> None:
    """Print what was lived and the lines of its table, and put them into the page."""
    text = f"{about}\n\n" + "\n".join(lines) + "\n"
    print(text)
    put(page, script, text)


def put(page: Path, script: str, text: str) -> None:
    """Put the table of docs/`script` between its two marks in the page."""
    begin = f"<!-- table: written by docs/{Path(script).name} -->\n"
    before, mark, rest = page.read_text(encoding="utf-8").partition(begin)
    assert mark and END in rest, f"{page}: no place for the table of {script}"
    page.write_text(before + begin + text + END + rest.partition(END)[2], encoding="utf-8")
