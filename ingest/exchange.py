"""RDF files in: the same checks as any load, then the whole file or nothing of it."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from graph.changes import Difference
from graph.engine import Progress
from graph.model import Claim, Document, Entity, Judgement, Naming, Span
from graph.rdf.decoding import Decoder, Fault
from graph.rdf.kinds import CLAIMS
from graph.rdf.reading import FORMATS, line_of, refusal, statements
from graph.rdf.restoring import ORDER, Shelf, ready, restore
from graph.rows import KINDS
from graph.store import Row, Store
from ingest.build import Report
from ingest.checks import Known, check
from ingest.rows import Reading, Record, Reject

TOLD = 20  # faults listed
BEYOND = 1 << 40


def is_rdf(path: Path) -> bool:
    """Whether a file is one that `load_rdf` takes."""
    return path.suffix.lower() in FORMATS and path.is_file()


def load_rdf(store: Store, path: Path, base: str, dry: bool = False, progress: Progress | None = None) -> Report:
    """Load an export of ours into an empty graph, after everything in it has been checked.

    BadInput with file and line for a broken file, a foreign vocabulary, an unknown class, a literal beyond measure,
    whatever the checks of a load refuse, and for a graph that is not empty; nothing is written then.
    """
    tell = progress or (lambda what, done, total: None)
    if not dry:
        ready(store)
    with tempfile.TemporaryDirectory() as folder, Shelf(Path(folder), Decoder(base)) as shelf:
        tell("读取 | reading", 0, 1)
        refuse(path, shelf.gather(statements(path)))
        refuse(path, shelf.decode())
        refuse(path, chain(shelf.follows(), tampered(shelf)))
        tell("检查 | checking", 0, 1)
        checked(path, shelf)
        total = sum(shelf.counts.values())
        if not dry:
            restore(store, shelf, lambda done: tell("装载 | loading", done, total))
    difference = Difference()
    for label, number in shelf.counts.items():
        if number:
            difference.added[label] = number
    difference.revision = 0 if dry else store.revision()
    return Report(path.name, total, (), (), difference)


def refuse(path: Path, faults: Iterable[Fault]) -> None:
    """BadInput for the first fault, with the others beside it."""
    found = list(islice(faults, TOLD))
    if not found:
        return
    places = [(fault.line or line_of(path, fault.sign), fault.zh, fault.en) for fault in found]
    line, zh, en = min(places)
    refused = refusal(path, line, zh, en)
    refused.problems = tuple(places)
    raise refused


def tampered(shelf: Shelf) -> Iterator[Fault]:
    """Claims whose id is not the hash of what they say."""
    for label in CLAIMS:
        for row in shelf.rows(label):
            if (right := record_of(label, row).id) != row["id"]:  # type: ignore[union-attr]
                zh = f"断言 {row['id']} 的内容与编号不符（应为 {right}）。"
                en = f"claim {row['id']} says something else than its id stands for ({right})."
                yield Fault(row["~line"], row["id"], zh, en)


def checked(path: Path, shelf: Shelf) -> None:
    """BadInput where the checks of a load refuse something."""
    rows = Read(path, shelf)
    if rejects := check(rows, Known(entity=rows.withheld.get)).rejects[:TOLD]:
        lines = rows.lines({reject.line for reject in rejects})
        refuse(
            path,
            (
                Fault(lines[reject.line], "", f"[{p.column}] {p.value} {p.zh}", f"[{p.column}] {p.value}: {p.en}")
                for reject in rejects
                for p in reject.problems
            ),
        )


class Read:
    """The rows of a shelf as the checks want them; iterating reads them anew.

    A row is known by its line, or by its number beyond all lines where the format tells none.
    """

    def __init__(self, path: Path, shelf: Shelf) -> None:
        self._path, self._shelf = path, shelf
        nameless = self._nameless()
        things = shelf.rows("Entity") if nameless else iter(())
        self.withheld = {row["id"]: row["class"] for row in things if row["id"] in nameless}

    def _nameless(self) -> set[str]:
        """Things that are merged into others, or whose official name is taken back: known, but not checked."""
        names = [row for row in self._shelf.rows("NameClaim") if row["kind"] == "official" and not _current(row)]
        closed = {row["subject"] for row in names}
        if closed:
            closed -= {
                row["subject"] for row in self._shelf.rows("NameClaim") if row["kind"] == "official" and _current(row)
            }
        return closed | set(self._shelf.merged)

    def __iter__(self) -> Iterator[Reading | Reject]:
        for number, label, row in self._rows():
            if self._judged_now(label, row):
                yield Reading(self._path.name, number, self._as_loaded(label, row))

    def lines(self, numbers: set[int]) -> dict[int, int]:
        """The lines of rows."""
        rows = ((number, row) for number, _, row in self._rows() if number in numbers)
        return {number: row["~line"] or line_of(self._path, row["id"]) for number, row in rows}

    def _rows(self) -> Iterator[tuple[int, str, Row]]:
        labels = [label for label in ORDER if label in KINDS]
        rows = ((label, row) for label in labels for row in self._shelf.rows(label))
        return ((row["~line"] or BEYOND + n, label, row) for n, (label, row) in enumerate(rows))

    def _judged_now(self, label: str, row: Row) -> bool:
        """History obeyed the rules of its day: what is closed, merged or decided by hand is not checked as new."""
        if label == "Judgement":
            return "digest" in row
        if label == "Entity" and row["id"] in self.withheld:
            return False
        if label == "NameClaim" and row["subject"] in self._shelf.merged:
            return False
        return _current(row)

    def _as_loaded(self, label: str, row: Row) -> Record:
        record = record_of(label, row)
        if isinstance(record, Naming) or "decided" not in row or not isinstance(record, Claim):
            return record
        return replace(record, status="proposed")


def _current(row: Row) -> bool:
    return row.get("closed_revision") is None


def record_of(label: str, row: Row) -> Record:
    """The record that a row of the store was made from."""
    cls: Any = KINDS[label]
    given = {f.name: row[f.name] for f in fields(cls) if f.name in row}
    if issubclass(cls, Claim):
        given["row"] = row.get("row", "")
        given["span"] = Span(row["document"], row["line"], row["start"], row["end"])
    elif cls is Entity:
        given["cls"] = row["class"]
    elif cls is Judgement:
        given["sources"] = tuple(row.get("sources", ()))
    record: Document | Entity | Claim | Judgement = cls(**given)
    return record
