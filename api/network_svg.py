"""A picture as SVG, of the same positions as on the page: for print, for documents, and where scripts are off."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape as escaped
from itertools import pairwise
from math import cos, hypot, pi, sin

from api.network_look import FACE, FONT, LINE, Look, groups
from api.network_picture import Picture, edge_label, legend
from api.network_words import words_of
from graph.layers import Layers
from graph.layout import Box, Place
from graph.network import Edge

EDGE = "#66727F"
PAPER = "#FFFFFF"
INK = "#1C2733"
WIDTH = 900.0
MARGIN = 24.0
CORNERS = {
    "diamond": (4, 0.0),
    "triangle": (3, 0.0),
    "triangleDown": (3, pi),
    "hexagon": (6, pi / 6),
    "square": (4, pi / 4),
}
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    f'orient="auto-start-reverse"><path d="M0 1 10 5 0 9z" fill="{EDGE}"/></marker></defs>'
)


def svg_of(picture: Picture, layout: str = "network") -> str:
    """The picture in `layout` (network or layers) as one SVG document; every text escaped, nothing loaded."""
    layers = picture.layers if layout == "layers" else None
    places = layers.places if layers else picture.places
    boxes = [look.card if layers else look.box for look in picture.looks]
    body = list(_edges(picture, places, layers))
    for node, look, place in zip(picture.network.nodes, picture.looks, places, strict=True):
        drawn = _card(look, place, look.card, look.wide, FONT) if layers else _node(look, place)
        body.append(f"<g><title>{escape(node.name)}</title>{drawn}</g>")
    return f"{_head(places, boxes, _key(picture))}{ARROW}{''.join(body)}</svg>"


def _head(places: Sequence[Place], boxes: Sequence[Box], key: Iterable[str]) -> str:
    """The frame around all boxes, with room for the key below."""
    both = list(zip(places, boxes, strict=True)) or [((0.0, 0.0), Box(0.0, 0.0, 0.0))]
    left = min(x - box.width / 2 for (x, _), box in both) - MARGIN
    top = min(y - box.above for (_, y), box in both) - MARGIN
    wide = max(max(x + box.width / 2 for (x, _), box in both) + MARGIN - left, WIDTH)
    tall = max(y + box.below for (_, y), box in both) + 2 * MARGIN - top
    lines = "".join(f'<g transform="translate({left + MARGIN:.1f} {top + tall:.1f})">{entry}</g>' for entry in key)
    frame = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall + MARGIN:.1f}"'
    view = f"{left:.1f} {top:.1f} {wide:.1f} {tall + MARGIN:.1f}"
    size = f'width="{wide:.0f}" height="{tall + MARGIN:.0f}" viewBox="{view}"'
    paper = f'<rect {frame} fill="{PAPER}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FACE}">{paper}{lines}'


def _key(picture: Picture) -> Iterator[str]:
    """Solid, dashed, and the mark of each class group, side by side."""
    words, x = words_of(picture.lang), 0.0
    for word, dashes in (("solid", ""), ("dashed", ' stroke-dasharray="6 4"')):
        yield f'<path d="M{x:g} 0h28" stroke="{EDGE}" stroke-width="1.6"{dashes}/>{_beside(words[word], x + 34)}'
        x += 34 + FONT * len(words[word]) + MARGIN
    for entry in legend(picture):
        stroke = INK if entry["colour"] == PAPER else entry["colour"]
        mark = f'<path transform="translate({x + 8:g} 0) scale(.7)" d="{entry["path"]}"'
        yield f'{mark} fill="{entry["colour"]}" stroke="{stroke}"/>{_beside(entry["label"], x + 20)}'
        x += 20 + FONT * len(entry["label"]) + MARGIN


def _beside(text: str, x: float) -> str:
    return f'<text x="{x:g}" y="0" dominant-baseline="central" font-size="12" fill="{INK}">{escape(text)}</text>'


def _edges(picture: Picture, places: Sequence[Place], layers: Layers | None) -> Iterator[str]:
    index = {node.id: i for i, node in enumerate(picture.network.nodes)}
    for number, edge in enumerate(picture.network.edges):
        if layers:
            path = curve(layers.routes[number])
        else:
            source, target = index[edge.source], index[edge.target]
            path = _straight(places[source], places[target], picture.looks[source], picture.looks[target])
        yield _line(edge, path, picture.lang)


def _line(edge: Edge, path: str, lang: str) -> str:
    dashes = "" if edge.basis == "stated" else ' stroke-dasharray="6 4"'
    title = f"<title>{escape(edge_label(edge, lang))}</title>"
    look = f'fill="none" stroke="{EDGE}" stroke-width="1.3"{dashes} marker-end="url(#arrow)"'
    return f'<path d="{path}" {look}>{title}</path>'


def curve(route: Sequence[Place]) -> str:
    """A route as a path that meets every point level."""
    parts = [f"M{route[0][0]:g} {route[0][1]:g}"]
    for (x, y), (to_x, to_y) in pairwise(route):
        middle = (x + to_x) / 2 if x != to_x else x + 40
        parts.append(f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}")
    return "".join(parts)


def _straight(start: Place, end: Place, source: Look, target: Look) -> str:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy) or 1.0
    first, last = _reach(source, dx / length, dy / length), _reach(target, dx / length, dy / length)
    if first + last >= length:
        first = last = 0.0
    points = [(start[0] + dx / length * first, start[1] + dy / length * first)]
    points.append((end[0] - dx / length * last, end[1] - dy / length * last))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _reach(look: Look, dx: float, dy: float) -> float:
    """How far the shape reaches from its middle in that direction."""
    if look.shape not in ("box", "ellipse"):
        return look.size + 2
    wide, tall = look.box.width / 2, look.box.height / 2
    if look.shape == "ellipse":
        return wide * tall / (hypot(tall * dx, wide * dy) or 1.0)
    return min(wide / (abs(dx) or 1e-9), tall / (abs(dy) or 1e-9))


def _node(look: Look, place: Place) -> str:
    style, (x, y) = groups()[look.group], place
    if look.shape == "box":
        return _card(look, place, look.box, look.label, look.font)
    if look.shape == "ellipse":
        wide, tall = look.box.width / 2, look.box.height / 2
        shape = f'<ellipse cx="{x:g}" cy="{y:g}" rx="{wide:.1f}" ry="{tall:.1f}" fill="{style["day"]}"/>'
        return shape + _label(look.label, look.font, place, style["day_ink"])
    tall = look.label.count("\n") * look.font * LINE
    below = (x, y + look.size + 4 + (tall + look.font * LINE) / 2)
    return _shape(look, place, style["day"]) + _label(look.label, look.font, below, INK, halo=True)


def _card(look: Look, place: Place, box: Box, label: str, font: int) -> str:
    style, left, top = groups()[look.group], place[0] - box.width / 2, place[1] - box.above
    stroke = f'{style["day_ink"]}" stroke-dasharray="4 3' if style["day"] == PAPER else style["day"]
    frame = f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="4"'
    return f'<rect {frame} fill="{style["day"]}" stroke="{stroke}"/>' + _label(label, font, place, style["day_ink"])


def _shape(look: Look, place: Place, colour: str) -> str:
    (x, y), size = place, look.size
    if look.shape == "dot":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size:g}" fill="{colour}"/>'
    if look.shape == "star":
        points = [(size * (1.0 if i % 2 == 0 else 0.45), i * pi / 5) for i in range(10)]
    else:
        count, turn = CORNERS[look.shape]
        points = [(size * 1.1, turn + i * 2 * pi / count) for i in range(count)]
    corners = " ".join(f"{x + r * sin(a):.1f},{y - r * cos(a):.1f}" for r, a in points)
    return f'<polygon points="{corners}" fill="{colour}"/>'


def _label(label: str, font: int, centre: Place, ink: str, halo: bool = False) -> str:
    """Lines of text about a middle."""
    lines, (x, middle) = label.split("\n"), centre
    first = middle - (len(lines) - 1) / 2 * font * LINE
    stroke = f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"' if halo else ""
    spans = (
        f'<tspan x="{x:g}" y="{first + i * font * LINE:.1f}">{escape(line)}</tspan>' for i, line in enumerate(lines)
    )
    place = 'text-anchor="middle" dominant-baseline="central"'
    return f'<text {place} font-size="{font}" fill="{ink}"{stroke}>{"".join(spans)}</text>'


def escape(text: str) -> str:
    """Text for XML, without the control characters that XML forbids."""
    return escaped("".join(sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff"))
