"""Extend the laboratory without a fork: measures, observers, networks, reforms and rules for ties of your own, in an ordinary Python file::

    import sottovoce as sv

    @sv.extend.measure("share", "share of citizens who lost points", worse="more")
    def losers(world):
        return (world.people.points < world.people.base).mean()

    sv.run("press-2015", citizens=1000).effects()["losers"]

From the command line: ``sottovoce run press-2015 --allow-code mine.py``. A scenario or an experiment holds a name at most, and reading one runs nothing.
docs/do/extend.md has a page on each.
"""

from sottovoce.extend.allowed import allow, installed
from sottovoce.extend.measures import Finished, measure
from sottovoce.extend.networks import network
from sottovoce.extend.observers import observer
from sottovoce.extend.people import People
from sottovoce.extend.reforms import reform
from sottovoce.extend.shapes import edges, graph, shape
from sottovoce.extend.ties import drop_rule, make_rule

__all__ = [
    "Finished",
    "People",
    "allow",
    "drop_rule",
    "edges",
    "graph",
    "forget",
    "installed",
    "make_rule",
    "measure",
    "network",
    "observer",
    "reform",
    "registered",
    "shape",
]


def registered() -> list[dict]:
    """What is registered: kind, name, file and its digest, as provenance has it."""
    from sottovoce import registered as known

    return [one.told() for one in known.everything()]


def forget(*names: str) -> None:
    """Take registered names off every list; all of them where none is given."""
    from sottovoce import registered as known
    from sottovoce.extend import measures, reforms

    for one in known.everything():
        if not names or one.name in names:
            how = {"measure": measures.forget, "reform": reforms.forget}.get(one.kind)
            if how:
                how(one.name)
            known.forget(one.kind, one.name)
