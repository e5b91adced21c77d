"""What made a file of the page: said in every one of them."""

from importlib.metadata import version
from typing import Any

from sottovoce.web.pair import Pair

SYNTHETIC = "Everyone in this file is made up by a program. No real person's data was used."


def origin(pair: Pair) -> dict[str, Any]:
    """What made a file."""
    return {
        "synthetic": SYNTHETIC, "version": version("sottovoce"), "scenario": pair.base.name, "label": pair.base.label,
        "citizens": pair.base.citizens, "seed": pair.base.seed, "worlds": {"a": pair.names[0], "b": pair.names[1]},
        "safeguard": pair.kept.key, "levers": pair.marks,
    }  # fmt: skip


def origin_text(pair: Pair) -> str:
    """The same in a line."""
    moved = "; ".join(f"{m['key']} {m['value']} from day {m['day']}" for m in pair.marks) or "no lever moved"
    return (
        f"sottovoce {version('sottovoce')}, {pair.base.name}, {pair.base.citizens:,} people, seed {pair.base.seed}, "
        f"{pair.names[0]} | {pair.names[1]}, {moved}"
    )
