"""A replication: its parameters, what is measured at any of them, and what was published of it."""

import functools
import importlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from types import ModuleType
from typing import Any

import numpy as np

from sottovoce.errors import ReplicationError, nearest
from sottovoce.replications.parameters import Parameter, Quantity, Unfit, settle
from sottovoce.replications.targets import Check, Judged, Paper, Target, judge, paper


@dataclass(frozen=True)
class Replication:
    """A published model as a setting of our rules. `module` is the check.py of its folder."""

    name: str
    module: ModuleType

    @property
    def paper(self) -> Paper:
        """What was published, and how near we have to come: targets.yaml."""
        return paper(self.module.__package__ or "")

    @property
    def declaration(self) -> str:
        """The model in words and equations, complete enough to be implemented without our code: DECLARATION.md."""
        return (resources.files(self.module.__package__ or "") / "DECLARATION.md").read_text(encoding="utf-8")

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """What may be set, by name."""
        return {p.name: p for p in self.module.PARAMETERS}

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        """What is measured, by name."""
        return self.module.QUANTITIES

    def settings(self, **given: Any) -> dict[str, Any]:
        """The parameters that `measure` would use. Raises ReplicationError."""
        return self._settled(given)[0]

    def measure(self, **parameters: Any) -> dict[str, Any]:
        """The quantities at these parameters; what is not given is as in the paper. Raises ReplicationError."""
        used, unused = self._settled(parameters)
        try:
            found = self.module.measure(**used, **unused)
        except Unfit as error:
            raise ReplicationError([f"{self.name}: {line}" for line in str(error).splitlines()]) from None
        return {name: _plain(value) for name, value in found.items()}

    def check(self, quick: bool = True) -> Check:
        """Every published figure beside what we measure, and the verdict. `quick`: without the slow ones."""
        return Check(
            self.name, self.paper, tuple(self._judged(target, quick) for target in self.paper.targets)
        )

    def picture(self, quick: bool = True) -> Any:
        """Published beside measured, to be drawn: replications.picture.Picture."""
        return self.module.picture(quick)

    def __repr__(self) -> str:
        return f"<Replication {self.name}: {self.paper.title}>"

    def _settled(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        return settle(self.name, self.module.PARAMETERS, getattr(self.module, "MODES", {}), given)

    def _judged(self, target: Target, quick: bool) -> Judged:
        if quick and target.slow:
            return Judged(target, None, None, 0.0)
        begun = time.perf_counter()
        if target.check:
            check: Callable[[bool], Any] = getattr(self.module, target.check)
            measured = _plain(check(quick))
        else:
            measured = self.measure(**target.settings)[target.quantity or ""]
        return Judged(target, measured, judge(target, measured), time.perf_counter() - begun)


@functools.cache
def _folders() -> dict[str, str]:
    """Name of each replication -> its folder, in the order of the papers."""
    found = []
    for entry in resources.files("sottovoce.replications").iterdir():
        if entry.is_dir() and (entry / "check.py").is_file():
            found.append((paper(f"sottovoce.replications.{entry.name}").order, entry.name))
    return {folder.replace("_", "-"): folder for _, folder in sorted(found)}


def names() -> tuple[str, ...]:
    """Names of all replications, in the order of the papers."""
    return tuple(_folders())


def load(name: str) -> Replication:
    """The replication of that name. Raises ReplicationError."""
    folders = _folders()
    if name not in folders:
        hint = nearest(str(name), folders)
        raise ReplicationError([f"{name}: no such replication.{hint} All: `sottovoce replicate`."])
    return Replication(name, importlib.import_module(f"sottovoce.replications.{folders[name]}.check"))


def _plain(value: Any) -> Any:
    """The same as plain Python: numbers, switches, text, None, lists and tables of them."""
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and math.isnan(value) else value
