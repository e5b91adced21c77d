"""Where everybody stands on the map: towns > neighbourhoods > people, the same in both worlds.

A neighbourhood is a community of the society. A town is a handful of neighbourhoods that know one another most.
Inside a neighbourhood people stand by what they think: who disagrees most in the middle. Nothing overlaps.
"""

from dataclasses import dataclass

import numpy as np

from sottovoce.society import Society

NAMES = (
    "Lime", "Slate", "Amber", "Ochre", "Flint", "Chalk", "Umber", "Jade", "Coral", "Basalt", "Opal", "Russet",
    "Marl", "Cobalt", "Ivory", "Garnet", "Ash", "Sienna", "Quartz", "Indigo", "Copper", "Pearl", "Loam", "Topaz",
    "Granite", "Saffron", "Beryl", "Cinder", "Onyx", "Sepia",
)  # fmt: skip
ASPECT = 1.42  # width of the map for each 1 of height
GOLDEN = np.pi * (3.0 - np.sqrt(5.0))
SPACING = 0.6  # radius of a disc of one person a unit of area, with room between them


@dataclass(frozen=True)
class Places:
    """Places on a map `ASPECT` wide and 1 high. Arrays (citizen,) by id, (hood,) and (town,)."""

    xy: np.ndarray  # float32 (citizen, 2)
    hood: np.ndarray  # uint32 (citizen,)
    town_of_hood: np.ndarray  # uint32 (hood,)
    hood_disc: np.ndarray  # float32 (hood, 3): x, y, radius
    town_disc: np.ndarray  # float32 (town, 3)
    names: tuple[str, ...]  # of towns
    dot: float  # radius of a dot

    @property
    def town(self) -> np.ndarray:
        """Town of each citizen, uint32 (citizen,)."""
        return self.town_of_hood[self.hood]


def places(society: Society) -> Places:
    """The map of a society; needs rows in the order of ids. No luck but the society's own is in it."""
    _, hood = np.unique(society.community, return_inverse=True)
    hoods = int(hood.max()) + 1
    size = np.bincount(hood, minlength=hoods)
    town_of_hood = _towns(_acquaintance(society.ties, hood, hoods))
    towns = int(town_of_hood.max()) + 1
    radius = SPACING * np.sqrt(size) + 0.55
    centre = np.zeros((hoods, 2))
    reach = np.zeros(towns)
    for town in range(towns):
        mine = np.flatnonzero(town_of_hood == town)
        at = _pack(radius[mine] + 0.35, 1.0)
        centre[mine] = at
        reach[town] = (np.hypot(*at.T) + radius[mine]).max()
    middle = _pack(reach + 0.14 * reach.mean() + 1.0, ASPECT)
    centre += middle[town_of_hood]
    xy = centre[hood] + _sunflowers(hood, size, society.state.opinion)
    low = np.min(middle - reach[:, None], axis=0)
    high = np.max(middle + reach[:, None], axis=0)
    scale = min(ASPECT / (high[0] - low[0]), 1.0 / (high[1] - low[1])) * 0.985
    shift = np.array([ASPECT, 1.0]) / 2 - (low + high) / 2 * scale

    def discs(at: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.column_stack([at * scale + shift, r * scale]).astype(np.float32)

    names = tuple(NAMES[t % len(NAMES)] + (f" {t // len(NAMES) + 1}" if t >= len(NAMES) else "") for t in range(towns))
    return Places(
        (xy * scale + shift).astype(np.float32), hood.astype(np.uint32), town_of_hood.astype(np.uint32),
        discs(centre, radius), discs(middle, reach), names, float(0.43 * scale),
    )  # fmt: skip


def _acquaintance(ties: np.ndarray, hood: np.ndarray, hoods: int) -> np.ndarray:
    """Ties between neighbourhoods, (hood, hood), none with itself."""
    a, b = hood[ties[:, 0].astype(np.int64)], hood[ties[:, 1].astype(np.int64)]
    count = np.bincount(a * hoods + b, minlength=hoods * hoods).reshape(hoods, hoods)
    count = count + count.T
    np.fill_diagonal(count, 0)
    return count


def _towns(known: np.ndarray) -> np.ndarray:
    """Town of each neighbourhood: begin with the first that is left, add those that know the town's most."""
    hoods = len(known)
    towns = max(1, min(len(NAMES), round(1.35 * np.sqrt(hoods))))
    town = np.full(hoods, -1)
    for number in range(towns):
        left = np.flatnonzero(town < 0)
        if not len(left):
            break
        even = len(left) / (towns - number)
        wanted = len(left) if number == towns - 1 else max(1, round(even * (0.6, 1.3, 0.95, 1.15)[number % 4]))
        town[left[0]] = number
        for _ in range(min(wanted, len(left)) - 1):
            pull = np.where(town < 0, known[town == number].sum(axis=0), -1)
            town[int(pull.argmax())] = number
    _, town = np.unique(town, return_inverse=True)
    return town


def _pack(radii: np.ndarray, aspect: float, rounds: int = 400) -> np.ndarray:
    """Centres of discs that do not overlap, gathered around the middle in an oval `aspect` wide for each 1 of height."""
    k = len(radii)
    order = np.arange(k)
    turn, out = order * GOLDEN, np.sqrt(order + 0.3) * radii.mean() * 1.9
    stretch = np.array([np.sqrt(aspect), 1.0 / np.sqrt(aspect)])
    at = np.column_stack([np.cos(turn), np.sin(turn)]) * out[:, None] * stretch
    if k == 1:
        return np.zeros((1, 2))
    apart = radii[:, None] + radii[None, :]
    for n in range(rounds):
        at -= at / stretch**2 * (0.03 * (1.0 - n / rounds))
        for _ in range(3):
            gap = at[:, None, :] - at[None, :, :]
            far = np.sqrt((gap**2).sum(axis=2)) + 1e-9
            push = np.maximum(apart - far, 0.0)
            np.fill_diagonal(push, 0.0)
            at += (gap / far[..., None] * (push * 0.5)[..., None]).sum(axis=1) * 0.55
    for _ in range(200):  # whatever still touches is moved apart
        gap = at[:, None, :] - at[None, :, :]
        far = np.sqrt((gap**2).sum(axis=2)) + 1e-9
        push = np.maximum(apart * 1.001 - far, 0.0)
        np.fill_diagonal(push, 0.0)
        if push.max() < 1e-3 * radii.min():
            break
        at += (gap / far[..., None] * (push * 0.5)[..., None]).sum(axis=1) * 0.6
    return at - at.mean(axis=0)


def _sunflowers(hood: np.ndarray, size: np.ndarray, opinion: np.ndarray) -> np.ndarray:
    """Each person's place in the disc of the neighbourhood: seeds of a sunflower, who disagrees most in the middle."""
    order = np.lexsort((-opinion.astype(np.int64), hood))
    rank = np.empty(len(hood), np.int64)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    rank[order] = np.arange(len(hood)) - np.repeat(starts, size)
    out = SPACING * np.sqrt(rank + 0.5)
    turn = rank * GOLDEN + hood * 1.7
    return np.column_stack([np.cos(turn), np.sin(turn)]) * out[:, None]
