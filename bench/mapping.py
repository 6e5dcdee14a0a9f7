"""Declarative mapping of a foreign data set: a TOML file says which rows become which records.

A mapping has a document and tables. A table names a file and, for nested JSON, the path of its rows (`each`; `*` runs
over the keys of an object; `once` keeps the first row of each value). Its rules are `thing`, `name`, `identifier`,
`relation` and `ignore`; each may have `when` (column = regular expression). Values are templates: `{column}`, `{a|b}`
for the first that is not empty, `{#}` for the number of the row, `{code:column}` for what the lookup `code` has for it;
or `{from = column, map = {value = value}}`. A row that no rule takes, an ignored row and a value that a map lacks are
rejects with their reason. Classes and relations are checked against the ontology when the file is read.
"""

import csv
import gzip
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model import Document, Entity, Identifier, Naming, Relation, Span
from ingest.rows import Problem, Reading, Record, Reject
from ontology import read_ontology

SLOT = re.compile(r"\{([^{}]+)\}")
RULES = {
    "thing": {"id", "name", "class", "status"},
    "name": {"subject", "name", "kind"},
    "identifier": {"subject", "scheme", "value"},
    "relation": {"subject", "predicate", "object", "role"},
    "ignore": {"reason"},
}
Columns = dict[str, Any]


class Unmapped(Exception):
    """A value of a row that the mapping does not provide for: the column and the value."""


@dataclass(frozen=True)
class ForeignSet:
    """A mapping and the folder of its files; iterating reads them anew, row by row."""

    name: str
    document: Document
    tables: tuple[Mapping[str, Any], ...]
    lookups: Mapping[str, Mapping[str, Any]]
    folder: Path

    def __iter__(self) -> Iterator[Reading | Reject]:
        yield Reading(f"{self.name}.toml", 1, self.document)
        known = {name: self._looked_up(table) for name, table in self.lookups.items()}
        for number, table in enumerate(self.tables):
            file = table["file"] + ("#" + table["each"] if "each" in table else "")
            seen: set[str] = set()
            for line, columns in enumerate(rows(self.folder / table["file"], table), 1):
                columns |= {"#": line, "lookups": known}
                if "once" in table:
                    key = str(value(table["once"], columns))
                    if key in seen:
                        continue
                    seen.add(key)
                yield from self._row(f"{file}#{number}", line, table, columns)

    def _looked_up(self, table: Mapping[str, Any]) -> dict[str, str]:
        return {value(table["key"], c): value(table["value"], c) for c in rows(self.folder / table["file"], table)}

    def _row(self, file: str, line: int, table: Mapping[str, Any], columns: Columns) -> Iterator[Reading | Reject]:
        try:
            made = list(self._records(f"{self.document.id}{file}:{line}", table, columns))
        except Unmapped as fault:
            column, text = fault.args
            yield reject(file, line, column, text, "对应表中没有这个取值。", "The mapping has no such value.")
            return
        except Ignored as why:
            zh, _, en = str(why).partition(" | ")
            yield reject(file, line, "", "", zh, en)
            return
        if made:
            yield from (Reading(file, line, record) for record in made)
        else:
            yield reject(file, line, "", "", "没有适用的规则。", "No rule takes this row.")

    def _records(self, row: str, table: Mapping[str, Any], columns: Columns) -> Iterator[Record]:
        for kind, rules in ((kind, table.get(kind, ())) for kind in RULES):
            for number, rule in enumerate(rules):
                if all(re.fullmatch(form, text(columns.get(name))) for name, form in rule.get("when", {}).items()):
                    values = {name: value(form, columns) for name, form in rule.items() if name != "when"}
                    yield from self._made(kind, f"{row}.{number}", Span(self.document.id, columns["#"]), values)

    def _made(self, kind: str, row: str, here: Span, values: dict[str, str]) -> Iterator[Record]:
        if kind == "ignore":
            raise Ignored(values["reason"])
        if kind == "thing":
            cls, status = values["class"], values.get("status", "existing")
            yield Entity(values["id"], values["name"], cls, status, self.document.id)
            yield Naming(row, values["id"], here, name=values["name"], kind="official")
        elif kind == "name":
            yield Naming(f"{row}n", values["subject"], here, name=values["name"], kind=values["kind"])
        elif kind == "identifier":
            yield Identifier(row, values["subject"], here, scheme=values["scheme"], value=values["value"])
        else:
            ends = values["subject"], values["object"]
            yield Relation(
                row, ends[0], here, predicate=values["predicate"], object=ends[1], role=values.get("role", "")
            )


