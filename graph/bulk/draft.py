"""A graph drafted as the importer's files: the rows and derivations of the batched load, in a stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.bulk.groups import Groups
from graph.bulk.relating import OF_FACT, relating
from graph.bulk.tables import LABELS, Table, columns, edges, nodes
from graph.dates import today
from graph.derive import naming
from graph.model import Claim
from graph.rows import KINDS
from graph.store import Row
from graph.writes import indicators, labels_of
from ontology import read_ontology

LINKS = ("SUBJECT", "STATED_IN", "OBJECT", "OF_INDICATOR", "OF_CHAIN", "LEFT", "RIGHT")
# What names are derived from.
OF_NAME = ("id", "status", "kind", "name", "subject", "s")
CODES = dict.fromkeys(("code", "label_zh", "label_en", "unit", "unit_kind", "theme", "periodicity"), "string")


@dataclass(frozen=True)
class Drafted:
    """The files of a graph: what tells the importer of them, how many nodes of each kind and relationships they hold.

    `nameless` are the ids of things whose names are all proposed.
    """

    arguments: tuple[str, ...]
    nodes: Mapping[str, int]
    edges: int
    nameless: tuple[str, ...]


class Draft:
    """Takes rows in any order, but a document before what stands in it; numbers the nodes as the store will.

    Memory grows by some 200 bytes for a thing and 70 for a claim.
    """

    def __init__(self, folder: Path, revision: int) -> None:
        self._folder = folder
        self._stamp = {"revision": revision, "changed_revision": revision, "recorded": today()}
        self._nameless: list[str] = []
        self._types = {name: relation.type for name, relation in read_ontology().relations.items()}
        self._last = -1
        self._numbers: dict[str, dict[str, int]] = {"Entity": {}, "Document": {}, "Indicator": {}}
        self._claims: set[int] = set()
        self._papers: dict[str, Row] = {}
        self._judged: dict[str, Row] = {}
        self._chains: list[tuple[int, str]] = []
        self._nodes = {kind: nodes(folder / f"{kind}.csv", _labels(kind), columns(kind)) for kind in KINDS}
        self._nodes["Indicator"] = nodes(folder / "Indicator.csv", "Indicator", CODES)
        self._edges = {name: edges(folder / f"{name}.csv", name, {}) for name in LINKS}
        self._things = Groups(folder / "things")
        self._facts = Groups(folder / "facts")

    def add(self, kind: str, row: Row) -> None:
        """Write what can be written now, and put aside what waits for others of its group."""
        if kind == "Entity":
            self._things.add(row["id"], row)
        elif kind == "Document":
            self._papers[row["id"]] = row
        elif kind == "Judgement":
            self._judged[row["id"]] = row
        else:
            self._claim(kind, row)

    def finish(self) -> Drafted:
        """Write the rest and close the files."""
        for id_, row in self._papers.items():
            self._node("Document", row, self._number("Document", id_))
        with relating(self._facts, self._folder) as derived:
            self._write_things()
            self._write_judged()
        codes = self._numbers["Indicator"]
        for row in indicators(set(codes)):
            self._nodes["Indicator"].add((codes[row["code"]],), row)
        for table in (*self._nodes.values(), *self._edges.values()):
            table.close()
        self._edges |= {table.path.stem: table for table in derived}
        numbers = {kind: table.rows for kind, table in self._nodes.items() if table.rows}
        edges = sum(table.rows for table in self._edges.values())
        return Drafted(self._arguments(), numbers, edges, tuple(self._nameless))

    def _arguments(self) -> tuple[str, ...]:
        tables = [*self._nodes.values(), *self._edges.values()]
        broken = [str(table.path) for table in tables if table.multiline()]
        lines = ("--multiline-fields-format=v2", f"--multiline-fields={','.join(broken)}") if broken else ()
        return (*lines, *_arguments("nodes", self._nodes), *_arguments("relationships", self._edges))

    def _claim(self, kind: str, row: Row) -> None:
        claim = int(row["id"][1:], 16)
        if claim in self._claims:
            return
        self._claims.add(claim)
        if row["document"] not in self._papers:
            raise AssertionError(f"{row['row']} stands in {row['document']}, which has not been given before it")
        row["dated"] = self._papers[row["document"]].get("date")
        number = self._node(kind, row)
        self._edges["SUBJECT"].link(number, self._number("Entity", row["s"]))
        self._edges["STATED_IN"].link(number, self._number("Document", row["document"]))
        if kind == "NameClaim":
            self._things.add(row["s"], {name: row[name] for name in OF_NAME})
        elif kind == "RelationClaim":
            start, end = self._number("Entity", row["s"]), self._number("Entity", row["o"])
            self._edges["OBJECT"].link(number, end)
            self._facts.add(row["fact"], (start, end, self._types[row["predicate"]], *map(row.get, OF_FACT)))
        elif kind == "Observation":
            self._edges["OF_INDICATOR"].link(number, self._number("Indicator", row["indicator"]))
        elif "chain" in row:
            self._chains.append((number, row["chain"]))

    def _write_things(self) -> None:
        for group in self._things:
            names = [row for row in group if "class" not in row]
            if entity := next((row for row in reversed(group) if "class" in row), None):
                self._thing(entity, naming(names, entity["id"]) if names else {})
        if lacking := len(self._numbers["Entity"]) - self._nodes["Entity"].rows:
            raise AssertionError(f"{lacking} things are spoken of that are not among the records")

    def _thing(self, entity: Row, named: Row) -> None:
        if named and not named["names"]:
            self._nameless.append(entity["id"])
        name = named.get("name") or entity["name"]
        row = {**entity, **named, "name": name, LABELS: labels_of(entity)}
        self._node("Entity", row, self._number("Entity", entity["id"]))

    def _write_judged(self) -> None:
        things = self._numbers["Entity"]
        for row in self._judged.values():
            number = self._node("Judgement", row)
            self._edges["LEFT"].link(number, things[row["left"]])
            self._edges["RIGHT"].link(number, things[row["right"]])
        for number, chain in self._chains:
            if chain in things:
                self._edges["OF_CHAIN"].link(number, things[chain])

    def _node(self, kind: str, row: Row, number: int | None = None) -> int:
        """Write a node under its number, a new one where it has none."""
        if number is None:
            number = self._next()
        row.update(self._stamp)
        self._nodes[kind].add((number,), row)
        return number

    def _number(self, kind: str, id_: str) -> int:
        """The number of a thing, a document or an indicator, whether it has come yet or not."""
        known = self._numbers[kind]
        if id_ not in known:
            known[id_] = self._next()
        return known[id_]

    def _next(self) -> int:
        self._last += 1
        return self._last


def _labels(kind: str) -> str:
    """The labels of a kind, "" for things, whose classes tell them."""
    if kind == "Entity":
        return ""
    return f"Claim:{kind}" if issubclass(KINDS[kind], Claim) else kind


def _arguments(kind: str, tables: Mapping[str, Table]) -> list[str]:
    return [table.argument(kind) for table in tables.values() if table.rows]
