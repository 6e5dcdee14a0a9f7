"""The importer's files: one table for each kind of node or relationship, its header typed from our records."""

import csv
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from graph.model import Claim, Document, Entity, Judgement
from graph.rows import KINDS
from graph.store import Row

LIST = "\x1f"  # between the members of a list; no name holds it
LABELS = ":LABEL"
TYPES: Mapping[Any, str] = {
    str: "string",
    bool: "boolean",
    **dict.fromkeys((int, int | None), "long"),
    **dict.fromkeys((float, float | None), "double"),
    tuple[str, ...]: "string[]",
}
FIRST = {"id": "string", "digest": "string", "revision": "long", "recorded": "string"}
OF_CLAIM = dict.fromkeys(("document", "dataset", "s", "dated"), "string") | dict.fromkeys(
    ("line", "start", "end"), "long"
)
MORE: Mapping[type, dict[str, str]] = {
    Document: {"changed_revision": "long"},
    Judgement: {"changed_revision": "long"},
    Entity: {"class": "string", "changed_revision": "long", LABELS: ""}
    | dict.fromkeys(("names", "pinyin", "initials"), "string[]"),
}
OF_KIND = {"NameClaim": {"key": "string"}, "RelationClaim": {"o": "string", "fact": "string"}}
DERIVED = {":TYPE": "", "claims": "string[]", "count": "long"} | dict.fromkeys(
    ("basis", "kind", "role", "from", "to", "since", "until", "fact"), "string"
)


def columns(kind: str) -> dict[str, str]:
    """Names and types of the properties of a kind of node."""
    cls = KINDS[kind]
    own = {field.name: TYPES[field.type] for field in fields(cls) if field.name not in ("span", "cls")}
    return FIRST | own | (OF_CLAIM if issubclass(cls, Claim) else MORE[cls]) | OF_KIND.get(kind, {})


class Table:
    """A file of the importer; `group` is its labels or type, "" where each row names its own."""

    def __init__(self, path: Path, keys: tuple[str, ...], columns: Mapping[str, str], group: str) -> None:
        self.path = path
        self.group = group
        self.rows = 0
        self._names = tuple(columns)
        self._lists = tuple(name for name, kind in columns.items() if kind.endswith("[]") or name == LABELS)
        self._flags = tuple(name for name, kind in columns.items() if kind == "boolean")
        self._file = path.open("w", encoding="utf-8", newline="", buffering=1 << 18)
        self._writer = csv.writer(self._file)
        self._writer.writerow([*keys, *(f"{name}:{kind}" if kind else name for name, kind in columns.items())])

    def add(self, keys: tuple[int, ...], row: Row) -> None:
        """Write one row, which is not used again; what it lacks is a property not set."""
        self.rows += 1
        for name in self._lists:
            row[name] = LIST.join(row.get(name, ()))
        for name in self._flags:
            row[name] = str(row[name]).lower()
        self._writer.writerow((*keys, *map(row.get, self._names)))

    def link(self, start: int, end: int) -> None:
        """Write one relationship without properties."""
        self.rows += 1
        self._file.write(f"{start},{end}\r\n")

    def close(self) -> None:
        """Let the file go: what remains tells of it, here or in another process."""
        self._file.close()
        del self._file, self._writer

    def argument(self, kind: str) -> str:
        """What tells the importer about this file."""
        return f"--{kind}={self.group}={self.path}" if self.group else f"--{kind}={self.path}"

    def multiline(self) -> bool:
        """Whether a value holds a line break: then there are more line ends than rows and a header."""
        with self.path.open("rb") as file:
            ends = sum(chunk.count(b"\n") + chunk.count(b"\r") for chunk in iter(lambda: file.read(1 << 20), b""))
        return ends != 2 * (self.rows + 1)


def nodes(path: Path, labels: str, columns: Mapping[str, str]) -> Table:
    """A file of nodes, each with its number in the store."""
    return Table(path, (":ID",), columns, labels)


def edges(path: Path, type_: str, columns: Mapping[str, str]) -> Table:
    """A file of relationships between numbered nodes."""
    return Table(path, (":START_ID", ":END_ID"), columns, type_)
