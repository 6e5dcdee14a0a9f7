"""What one caller wants to know, ready to be sent: a question, its typed arguments, and which page of the answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.arguments import typed, wrong
from graph.names import name_key
from graph.paging import place_of
from queries import Param, Query

LIMIT = 100
MOST = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """One caller's question; a page begins behind the row `after`, or behind `skip` rows."""

    query: Query
    values: Mapping[str, Any]
    limit: int
    after: list[str | int] | None
    skip: int
    exact: bool = False  # things are given by id, never by name

    @property
    def named(self) -> Iterator[tuple[Param, str]]:
        """What the arguments call things, with the parameter each stands in, in order."""
        for param in self.query.params:
            if param.cls and (given := self.values[param.name]):
                yield from ((param, text) for text in (given if param.many else [given]))

    def by_id(self, ids: Iterable[str]) -> "Wish":
        """The same with ids for what `named` tells."""
        left = iter(ids)
        params = [p for p in self.query.params if p.cls and self.values[p.name]]
        known = {p.name: [next(left) for _ in self.values[p.name]] if p.many else next(left) for p in params}
        return replace(self, values={**self.values, **known}, exact=True)

    def row(self, place: int, day: str) -> dict[str, Any]:
        """The wish as `graph.statement` takes it: arguments, names to look up, and which argument each is for."""
        named = list(self.named)
        names = [
            {"place": n, "text": text, "key": None if self.exact else name_key(text), "cls": param.cls}
            for n, (param, text) in enumerate(named)
        ]
        at = {p.name: [n for n, (param, _) in enumerate(named) if param is p] for p in self.query.params if p.cls}
        return {**self.values, "names": names, "at": at, "place": place, "today": day, "after": self.after}


def wished(query: Query, arguments: Mapping[str, str | Sequence[str]], limit: int = LIMIT, cursor: str = "") -> Wish:
    """The wish that arguments as text add up to; BadParameter for those that do not fit."""
    values = typed(query, arguments)
    after, skip = place_of(query, cursor)
    if not 1 <= limit <= MOST:
        raise wrong("limit", f"应在 1 到 {MOST} 之间。", f"must lie between 1 and {MOST}.")
    return Wish(query, values, limit, after, skip)
