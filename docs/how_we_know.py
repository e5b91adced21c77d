"""Writes docs/understand/how-we-know.md and its pictures from the replications: ``python docs/how_we_know.py [--full] [NAME ...]``.

Without names all are measured. With names only these are measured anew, and the rest of the page stays as it is. --full: the slow
figures too, which takes some twenty minutes in all.
"""

import sys
from pathlib import Path

from sottovoce.replications import load, names
from sottovoce.replications.picture import write
from sottovoce.replications.show import short
from sottovoce.replications.targets import Check, agreement, count_line

DOCS = Path(__file__).parent
PAGE = DOCS / "understand" / "how-we-know.md"
PICTURES = DOCS / "pictures" / "replications"
HEAD = """# How we know

Nobody has published a model of a citizen score with friends in it, so the whole cannot be held against a predecessor. Trust has to come from the parts: one
choice rule, one score rule, one rule of enrolment and one of rewiring, which do what published models do when their parameters are set to those models. Each paper below is such a
setting. Its declaration is in `src/sottovoce/replications/`; second implementations, written from the declaration without sight of our code, are in `tests/oracles/replications/` (SECONDS).
What is published stands beside what we measure, with how near we have to come; one miss makes a verdict *does not match*. *Illustrated* is what a mechanism of ours shows that the paper
claims of its own: it is no match. A *formula check* is the paper's formula evaluated beside ours; no rule of ours produces it, and it does not count. Every quick figure that counts fails when a rule
that its replication rests on is replaced by a wrong one (`python -m verify wrong_rules`). `sottovoce replicate NAME` runs any of them,
`--set name=value` at any other parameters. What was not attempted is in [not-replicated](not-replicated.md), what takes many replicates in [verified](verified.md).

Written by `python docs/how_we_know.py`, with `--full` where a paper has slow figures; do not edit.
"""
SAME_HAND = "by the hand that wrote the first"  # what a second implementation says of itself, if it is so
README = DOCS.parent / "README.md"
BEGIN, END = "<!-- replications: written by docs/how_we_know.py -->\n", "<!-- to here -->"


def section(check: Check) -> str:
    """One paper."""
    paper = check.paper
    lines = [f"## {check.name}", "", f"{paper.title}. {paper.paper}.", ""]
    lines += [f"*Tests {paper.tests}.* Setting: {paper.settings}.", ""]
    held, tried = check.score
    beside = "" if paper.counted else "; an analytic check, beside the count"
    lines += [f"**{check.verdict[:1].upper()}{check.verdict[1:]}** ({held} of {tried} figures{beside}).", ""]
    if check.missed:
        lines += [f"Why we think so: {check.why}", ""]
    lines += [f"![{paper.title}](../pictures/replications/{check.name}.svg)", ""]
    lines += [
        "| published | where | paper | measured | within | agreement |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for judged in check.judged:
        target = judged.target
        got = "slow: `--full`" if judged.holds is None else short(judged.measured)
        told = agreement(judged) if judged.holds is not False else f"**{agreement(judged)}**"
        within = f"{target.tolerance:.2g}" if target.tolerance else ""
        lines.append(
            f"| {target.claim} | {target.where} | {short(target.published)} | {got} | {within} | {told} |"
        )
    lines += ["", *(f"- {text}" for text in paper.departures), ""]
    if paper.code:
        lines += [f"Authors' code: {paper.code}.", ""]
    return "\n".join(lines)


def head() -> str:
    """The words above the table."""
    again = DOCS.parent / "tests" / "oracles" / "replications"
    files = [again / f"{name.replace('-', '_')}_again.py" for name in names()]
    texts = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    same = sum(SAME_HAND in text for text in texts)
    seconds = f"{len(texts) - same} of {len(names())}" + (f"; {same} more, {SAME_HAND}" if same else "")
    return HEAD.replace("SECONDS", seconds)


def readme(page: str) -> str:
    """The README with the page's table and what it adds up to, links leading to the page."""
    top = page.split("\n## ", maxsplit=1)[0].splitlines()
    last = max(k for k, line in enumerate(top) if line.startswith("|"))
    rows = [line for line in top if line.startswith("|")] + top[last + 1 :]
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    linked = "\n".join(rows).rstrip().replace("](#", "](docs/understand/how-we-know.md#")
    return f"{before}{BEGIN}\n{linked}\n\n{END}{rest.partition(END)[2]}"


def table(sections: dict[str, str], order: tuple[str, ...]) -> str:
    """Paper, what it tests, verdict."""
    rows = ["| paper | tests | verdict |", "| --- | --- | --- |"]
    for name in order:
        paper = load(name).paper
        verdict = sections[name].split("**")[1].lower() if name in sections else "not measured yet"
        who = paper.paper.split(".")[0].split(",")[0]
        year = paper.paper.split("(")[1].split(")")[0]
        beside = "" if paper.counted else " (beside the count)"
        rows.append(f"| [{name}](#{name}) {who} {year} | {paper.tests}{beside} | {verdict} |")
    return "\n".join(rows)


def counted(sections: dict[str, str]) -> str:
    """What the papers below add up to, read from their sections."""
    papers = {name: text for name, text in sections.items() if load(name).paper.counted}
    rows = [line for text in papers.values() for line in text.splitlines() if line.startswith("| ")]
    verdicts = [text.split("**")[1].lower() for text in papers.values()]
    agreements = [line.split(" | ")[-1].strip("|* ") for line in rows]
    return count_line(verdicts, agreements, len(sections) - len(papers))


def main(arguments: list[str]) -> None:
    """Measure, draw, write."""
    asked = [name for name in arguments if name != "--full"]
    PICTURES.mkdir(parents=True, exist_ok=True)
    sections = {}
    if asked and PAGE.is_file():
        for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
            sections[part.split("\n", 1)[0].strip()] = "## " + part.rstrip() + "\n"
    for name in asked or names():
        one = load(name)
        check = one.check(quick="--full" not in arguments)
        write(one.picture(), PICTURES / f"{name}.svg", name)
        sections[name] = section(check)
        print(check)
    there = tuple(name for name in names() if name in sections)
    text = "\n".join(
        [head(), table(sections, names()), "", counted(sections), "", *(sections[name] for name in there)]
    )
    PAGE.write_text(text.rstrip() + "\n", encoding="utf-8")
    README.write_text(readme(text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
