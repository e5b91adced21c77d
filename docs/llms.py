"""Writes llms.txt, an index of the docs for machine readers, from the pages: ``python docs/llms.py``.

A line for each page with its title and first sentence (see llmstxt.org). A test holds the file equal to what is made here; the site has
one of its own, with links to its pages as text.
"""

import json
import re
from pathlib import Path

DOCS = Path(__file__).parent
FILE = DOCS.parent / "llms.txt"
HEAD = """# Sottovoce

> A laboratory for scored societies: made-up people under a score of citizens, beside the same people with the same luck without it. Python, command line and a web page.

Everyone in it is made up. Results are about the model; none is a prediction.
"""
SECTIONS = {
    "Learn": ("learn/*.md", "notebooks/[0-9]*.ipynb"),
    "Do": ("do/*.md",),
    "Look up": ("look-up/*.md", "look-up/catalogue/*.md"),
    "Understand": ("understand/*.md",),
    "Optional": ("decisions/0*.md",),
}


def text(before: str = "docs/", after: str = "") -> str:
    """The index. `before` and `after`: what stands around the path of a page in a link."""
    parts = [HEAD]
    for section, patterns in SECTIONS.items():
        pages = [page for pattern in patterns for page in sorted(DOCS.glob(pattern))]
        parts.append("\n".join([f"## {section}", "", *(line(page, before, after) for page in pages), ""]))
    return "\n".join(parts)


def line(page: Path, before: str, after: str) -> str:
    """One page: its title as a link, and its first sentence."""
    source = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        source = "\n\n".join(
            "".join(c["source"]) for c in json.loads(source)["cells"] if c["cell_type"] == "markdown"
        )
    source = re.sub(r"<!--.*?-->", "", source, flags=re.S).strip()
    title, *paragraphs = (part.strip() for part in source.split("\n\n"))
    first = next((p for p in paragraphs if p[0] not in "#|`![<-" and not p.startswith("Status:")), "")
    sentence = re.split(
        r"(?<=[.?!])\s", " ".join(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", first).split()), maxsplit=1
    )[0]
    place = f"{before}{page.relative_to(DOCS).as_posix()}{after}"
    return f"- [{title.lstrip('# ')}]({place})" + (f": {sentence.strip('*')}" if sentence else "")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    print(FILE)
