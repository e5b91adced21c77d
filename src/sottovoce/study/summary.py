"""What a study found, as data: effects, knock-outs, what is given back, who bears it, what is noise. It stands in measures.json."""

from typing import Any

import numpy as np

from sottovoce.measure.borne import borne
from sottovoce.measure.daily import lost_by_kind
from sottovoce.measure.groupings import mean_who
from sottovoce.measure.harms import given_back
from sottovoce.measure.why import why
from sottovoce.society.tally import TERMS
from sottovoce.study.study import KNOCKOUTS, TERMS_OUT, Study

MAIN = ("with", "without")


def summary(study: Study) -> dict[str, Any]:
    """Effects, by name; knock-outs against the world with the system; what is noise; of how many occasions it was
    asked why less than the wish was said, and the standard error of that sample in a world (quadratic mean over worlds). Of a
    study that was opened it is what is stored: what is made of single people is not there to be made again."""
    if study.stored is not None:
        return study.stored
    effects = {name: _effect(e) for name, e in study.effects().items()}
    found: dict[str, Any] = {"measures": effects, "finished_pairs": len(study.pairs())}
    found["by_seed"] = [
        {"seed": a.scenario.seed, "with": a.measures, "without": b.measures} for a, b in study.pairs()
    ]
    found["knockouts"] = {
        name: {m: _effect(e) for m, e in study.effects(name, "with").items()}
        for name in (*KNOCKOUTS, *TERMS_OUT.values())
        if study.pairs(name, "with")
    }
    found["given_back"] = {name: shares for name in KNOCKOUTS if (shares := _given_back(study, name))}
    pairs = study.pairs()
    found["borne"] = [
        one._asdict() for one in borne([a.who for a, _ in pairs], [b.who for _, b in pairs], "voice_gap")
    ]
    floors = study.of("noise-floor")
    if floors:
        found["noise_floor"] = {
            name: float(np.mean([w.measures[name] for w in floors]))
            for name in ("voice_gap", "self_censoring")
        }
    found["near_edges"] = {name: _effect(e) for name, e in study.near_edges().items()}
    for name, private in (("topics", False), ("topics_private", True)):
        if by := study.topics(private=private):
            found[name] = {topic: {m: _effect(e) for m, e in each.items()} for topic, each in by.items()}
    found["persons"] = persons(study)
    for name in MAIN:
        worlds = study.of(name)
        if worlds:
            asked = [why(w.record) for w in worlds if w.record]
            found[f"why_{name}"] = {
                "times": float(np.mean([each.times for each in asked])),
                "of": float(np.mean([each.of for each in asked])),
                "error": {term: rms([each.error[term] for each in asked]) for term in TERMS},
            }
            found[f"who_{name}"] = mean_who([w.who for w in worlds])
            found[f"groups_{name}"] = found[f"who_{name}"]["wealth"]
    with_ = study.of("with")
    if with_:
        found["access_lost_by_tier"] = _means([lost_by_kind(w.record) for w in with_ if w.record])
    return found


def _given_back(study: Study, name: str) -> dict[str, dict[str, float | None]]:
    """What a world with a feature taken away gives back of each part of the account, as a share: over the seeds finished in all three worlds."""
    worlds = [{w.repetition: w for w in study.of(each)} for each in ("with", "without", name)]
    seeds = sorted(set.intersection(*(set(each) for each in worlds)))
    lists = {
        m: [[each[k].measures[m] for k in seeds] for each in worlds]
        for m in ("spoke", "held_back", "cut_off")
    }
    return {m: given_back(*values)._asdict() for m, values in lists.items()} if seeds else {}


def persons(study: Study) -> dict[str, float]:
    """Mean absolute difference of a person's voiced dissent between two worlds of the first seed: with and without, and with
    and the same with other luck for everybody."""
    by_name = {w.name: w.voices for w in study.worlds if w.repetition == 0 and w.voices is not None}
    result = {}
    for label, name in (("system", "without"), ("luck", "other-luck")):
        if name in by_name and "with" in by_name:
            result[label] = float(np.nanmean(np.abs(by_name["with"] - by_name[name])))
    return result


def _effect(effect: Any) -> dict[str, Any]:
    return {
        "with": effect.with_,
        "without": effect.without,
        "difference": effect.difference,
        "low": effect.low,
        "high": effect.high,
        "unit": effect.unit,
    }


def rms(values: list[float]) -> float:
    """Quadratic mean."""
    return float(np.sqrt(np.mean(np.square(values))))


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]} if rows else {}
