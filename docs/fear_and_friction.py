"""Writes the table of docs/understand/fear-and-friction.md: ``python docs/fear_and_friction.py``, a few minutes.

What the system changes (with minus without, the same people and luck on both sides), in five worlds that differ in whether anybody is
aware of it and whether slow internet cuts anybody off.
"""

from pathlib import Path

from tables import put

from sottovoce import read
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import Effect
from sottovoce.report.words import short
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society.tally import TERMS
from sottovoce.study.study import live, plan

PAGE = Path(__file__).parent / "understand" / "fear-and-friction.md"
PRESET, CITIZENS, DAYS, SEEDS = "press-2015", 1_500, 730, 3
ROWS = (
    "spoke", "held_back", "cut_off", "wish_held_back", *(f"held_back_by_{term}" for term in TERMS), "browsed", "browsing_held_back", "browsing_cut_off",
    "self_censoring", "loyalty_beyond", "false_consensus", "say_so", "sensitive_acts",
)  # fmt: skip
UNITS = {
    "per 1,000 times": "of 1,000 times",
    "per 1,000": "of 1,000 citizens",
    "acts/citizen-day": "per citizen-day",
    "share": "share",
    "level": "level",
}


def columns(scenario: Scenario) -> dict[str, Scenario]:
    """Heading -> the world with the system."""
    fast = {"tiers": [tier for tier in scenario.tiers if tier.access != "internet"]}
    return {
        "default": scenario,
        "nobody aware": with_values(scenario, {"society.aware": 0.0}),
        "nobody aware, no climate": with_values(
            scenario, {"society.aware": 0.0, "society.climate_weight": {"law": "constant", "value": 0.0}}
        ),
        "nobody aware, slow internet off": with_values(scenario, {"society.aware": 0.0, **fast}),
        "all aware, slow internet off": with_values(scenario, {"society.aware": 1.0, **fast}),
    }


def table(found: dict[str, dict[str, Effect]]) -> str:
    """The measures as rows, the worlds as columns: difference, and below it the 95% interval."""
    lines = ["| with minus without | " + " | ".join(found) + " |", "| --- |" + " --- |" * len(found)]
    for name in ROWS:
        kind = MEASURES[name].unit
        unit = "share of the wish" if kind == "share" and "held_back" in name else UNITS[kind]
        cells = (cell(effects[name]) for effects in found.values())
        lines.append(f"| {short(name)}, {unit} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def cell(effect: Effect) -> str:
    """A difference and its interval; what is exactly nothing is 0."""
    if effect.difference == effect.low == effect.high == 0.0:
        return "0"
    digits = 1 if effect.unit.startswith("per 1,000") else 5 if effect.unit == "level" else 3
    if effect.low is None or effect.high is None:
        return f"{effect.difference:+.{digits}f}"
    return f"{effect.difference:+.{digits}f} ({effect.low:+.{digits}f} ... {effect.high:+.{digits}f})"


def main() -> None:
    """Live all worlds, print the table and put it into the page."""
    scenario = with_values(read(PRESET), {"citizens": CITIZENS, "days": DAYS})
    found = {}
    for name, world in columns(scenario).items():
        study = live(plan(world, SEEDS, extras=False, ledger=False), threads=1)
        if study.errors:
            raise SystemExit("\n".join(study.errors))
        found[name] = study.effects()
    text = f"{PRESET}, {CITIZENS:,} citizens, {DAYS} days, {SEEDS} pairs of worlds; 95% t intervals.\n\n{table(found)}"
    print(text)
    put(PAGE, __file__, text)


if __name__ == "__main__":
    main()
