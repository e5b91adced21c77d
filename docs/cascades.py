"""Writes the table of docs/understand/cascades.md: ``python docs/cascades.py``, a few minutes.

A shock raises the wish of a fifth of the citizens for three days, in a world with a system and in the same world without it, with the same luck. How
much more do the others dissent, and for how long, than without the shock?
"""

from pathlib import Path

from tables import mean_and_interval, put_rows

from sottovoce import read
from sottovoce.measure.cascade import Cascade, cascade
from sottovoce.reforms import no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values

PAGE = Path(__file__).parent / "understand" / "cascades.md"
CITIZENS, DAYS, SEEDS = 2_000, 520, tuple(range(7, 15))
SHOCK = {"day": 400, "share": 0.2, "rise": 0.8, "days": 3}
INFORMERS = {
    "informers.share": 0.01716,
    "informers.refusal": 0.33,
    "informers.report": 0.1,
    "informers.believed": 0.03,
}
ROWS: dict[str, tuple[str, dict]] = {
    "press-2015": ("press-2015", {}),
    "press-2015, no look-ups": ("press-2015", {"score.standing.friends": 0.0, "score.standing.strangers": 0.0}),
    "press-2015, friends' scores and acts do not count": ("press-2015", {"score.friend_weight": 0.0, "score.spill": 0.0}),
    "press-2015, climate weighs nothing": ("press-2015", {"society.climate_weight": 0.0}),
    "press-2015, climate weighs twice": ("press-2015", {"society.climate_weight": 1.2}),
    "press-2015, with informers too": ("press-2015", INFORMERS),
    "stasi-informers": ("stasi-informers", {}),
    "stasi-informers, five times as many": ("stasi-informers", {"informers.share": 0.0858, "informers.believed": 0.15}),
    "stasi-informers, climate weighs twice": ("stasi-informers", {"society.climate_weight": 1.2}),
    "sensitive-groups": ("sensitive-groups", {}),
    "sensitive-groups, everybody watched": ("sensitive-groups", {"watching.others": 1.0}),
}  # fmt: skip


def pairs(scenario: Scenario) -> tuple[list[Cascade], list[Cascade]]:
    """Cascades by seed, with the system and without."""
    seeded = [with_values(scenario, {"seed": seed}) for seed in SEEDS]
    return [cascade(one) for one in seeded], [cascade(no_system(one)) for one in seeded]


def main() -> None:
    """Live all worlds, print the table and put it into the page."""
    heads = (
        "acts of those struck, with / without", "acts of others, with / without", "with minus without",
        "of what it would have been", "days it lasts, with / without", "with minus without",
    )  # fmt: skip
    lines = ["| | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    for name, (preset, changes) in ROWS.items():
        size = {"citizens": CITIZENS, "days": DAYS, "voice.shock": SHOCK}
        with_, without = pairs(with_values(read(preset), size | changes))

        def mean(worlds: list[Cascade], field: str) -> float:
            return sum(getattr(world, field) for world in worlds) / len(worlds)

        def less(field: str, with_: list[Cascade] = with_, without: list[Cascade] = without) -> str:
            return mean_and_interval(
                [getattr(a, field) - getattr(b, field) for a, b in zip(with_, without, strict=True)]
            )

        whole = mean(without, "others")
        left = f"{100 * mean(with_, 'others') / whole:.0f}%" if whole > 0 else "-"
        row = (
            f"{mean(with_, 'struck'):.1f} / {mean(without, 'struck'):.1f}",
            f"{mean(with_, 'others'):.1f} / {whole:.1f}", less("others"), left,
            f"{mean(with_, 'lasts'):.0f} / {mean(without, 'lasts'):.0f}", less("lasts"),
        )  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(row) + " |")
        print(lines[-1], flush=True)
    about = (
        f"{CITIZENS:,} citizens, {len(SEEDS)} seeds, a shock on day {SHOCK['day']}: the wish of {100 * SHOCK['share']:.0f}% rises by {SHOCK['rise']} for "
        f"{SHOCK['days']} days. Public acts of dissent more than without the shock, per 1,000 citizens, in the 120 days from its first; 95% t intervals."
    )
    put_rows(PAGE, __file__, about, lines)


if __name__ == "__main__":
    main()
