"""Sottovoce: a laboratory for scored societies. Everyone in it is made up.

    import sottovoce as sv
    study = sv.run("press-2015", citizens=1000, days=365, seeds=4)   # both worlds, same people, same luck
    study.effects()["voice_gap"]                                          # with, without, difference, interval
    study.curves("say_so", paired=True).plot()                            # by day, with the paired interval; .table(), .dataset(), .by_seed()
    study.save("runs/mine")                                               # the folder that the command writes; sv.open reads it, sv.resume goes on
    sv.fork("runs/mine", 180, reforms=["private-scores"])                 # the run up to day 180, and then another society
    sv.compare("press-2015", reforms=["private-scores", "expiry@3"])      # which safeguard gives back what
    record = sv.live(sv.reforms.private_scores(sv.read("press-2015")))    # one world
    sv.mirror("press-2015")                                               # what people lose, what the system no longer knows, what speaks for it
    sv.lesson("press-2015").save("lesson.html")                           # a lesson for a class, as one HTML file
    sv.look("press-2015", days=240)                                       # the pair in a notebook: live with sottovoce[notebook], else as a picture that plays
    print(sv.ai_act(sv.read("press-2015")))                               # element by element; no legal advice
    sv.replications.load("daymude").measure(delta=0.8)                    # a published model at any parameters

Everything is loaded when it is first used, so that importing this costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sottovoce import extend, reforms, replications
    from sottovoce.calibration.api import calibrate, draws
    from sottovoce.calibration.patterns import patterns
    from sottovoce.errors import SottovoceError
    from sottovoce.experiments import designs
    from sottovoce.experiments.api import experiment
    from sottovoce.experiments.ramp import ramp
    from sottovoce.experiments.space import space
    from sottovoce.law.ai_act import ai_act
    from sottovoce.law.rights import rights
    from sottovoce.record.record import Record
    from sottovoce.report.api import Study, fork, open, resume, run
    from sottovoce.report.compare.api import Comparison, compare
    from sottovoce.report.mirror import Mirror, mirror
    from sottovoce.scenario.model import Scenario
    from sottovoce.scenario.read import dump, presets, read, reads
    from sottovoce.show.diff import diff
    from sottovoce.society import Society, create
    from sottovoce.study.api import days, live
    from sottovoce.verdicts.api import claims
    from sottovoce.web.lesson import lesson
    from sottovoce.web.notebook import look

_PLACES = {
    "Comparison": "sottovoce.report.compare.api",
    "Record": "sottovoce.record.record",
    "Scenario": "sottovoce.scenario.model",
    "Society": "sottovoce.society",
    "SottovoceError": "sottovoce.errors",
    "Study": "sottovoce.report.api",
    "ai_act": "sottovoce.law.ai_act",
    "calibrate": "sottovoce.calibration.api",
    "claims": "sottovoce.verdicts.api",
    "compare": "sottovoce.report.compare.api",
    "days": "sottovoce.study.api",
    "diff": "sottovoce.show.diff",
    "draws": "sottovoce.calibration.api",
    "dump": "sottovoce.scenario.read",
    "create": "sottovoce.society",
    "experiment": "sottovoce.experiments.api",
    "fork": "sottovoce.report.api",
    "lesson": "sottovoce.web.lesson",
    "live": "sottovoce.study.api",
    "look": "sottovoce.web.notebook",
    "mirror": "sottovoce.report.mirror",
    "Mirror": "sottovoce.report.mirror",
    "patterns": "sottovoce.calibration.patterns",
    "presets": "sottovoce.scenario.read",
    "read": "sottovoce.scenario.read",
    "reads": "sottovoce.scenario.read",
    "rights": "sottovoce.law.rights",
    "run": "sottovoce.report.api",
    "ramp": "sottovoce.experiments.ramp",
    "space": "sottovoce.experiments.space",
    "open": "sottovoce.report.api",
    "resume": "sottovoce.report.api",
}
_MODULES = {
    "designs": "sottovoce.experiments.designs",
    "extend": "sottovoce.extend",
    "reforms": "sottovoce.reforms",
    "replications": "sottovoce.replications",
}
__all__ = ["Comparison", "Mirror", "Record", "Scenario", "Society", "SottovoceError", "Study", "ai_act", "calibrate", "claims", "compare", "create",
           "days", "designs", "diff", "draws", "dump", "experiment", "extend", "fork", "lesson", "live", "look", "mirror", "open", "patterns", "presets", "ramp", "read",
           "reads", "reforms", "replications", "resume", "rights", "run", "space"]  # fmt: skip


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
