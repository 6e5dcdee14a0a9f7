"""How a node looks: its label in lines, its size, the room it takes, and the colours of its class by day and night."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any

from graph.layout import Box
from graph.network import Network, Node, degrees
from ontology import Class, read_ontology

FACE = "Noto Sans CJK SC, Source Han Sans SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
FONT = 14
LINE = 1.25
ACROSS = 10.0
ACROSS_CARD = 21.0
LINES = 3
MARGIN = 7.0
INSIDE = frozenset({"box", "ellipse"})
GHOST_GROUP = "Unnamed"
CROWD = 60
AFAR = 2.5
# Outlines of the shapes for the legend, in a square from -12 to 12.
MARKS = {
    "dot": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    "ellipse": "M-11 0a11 7 0 1 0 22 0a11 7 0 1 0-22 0z",
    "box": "M-11-6h22v12h-22z",
    "square": "M-8-8h16v16h-16z",
    "diamond": "M0-10 10 0 0 10-10 0z",
    "triangle": "M0-9 10 8-10 8z",
    "triangleDown": "M0 9 10-8-10-8z",
    "hexagon": "M-10 0-5-9 5-9 10 0 5 9-5 9z",
    "star": "M0-11 3-4 10-3 5 2 6 9 0 6-6 9-5 2-10-3-3-4z",
}
HUBS = 20
MOST_HUBS = 24
LIGHT, DARK = "#FFFFFF", "#111820"


@dataclass(frozen=True, slots=True)
class Look:
    """Label in lines, the wider label of a card, class group, shape, radius of the shape, size of the letters."""

    label: str
    wide: str
    group: str
    shape: str
    size: float
    font: int

    @property
    def box(self) -> Box:
        """What the node covers in the network: the shape, with the label under it or within."""
        wide, tall = _text(self.label, self.font)
        if self.shape == "ellipse":
            return _centred(wide * 1.45 + MARGIN, tall * 1.45 + MARGIN)
        if self.shape == "box":
            return _centred(wide + 2 * MARGIN, tall + 2 * MARGIN)
        return Box(max(wide, 2 * self.size), self.size + 2, self.size + 6 + tall)

    @property
    def card(self) -> Box:
        """What it covers as a card with the label inside."""
        wide, tall = _text(self.wide, FONT)
        return _centred(wide + 2 * MARGIN, tall + 2 * MARGIN)


def looks_of(network: Network, unnamed: str) -> tuple[Look, ...]:
    """The look of every node; in a crowd the best connected have letters that can be read from afar."""
    degree = degrees(network)
    hubs = sorted((node.id for node in network.nodes), key=lambda id_: -degree[id_])[
        : min(MOST_HUBS, len(network.nodes) // HUBS + 4)
    ]
    far = round(FONT * AFAR * sqrt(len(network.nodes) / CROWD)) if len(network.nodes) > CROWD else FONT
    fonts = {id_: far for id_ in hubs if degree[id_] > 2}
    return tuple(_look(node, degree[node.id], fonts.get(node.id, FONT), unnamed) for node in network.nodes)


def _look(node: Node, degree: int, font: int, unnamed: str) -> Look:
    name = node.name if node.cls else unnamed.format(count=node.count)
    group = read_ontology().cls(node.cls).group if node.cls else GHOST_GROUP
    size = min(9 + 2.5 * sqrt(degree), 24) * max(1.0, font / FONT / 1.4)
    shape = read_ontology().cls(group).shape if node.cls else "box"
    return Look(wrapped(name), wrapped(name, ACROSS_CARD), group, shape, round(size, 1), font)


def wrapped(name: str, across: float = ACROSS) -> str:
    """A name in at most three lines, each `across` Chinese signs wide; the rest becomes an ellipsis."""
    lines = [""]
    for sign in name:
        if _em(lines[-1] + sign) > across:
            lines.append("")
        lines[-1] += sign
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]
    elif len(lines) > 1 and _em(lines[-1]) < 3:
        return _halved(name, len(lines))
    return "\n".join(lines)


def _halved(name: str, count: int) -> str:
    """Lines of about equal length, so that no single sign stands alone in the last."""
    each = _em(name) / count
    lines = [""]
    for sign in name:
        if _em(lines[-1]) >= each and len(lines) < count:
            lines.append("")
        lines[-1] += sign
    return "\n".join(lines)


@cache
def groups() -> Mapping[str, Mapping[str, Any]]:
    """Shape, colours and inks of each class group, from the ontology, and of the unnamed."""
    found = {cls.group: read_ontology().cls(cls.group) for cls in read_ontology().classes.values() if cls.group}
    styles = {name: _style(cls) for name, cls in found.items()}
    ghost = {"shape": "box", "day": "#FFFFFF", "day_ink": "#333F50", "night": "#14191F", "night_ink": "#C3C3EC"}
    return styles | {GHOST_GROUP: ghost}


def _style(cls: Class) -> dict[str, Any]:
    night = mixed(cls.colour, "#FFFFFF", 0.45)
    return {
        "shape": cls.shape,
        "day": cls.colour,
        "day_ink": ink(cls.colour),
        "night": night,
        "night_ink": ink(night),
    }


def ink(colour: str) -> str:
    """White or near black, whichever stands out more (WCAG 2.1 contrast)."""
    level = luminance(colour) + 0.05
    return LIGHT if 1.05 / level >= level / (luminance(DARK) + 0.05) else DARK


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` after WCAG 2.1."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` of `other` in it."""
    both = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (a * (1 - share) + b * share)):02X}" for a, b in both)


def _channels(colour: str) -> Sequence[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _text(label: str, font: int) -> tuple[float, float]:
    lines = label.split("\n")
    return max(map(_em, lines)) * font, len(lines) * font * LINE


def _em(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.58 for sign in text)


def _centred(width: float, height: float) -> Box:
    return Box(width, height / 2, height / 2)
