"""`sv.claims`: worlds that claims compare, lived over the space, and a verdict for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sottovoce import figures
from sottovoce.errors import RunError
from sottovoce.experiments import engine
from sottovoce.experiments.results import Study
from sottovoce.verdicts import declared as reading
from sottovoce.verdicts.box import Box, box
from sottovoce.verdicts.declared import Claim, Declared
from sottovoce.verdicts.ratio import ratio
from sottovoce.verdicts.seal import Status, status
from sottovoce.verdicts.verdict import Guard, Share, Verdict, safeguards, values, verdicts
from sottovoce.verdicts.words import POSTER, head, percent, strips, told


class Found(NamedTuple):
    """Verdicts in the order of the file, each with its status; safeguards where all of them were lived. `under`: what the points are drawn from."""

    declared: Declared
    study: Study
    claims: tuple[Claim, ...]
    verdicts: list[Verdict]
    statuses: list[Status]
    guards: list[Guard]
    pairs: dict[tuple[str, str], Share]
    under: str

    def __getitem__(self, name: Any) -> Any:
        """A verdict by the name of its claim."""
        if not isinstance(name, str):
            return tuple.__getitem__(self, name)
        self.declared.claim(name)
        for one in self.verdicts:
            if one.claim == name:
                return one
        raise RunError(f"{name}: was not lived here. Ask for it.")

    def __str__(self) -> str:
        lines = [
            f"{one.claim}: {told(one)}, for in {percent(one.for_)}, against in {percent(one.against)} of the space"
            for one in self.verdicts
        ]
        return "\n".join([head(self), *lines])

    def __repr__(self) -> str:
        return f"<verdicts on {len(self.verdicts)} claims, {len(self.study.outcomes):,} points>"

    def _repr_html_(self) -> str:
        shown = self.table()[
            ["claim", "verdict", "for", "against", "open", "median", "unit", "margin"]
        ].round(3)
        return figures.shown("Verdicts", [head(self)], shown.to_html(index=False))

    def table(self) -> Any:
        """A data frame with a row for each claim: verdict, shares of the space with 95% intervals over points, and quantiles of what was measured."""
        import pyarrow as pa  # not before it is wanted

        rows = []
        for one, sealed in zip(self.verdicts, self.statuses, strict=True):
            row: dict[str, Any] = {"claim": one.claim, "verdict": one.word if one.points else None}
            for name, share in (("for", one.for_), ("against", one.against), ("small", one.small)):
                row |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
            low, median, high = one.effect
            row |= {
                "open": one.open,
                "tenth": low,
                "median": median,
                "nine_tenths": high,
                "unit": one.unit,
                "margin": one.margin,
            }
            rows.append(row | {"points": one.points, "seeds": one.seeds, "status": sealed.kind})
        return pa.Table.from_pylist(rows).to_pandas()

    def plot(self) -> figures.Figure:
        """A strip a claim: for, too small to tell, against."""
        spec, about = strips(self)
        return figures.Figure(POSTER, about, about, [("", spec)])

    def boxes(self) -> list[Box]:
        """Of the claims that may have one (`verdicts.box`): where in the values of people the claim does not hold, and whether that beats shuffled labels."""
        found = [box(self.declared, claim, self.study) for claim in self.claims]
        return [one for one in found if one is not None]

    def as_json(self) -> dict[str, Any]:
        """Everything as data."""
        asked = self.study.experiment
        rows, boxes = [], {one.claim: one for one in self.boxes()}
        for claim, one, sealed in zip(self.claims, self.verdicts, self.statuses, strict=True):
            said = claim.asked.model_dump(by_alias=True, exclude_none=True)
            found = {k: v._asdict() if isinstance(v, Share) else v for k, v in one._asdict().items()}
            found["for"] = found.pop("for_")
            means = values(self.study, claim).mean(axis=1)
            by_point = [round(float(m), 6) for m in means]
            rows.append(
                {"claim": said, "verdict": found, "status": sealed._asdict(), "means_by_point": by_point}
            )
            if (share := ratio(self.study, claim)) is not None:
                rows[-1]["ratio"] = share._asdict()
            if claim.name in boxes:
                rows[-1]["box"] = boxes[claim.name]._asdict()
        guards = [
            {k: v._asdict() if isinstance(v, Share) else v for k, v in g._asdict().items()}
            for g in self.guards
        ]
        return _known({
            "scenario": asked.scenario.name, "citizens": asked.scenario.citizens, "seeds": list(asked.seeds), "points": len(self.study.outcomes),
            "of": len(asked.points), "complete": self.study.complete, "begun": self.study.begun, "values": len(asked.axes), "under": self.under, "file": self.declared.digest, "verdicts": rows,
            "safeguards": guards, "pairs": [{"first": a, "second": b} | share._asdict() for (a, b), share in self.pairs.items()],
            "synthetic": "Everyone in these worlds is made up by a program. A verdict is about the model, and no forecast.",
        })  # fmt: skip


def _known(data: Any) -> Any:
    """The same with null where there is no number: NaN is no JSON."""
    if isinstance(data, dict):
        return {name: _known(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data]
    return None if isinstance(data, float) and data != data else data


def claims(
    *names: str | Sequence[str],
    file: str | Path | None = None,
    quick: bool = False,
    out: str | Path = "claims.study",
    draws: Sequence[Mapping[str, Any]] | None = None,
    points: int | None = None,
    seeds: int | None = None,
    citizens: int | None = None,
    **how: Any,
) -> Found:
    """Live the worlds of claims (all where none is named; names one by one or in a list) over the space of their scenario into the study `out`, or go on with it, and judge them.

    `file`: claims of your own; `draws`: points of a posterior in place of the design; `how`: workers or scheduler, budget (seconds) and
    stop, as for an experiment. ScenarioError with every problem of the file.
    """
    asked = reading.read(Path(file) if file is not None else None)
    wanted = [name for one in names for name in ([one] if isinstance(one, str) else one)]
    chosen = asked.chosen(wanted)
    lived = asked.experiment(
        chosen, quick=quick, points=points, seeds=seeds, citizens=citizens, draws=draws, safeguards=not wanted
    )
    return judge(asked, chosen, engine.run(lived, Path(out), **how))


def judge(asked: Declared, chosen: tuple[Claim, ...], study: Study) -> Found:
    """Verdicts from a study that was lived, or as much of it as is there. RunError where no point is finished."""
    if not len(study.outcomes):
        raise RunError("claims: no point is lived yet, and nothing can be said. Let it go on.")
    guards: list[Guard] = []
    pairs: dict[tuple[str, str], Share] = {}
    wanted = asked.asked.safeguards
    worlds = study.experiment.worlds
    if wanted and all(name in worlds for name in (wanted.with_, wanted.without, *wanted.worlds)):
        guards, pairs = safeguards(study, wanted)
    sealed = [status(asked, one, study.experiment, study.begun) for one in chosen]
    under = {"sobol": "the prior", "list": "the points given"}.get(study.experiment.design.kind, "the design")
    return Found(asked, study, chosen, verdicts(study, chosen), sealed, guards, pairs, under)
