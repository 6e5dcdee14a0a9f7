"""What the driver gives as plain values."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from neo4j.graph import Node

PERSON = "Person"
# Values in which nothing can lie; most of an answer is such.
FLAT = frozenset({str, int, float, bool, type(None)})


def plain(value: Any, people: set[str] | None = None) -> Any:
    """A driver value as JSON-like data, changed in place; the ids of persons are added to `people`."""
    if isinstance(value, Node):
        return plain(entity(value), people) if "Entity" in value.labels else dict(value)
    if isinstance(value, dict):
        if people is not None and value.get("class") == PERSON and "id" in value:
            people.add(value["id"])
        parts: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return value
    for place, part in parts:
        if type(part) not in FLAT:
            value[place] = plain(part, people)
    return value


def ids_in(value: Any) -> Iterator[str]:
    """The ids of all things within plain values."""
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from ids_in(part)


def entity(node: Mapping[str, Any]) -> dict[str, Any]:
    """The three facts by which an entity is known everywhere."""
    return {"id": node["id"], "name": node["name"], "class": node["class"]}
