"""What the ledger must know beside the figures: names of measures, near-synonyms, who belongs to whom.

All of it is reviewed data. `near` pairs measures that may count the same thing, `open_scopes` pairs things of
which no paper says whether one is part of the other; both make a verdict unsure instead of guessing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, NamedTuple

from ontology import Indicator

# Relations that make the subject part of the object when figures of both are set against each other.
CONTAINMENT: Final = frozenset({"partOfArea", "locatedIn", "memberOf", "partOfProgramme"})


class Said(NamedTuple):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Book:
    """Measures by code, near-synonyms with the reason, wholes of each thing, and pairs left open."""

    measures: Mapping[str, Indicator] = field(default_factory=lambda: MappingProxyType({}))
    near: Mapping[frozenset[str], Said] = field(default_factory=lambda: MappingProxyType({}))
    wholes: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    open_scopes: frozenset[tuple[str, str]] = frozenset()

    def label(self, code: str) -> Said:
        """The name of a measure, its code where it has none."""
        known = self.measures.get(code)
        return Said(known.label_zh, known.label_en) if known else Said(code, code)

    def within(self, part: str, whole: str) -> bool:
        """Whether the thing `part` is known to belong to the thing `whole`."""
        return whole in self.wholes.get(part, frozenset())

    def open_between(self, one: str, other: str) -> bool:
        """Whether it was looked at and left open that one belongs to the other."""
        return (one, other) in self.open_scopes or (other, one) in self.open_scopes


def near_measures(rows: Iterable[Mapping[str, str]]) -> Mapping[frozenset[str], Said]:
    """Near-synonyms from rows with the columns a, b, reason_zh, reason_en."""
    return {frozenset((row["a"], row["b"])): Said(row["reason_zh"], row["reason_en"]) for row in rows}


def wholes_of(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """All wholes of each part, through any number of steps; a circle makes nothing part of itself."""
    direct: dict[str, set[str]] = defaultdict(set)
    for part, whole in pairs:
        direct[part].add(whole)
    return {part: frozenset(_reach(part, direct)) for part in tuple(direct)}


def _reach(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(direct.get(start, ()))
    while ahead:
        whole = ahead.pop()
        if whole not in found and whole != start:
            found.add(whole)
            ahead.extend(direct.get(whole, ()))
    return found
