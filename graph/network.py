"""Rows of an answer as a network: the entity columns that a question's `view` names become nodes, the rows edges.

A row joins neighbouring view columns. A column that holds a list joins each of its things; a path column (a list of
`{"from", "to", "type", "basis", "claims"}`) brings its own edges. A row that only counts its members becomes a node of
its own without a name, because leaving it out would make the picture say less than the source.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ontology import read_ontology
from queries import Query

USUAL = 300
MOST_NODES = 1500
GHOST = "unnamed:"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing; or, where `count` is set, that many things which the source does not name (`cls` is empty).

    `column` is the view column it first stood in, `what` the words of a source for the unnamed.
    """

    id: str
    name: str
    cls: str
    column: str = ""
    count: int | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """source → target. `relation` is a name of the ontology or empty, `reason` the row's own basis word.

    `basis` is stated (a sentence says it: a solid line) or inferred; `claims` are those of the answer.
    """

    source: str
    target: str
    relation: str
    reason: str
    basis: str
    claims: tuple[Row, ...]

    @property
    def id(self) -> str:
        """What tells it from other edges of the same network."""
        return "\x1f".join((self.source, self.target, self.relation, self.reason))


@dataclass(frozen=True, slots=True)
class Network:
    """At most the cap of nodes, with the edges whose both ends are among them; `hidden` counts nodes left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: int = 0


def network_of(query: Query, items: Iterable[Row], cap: int = USUAL) -> Network:
    """The network of the rows of `query`; the nodes with most edges stay, at most `cap` and never over 1,500."""
    nodes: dict[str, Node] = {}
    edges: dict[str, Edge] = {}
    for item in items:
        for found in _parts(query, item):
            if isinstance(found, Node):
                nodes.setdefault(found.id, found)
            else:
                edges[found.id] = _merged(edges.get(found.id), found)
    return trimmed(Network(tuple(nodes.values()), tuple(edges.values())), cap)


def trimmed(network: Network, cap: int) -> Network:
    """The `cap` nodes with most edges, in their old order; ties go to the earlier row."""
    cap = max(1, min(cap, MOST_NODES))
    if len(network.nodes) <= cap:
        return network
    degree = degrees(network)
    ranked = sorted(range(len(network.nodes)), key=lambda i: (-degree[network.nodes[i].id], i))
    nodes = tuple(network.nodes[i] for i in sorted(ranked[:cap]))
    kept = {node.id for node in nodes}
    edges = tuple(edge for edge in network.edges if edge.source in kept and edge.target in kept)
    return Network(nodes, edges, network.hidden + len(network.nodes) - cap)


def degrees(network: Network) -> Counter[str]:
    """How many edges touch each node, by id."""
    return Counter(end for edge in network.edges for end in (edge.source, edge.target))


def _parts(query: Query, item: Row) -> Iterator[Node | Edge]:
    groups: list[tuple[str, list[Node]]] = []
    for column in query.view:
        value = item.get(column)
        if isinstance(value, list) and _is_path(value):
            yield from _path(column, value)
            continue
        nodes = [_node(entity, column) for entity in _entities(value)] or _unnamed(query, item, column)
        yield from nodes
        if nodes:
            groups.append((column, nodes))
    for hop, ((left, sources), (right, targets)) in enumerate(pairwise(groups)):
        for source in sources:
            yield from (_edge(query, item, (hop, left, right), source, target) for target in targets)


def _edge(query: Query, item: Row, place: tuple[int, str, str], source: Node, target: Node) -> Edge:
    relation, reversed_ = _relation(item, *place)
    if reversed_:
        source, target = target, source
    claims = tuple(claim for column in _claim_columns(query) for claim in item.get(column) or ())
    reason = str(item.get("basis") or _basis(claims))
    return Edge(source.id, target.id, relation, reason, "stated" if reason == "stated" else "inferred", claims)


def _relation(item: Row, hop: int, left: str, right: str) -> tuple[str, bool]:
    """The relation between two columns and whether it runs from right to left.

    `relation_X` and `direction_X` speak of column X, plain `relation` and `direction` of the first column.
    """
    for column, flips in ((right, "out"), (left, "in")):
        if item.get(f"relation_{column}"):
            return _known(item[f"relation_{column}"]), item.get(f"direction_{column}") == flips
    if hop == 0 and item.get("relation"):
        return _known(item["relation"]), item.get("direction") == "in"
    return "", False


def _known(name: str) -> str:
    """A relation by its name in the ontology, also where the row has its type in the store."""
    if name in read_ontology().relations:
        return name
    return next((r.name for r in read_ontology().relations.values() if r.type == name), "")


def _basis(claims: Sequence[Row]) -> str:
    return "stated" if any(claim.get("basis") == "stated" for claim in claims) else "inferred"


def _claim_columns(query: Query) -> list[str]:
    return [column.name for column in query.returns if column.type == "claims"]


def _entities(value: Any) -> Iterator[Row]:
    if isinstance(value, Mapping) and {"id", "name", "class"} <= value.keys():
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _entities(part)


def _node(entity: Row, column: str) -> Node:
    return Node(str(entity["id"]), str(entity["name"]), str(entity["class"]), column)


def _unnamed(query: Query, item: Row, column: str) -> list[Node]:
    count = item.get("unnamed", item.get("count"))
    if not isinstance(count, int) or count <= 0 or item.get(column) is not None:
        return []
    claims = [claim for name in _claim_columns(query) for claim in item.get(name) or ()]
    what = str(item.get("what") or item.get("path") or "")
    mark = claims[0]["id"] if claims else what
    return [Node(f"{GHOST}{mark}", what, "", column, count, what)]


def _is_path(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(s, Mapping) and {"from", "to"} <= s.keys() for s in value)


def _path(column: str, steps: Sequence[Row]) -> Iterator[Node | Edge]:
    for step in steps:
        ends = [_node(entity, column) for entity in (*_entities(step["from"]), *_entities(step["to"]))]
        yield from ends
        if len(ends) == 2:
            claims = tuple(step.get("claims") or ())
            reason = str(step.get("basis") or _basis(claims))
            basis = "stated" if reason == "stated" else "inferred"
            yield Edge(ends[0].id, ends[1].id, _known(str(step.get("type") or "")), reason, basis, claims)


def _merged(known: Edge | None, edge: Edge) -> Edge:
    if known is None:
        return edge
    seen = {claim["id"] for claim in known.claims}
    return replace(known, claims=(*known.claims, *(claim for claim in edge.claims if claim["id"] not in seen)))
