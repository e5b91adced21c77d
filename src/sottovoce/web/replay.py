"""One HTML file that replays a pair of worlds with no server: page, type, map, every day that was lived, charts.

The days lie in the file as the difference of each byte to the day before, deflated, in base64. A lesson (web/lesson.py) is the
same file with more worlds in it and less days.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce.web import draw, frames
from sottovoce.web.about import about
from sottovoce.web.origin import origin
from sottovoce.web.pair import Pair
from sottovoce.web.side import Side

STATIC = Path(str(resources.files("sottovoce.web"))) / "static"


def html(
    pair: Pair,
    day: int,
    others: Mapping[str, tuple[str, Side]] | None = None,
    every: int | None = None,
    more: Mapping[str, Any] | None = None,
) -> str:
    """The file, opening on `day`. `others`: further worlds that the other one can be, key -> name and world; `every`: days between two pictures
    of the map; `more`: what a lesson holds beside the days, kept as JSON."""
    head = {
        "origin": origin(pair), "hello": about(pair.base), "map": pair.told(""), "day": day, "head": pair.day,
        "marks": pair.marks, "keep": pair.kept.key, "names": pair.names,
        "mandatory": pair.a.scenario.enrolment.mandatory_day,
        "charts": [d.told() for d in draw.drawings(pair, pair.day, max(pair.day, 1))],
        "every": every or pair.a.every, "lesson": more is not None,
        "worlds": [pair.kept.key, *(others or {})], "called": [pair.names[1], *(name for name, _ in (others or {}).values())],
    }  # fmt: skip
    sides = [*pair.sides, *(side for _, side in (others or {}).values())]
    packed = _packed(_days(pair, sides, every or pair.a.every))
    data = json.dumps(head, allow_nan=False).replace(
        "<", "\\u003c"
    )  # no text of a scenario ends or opens an element
    parts = [
        f'<script type="application/json" id="run">{data}</script>',
        f'<script type="text/plain" id="days">{packed}</script>',
    ]
    if more is not None:
        kept = _packed(json.dumps(more, allow_nan=False).encode())
        parts.append(f'<script type="text/plain" id="lesson">{kept}</script>')
    return single(parts)


def single(parts: list[str]) -> str:
    """The page as one HTML file that asks nothing of a network, with `parts` in its head."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    script = (STATIC / "assets" / "page.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    style = (STATIC / "assets" / "page.css").read_text(encoding="utf-8")
    style = re.sub(
        r"url\(/?(?:\.?/)?assets/([\w.-]+)\)|url\(\./([\w.-]+)\)|url\(/assets/([\w.-]+)\)", _font, style
    )
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = [
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f"<style>{style}</style>",
        *parts,
    ]
    page = re.sub(r"\s*<(?:link|script)\b[^>]*(?:href|src)=[^>]*>(?:</script>)?", "", page)
    page = re.sub(r'\s*<meta name="sottovoce-token"[^>]*>', "", page)
    page = page.replace("</head>", "\n".join(head) + "\n</head>")
    return page.replace("</body>", f'<script type="module">{script}</script>\n</body>')


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _font(match: re.Match[str]) -> str:
    name = next(group for group in match.groups() if group)
    content = base64.b64encode((STATIC / "assets" / name).read_bytes()).decode()
    return f"url(data:font/woff2;base64,{content})"


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 9)).decode()


def _days(pair: Pair, sides: list[Side], every: int) -> bytes:
    """Topology; then for each world its history and its kept days, each after its length (u32). A day is score and marks, as differences modulo 256
    to the kept day before."""
    n = pair.base.citizens
    found = [_sized(frames.topology(pair.map.xy, pair.map.hood, pair.a.society.ties))]
    for number, side in enumerate(sides):
        stats, cuts = side.history()
        upto, cuts = stats[: pair.day + 1], cuts[cuts[:, 0] <= pair.day]
        found.append(_sized(frames.history(min(number, 1), 0, pair.day, n, upto, cuts)))
        kept = np.array([np.concatenate(side.seen[day]) for day in range(0, pair.day + 1, every)], np.uint8)
        kept[1:] -= kept[:-1].copy()
        found.append(_sized(kept.tobytes()))
    return b"".join(found)


def _sized(content: bytes) -> bytes:
    return len(content).to_bytes(4, "little") + content
