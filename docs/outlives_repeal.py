"""Writes the table of docs/understand/outlives-repeal.md: ``python docs/outlives_repeal.py``, a few minutes.

Three presets (nothing fades or is learned, fear that fades, habits that stay), each lived with the system, without it, and with it until its
repeal, by the same people with the same luck. How much of what people hold back outlives the repeal?
"""

from pathlib import Path

from tables import mean_and_interval, put_rows

from sottovoce import read
from sottovoce.measure.account import account_of
from sottovoce.record.record import Record
from sottovoce.reforms import no_system, repeal
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import live_world

PAGE = Path(__file__).parent / "understand" / "outlives-repeal.md"
PRESETS = ("press-2015", "press-2015-fades", "press-2015-stays")
CITIZENS, DAYS, REPEALED, SEEDS = 1_000, 730, 365, (7, 8, 9)
WINDOWS = {
    "month 1 under the mandate": (180, 210),
    "the last month before the repeal": (335, 365),
    "month 1 after it": (365, 395),
    "month 2": (395, 425),
    "months 3 to 6": (425, 545),
    "months 7 to 12": (545, 725),
}


def held_back(record: Record, first: int, end: int) -> float:
    """Of every 1,000 times that people who disagree could have spoken in public in a window: how often they held back."""

    def summed(kind: str) -> float:
        return sum(float(record.sum(f"{kind}_{channel}")[first:end].sum()) for channel in PUBLIC)

    return account_of(summed).held_back


def worlds(scenario: Scenario) -> tuple[Record, Record, Record]:
    """Never repealed, repealed, never there."""
    return tuple(live_world(w) for w in (scenario, repeal(scenario, REPEALED), no_system(scenario)))  # type: ignore[return-value]


def rows(preset: str) -> list[tuple[str, list[float], list[float]]]:
    """For each window: held back with the system less without it, by seed, where it stays and where it is repealed."""
    scenario = with_values(read(preset), {"citizens": CITIZENS, "days": DAYS})
    lived = [worlds(with_values(scenario, {"seed": seed})) for seed in SEEDS]
    found = []
    for name, (first, end) in WINDOWS.items():
        kept, repealed = (
            [held_back(world[k], first, end) - held_back(world[2], first, end) for world in lived]
            for k in (0, 1)
        )
        found.append((name, kept, repealed))
    return found


def main() -> None:
    """Live all worlds, print the table and put it into the page."""
    lines = [
        "| held back, of 1,000 times, more than without | "
        + " | ".join(f"{preset}, {what}" for preset in PRESETS for what in ("kept", "repealed"))
        + " |",
        "| --- |" + " --- |" * (2 * len(PRESETS)),
    ]
    found = [rows(preset) for preset in PRESETS]
    for k, name in enumerate(WINDOWS):
        cells = [mean_and_interval(values) for preset in found for values in preset[k][1:]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    about = f"{CITIZENS:,} citizens, {DAYS} days, repealed on day {REPEALED}, {len(SEEDS)} seeds; 95% t intervals."
    put_rows(PAGE, __file__, about, lines)


if __name__ == "__main__":
    main()
