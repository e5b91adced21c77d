"""Seals: what is claimed, written down with its date and digest before the first world is lived.

A record holds the hypothesis, the sign that refutes it, the smallest size of interest, the space with its worlds and seeds, the stopping rule and the digest of
the analysis. It is a promise among honest people: nothing keeps anybody from living the worlds first, somewhere else. Whoever wants
to show it to others publishes the digest where the date is not one's own to set.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from sottovoce.errors import RunError
from sottovoce.experiments.experiment import Experiment
from sottovoce.verdicts.declared import Claim, Declared
from sottovoce.verdicts.verdict import analysis

SEALED, EXPLORATORY, UNKNOWN = "sealed", "exploratory", "unknown"


class Status(NamedTuple):
    """Whether a verdict is a test of what was said before (sealed), a look at what is there (exploratory), or nobody can say (unknown)."""

    kind: str
    why: str


def place_of(claims: Path) -> Path:
    """Where the record of a file of claims lies: beside it."""
    return claims.with_name(claims.stem + ".seal.json")


def seal(declared: Declared, *, quick: bool = False) -> Path:
    """Write the record of a file of claims. RunError where there is one already: what is sealed stays as it is."""
    place = place_of(declared.place)
    if declared.shipped:
        raise RunError(
            "claim seal: the claims that come with the program are not sealed here. Give a file of your own."
        )
    asked = declared.experiment(declared.claims, quick=quick)
    content = {
        "sealed": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": version("sottovoce"),
        "file": declared.digest,
        "claims": {
            one.name: {
                "hypothesis": one.asked.hypothesis,
                "is": one.asked.is_,
                "sign": one.asked.sign,
                "refuted": one.asked.refuted,
                "margin": one.margin,
                "seen": one.asked.seen,
                "digest": one.digest,
            }
            for one in declared.claims
        },
        "space": asks(asked),
        "points": len(asked.points),
        "stopping": declared.asked.stopping,
        "analysis": analysis(),
    }
    text = json.dumps(content | {"digest": _digest(content)}, indent=2, ensure_ascii=False)
    try:
        with place.open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except FileExistsError:
        raise RunError(
            f"{place}: was sealed before, and stays as it is. Claims that changed are other claims: give them a file of their own."
        ) from None
    return place


def record(place: Path) -> dict[str, Any]:
    """A record that was not changed since it was written. RunError with what is wrong with it."""
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        told = found.pop("digest")
        whole = told == _digest(found) and isinstance(found["claims"], dict)
        datetime.fromisoformat(found["sealed"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise RunError(f"{place}: is no record of a seal, or damaged") from None
    if not whole:
        raise RunError(f"{place}: was changed after it was sealed")
    return found | {"digest": told}


def asks(asked: Experiment) -> str:
    """SHA-256 of everything that an experiment asks but for how many points it has: a first part of a design is a design."""
    said = json.loads(asked.text)
    said["design"].pop("size")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def status(declared: Declared, claim: Claim, asked: Experiment, begun: str | None) -> Status:
    """What a verdict on a claim is, from its record and the time at which the first world was lived."""
    if claim.asked.seen:
        return Status(EXPLORATORY, f"its sign was seen before: {claim.asked.seen}")
    place = place_of(declared.place)
    if not place.exists():
        return Status(EXPLORATORY, "it was not sealed before its worlds were lived")
    try:
        kept = record(place)
    except RunError as error:
        return Status(UNKNOWN, str(error))
    return _against(kept, claim, asked, begun)


def _against(kept: Mapping[str, Any], claim: Claim, asked: Experiment, begun: str | None) -> Status:
    there = kept["claims"].get(claim.name)
    if there is None:
        return Status(UNKNOWN, "the record does not hold it")
    if there.get("digest") != claim.digest:
        return Status(UNKNOWN, "the claim was changed after it was sealed")
    if kept["analysis"] != analysis():
        return Status(UNKNOWN, "the analysis is not the one that was sealed")
    if kept["space"] != asks(asked):
        return Status(
            UNKNOWN, "what was lived is not what was sealed (people, seeds, space, worlds or measures)"
        )
    if len(asked.points) > kept["points"]:
        return Status(
            UNKNOWN,
            f"{len(asked.points):,} points were asked for, and {kept['points']:,} sealed: that is no stopping rule",
        )
    if begun is None:
        return Status(UNKNOWN, "the study does not say when it began")
    if datetime.fromisoformat(kept["sealed"]) > datetime.fromisoformat(begun):
        return Status(UNKNOWN, f"the record is younger ({kept['sealed']}) than the run ({begun})")
    return Status(SEALED, f"{kept['sealed']}, {kept['digest'][:12]}")


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
