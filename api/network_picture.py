"""A network as it will be drawn: looks, places, words; what page, data and still picture have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.network_look import GHOST_GROUP, MARKS, Look, groups, looks_of
from api.network_words import words_of
from api.pages.render import basis_label, class_label, relation_label
from graph.layers import Layers, columns_of, layered
from graph.layout import Link, Place, spread
from graph.network import USUAL, Edge, Network, network_of
from queries import Query

MOST_LAYERED = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """A network with how it looks and where it stands; `layers` is None where its classes are no flow."""

    network: Network
    looks: tuple[Look, ...]
    places: tuple[Place, ...]
    layers: Layers | None
    lang: str

    @property
    def layout(self) -> str:
        """The layout to begin with: layers where they exist and are not too many for one column."""
        return "layers" if self.layers and len(self.network.nodes) <= MOST_LAYERED else "network"


def picture_of(query: Query, items: Sequence[Mapping[str, Any]], lang: str, cap: int = USUAL) -> Picture:
    """The rows of an answer as a picture with at most `cap` nodes."""
    network = network_of(query, items, cap)
    looks = looks_of(network, words_of(lang)["unnamed"])
    index = {node.id: i for i, node in enumerate(network.nodes)}
    links: tuple[Link, ...] = tuple((index[edge.source], index[edge.target]) for edge in network.edges)
    columns = columns_of(network)
    layers = layered(tuple(look.card for look in looks), links, columns) if columns else None
    return Picture(network, looks, spread(tuple(look.box for look in looks), links), layers, lang)


def edge_label(edge: Edge, lang: str) -> str:
    """What an edge says: the relation where the answer names one, else the basis of the row."""
    return relation_label(edge.relation, lang) if edge.relation else basis_label(edge.reason, lang)


def legend(picture: Picture) -> list[dict[str, Any]]:
    """The class groups in the picture with how many nodes wear each, the most frequent first."""
    counts: dict[str, int] = {}
    for look in picture.looks:
        counts[look.group] = counts.get(look.group, 0) + 1
    return [
        {
            "group": name,
            "label": group_label(name, picture.lang),
            "path": MARKS[groups()[name]["shape"]],
            "colour": groups()[name]["day"],
            "count": count,
        }
        for name, count in sorted(counts.items(), key=lambda pair: -pair[1])
    ]


def group_label(name: str, lang: str) -> str:
    """The label of a class group, or of the unnamed."""
    return words_of(lang)["unnamed_class"] if name == GHOST_GROUP else class_label(name, lang)
