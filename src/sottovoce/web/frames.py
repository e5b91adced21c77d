"""Binary frames for the page: little-endian, sections 4-byte aligned, header of 24 bytes.

u8 kind, u8 version, u8 world, u8 flags, u32 seq, u32 day, u32 n, u32 k, u32 stats
TOPOLOGY (1)  f32 xy[n][2], u32 neighbourhood[n], u32 ties[k][2] (ids)
DAY (2)       u8 score[n], u8 bits[n], each padded to 4; u32 cut[k] (places in ties); f32 stats (rows of NUMBERS)
HISTORY (3)   f32 stats (rows of NUMBERS from day 0); u32 cut[k][2] (day, place in ties)
"""

import struct

import numpy as np

VERSION = 1
TOPOLOGY, DAY, HISTORY = 1, 2, 3
ABSOLUTE, BEHIND = (
    1,
    2,
)  # flags of DAY: cuts are those of the last 30 days; days were left out since the last frame
HEADER = struct.Struct("<BBBBIIIII")


def _padded(column: np.ndarray) -> bytes:
    raw = column.tobytes()
    return raw + b"\0" * (-len(raw) % 4)


def topology(xy: np.ndarray, hood: np.ndarray, ties: np.ndarray) -> bytes:
    """The map and the ties of day 0."""
    head = HEADER.pack(TOPOLOGY, VERSION, 0, 0, 0, 0, len(xy), len(ties), 0)
    return head + xy.astype("<f4").tobytes() + hood.astype("<u4").tobytes() + ties.astype("<u4").tobytes()


def day(world: int, seq: int, at: int, flags: int, score: np.ndarray, bits: np.ndarray, cut: np.ndarray,
        stats: np.ndarray) -> bytes:  # fmt: skip
    """A day of one world. `stats`: one row for each day since the last frame, this one last."""
    head = HEADER.pack(DAY, VERSION, world, flags, seq, at, len(score), len(cut), stats.size)
    return head + _padded(score) + _padded(bits) + cut.astype("<u4").tobytes() + stats.astype("<f4").tobytes()


def history(world: int, seq: int, at: int, n: int, stats: np.ndarray, cuts: np.ndarray) -> bytes:
    """The numbers of all days up to `at`, and every tie cut with its day."""
    head = HEADER.pack(HISTORY, VERSION, world, 0, seq, at, n, len(cuts), stats.size)
    return head + stats.astype("<f4").tobytes() + cuts.astype("<u4").tobytes()
