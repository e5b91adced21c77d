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
CLOSE_MOST = 100  # up to this many neighbourhoods towns lie close, of any shape; more are packed town by town
SPACING = 0.6  # radius of a disc of one person a unit of area, with room between them


@dataclass(frozen=True)
class Places:
    """Places on a map `ASPECT` wide and 1 high. Arrays (citizen,) by id, (hood,) and (town,)."""

    xy: np.ndarray  # float32 (citizen, 2)
    hood: np.ndarray  # uint32 (citizen,)
    town_of_hood: np.ndarray  # uint32 (hood,)
    hood_disc: np.ndarray  # float32 (hood, 3): x, y, radius
    town_disc: np.ndarray  # float32 (town, 3)
    label: np.ndarray  # float32 (town, 2): where the name of a town stands, above its highest neighbourhood
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
    if hoods <= CLOSE_MOST:
        centre = _pack(radius + 0.35, ASPECT, town_of_hood, 0.75 * radius.mean())
        middle = np.array([centre[town_of_hood == t].mean(axis=0) for t in range(towns)])
    else:
        centre, reach = np.zeros((hoods, 2)), np.zeros(towns)
        for town in range(towns):
            mine = np.flatnonzero(town_of_hood == town)
            centre[mine] = _pack(radius[mine] + 0.4, 1.15)
            reach[town] = (np.hypot(*centre[mine].T) + radius[mine]).max()
        middle = _pack(reach + 0.05 * reach.mean() + 0.6, ASPECT)
        centre += middle[town_of_hood]
    reach = np.array([
        (np.hypot(*(centre[town_of_hood == t] - middle[t]).T) + radius[town_of_hood == t]).max() for t in range(towns)
    ])  # fmt: skip
    xy = centre[hood] + _sunflowers(hood, size, society.state.opinion)
    low, high = (centre - radius[:, None]).min(axis=0), (centre + radius[:, None]).max(axis=0)
    low[1] -= 0.045 * (high[1] - low[1])  # room for a name above
    scale = min(ASPECT / (high[0] - low[0]), 1.0 / (high[1] - low[1])) * 0.985
    shift = np.array([ASPECT, 1.0]) / 2 - (low + high) / 2 * scale

    def discs(at: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.column_stack([at * scale + shift, r * scale]).astype(np.float32)

    tops = []
    for town in range(towns):
        mine = np.flatnonzero(town_of_hood == town)
        top = mine[np.argmin(centre[mine, 1] - radius[mine])]
        tops.append((centre[top] - [0.0, radius[top]]) * scale + shift)
    names = tuple(
        NAMES[t % len(NAMES)] + (f" {t // len(NAMES) + 1}" if t >= len(NAMES) else "") for t in range(towns)
    )
    return Places(
        (xy * scale + shift).astype(np.float32), hood.astype(np.uint32), town_of_hood.astype(np.uint32),
        discs(centre, radius), discs(middle, reach), np.array(tops, np.float32), names, float(0.43 * scale),
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
        wanted = (
            len(left) if number == towns - 1 else max(1, round(even * (0.6, 1.3, 0.95, 1.15)[number % 4]))
        )
        town[left[0]] = number
        for _ in range(min(wanted, len(left)) - 1):
            pull = np.where(town < 0, known[town == number].sum(axis=0), -1)
            town[int(pull.argmax())] = number
    _, town = np.unique(town, return_inverse=True)
    return town


def _pack(radii: np.ndarray, aspect: float, town: np.ndarray | None = None, apart: float = 0.0) -> np.ndarray:
    """Centres of discs that do not overlap: each goes where it touches two that lie already, as near the middle as it can
    (nearness is that of an oval `aspect` wide for each 1 of height), the largest first. With `town` they go town by town, as
    near their town's as they can, `apart` from other towns'.
    """
    own = np.zeros(len(radii), int) if town is None else town
    order = np.lexsort((-radii, own))
    r, own = radii[order], own[order]
    at = np.zeros((len(r), 2))
    oval = np.array([1.0 / aspect, 1.0])
    for k in range(1, len(r)):
        reach = r[:k] + r[k] + np.where(own[:k] == own[k], 0.0, apart)
        if k == 1:
            at[1] = [reach[0], 0.0]
            continue
        i, j = np.triu_indices(k, 1)
        gap = at[j] - at[i]
        far = np.hypot(*gap.T)
        near = far <= reach[i] + reach[j]
        i, j, gap, far = i[near], j[near], gap[near], far[near]
        along = (reach[i] ** 2 - reach[j] ** 2 + far**2) / (2.0 * far)
        up = np.sqrt(np.maximum(reach[i] ** 2 - along**2, 0.0))
        ahead = gap / far[:, None]
        side = np.column_stack([-ahead[:, 1], ahead[:, 0]]) * up[:, None]
        base = at[i] + ahead * along[:, None]
        spots = np.concatenate([base + side, base - side])
        room = np.hypot(spots[:, None, 0] - at[None, :k, 0], spots[:, None, 1] - at[None, :k, 1]) - reach
        spots = spots[room.min(axis=1) > -1e-9 * r[0]]
        kin = own[:k] == own[k]
        middle = (at[:k] * (r[:k] ** 2)[:, None]).sum(axis=0) / (r[:k] ** 2).sum()
        cost = (((spots - middle) * oval) ** 2).sum(axis=1)
        if town is not None and kin.any():
            cost = ((spots - at[:k][kin].mean(axis=0)) ** 2).sum(axis=1) + 0.02 * cost
        at[k] = spots[np.argmin(cost)]
    found = np.empty_like(at)
    found[order] = at
    low, high = (found - radii[:, None]).min(axis=0), (found + radii[:, None]).max(axis=0)
    return found - (low + high) / 2


def _sunflowers(hood: np.ndarray, size: np.ndarray, opinion: np.ndarray) -> np.ndarray:
    """Each person's place in the disc of the neighbourhood: seeds of a sunflower, who disagrees most in the middle."""
    order = np.lexsort((-opinion.astype(np.int64), hood))
    rank = np.empty(len(hood), np.int64)
    starts = np.concatenate([[0], np.cumsum(size)[:-1]])
    rank[order] = np.arange(len(hood)) - np.repeat(starts, size)
    out = SPACING * np.sqrt(rank + 0.5)
    turn = rank * GOLDEN + hood * 1.7
    return np.column_stack([np.cos(turn), np.sin(turn)]) * out[:, None]
