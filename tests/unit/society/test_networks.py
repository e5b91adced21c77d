"""Who knows whom on day 0: every kind of network keeps its promises, and no records of people come in."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sottovoce.errors import NetworkError
from sottovoce.scenario.model import Network
from sottovoce.society.places import homes
from sottovoce.society.ties import pairs, rows

KINDS = {
    "communities": Network(mean_degree=10.0, community_size=50),
    "small_world": Network(kind="small_world", mean_degree=10.0, rewired=0.2),
    "ring": Network(kind="ring", mean_degree=10.0),
    "complete": Network(kind="complete"),
    "scale_free": Network(kind="scale_free", mean_degree=6.0),
    "geometric": Network(kind="geometric", radius=0.1),
    "torus": Network(kind="torus", width=20),
}


def degrees(ties: np.ndarray, citizens: int) -> np.ndarray:
    return np.bincount(ties.ravel(), minlength=citizens)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_ties_are_pairs(kind, seed):
    """Lower id first, in order, none twice, none with oneself, nobody who does not exist."""
    ties = pairs(KINDS[kind], 300, seed)
    assert ties.dtype == np.uint32
    assert (ties[:, 0] < ties[:, 1]).all()
    assert ties.max() < 300
    codes = ties[:, 0].astype(np.int64) * 300 + ties[:, 1]
    assert (np.diff(codes) > 0).all()
    assert np.array_equal(ties, pairs(KINDS[kind], 300, seed))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spare", [0, 3])
def test_rows_mirror_one_another(kind, spare):
    """If j is in the row of i, i is in the row of j; friends in order, empty places after them."""
    n = 120
    ties = pairs(KINDS[kind], n, 5)
    place = np.random.default_rng(1).permutation(n).astype(np.uint32)
    first, friend = rows(ties, n, place, spare)
    known = set()
    for i in range(n):
        row = friend[first[i] : first[i + 1]].tolist()
        real = [j for j in row if j < n]
        assert real == sorted(set(real))
        assert row == real + [n] * spare
        assert i not in real
        known |= {(i, j) for j in real}
    assert known == {(j, i) for i, j in known}
    assert known == {(int(place[a]), int(place[b])) for a, b in ties} | {
        (int(place[b]), int(place[a])) for a, b in ties
    }


@pytest.mark.parametrize("degree", [0.0, 1.0, 4.5, 12.0])
def test_communities_have_the_degree_asked(degree):
    """The number of ties of a block model is exact."""
    ties = pairs(Network(mean_degree=degree, community_size=100), 4000, 3)
    assert len(ties) == round(4000 * degree / 2)


@pytest.mark.parametrize("within", [0.0, 0.8, 1.0])
def test_share_within_communities(within):
    """The share of ties inside a block is as asked, but for those that meet somebody of the block by chance."""
    ties = pairs(Network(mean_degree=10.0, community_size=50, within=within), 5000, 3).astype(np.int64)
    inside = (ties[:, 0] // 50 == ties[:, 1] // 50).mean()
    assert inside == pytest.approx(within + (1 - within) * 0.01, abs=0.03)


def test_a_last_short_block():
    """Citizens that do not fill a block make a smaller one and have friends in it."""
    ties = pairs(Network(mean_degree=4.0, community_size=50, within=1.0), 130, 3).astype(np.int64)
    assert (ties[:, 0] // 50 == ties[:, 1] // 50).all()
    assert (ties // 50 == 2).any()


def test_full_blocks_end():
    """More ties asked than blocks can hold: as many as there are, and no endless search."""
    ties = pairs(Network(mean_degree=10.0, community_size=5, within=1.0), 50, 3)
    assert 0.9 * 100 <= len(ties) <= 100


def test_ring():
    """Everybody knows the nearest on both sides, nobody else."""
    n = 31
    ties = {tuple(sorted(tie)) for tie in pairs(Network(kind="ring", mean_degree=4.0), n, 1).tolist()}
    assert ties == {tuple(sorted((i, (i + k) % n))) for i in range(n) for k in (1, 2)}


def test_small_world():
    """Without rewiring it is the ring; with all rewired hardly a tie of the ring is left; each keeps its first end."""
    ring = pairs(KINDS["ring"], 2000, 4)
    still = pairs(Network(kind="small_world", mean_degree=10.0, rewired=0.0), 2000, 4)
    assert np.array_equal(ring, still)
    old = {tuple(tie) for tie in ring.tolist()}

    def kept(rewired):
        ties = pairs(Network(kind="small_world", mean_degree=10.0, rewired=rewired), 2000, 4)
        assert 9_900 <= len(ties) <= 10_000, "a few meet and are one"
        assert degrees(ties, 2000).min() >= 1
        return len(old & {tuple(tie) for tie in ties.tolist()}) / len(old)

    assert kept(0.1) == pytest.approx(0.9, abs=0.02)
    assert kept(1.0) < 0.02


def test_complete():
    """Everybody knows everybody."""
    assert len(pairs(KINDS["complete"], 40, 1)) == 40 * 39 / 2
    assert (degrees(pairs(KINDS["complete"], 40, 1), 40) == 39).all()


@pytest.mark.parametrize(("n", "m"), [(2, 1), (3, 2), (5, 4), (400, 1), (400, 3)])
def test_scale_free(n, m):
    """The first m + 1 all know one another; every later one has m different ties to earlier ones."""
    ties = pairs(Network(kind="scale_free", mean_degree=2.0 * m), n, 8)
    begun = m + 1
    assert len(ties) == m * (m + 1) // 2 + m * (n - begun)
    newcomer = np.bincount(ties[:, 1], minlength=n)  # the higher id is the newcomer
    assert newcomer[:begun].tolist() == list(range(begun))
    assert (newcomer[begun:] == m).all()


def test_scale_free_tails():
    """The share with at least k ties falls as k^-2 (Barabasi & Albert 1999): P(k >= 2m) = (m + 1)/(2 (2m + 1))."""
    n, m = 20_000, 4
    degree = degrees(pairs(Network(kind="scale_free", mean_degree=2.0 * m), n, 5), n)
    for k in (8, 16, 32, 64):
        assert (degree >= k).mean() == pytest.approx(m * (m + 1) / (k * (k + 1)), rel=0.12)
    assert degree.argmax() < 100, "the first have most"


@pytest.mark.parametrize("exponent", [2.2, 2.5, 3.0, 6.0])
def test_scale_free_exponent(exponent):
    """Chosen by q or more later ones: the sum of Dorogovtsev, Mendes & Samukhin (2000), equation 8; the tail falls as k^(1 - gamma)."""
    n, m, a = 20_000, 3, exponent - 2
    ties = pairs(Network(kind="scale_free", mean_degree=2.0 * m, exponent=exponent), n, 5)
    assert len(ties) == m * (m + 1) // 2 + m * (n - m - 1)
    chosen = np.bincount(ties[:, 0], minlength=n)  # the lower id was there before
    log_gamma, top = math.lgamma, (1 + a) * math.exp(math.lgamma((m + 1) * a + 1) - math.lgamma(m * a))
    law = [top * math.exp(log_gamma(q + m * a) - log_gamma(q + 2 + (m + 1) * a)) for q in range(40)]
    for q in (1, 3, 10, 30):
        assert (chosen >= q).mean() == pytest.approx(1 - sum(law[:q]), rel=0.2, abs=6 / n), q


@pytest.mark.parametrize(
    ("n", "radius"), [(2, 2.0), (150, 0.0), (150, 0.07), (150, 0.3), (150, 0.51), (150, 1.5)]
)
def test_geometric(n, radius):
    """Who is not farther than the radius is known, and nobody else."""
    network = Network(kind="geometric", radius=radius)
    home = homes(network, n, 2)
    apart = ((home[:, None] - home[None]) ** 2).sum(axis=2)
    known = np.argwhere(np.triu(apart <= radius**2, 1))
    assert np.array_equal(pairs(network, n, 2), known.astype(np.uint32))


def test_blocks_of_a_geometric_network_are_neighbourhoods():
    """Citizens of one community live near one another."""
    network = Network(kind="geometric", community_size=50)
    home = homes(network, 1000, 2).reshape(20, 50, 2)
    assert home.std(axis=1).mean() < 0.4 * home.reshape(-1, 2).std(axis=0).mean()


@pytest.mark.parametrize(
    ("n", "width", "known"), [(12, 4, 8), (9, 3, 8), (4, 2, 3), (6, 6, 2), (6, 1, 2), (2, 1, 1)]
)
def test_torus(n, width, known):
    """The eight around a citizen, over the edges; on a grid narrower than three the same one counts once."""
    ties = pairs(Network(kind="torus", width=width, rewired=0.0), n, 1)
    assert set(degrees(ties, n).tolist()) == {known}
    if width == 4:
        ours = {b if a == 5 else a for a, b in ties.tolist() if 5 in (a, b)}
        assert ours == {0, 1, 2, 4, 6, 8, 9, 10}


def test_rewired_torus():
    """Every tie keeps its first end; the share asked moves the other."""
    still = {tuple(t) for t in pairs(Network(kind="torus", width=25, rewired=0.0), 1000, 1).tolist()}
    moved = {tuple(t) for t in pairs(Network(kind="torus", width=25, rewired=0.3), 1000, 1).tolist()}
    assert len(still & moved) / len(still) == pytest.approx(0.7, abs=0.03)
    assert len(moved) > 3950


def test_luck_of_the_network_follows_the_seed():
    """Random networks differ by seed; a ring does not."""
    assert not np.array_equal(pairs(KINDS["communities"], 300, 1), pairs(KINDS["communities"], 300, 2))
    assert not np.array_equal(pairs(KINDS["small_world"], 300, 1), pairs(KINDS["small_world"], 300, 2))
    assert np.array_equal(pairs(KINDS["ring"], 300, 1), pairs(KINDS["ring"], 300, 2))


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(2, 60),
    degree=st.integers(0, 20),
    size=st.integers(2, 30),
    within=st.floats(0, 1),
    seed=st.integers(0, 2**62),
)
def test_any_communities(n, degree, size, within, seed):
    """Whatever is asked, ties are pairs of different citizens, each once, never more than asked."""
    ties = pairs(Network(mean_degree=float(degree), community_size=size, within=within), n, seed)
    assert len(ties) <= round(n * degree / 2)
    assert (ties[:, 0] < ties[:, 1]).all()
    assert len(np.unique(ties, axis=0)) == len(ties)
    assert ties.size == 0 or ties.max() < n


def from_file(tmp_path, text: str, citizens: int = 10) -> np.ndarray:
    path = tmp_path / "net.txt"
    path.write_text(text)
    return pairs(Network(kind="file", file=str(path)), citizens, 1)


def test_file(tmp_path):
    """Two ids a line, in any order, with blanks, tabs or commas, comments and empty lines; the same tie counts once."""
    text = "# who knows whom\n\n0 1\n1\t0\n 3,2\n2, 5\n   # more\n4 4\n6 8\n007 9\n"
    assert from_file(tmp_path, text).tolist() == [[0, 1], [2, 3], [2, 5], [6, 8], [7, 9]]


def test_file_without_a_tie(tmp_path):
    """A file that names everybody and ties nobody is a society of strangers."""
    assert from_file(tmp_path, "".join(f"{i} {i}\n" for i in range(10))).shape == (0, 2)


ELSE = (
    "a line holds two whole numbers from 0 to 9 (the ids of two citizens) and nothing else. "
    "Take all other columns out: only the bare shape may come in."
)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("0 1 0.5", "has 3 columns"),
        ("0,1,2019-05-01", "has 3 columns"),
        ("Anna Ben", "has no whole number in column 1"),
        ("0 Ben", "has no whole number in column 2"),
        ("0", "has 1 column"),
        ("0 -1", "has no whole number in column 2"),
        ("0.0 1.0", "has no whole number in column 1"),
        ("1e0 2", "has no whole number in column 1"),
        ("٣ 1", "has no whole number in column 1"),
        ("0;1", "has 1 column"),
        ("source target", "has no whole number in column 1"),
        ("root:x:0:0:root:/root:/bin/bash", "has 1 column"),
        ("7 " + "8" * 200, "has 202 characters"),
        ("a\u2028b", "has 1 column"),
    ],
)
def test_file_with_anything_else_is_refused(tmp_path, line, what):
    """The bare shape of a network and nothing else: the line, what is wrong in kind and never in its words, what is allowed, what to do."""
    with pytest.raises(NetworkError) as refused:
        from_file(tmp_path, f"0 1\n{line}\n")
    assert str(refused.value) == f"{tmp_path}/net.txt:2 {what}; {ELSE}"


@pytest.mark.parametrize("number", ["10", "13912345678", "9" * 90])
def test_file_with_a_citizen_too_many(tmp_path, number):
    """Ids run from 0; a network numbered from 1 or larger than the society is told where, and a telephone number is not told on."""
    with pytest.raises(NetworkError) as refused:
        from_file(tmp_path, f"0 1\n3 {number}\n")
    assert str(refused.value) == (
        f"{tmp_path}/net.txt:2 names a citizen who does not exist (column 2); allowed are ids from 0 to 9: citizens is 10. "
        "Raise citizens, or number the citizens from 0."
    )


def test_leading_zeros_are_no_matter(tmp_path):
    """As many as a line has room for."""
    assert from_file(tmp_path, "0" * 90 + "1 0\n", 2).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("text", "citizens", "told"),
    [
        ("0 1\n2 3\n", 4000, "names 4 of 4,000 citizens; the other 3,996 would know nobody."),
        (
            "".join(f"{i} {i + 1}\n" for i in range(399)),
            500,
            "names 400 of 500 citizens; the other 100 would know nobody.",
        ),
        ("0 9\n", 10, "names 2 of 10 citizens; the other 8 would know nobody."),
        ("# nobody\n", 10, "names 0 of 10 citizens; the other 10 would know nobody."),
    ],
)
def test_file_that_leaves_citizens_out(tmp_path, text, citizens, told):
    """Nobody is left without a tie by oversight; who is meant to be is named."""
    with pytest.raises(NetworkError) as refused:
        from_file(tmp_path, text, citizens)
    assert told in str(refused.value)
    assert "for somebody who knows nobody write the id twice, like " in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\x1f\x8b\x08\x00", "is packed (gzip); unpack it first"),
        (b"PK\x03\x04", "is packed (zip); unpack it first"),
        ("0 1\n".encode("utf-16"), "is text in UTF-16; save it as UTF-8"),
        (b"0 1\n\x00\x01", "is not text"),
    ],
)
def test_files_of_another_form_are_named(tmp_path, content, told):
    """Not by what is in them."""
    path = tmp_path / "net.txt"
    path.write_bytes(content)
    with pytest.raises(NetworkError) as refused:
        pairs(Network(kind="file", file=str(path)), 2, 1)
    assert str(refused.value) == (
        f"society.network.file: {path} {told}. Give a text file with two whole numbers a line, and nothing else."
    )


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf0 1\n", b"# \xe4\xff\n0 1\n", b"0 1\r\n1 0\r\n", b"0,1\r1,0"]
)
def test_files_as_other_programs_write_them(tmp_path, content):
    """A mark of UTF-8, comments in other encodings, other ends of lines."""
    path = tmp_path / "net.txt"
    path.write_bytes(content)
    assert pairs(Network(kind="file", file=str(path)), 2, 1).tolist() == [[0, 1]]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no.txt", "cannot be read (No such file or directory)"),
        (".", "is not a file"),
        ("a\0b", "cannot be read (embedded null byte)"),
        ("/dev/zero", "is not a file"),
        ("/proc/self/mem", "is empty"),
        ("/proc/self/status", "is empty"),
    ],
)
def test_files_that_are_none(tmp_path, name, told):
    """A missing file is named, and what a system makes while one reads it is no file."""
    with pytest.raises(NetworkError) as refused:
        pairs(Network(kind="file", file=str(tmp_path / name)), 10, 1)
    assert told in str(refused.value)


def test_a_file_is_read_once_for_all_worlds(tmp_path, monkeypatch):
    """As long as it does not change."""
    from sottovoce.society import shape as module

    path = tmp_path / "net.txt"
    read = []
    real = module._content
    monkeypatch.setattr(module, "_content", lambda *names: read.append(names) or real(*names))
    path.write_text("0 1\n")
    for _ in range(3):
        assert module.shape(str(path), 2).tolist() == [[0, 1]]
    assert len(read) == 1
    path.write_text("0 0\n1 1\n")
    assert module.shape(str(path), 2).tolist() == []
