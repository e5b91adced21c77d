"""The workspace of a batch: what a pass of a day leaves for a later one (day/step.py). Nothing in it lasts beyond the day."""

from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from sottovoce.day.announce import LUCK
from sottovoce.day.choice import Mind
from sottovoce.day.look import Noticed
from sottovoce.day.rules.acts import KINDS
from sottovoce.day.why import COALITIONS
from sottovoce.machine.lanes import LANES

PASSES = ("fetch", "look", "prepare", "act", "settle", "rewire")
ROOM = 512  # citizens of a batch: what they need of the processor's memory stays near from pass to pass
BEGIN = len(PASSES)  # the place of the clock that takes no pass
TIES_ROOM = 32  # ties per citizen of a batch; with more, friends are looked at one citizen after another
LISTS = 2  # of occasions in a channel: of citizens who do not wish to dissent, and of those who do


class Workspace(NamedTuple):
    """What a batch leaves from pass to pass. Shapes: (place,), a place for each citizen of the batch, unless said."""

    width: int  # citizens side by side: 1 or LANES
    room: int  # citizens of a batch
    timed: int  # 1: passes note their time
    clock: np.ndarray  # int64 (pass + 1,), time by pass; last: when the pass now running began
    place: np.ndarray  # int64, the place itself
    signal: np.ndarray  # uint64 (tie,), the signals of all friends
    noticed: Noticed  # of columns: float64 `acts`, the others int64
    mind: Mind  # of columns: int64 or float64 as its fields
    scheduled: np.ndarray  # int64, bits of the channels in which an occasion is scheduled
    acted: np.ndarray  # int64, bits of those in which it comes
    chosen: (
        np.ndarray
    )  # int64 (channel, place), dissent chosen on a scheduled occasion, within the wish, 1/65536
    observed: np.ndarray  # int64 (channel, place), of today's act: bit 0: observed, 1: punished, 2: frozen, 3: an employer can find it,
    # 4: it tags a friend
    points: np.ndarray  # float64 (channel, place), points of today's act, if it is observed
    tagging: np.ndarray  # int64, channel of the last of today's acts that tags a friend; -1 where none does
    entries: (
        np.ndarray
    )  # int64 (entry,), places of citizens: two lists of occasions in equal parts; or one list
    listed: np.ndarray  # int64 (list,), how many entries each has
    luck: np.ndarray  # uint64 (purpose,), keys of luck of a turn (day/activation.py)
    best: np.ndarray  # float64 (coalition, place side by side), the best U so far
    picked: np.ndarray  # int64 (coalition, place side by side), its level

    CONSTANT = ("width",)  # known to the compiler
    RARE = MappingProxyType({"timed": 0})


def workspace(width: int, room: int = ROOM) -> Workspace:
    """An empty workspace."""

    def columns(kind: Any) -> Any:
        return kind(*(np.zeros(room, np.dtype(each)) for each in kind.__annotations__.values()))

    return Workspace(
        width=width,
        room=room,
        timed=0,
        clock=np.zeros(BEGIN + 1, np.int64),
        place=np.arange(room),
        signal=np.zeros(TIES_ROOM * room, np.uint64),
        noticed=columns(Noticed),
        mind=columns(Mind),
        scheduled=np.zeros(room, np.int64),
        acted=np.zeros(room, np.int64),
        chosen=np.zeros((KINDS, room), np.int64),
        observed=np.zeros((KINDS, room), np.int64),
        points=np.zeros((KINDS, room)),
        tagging=np.zeros(room, np.int64),
        entries=np.zeros(LISTS * (room + LANES), np.int64),
        listed=np.zeros(LISTS, np.int64),
        luck=np.zeros(len(LUCK), np.uint64),
        best=np.zeros((COALITIONS, width)),
        picked=np.zeros((COALITIONS, width), np.int64),
    )
