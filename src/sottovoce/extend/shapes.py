"""Shapes of networks in and out: integer pairs come in, and nothing else; who knows whom among made-up people goes out.

What comes in may be a record of somebody, so nothing that is refused is repeated in a message.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from sottovoce.errors import NetworkError
from sottovoce.measure.people import live_ties
from sottovoce.society import Society

ONLY = "Only the bare shape may come in: whole numbers from 0, without gaps, and pairs of them."
ALLOWED = {"graphml": (), "graph": ("id", "edgedefault"), "node": ("id",), "edge": ("id", "source", "target")}


def edges(society: Society) -> np.ndarray:
    """Who knows whom now (on day 0 of a society that was just created), int64 (tie, 2): pairs of ids, lower first, sorted. Everyone is made up."""
    rows, friends = live_ties(society)
    ends = np.sort(
        np.stack([society.state.id[rows], society.state.id[friends]], axis=1).astype(np.int64), axis=1
    )
    return np.unique(ends, axis=0)


def graph(society: Society, columns: Iterable[str] = ()) -> Any:
    """The same as a networkx.Graph with a node for each citizen; `columns` of ``society.table()`` become attributes of nodes."""
    import networkx as nx

    found = nx.Graph()
    found.add_nodes_from(range(society.citizens))
    found.add_edges_from(map(tuple, edges(society).tolist()))
    people = society.table() if (wanted := list(columns)) else None
    for name in wanted:
        if people is None or name not in people:
            raise NetworkError(f"columns: {name} given; no such column of society.table().")
        nx.set_node_attributes(found, dict(enumerate(people[name].tolist())), name)
    return found


def shape(source: Any, file: str | Path) -> dict[str, Any]:
    """Write the bare shape of a network to `file`, and return the values that a scenario needs for it: ``sv.run("press-2015", values=shape(graph, "ties.txt"))``.

    `source`: a networkx graph without direction, a square symmetric SciPy sparse matrix of ones, the path of a GraphML file, or an array of pairs (tie, 2). Nodes are
    whole numbers from 0 without gaps; ties have no direction, one that comes twice counts once, one with oneself is left out. NetworkError for an attribute of a node or a tie, or
    an id that is no whole number: these are refused, not dropped. A file that exists is not overwritten.
    """
    citizens, pairs = _pairs(source)
    alone = np.setdiff1d(np.arange(citizens), pairs)
    lines = np.concatenate([pairs, np.column_stack([alone, alone])]).tolist()
    path = Path(file).absolute()
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write("".join(f"{a} {b}\n" for a, b in lines))
    except FileExistsError:
        raise NetworkError(f"{path}: exists already. Give a new file.") from None
    network = {"kind": "file", "file": str(path), "own": None}
    return {"citizens": citizens, "society.network": network}


def _pairs(source: Any) -> tuple[int, np.ndarray]:
    """How many nodes, and pairs of them, int64 (tie, 2), lower first, sorted, each once."""
    if isinstance(source, str | Path):
        ids, ends = _graphml(Path(source))
    elif hasattr(source, "is_directed") and hasattr(source, "nodes"):
        ids, ends = _networkx(source)
    elif hasattr(source, "tocoo"):
        ids, ends = _sparse(source)
    else:
        array = np.asarray(source)
        if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "iu":
            raise NetworkError(
                f"shape: an array of {array.dtype} and shape {array.shape} given; allowed whole numbers of shape (tie, 2). {ONLY}"
            )
        ends = array.astype(np.int64)
        ids = np.unique(ends)
    if not np.array_equal(np.sort(ids), np.arange(len(ids))):
        raise NetworkError(
            f"shape: ids that are not 0 to {len(ids) - 1:,} given, each once. Number the nodes from 0 (networkx: convert_node_labels_to_integers). {ONLY}"
        )
    ends = np.sort(ends.reshape(-1, 2), axis=1)
    return len(ids), np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)


def _networkx(source: Any) -> tuple[np.ndarray, np.ndarray]:
    if source.is_directed():
        raise NetworkError(
            "shape: a graph with directions given; ties have none. Give graph.to_undirected()."
        )
    if any(attributes for _, attributes in source.nodes(data=True)):
        raise _refused("a node has attributes")
    if any(attributes for *_, attributes in source.edges(data=True)):
        raise _refused("a tie has attributes")
    return _whole(source.nodes), np.array([(a, b) for a, b in source.edges()], np.int64).reshape(-1, 2)


def _whole(ids: Iterable[Any]) -> np.ndarray:
    found = list(ids)
    if any(isinstance(one, bool) or not isinstance(one, int | np.integer) for one in found):
        raise _refused("an id is no whole number")
    return np.array(found, np.int64)


def _sparse(source: Any) -> tuple[np.ndarray, np.ndarray]:
    table = source.tocoo()
    if len(table.shape) != 2 or table.shape[0] != table.shape[1]:
        raise NetworkError(
            f"shape: a matrix of {table.shape} given; allowed a square one, a row and a column for each citizen. {ONLY}"
        )
    if not (table.data == 1).all():
        raise _refused("an entry is not 1, which says more than that two know each other")
    ends = np.stack(table.coords if hasattr(table, "coords") else (table.row, table.col), axis=1).astype(
        np.int64
    )
    there = np.unique(ends, axis=0)
    if not np.array_equal(there, np.unique(there[:, ::-1], axis=0)):
        raise NetworkError(
            "shape: a matrix that is not symmetric given; ties have no direction. Give matrix.maximum(matrix.T)."
        )
    return np.arange(table.shape[0]), ends


def _graphml(path: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        found = list(_elements(path))
    except OSError as error:
        raise NetworkError(f"{path}: cannot be read ({error.strerror}). Give a GraphML file.") from None
    except ElementTree.ParseError as error:
        raise NetworkError(f"{path}: no GraphML (line {error.position[0]}). Give a GraphML file.") from None
    ids = [one["id"] for kind, one in found if kind == "node"]
    ends = [one[end] for kind, one in found if kind == "edge" for end in ("source", "target")]
    if not all(_digits(one) for one in (*ids, *ends)):
        raise _refused("an id is no whole number")
    return np.array(list(map(int, ids)), np.int64), np.array(list(map(int, ends)), np.int64).reshape(-1, 2)


def _elements(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Nodes and edges of a file, with nothing but ids."""
    with path.open("rb") as opened:
        for _, element in ElementTree.iterparse(opened, ("end",)):
            kind = element.tag.rpartition("}")[2]
            names = {name for name in element.attrib if not name.startswith("{")}
            if (
                kind not in ALLOWED
                or not names <= set(ALLOWED[kind])
                or (element.text or "").strip()
                or (element.tail or "").strip()
            ):
                raise _refused("it holds more than nodes and edges with ids (an attribute, a key, a text)")
            if kind == "graph" and element.get("edgedefault") == "directed":
                raise NetworkError(
                    "shape: a graph with directions given; ties have none. Write it without directions."
                )
            if kind in ("node", "edge"):
                if not set(ALLOWED[kind]) - {"id"} <= names or (kind == "node" and "id" not in names):
                    raise _refused("a node or an edge lacks an id")
                yield kind, dict(element.attrib)
            element.clear()


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def _refused(what: str) -> NetworkError:
    return NetworkError(f"shape: {what}. Take everything else out first. {ONLY}")
