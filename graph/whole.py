"""The whole graph as one picture: every thing and relation, placed by community; computed once for a revision.

Communities (Louvain; label propagation beyond 2,000 things) are laid out each for itself, then put beside each other
as `graph.layout` puts boxes. The same graph gives the same places.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np

from graph.layout import GOLDEN_ANGLE, SEED, Box, spread
from graph.store import Store

MOST = 50_000  # things in the picture; beyond that those with most statements and relations
LOUVAIN = 2_000  # things; on 10,000 without clear communities it takes a quarter of a minute
MOST_COMMUNITIES = 400  # the smallest beyond these are drawn as one
SPACE = 10.0
SECONDS = 120.0
COUNT = "MATCH (e:Entity) WHERE e.standing = 'accepted' AND NOT e:Merged RETURN count(e) AS n"
THINGS = """MATCH (e:Entity) WHERE e.standing = 'accepted' AND NOT e:Merged
WITH e ORDER BY CASE WHEN $all THEN 0 ELSE -COUNT { (e)--() } END, e.id LIMIT $most
RETURN e ORDER BY e.id"""
LINKS = """MATCH (a:Entity)-[r]->(b:Entity) WHERE r.fact IS NOT NULL
RETURN a.id AS a, b.id AS b, r.basis = 'stated' AS stated ORDER BY a, b, stated"""

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Whole:
    """Things by index with their places, and relations as pairs of indices (`stated` says which a source states)."""

    revision: int
    ids: tuple[str, ...]
    names: tuple[str, ...]
    classes: tuple[str, ...]
    links: tuple[Link, ...]
    stated: tuple[bool, ...]
    places: tuple[tuple[float, float], ...]
    community: tuple[int, ...]
    hidden: int

    @property
    def degrees(self) -> list[int]:
        """Relations of each thing."""
        counts = [0] * len(self.ids)
        for a, b in self.links:
            counts[a] += 1
            counts[b] += 1
        return counts


def whole_of(store: Store, most: int = MOST) -> Whole:
    """The graph as it is; kept until its revision changes."""
    return _whole(store, store.revision(), most)


@lru_cache(maxsize=4)
def _whole(store: Store, revision: int, most: int) -> Whole:
    count = int(store.read(COUNT)[0]["n"])
    # Whole things, so that names of private persons are covered for readers.
    found = store.reading(lambda tx: tx.run(THINGS, most=most, all=count <= most), SECONDS)
    things = [row["e"] for row in found]
    index = {row["id"]: at for at, row in enumerate(things)}
    rows = store.reading(lambda tx: tx.run(LINKS), SECONDS)
    kept = [row for row in rows if row["a"] in index and row["b"] in index and row["a"] != row["b"]]
    links = tuple((index[row["a"]], index[row["b"]]) for row in kept)
    places, community = placed(len(things), links)
    ids, names, classes = (tuple(str(row[key]) for row in things) for key in ("id", "name", "class"))
    stated = tuple(bool(row["stated"]) for row in kept)
    return Whole(revision, ids, names, classes, links, stated, places, community, count - len(things))


def placed(size: int, links: Sequence[Link]) -> tuple[tuple[tuple[float, float], ...], tuple[int, ...]]:
    """Place and community of each thing; community 0 is the largest."""
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(links)
    groups = communities(graph)
    community = [0] * size
    for number, group in enumerate(groups):
        for node in group:
            community[node] = number
    centres = _centres([len(group) for group in groups], links, community)
    places = [(0.0, 0.0)] * size
    for (x, y), group in zip(centres, groups, strict=True):
        for rank, node in enumerate(_outward(graph, group)):
            radius, angle = SPACE * np.sqrt(rank), rank * GOLDEN_ANGLE
            places[node] = (round(float(x + radius * np.cos(angle)), 1), round(float(y + radius * np.sin(angle)), 1))
    return tuple(places), tuple(community)


def communities(graph: "nx.Graph[int]") -> list[list[int]]:
    """Groups of things that are tied more to each other than to others, the largest first; loners are one group."""
    loners = sorted(nx.isolates(graph))
    tied = graph.subgraph(sorted(set(graph) - set(loners)))
    if tied.number_of_nodes() > LOUVAIN:
        found = nx.community.fast_label_propagation_communities(tied, seed=SEED)
    else:
        found = nx.community.louvain_communities(tied, seed=SEED) if tied else []
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
    rest = sorted(node for group in groups[MOST_COMMUNITIES:] for node in group)
    return [group for group in [*groups[:MOST_COMMUNITIES], rest, loners] if group]


def _centres(sizes: Sequence[int], links: Sequence[Link], community: Sequence[int]) -> Sequence[tuple[float, float]]:
    """Where each community stands, so that none covers another."""
    between = {(min(a, b), max(a, b)) for a, b in ((community[x], community[y]) for x, y in links) if a != b}
    radii = [SPACE * (np.sqrt(size) + 2) for size in sizes]
    return spread(tuple(Box(2 * r, r, r) for r in radii), tuple(sorted(between)))


def _outward(graph: "nx.Graph[int]", group: Sequence[int]) -> list[int]:
    """The things of a community from the best connected outwards, neighbours soon after each other."""
    inside, order, seen = set(group), [], set()
    for start in sorted(group, key=lambda node: (-graph.degree(node), node)):
        waiting = deque([start] if start not in seen else [])
        seen.add(start)
        while waiting:
            node = waiting.popleft()
            order.append(node)
            fresh = sorted(n for n in graph[node] if n in inside and n not in seen)
            seen.update(fresh)
            waiting.extend(fresh)
    return order
