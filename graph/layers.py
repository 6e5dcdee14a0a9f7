"""A network as a flow in columns: bodies → platforms → segments → chains → clusters → districts.

Layered drawing after Sugiyama: nodes are ordered within their columns so that lines cross little, a line over several
columns gets a lane of its own in each column that it passes, and heights are settled by isotonic regression.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph.layout import Box, Link, Place
from graph.network import Network, Node
from ontology import read_ontology

FLOW = (
    ("University", "ResearchInstitute", "Enterprise", "Association", "FinancialInstitution", "ServiceOrganization"),
    ("InnovationPlatform", "PlatformSystem", "InnovationCommunity", "Alliance"),
    ("Field", "ChainSegment"),
    ("IndustryChain",),
    ("IndustryCluster",),
    ("AdministrativeDivision", "Place"),
)
CHANNEL = 110.0
SPACE = 9.0
LANE = 14.0
SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Layers:
    """`places` by node; `routes` by link: points of a line that leaves and meets every one of them level."""

    places: tuple[Place, ...]
    routes: tuple[tuple[Place, ...], ...]


def columns_of(network: Network) -> tuple[int, ...] | None:
    """The column of each node; None where a class stands outside the flow or all share one column."""
    known = [_column(node) for node in network.nodes]
    beside = {n.column: c for n, c in zip(network.nodes, known, strict=True) if c is not None}
    columns = [
        beside.get(n.column) if c is None and not n.cls else c for n, c in zip(network.nodes, known, strict=True)
    ]
    found = [column for column in columns if column is not None]
    return tuple(found) if len(found) == len(columns) and len(set(found)) > 1 else None


def _column(node: Node) -> int | None:
    ontology = read_ontology()
    return next((i for i, classes in enumerate(FLOW) if node.cls and ontology.is_a(node.cls, *classes)), None)


@lru_cache(maxsize=64)
def layered(boxes: tuple[Box, ...], links: tuple[Link, ...], columns: tuple[int, ...]) -> Layers:
    """Places and routes; deterministic. Boxes are taken as centred on their points."""
    dense = {column: i for i, column in enumerate(sorted(set(columns)))}
    grid = _Grid(boxes, [dense[column] for column in columns], len(dense))
    chains = [grid.lane(link) for link in links]
    for sweep in range(SWEEPS):
        grid.order(forward=sweep % 2 == 0)
    for _ in range(SWEEPS):
        grid.settle()
    edges = grid.edges()
    places = tuple((round(edges[grid.column[i]][1], 1), round(grid.y[i], 1)) for i in range(len(boxes)))
    return Layers(places, tuple(_route(grid, chain, edges) for chain in chains))


class _Grid:
    """Nodes and lanes by column; a lane is a node that takes little room."""

    def __init__(self, boxes: Sequence[Box], columns: Sequence[int], count: int) -> None:
        self.width = [box.width for box in boxes]
        self.height = [box.height for box in boxes]
        self.column = list(columns)
        self.y = [0.0] * len(boxes)
        self.near: list[list[int]] = [[] for _ in boxes]
        self.rows = [[i for i, column in enumerate(columns) if column == c] for c in range(count)]

    def lane(self, link: Link) -> list[int]:
        """The nodes and lanes that a link runs through, from its source to its target."""
        source, target = link
        step = 1 if self.column[source] <= self.column[target] else -1
        chain = [source]
        for column in range(self.column[source] + step, self.column[target], step):
            chain.append(self._add(column))
        chain.append(target)
        for a, b in pairwise(chain):
            self.near[a].append(b)
            self.near[b].append(a)
        return chain

    def _add(self, column: int) -> int:
        self.width.append(0.0)
        self.height.append(LANE - SPACE)
        self.column.append(column)
        self.y.append(0.0)
        self.near.append([])
        self.rows[column].append(len(self.y) - 1)
        return len(self.y) - 1

    def order(self, forward: bool) -> None:
        """Sort each column by where its neighbours in the column before (or after) stand."""
        rank = {i: k / max(1, len(row) - 1) for row in self.rows for k, i in enumerate(row)}
        side = -1 if forward else 1
        columns = range(1, len(self.rows)) if forward else range(len(self.rows) - 2, -1, -1)
        for column in columns:
            means = {}
            for i in self.rows[column]:
                beside = [rank[j] for j in self.near[i] if self.column[j] == column + side]
                means[i] = sum(beside) / len(beside) if beside else rank[i]
            self.rows[column].sort(key=means.__getitem__)
            rank |= {i: k / max(1, len(self.rows[column]) - 1) for k, i in enumerate(self.rows[column])}

    def settle(self) -> None:
        """Move each column as near to its neighbours as its order and the boxes allow."""
        for row in self.rows:
            wished = [self._mean(i) for i in row]
            offsets, offset = [], 0.0
            for k, i in enumerate(row):
                offset += (self.height[row[k - 1]] + self.height[i]) / 2 + SPACE if k else 0.0
                offsets.append(offset)
            levels = _rising([w - o for w, o in zip(wished, offsets, strict=True)])
            for i, level, offset in zip(row, levels, offsets, strict=True):
                self.y[i] = level + offset

    def _mean(self, i: int) -> float:
        near = [self.y[j] for j in self.near[i] if self.column[j] != self.column[i]]
        return sum(near) / len(near) if near else self.y[i]

    def edges(self) -> list[tuple[float, float, float]]:
        """Left edge, middle and right edge of each column."""
        found, left = [], 0.0
        for row in self.rows:
            width = max(self.width[i] for i in row)
            found.append((left, left + width / 2, left + width))
            left += width + CHANNEL
        return found


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls (pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [((a * n + b * m) / (n + m), n + m)]
    return [mean for mean, count in pools for _ in range(count)]


def _route(grid: _Grid, chain: Sequence[int], edges: Sequence[tuple[float, float, float]]) -> tuple[Place, ...]:
    """Out of the side of the source, level through each lane, into the side of the target."""
    first, last = chain[0], chain[-1]
    ahead = 1 if grid.column[first] <= grid.column[last] else -1
    behind = -ahead if grid.column[first] != grid.column[last] else ahead
    points = [(edges[grid.column[first]][1] + ahead * grid.width[first] / 2, grid.y[first])]
    for lane in chain[1:-1]:
        left, _, right = edges[grid.column[lane]]
        points += [(x, grid.y[lane]) for x in ((left, right) if ahead > 0 else (right, left))]
    points.append((edges[grid.column[last]][1] + behind * grid.width[last] / 2, grid.y[last]))
    return tuple((round(x, 1), round(y, 1)) for x, y in points)
