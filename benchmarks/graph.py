"""The network of `score-day`: G(n, 5n) undirected, made once and kept on disk, so that every engine gets the same one.

Needs only NumPy: it is used in the environments of the peers too.
"""

from pathlib import Path

import numpy as np

TIES = 5  # a citizen: mean degree 10


def made(n: int, cache: Path) -> Path:
    """Folder with `pairs` (tie, 2), `first` (n + 1,) and `friend` (2 ties,), all int32, and `opinion` (n,) float32."""
    folder = cache / f"graph-{n}"
    if (folder / "opinion.npy").is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    luck = np.random.default_rng(20150401)
    a = luck.integers(0, n, 2 * TIES * n // 2 + n // 50 + 100, dtype=np.uint32)
    b = luck.integers(0, n, len(a), dtype=np.uint32)
    code = (np.minimum(a, b).astype(np.uint64) << np.uint64(32)) | np.maximum(a, b)
    del a, b
    code = code[(code >> np.uint64(32)) != (code & np.uint64(0xFFFFFFFF))]
    once = np.sort(code)
    once = once[np.concatenate([[True], once[1:] != once[:-1]])]
    if len(once) > TIES * n:  # too many were drawn, so that enough remain: some go, at random
        once = np.delete(once, luck.choice(len(once), len(once) - TIES * n, replace=False))
    low, high = (once >> np.uint64(32)).astype(np.uint32), once.astype(np.uint32)
    np.save(folder / "pairs.npy", np.stack([low, high], axis=1).astype(np.int32))
    both = np.concatenate([once, (once << np.uint64(32)) | (once >> np.uint64(32))])
    del once, low, high
    both.sort()
    first = np.zeros(n + 1, np.int32)
    np.cumsum(np.bincount((both >> np.uint64(32)).astype(np.int64), minlength=n), out=first[1:])
    np.save(folder / "first.npy", first)
    np.save(folder / "friend.npy", both.astype(np.uint32).astype(np.int32))
    np.save(folder / "opinion.npy", (0.5 + luck.standard_normal(n)).astype(np.float32))
    return folder
