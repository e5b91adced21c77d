"""Sottovoce: a laboratory for scored societies. Everyone in it is made up.

    import sottovoce as sv
    study = sv.run("press-2015", citizens=1000, days=365, seeds=4)   # both worlds, same people, same luck
    study.effects()["voice_gap"]                                          # with, without, difference, interval
    study.save("runs/mine")                                               # the folder that the command writes; sv.open reads it
    sv.compare("press-2015", reforms=["private-scores", "expiry@3"])      # which safeguard gives back what
    record = sv.live(sv.reforms.private_scores(sv.read("press-2015")))    # one world
    sv.look("press-2015", days=240)                                       # the pair as a picture that plays, in a notebook
    print(sv.ai_act(sv.read("press-2015")))                               # element by element; no legal advice
    sv.replications.load("daymude").measure(delta=0.8)                    # a published model at any parameters

Everything is loaded when it is first used, so that importing this costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sottovoce import reforms, replications
    from sottovoce.errors import SottovoceError
    from sottovoce.law.ai_act import ai_act
    from sottovoce.law.rights import rights
    from sottovoce.record.record import Record
    from sottovoce.report.api import Study, open, run
    from sottovoce.report.compare.api import Comparison, compare
    from sottovoce.scenario.model import Scenario
    from sottovoce.scenario.read import dump, presets, read, reads
    from sottovoce.show.diff import diff
    from sottovoce.society import Society, create
    from sottovoce.study.api import live
    from sottovoce.web.notebook import look

_PLACES = {
    "Comparison": "sottovoce.report.compare.api",
    "Record": "sottovoce.record.record",
    "Scenario": "sottovoce.scenario.model",
    "Society": "sottovoce.society",
    "SottovoceError": "sottovoce.errors",
    "Study": "sottovoce.report.api",
    "ai_act": "sottovoce.law.ai_act",
    "compare": "sottovoce.report.compare.api",
    "diff": "sottovoce.show.diff",
    "dump": "sottovoce.scenario.read",
    "create": "sottovoce.society",
    "live": "sottovoce.study.api",
    "look": "sottovoce.web.notebook",
    "presets": "sottovoce.scenario.read",
    "read": "sottovoce.scenario.read",
    "reads": "sottovoce.scenario.read",
    "rights": "sottovoce.law.rights",
    "run": "sottovoce.report.api",
    "open": "sottovoce.report.api",
}
_MODULES = {"reforms": "sottovoce.reforms", "replications": "sottovoce.replications"}
__all__ = ["Comparison", "Record", "Scenario", "Society", "SottovoceError", "Study", "ai_act", "compare", "create", "diff", "dump",
           "live", "look", "open", "presets", "read", "reads", "reforms", "replications", "rights", "run"]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version  # slow to import, seldom asked

        try:
            return version("sottovoce")
        except PackageNotFoundError:
            return "0+unknown"
    if name == "found":
        import warnings

        warnings.warn("sottovoce.found is now sottovoce.create", DeprecationWarning, stacklevel=2)
        name = "create"
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _PLACES:
        raise AttributeError(f"module 'sottovoce' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
