"""The full model: every mechanism of a preset on, one world, in a process of its own."""

import time

from sottovoce.machine.cpu import Cpu
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.study.study import live, plan

YEAR = 365


def press(citizens: int, length: int, preset: str = "press-2015"):
    """The preset with other numbers of citizens and days; joining is over, so that everybody is scored."""
    return with_values(read(preset), {"citizens": citizens, "days": length})


class Engine:
    """The day of the full model for the benchmark's child. It begins on a day on which everything is at work."""

    def __init__(self, n: int, threads: int = 1, preset: str = "press-2015", settle: int = 3):
        self.n = n
        scenario = press(n, 36_500, preset)
        begin = (
            max([d for d in (scenario.enrolment.opt_in_day, scenario.enrolment.mandatory_day) if d] + [0]) + 1
        )
        begun = time.perf_counter()
        self.society = create(scenario)
        self.founded = time.perf_counter() - begun
        self.degree = 2 * len(self.society.ties) / n
        first = days(scenario, self.society, 0, machine=Cpu(threads))
        _, events = next(first)  # day 0 lays out the words; then on to the day when everybody is scored
        self.going = days(scenario, self.society, begin, machine=Cpu(threads), yesterday=events.tally)
        self.last = events
        self.days(settle)

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            _, self.last = next(self.going)

    def figures(self) -> dict[str, float]:
        """Bytes a citizen of what is kept, by kind; the share who dissent aloud, to see that it lives."""
        from sottovoce.society.tally import NAMES

        state = self.society.state
        sizes = {name: column.nbytes / self.n for name, column in state._asdict().items()}
        fixed = ("id", "place", "group", "opinion", "boldness", "climate_weight", "threshold", "risk", "need", "activity",
                 "trust", "base", "cost", "aware", "role", "susceptibility", "expressiveness")  # fmt: skip
        today = self.last.tally.sum(axis=0)
        return {
            "bytes": sum(sizes.values())
            + (self.society.ties.nbytes + self.society.community.nbytes) / self.n,
            "bytes_state": sum(sizes.values()),
            "bytes_ties": sizes["friend"] + sizes["first"],
            "bytes_fixed": sum(sizes.get(name, 0.0) for name in fixed),
            "founded_s": self.founded,
            "say_so": float(today[NAMES.index("say_so")]) / max(float(today[NAMES.index("people")]), 1.0),
        }


class Founding:
    """Found a society, once; `days` does nothing."""

    def __init__(self, n: int, preset: str = "press-2015"):
        self.n = n
        begun, cpu = time.perf_counter(), time.process_time()
        society = create(press(n, YEAR, preset))
        self.wall, self.cpu = time.perf_counter() - begun, time.process_time() - cpu
        self.held = sum(c.nbytes for c in society.state) + society.ties.nbytes + society.community.nbytes

    def days(self, count: int) -> None:
        """Nothing more."""

    def figures(self) -> dict[str, float]:
        """Seconds, and bytes a citizen when founded."""
        return {"wall": self.wall, "cpu": self.cpu, "bytes": self.held / self.n}


class Ensemble:
    """Runs of one world of 2,000 citizens and 365 days, one whole run a thread; a `day` is a run here."""

    def __init__(
        self, threads: int = 1, citizens: int = 2_000, length: int = YEAR, preset: str = "press-2015"
    ):
        self.n = citizens * length
        self.scenario, self.threads, self.seed = press(citizens, length, preset), threads, 1

    def days(self, count: int) -> None:
        """A number of runs, each with a seed of its own, measured at the end as a study measures them."""
        study = plan(with_values(self.scenario, {"seed": self.seed}), count, extras=False, ledger=False)
        study.worlds = [world for world in study.worlds if world.name == "with"]
        for world in study.worlds:
            world.kept = False
        self.seed += count
        live(study, threads=self.threads)
        if study.errors:
            raise RuntimeError(study.errors[0])
        self.study = study

    def figures(self) -> dict[str, float]:
        """Mean share who say so, to see that it lives."""
        found = [world.measures["say_so"] for world in self.study.worlds]
        return {"say_so": sum(found) / len(found)}
