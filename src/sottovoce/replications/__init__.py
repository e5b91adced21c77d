"""Does it hold: published models as settings of our rules, their figures beside what we measure.

    sv.replications.names()                                # what there is
    daymude = sv.replications.load("daymude")
    daymude.measure(beta=1.0, delta=0.8, psi=0.6)          # quantities at any parameters
    daymude.check(quick=True)                              # published beside measured, and a verdict

One folder a paper: DECLARATION.md (the model in words and equations), preset.yaml (the scenario, where there is one),
targets.yaml (what was published, where, and how near we have to come), check.py (how it is measured).
"""

from sottovoce.replications.replication import Replication, load, names

__all__ = ["Replication", "load", "names"]