class Ignored(Exception):
    """A row that the mapping leaves out, with the reason."""


def read_mapping(path: Path, folder: Path) -> ForeignSet:
    """The mapping at `path`; OntologyError for an unknown class or relation, ValueError for an unknown rule or key."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in content["table"]:
        if unknown := set(table) - {"file", "each", "columns", "once", *RULES}:
            raise ValueError(f"{path.name}: {', '.join(sorted(unknown))} is no key of a table")
        for kind in RULES:
            for rule in table.get(kind, ()):
                _check(path, kind, rule)
    return ForeignSet(
        path.stem, Document(**content["document"]), tuple(content["table"]), content.get("lookup", {}), folder
    )


def _check(path: Path, kind: str, rule: Mapping[str, Any]) -> None:
    if unknown := set(rule) - RULES[kind] - {"when"}:
        raise ValueError(f"{path.name}: {', '.join(sorted(unknown))} is no key of {kind}")
    for form in ("class", "predicate"):
        for name in _names(rule[form]) if form in rule else ():
            known = read_ontology().cls(name) if form == "class" else read_ontology().relation(name)
            if getattr(known, "abstract", False):
                raise ValueError(f"{path.name}: {name} is abstract; map to a more specific class")


def _names(form: Any) -> list[str]:
    return [form] if isinstance(form, str) else list(form["map"].values())


def value(form: Any, columns: Columns) -> str:
    """A template or a map, filled from a row; Unmapped where the row has nothing for it."""
    if isinstance(form, str):
        return SLOT.sub(lambda slot: _first(slot[1].split("|"), columns), form)
    found = columns[form["from"]]
    for text_ in found if isinstance(found, list) else [found]:
        if text_ in form["map"]:
            return str(form["map"][text_])
    raise Unmapped(form["from"], text(found))


def _first(names: list[str], columns: Columns) -> str:
    for name in names:
        lookup, _, column = name.rpartition(":")
        found = text(columns.get(column))
        if lookup:
            found = columns["lookups"][lookup].get(found, "")
        if found:
            return found
    raise Unmapped("|".join(names), text(columns.get(names[0].rpartition(":")[2])))


def text(found: Any) -> str:
    """A cell as text."""
    return "" if found is None else str(found).strip()


def reject(file: str, line: int, column: str, found: str, zh: str, en: str) -> Reject:
    """A row with one problem."""
    return Reject(file, line, (Problem(column, found, zh, en),))


def rows(path: Path, table: Mapping[str, Any]) -> Iterator[Columns]:
    """The rows of a file by its ending: csv, txt, json or jsonl, packed by gzip or not."""
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        assert isinstance(file, io.TextIOBase)
        if kind == "csv":
            yield from csv.DictReader(file, table.get("columns"))
        elif kind == "txt":
            yield from ({"line": line.strip("\ufeff\r\n ")} for line in file)
        else:
            for content in map(json.loads, file) if kind == "jsonl" else [json.load(file)]:
                yield from nested(content, [step for step in table.get("each", "").split(".") if step], {})


def nested(content: Any, steps: list[str], above: Columns) -> Iterator[Columns]:
    """The rows at the end of a path, each with the columns of what it lies in, named `step.column`."""
    if not steps:
        if isinstance(content, list):
            yield from (row for item in content for row in nested(item, [], above))
        else:
            yield above | laid("", content)
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        for key, inner in content.items():
            yield from nested(inner, rest, above | {"*": key})
        return
    here = above or laid("", content)
    for item in content[step]:
        below = here | laid(step, item)
        if rest:
            yield from nested(item, rest, below)
        else:
            yield below


def laid(step: str, item: Any) -> Columns:
    """The columns of one item: of an object by key, of a list by position, of anything else by the step itself."""
    pairs = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else [("", item)]
    return {".".join(filter(None, (step, str(key)))): cell for key, cell in pairs}
