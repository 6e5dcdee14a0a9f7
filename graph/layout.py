"""Where nodes stand: computed here, once, the same for the same input; the browser never runs physics.

`spread` draws a network by springs, component by component, and takes overlaps of shapes and labels away;
`layered` puts nodes into the columns of a flow and gives long edges a lane between the boxes that they pass.
Both are pure functions of hashable input and keep their last results, so an unchanged answer is never laid out twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

Points = NDArray[np.float64]
Indices = NDArray[np.intp]
Place = tuple[float, float]
Link = tuple[int, int]

SEED = 7
GAP = 14.0
ASPECT = 1.9
ROUNDS = 15
LARGE = 2.5
TOUCH = 0.01
EAGER = 1.1
GROWTH = 1.12
GROWTHS = 12
ROOM = 1.1
EVEN = 0.4
STRETCH = np.array([1.32, 0.76])
PIVOTS = 50
SLIMMEST = 0.6
USUAL_SIZE = 300
NUDGE = 0.02
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True, slots=True)
class Box:
    """What a node covers, in drawing units: full width, and how far it reaches above and below its point."""

    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        """Full height."""
        return self.above + self.below


@lru_cache(maxsize=64)
def spread(boxes: tuple[Box, ...], links: tuple[Link, ...]) -> tuple[Place, ...]:
    """Places of a network by index of `boxes`; no two boxes overlap. Deterministic; about 1 s at 1,500 nodes."""
    if not boxes:
        return ()
    graph = _graph(len(boxes), links)
    blocks = []
    for members in sorted(map(sorted, rx.connected_components(graph)), key=lambda m: (-len(m), m[0])):
        own = [boxes[i] for i in members]
        blocks.append((members, apart(_springs(graph, members, own), own)))
    places = _packed(blocks, boxes)
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in places)


def apart(points: Points, boxes: Sequence[Box]) -> Points:
    """The points moved until no two boxes overlap: pairs are pushed along the axis where less is missing.

    Where that jams, everything grows a little and the pushing goes on; what is left at the end is grown away.
    """
    wide = np.array([box.width / 2 + GAP / 2 for box in boxes])
    tall = np.array([box.height / 2 + GAP / 2 for box in boxes])
    lift: Points = np.column_stack((np.zeros(len(boxes)), [(box.below - box.above) / 2 for box in boxes]))
    centres = points + lift
    for _ in range(GROWTHS):
        if not _settling(centres, wide, tall):
            return centres - lift
        centres *= GROWTH
    return centres * _missing(centres, wide, tall) - lift


def _settling(centres: Points, wide: Points, tall: Points) -> bool:
    """Whether boxes still overlap after some rounds of pushing."""
    return all(_pushed(centres, wide, tall) for _ in range(ROUNDS))


def _missing(centres: Points, wide: Points, tall: Points) -> float:
    """By how much the picture must grow so that the pairs which still overlap do not."""
    dx, dy = (np.abs(centres[:, None, axis] - centres[None, :, axis]) for axis in (0, 1))
    over_x, over_y = wide[:, None] + wide, tall[:, None] + tall
    hit = (dx < over_x) & (dy < over_y) & ~np.eye(len(centres), dtype=bool)
    factors = np.minimum(over_x[hit] / np.maximum(dx[hit], 1e-9), over_y[hit] / np.maximum(dy[hit], 1e-9))
    return float(factors.max(initial=1.0))


def _pushed(centres: Points, wide: Points, tall: Points) -> bool:
    """One round of pushing, in place; whether anything overlapped.

    Neighbours in the order of y suffice, so a round costs no n × n matrix; only the few large boxes meet all others.
    """
    large = tall > LARGE * np.median(tall)
    small = np.flatnonzero(~large)
    order = small[np.argsort(centres[small, 1], kind="stable")]
    reach = 2 * float(tall[small].max())
    moved = False
    for step in range(1, len(order)):
        a, b = order[:-step], order[step:]
        if float((centres[b, 1] - centres[a, 1]).min()) > reach:
            break
        moved |= _push(centres, wide, tall, a, b)
    for i in np.flatnonzero(large):
        others = np.flatnonzero(~large | (np.arange(len(tall)) > i))
        moved |= _push(centres, wide, tall, np.full(len(others), i), others)
    return moved


def _push(centres: Points, wide: Points, tall: Points, a: Indices, b: Indices) -> bool:
    """Push the boxes `a` and `b` apart, pair by pair; the larger of two moves less."""
    dx, dy = centres[b, 0] - centres[a, 0], centres[b, 1] - centres[a, 1]
    over_x, over_y = wide[a] + wide[b] - np.abs(dx), tall[a] + tall[b] - np.abs(dy)
    hit = np.flatnonzero((over_x > TOUCH) & (over_y > TOUCH))
    if not hit.size:
        return False
    a, b, dx, dy, over_x, over_y = a[hit], b[hit], dx[hit], dy[hit], over_x[hit], over_y[hit]
    sideways = over_x < over_y
    push_x = np.where(sideways, np.copysign(over_x, dx), 0.0)
    push_y = np.where(sideways, 0.0, np.copysign(over_y, dy))
    push = EAGER * np.column_stack((push_x, push_y))
    share = (wide[a] * tall[a] / (wide[a] * tall[a] + wide[b] * tall[b]))[:, None]
    np.add.at(centres, b, push * share)
    np.add.at(centres, a, push * (share - 1))
    return True


def _graph(size: int, links: Sequence[Link]) -> Any:
    graph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(sorted({(min(a, b), max(a, b)) for a, b in links if a != b}))
    return graph


def _springs(graph: Any, members: list[int], boxes: Sequence[Box]) -> Points:
    """Springs from a start by distances, scaled so that the boxes fill about a third of the area."""
    if len(members) == 1:
        return np.zeros((1, 2))
    part = graph.subgraph(members)
    start = _by_distance(np.asarray(rx.distance_matrix(part)))
    rounds = 200 if len(members) <= USUAL_SIZE else 25
    found = rx.spring_layout(
        part, pos=dict(enumerate(start.tolist())), num_iter=rounds, seed=SEED, adaptive_cooling=False
    )
    points = np.array([found[i] for i in range(len(members))])
    areas = np.array([(box.width + GAP) * (box.height + GAP) for box in boxes])
    extent = np.ptp(points, axis=0)
    extent = np.maximum(extent, max(float(extent.max()) * SLIMMEST, 1e-6))
    points = (points - points.mean(axis=0)) * np.sqrt(areas.sum() * ROOM / float(extent.prod())) * STRETCH
    return _evened(points, areas)


def _evened(points: Points, areas: Points) -> Points:
    """The crowded middle spread outwards: radii drawn towards those at which the area would be filled evenly."""
    radii = np.hypot(points[:, 0], points[:, 1])
    order = np.argsort(radii, kind="stable")
    filled = np.empty_like(radii)
    filled[order] = np.sqrt(np.cumsum(areas[order]) / areas.sum()) * radii.max()
    return points * (1 - EVEN + EVEN * filled / np.maximum(radii, 1e-9))[:, None]


def _by_distance(distances: Points) -> Points:
    """Classical scaling of path lengths to a few pivots: near in the graph, near in the picture."""
    size = len(distances)
    pivots = _pivots(distances, min(size, PIVOTS))
    squared = distances[:, pivots] ** 2
    centred = -0.5 * (squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean())
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    axes = np.vstack((axes, np.zeros((2, axes.shape[1]))))[:2]
    signs = np.array([1.0 if axis[np.argmax(np.abs(axis))] >= 0 else -1.0 for axis in axes])
    points: Points = centred @ (axes * signs[:, None]).T
    return points / max(float(np.abs(points).max()), 1e-9) + _spiral(size) * NUDGE


def _spiral(size: int) -> Points:
    """Distinct points within the unit circle, so that nodes at equal distances do not coincide."""
    turns = np.arange(size) * GOLDEN_ANGLE
    radii = np.sqrt((1 + np.arange(size)) / size)
    return np.column_stack((np.cos(turns) * radii, np.sin(turns) * radii))


def _pivots(distances: Points, count: int) -> list[int]:
    """The best connected node, then always the one farthest from those chosen."""
    chosen = [int(distances.sum(axis=0).argmin())]
    nearest = distances[chosen[0]].copy()
    while len(chosen) < count:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, distances[chosen[-1]])
    return chosen


def _packed(blocks: Sequence[tuple[list[int], Points]], boxes: Sequence[Box]) -> Points:
    """Components side by side in rows, the largest first, in about the shape of a screen."""
    frames = [_frame(points, [boxes[i] for i in members]) for members, points in blocks]
    sizes = [(float(high[0] - low[0]), float(high[1] - low[1])) for low, high in frames]
    least = max(max(wide for wide, _ in sizes), float(np.sqrt(sum(w * h for w, h in sizes) * ASPECT)))
    rows = min((_rows(sizes, least * (1 + step / 8)) for step in range(9)), key=_waste)
    places: Points = np.zeros((len(boxes), 2))
    for (members, points), (low, _), corner in zip(blocks, frames, rows[0], strict=True):
        places[members] = points - low + np.array(corner)
    places -= places.mean(axis=0)
    return places


def _rows(sizes: Sequence[Place], limit: float) -> tuple[list[Place], float, float]:
    """The upper left corners of blocks in rows no wider than `limit`, and the width and height of all."""
    corners: list[Place] = []
    left = top = tallest = widest = 0.0
    for wide, tall in sizes:
        if left and left + wide > limit:
            left, top, tallest = 0.0, top + tallest + 2 * GAP, 0.0
        corners.append((left, top))
        left, tallest = left + wide + 2 * GAP, max(tallest, tall)
        widest = max(widest, left)
    return corners, widest, top + tallest


def _waste(rows: tuple[list[Place], float, float]) -> float:
    """How small the picture gets on a screen."""
    _, wide, tall = rows
    return max(wide / ASPECT, tall)


def _frame(points: Points, boxes: Sequence[Box]) -> tuple[Points, Points]:
    half = np.array([box.width / 2 for box in boxes])
    above, below = np.array([box.above for box in boxes]), np.array([box.below for box in boxes])
    low = np.array([(points[:, 0] - half).min(), (points[:, 1] - above).min()])
    high = np.array([(points[:, 0] + half).max(), (points[:, 1] + below).max()])
    return low, high
