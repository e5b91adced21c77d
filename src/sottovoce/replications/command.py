"""`sottovoce replicate [NAME]`: every paper with its verdict, or one paper's figures beside ours."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sottovoce.errors import ReplicationError
from sottovoce.replications.replication import Replication, load, names
from sottovoce.scenario.lines import parse
from sottovoce.terminal import json_text


def command(name: str, quick: bool, asked: Iterable[str], out: Path | None, as_json: bool) -> None:
    """Print what is asked. `name` empty: all papers. `asked`: texts name=value. Raises SottovoceError."""
    given = list(asked)
    if not name:
        if given:
            raise ReplicationError(
                ["--set: needs the name of a replication: sottovoce replicate NAME --set ..."]
            )
        return everything(quick, out, as_json)
    one = load(name)
    values = assignments(one, given)
    if as_json:
        return _json(as_data(one, values))
    if given:
        from sottovoce.replications.show import measured
        from sottovoce.terminal import console

        return console().print(measured(one, one.settings(**values), one.measure(**values)))
    single(one, quick, out)


def everything(quick: bool, out: Path | None, as_json: bool) -> None:
    """Every replication with its verdict, one after another; with `out` a folder of pictures."""
    from sottovoce.replications.show import line, summary
    from sottovoce.terminal import console

    checks = []
    screen = console()
    for name in names():
        one = load(name)
        checks.append(one.check(quick))
        if out:
            _draw(one, quick, out / f"{name}.svg")
        if not as_json:
            screen.print(line(checks[-1]))
    if as_json:
        return _json([check_data(check) for check in checks])
    screen.print(summary(checks, quick))


def single(one: Replication, quick: bool, out: Path | None) -> None:
    """One replication: published beside measured, and the picture."""
    from rich.text import Text

    from sottovoce.replications.picture import terminal, write
    from sottovoce.replications.show import page
    from sottovoce.terminal import console

    screen = console()
    screen.print(page(one, one.check(quick)))
    picture = one.picture(quick)
    screen.print(Text.from_ansi(terminal(picture)))
    if out:
        screen.print(f"{write(picture, _file(out, one.name), one.name)} written", style="dim")


def assignments(one: Replication, texts: Iterable[str]) -> dict[str, Any]:
    """``["beta=2", "thresholds=0,1,2"]`` -> values by name. Raises ReplicationError."""
    found: dict[str, Any] = {}
    problems = []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            problems.append(f"{text}: no value given; allowed name=value. Write it like seed=2.")
            continue
        found[name] = _value(one, name, value)
    if problems:
        raise ReplicationError(problems)
    return found


def as_data(one: Replication, values: dict[str, Any]) -> dict[str, Any]:
    """{name, parameters, quantities}; infinity as the text ".inf"."""
    return {"name": one.name, "parameters": one.settings(**values), "quantities": one.measure(**values)}


def check_data(check: Any) -> dict[str, Any]:
    """A check as plain data."""
    return {
        "name": check.name,
        "paper": check.paper.paper,
        "tests": check.paper.tests,
        "verdict": check.verdict,
        "why": check.why or None,
        "counted": check.paper.counted,
        "seconds": round(check.seconds, 1),
        "targets": [
            {
                "claim": j.target.claim,
                "where": j.target.where,
                "published": j.target.published,
                "measured": j.measured,
                "tolerance": j.target.tolerance,
                "level": j.target.level,
                "holds": j.holds,
            }
            for j in check.judged
        ],
    }


def _value(one: Replication, name: str, text: str) -> Any:
    kind = one.parameters[name].kind if name in one.parameters else ""
    if kind == "numbers" and not text.startswith("["):
        text = f"[{text}]"
    return parse(text, name).data


def _file(out: Path, name: str) -> Path:
    return out if out.suffix in (".svg", ".png") else out / f"{name}.svg"


def _draw(one: Replication, quick: bool, path: Path) -> None:
    from sottovoce.replications.picture import write

    write(one.picture(quick), path, one.name)


def _json(data: Any) -> None:
    print(json_text(finite(data)))


def finite(data: Any) -> Any:
    """The same with infinity as the text ".inf", as scenario files write it."""
    if isinstance(data, dict):
        return {name: finite(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [finite(value) for value in data]
    if isinstance(data, float) and math.isinf(data):
        return ".inf" if data > 0 else "-.inf"
    return data
