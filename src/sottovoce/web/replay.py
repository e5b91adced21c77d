"""One HTML file that replays a pair of worlds with no server: page, type, map, every day that was lived, charts.

The days lie in the file as the difference of each byte to the day before, deflated, in base64.
"""

import base64
import hashlib
import json
import re
import zlib
from importlib import resources
from pathlib import Path

import numpy as np

from sottovoce.web import draw, frames
from sottovoce.web.about import about
from sottovoce.web.origin import origin
from sottovoce.web.pair import Pair

STATIC = Path(str(resources.files("sottovoce.web"))) / "static"


def html(pair: Pair, day: int) -> str:
    """The file, opening on `day`."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    script = (STATIC / "assets" / "page.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    style = (STATIC / "assets" / "index.css").read_text(encoding="utf-8")
    style = re.sub(
        r"url\(/?(?:\.?/)?assets/([\w.-]+)\)|url\(\./([\w.-]+)\)|url\(/assets/([\w.-]+)\)", _font, style
    )
    head = {
        "origin": origin(pair), "hello": about(pair.base), "map": pair.told(""), "day": day, "head": pair.day,
        "marks": pair.marks, "keep": pair.kept.key, "names": pair.names,
        "mandatory": pair.a.scenario.enrolment.mandatory_day,
        "charts": [d.told() for d in draw.drawings(pair, pair.day, max(pair.day, 1))],
        "every": pair.a.every,
    }  # fmt: skip
    packed = base64.b64encode(zlib.compress(_days(pair), 7)).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    data = json.dumps(head, allow_nan=False).replace("</", "<\\/")
    parts = [
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        f"<style>{style}</style>",
        f'<script type="application/json" id="run">{data}</script>',
        f'<script type="text/plain" id="days">{packed}</script>',
    ]
    page = re.sub(r"\s*<(?:link|script)\b[^>]*(?:href|src)=[^>]*>(?:</script>)?", "", page)
    page = re.sub(r'\s*<meta name="sottovoce-token"[^>]*>', "", page)
    page = page.replace("</head>", "\n".join(parts) + "\n</head>")
    return page.replace("</body>", f'<script type="module">{script}</script>\n</body>')


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _font(match: re.Match[str]) -> str:
    name = next(group for group in match.groups() if group)
    content = base64.b64encode((STATIC / "assets" / name).read_bytes()).decode()
    return f"url(data:font/woff2;base64,{content})"


def _days(pair: Pair) -> bytes:
    """Topology and both histories, each after its length (u32); then for each kept day and world: score, marks, as
    differences modulo 256 to the kept day before."""
    n = pair.base.citizens
    found = [_sized(frames.topology(pair.map.xy, pair.map.hood, pair.a.society.ties))]
    for number, side in enumerate(pair.sides):
        stats, cuts = side.history()
        upto = stats[: pair.day + 1]
        found.append(_sized(frames.history(number, 0, pair.day, n, upto, cuts[cuts[:, 0] <= pair.day])))
    before = np.zeros(4 * n, np.uint8)
    for day in range(0, pair.day + 1, pair.a.every):
        now = np.concatenate([column for side in pair.sides for column in side.seen[day]])
        found.append((now - before).tobytes())
        before = now
    return b"".join(found)


def _sized(content: bytes) -> bytes:
    return len(content).to_bytes(4, "little") + content
