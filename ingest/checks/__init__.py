"""Everything is checked before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.model import Document, Entity
from ingest.checks.check import Check, Late
from ingest.checks.claims import Cardinality, Cycles, Periods, References, Signatures
from ingest.checks.figures import Figures
from ingest.checks.identifiers import Identifiers
from ingest.checks.index import NOTHING, Index, Known, references
from ingest.checks.repeats import Repeats
from ingest.checks.sources import Lines, Spans, WeakSources, no_text
from ingest.checks.things import Classes, OfficialNames, UniqueNames
from ingest.rows import Place, Problem, Reading, Record, Reject, Tally
from ontology import read_indicators, read_ontology

__all__ = ["Known", "Notice", "Verdict", "check"]


Refused = dict[Place, Reject | list[Late]]
Judges = tuple[Callable[[Reading], Iterator[Problem]], ...]
Keepers = tuple[Callable[[Reading], None], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth a look that stops nothing."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: every reject (of the reader too), counts by file, notices."""

    rejects: Sequence[Reject]
    tallies: Mapping[str, Tally]
    notices: Sequence[Notice]

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(tally.rows for tally in self.tallies.values())

    def records(self, rows: Iterable[Reading | Reject]) -> Iterator[Record]:
        """The records of `rows` that may be written: read a second time, without the rejected rows."""
        bad = {(reject.file, reject.line) for reject in self.rejects}
        return (row.record for row in rows if isinstance(row, Reading) and row.place not in bad)


def check(
    rows: Iterable[Reading | Reject],
    known: Known = NOTHING,
    lines: Lines = no_text,
    expected: Mapping[str, int] | None = None,
) -> Verdict:
    """Check all rows against the ontology, each other and the graph, whatever their order.

    `rows` is iterated more than once, so it is a list or a source that reads anew, never a generator. `lines`
    gives the text of a document where it is at hand; `expected` the number of rows by file.
    """
    refused: Refused = {}
    while True:
        run = _Run(known, lines)
        run.read(rows, refused)
        if not (late := run.finish()):
            return Verdict(run.rejects, run.tallies, list(_notices(run.tallies, expected or {})))
        # The first reason found is the one that is told: what follows from a refusal must not cover it.
        refused = {(reject.file, reject.line): reject for reject in run.rejects} | late


class _Run:
    """One pass over all rows, without those refused; rows that refer to a later one wait for it."""

    def __init__(self, known: Known, lines: Lines) -> None:
        ontology = read_ontology()
        self.rejects: list[Reject] = []
        self.tallies: dict[str, Tally] = {}
        self._index = Index(known)
        self._checks: tuple[Check, ...] = (
            Repeats(),
            Classes(ontology),
            References(self._index),
            Signatures(ontology, self._index),
            Periods(),
            Figures(read_indicators()),
            Identifiers(),
            Spans(self._index, lines),
            WeakSources(self._index),
            Cardinality(ontology),
            Cycles(ontology),
            OfficialNames(),
            UniqueNames(ontology, self._index),
        )
        self._by_type: dict[type, tuple[Judges, Keepers]] = {}

    def read(self, rows: Iterable[Reading | Reject], refused: Refused) -> None:
        """Show every row to the checks."""
        waiting: list[list[Reading]] = []
        for place, items in groupby(rows, key=lambda item: (item.file, item.line)):
            row = list(items)
            readings = [item for item in row if isinstance(item, Reading)]
            if len(readings) < len(row):
                self._reject(next(item for item in row if isinstance(item, Reject)))
            elif place in refused:
                self._reject(_reject(readings[0], refused[place]))
            elif self._ready(readings):
                self._take(readings)
            else:
                waiting.append(readings)
        self._take_waiting(waiting)

    def finish(self) -> dict[Place, list[Late]]:
        """Rows to refuse in another pass: what the first check says that says anything.

        One check at a time, for a row that should not be there makes others look wrong too.
        """
        for one in self._checks:
            refused: dict[Place, list[Late]] = {}
            for late in one.finish():
                refused.setdefault(late.place, []).append(late)
            if refused:
                return refused
        return {}

    def _ready(self, readings: list[Reading]) -> bool:
        own = {reading.record.id for reading in readings if isinstance(reading.record, Document | Entity)}
        return all(
            id_ in own or (self._index.cls(id_) if kind == "entity" else self._index.document(id_)) is not None
            for reading in readings
            for _, kind, id_ in references(reading.record)
        )

    def _take_waiting(self, waiting: list[list[Reading]]) -> None:
        """Take what has become ready, again and again; what is left refers to nothing."""
        while ready := [readings for readings in waiting if self._ready(readings)]:
            waiting = [readings for readings in waiting if not self._ready(readings)]
            for readings in ready:
                self._take(readings)
        for readings in waiting:
            self._take(readings)

    def _take(self, readings: list[Reading]) -> None:
        first = readings[0]
        added = [reading.record for reading in readings if self._index.add(reading.record)]
        problems: list[Problem] = []
        for reading in readings:
            for judge in self._checks_of(type(reading.record))[0]:
                problems += judge(reading)
        if problems:
            for record in added:
                self._index.drop(record)
            self._reject(Reject(first.file, first.line, tuple(problems)))
            return
        for reading in readings:
            for keep in self._checks_of(type(reading.record))[1]:
                keep(reading)
        count = self._tally(first.file)
        count.taken += 1
        count.records += len(readings)

    def _checks_of(self, kind: type) -> tuple[Judges, Keepers]:
        """What judges and what remembers records of this type."""
        if kind not in self._by_type:
            mine = [one for one in self._checks if issubclass(kind, one.takes)]
            judges = tuple(one.judge for one in mine if type(one).judge is not Check.judge)
            self._by_type[kind] = judges, tuple(one.keep for one in mine if type(one).keep is not Check.keep)
        return self._by_type[kind]

    def _reject(self, reject: Reject) -> None:
        self.rejects.append(reject)
        self._tally(reject.file).rejected += 1

    def _tally(self, file: str) -> Tally:
        """The counts of a file, with one row more."""
        count = self.tallies.setdefault(file, Tally())
        count.rows += 1
        return count


def _reject(reading: Reading, found: Reject | list[Late]) -> Reject:
    if isinstance(found, Reject):
        return found
    problems = [reading.problem(late.field, late.zh, late.en) for late in found]
    return Reject(reading.file, reading.line, tuple(problems))


def _notices(tallies: Mapping[str, Tally], expected: Mapping[str, int]) -> Iterator[Notice]:
    for file, rows in expected.items():
        found = tallies[file].rows if file in tallies else 0
        if found != rows:
            yield Notice(
                f"{file} 有 {found} 行，说明中写的是 {rows} 行；请核对是否缺行。",
                f"{file} has {found} rows, its description says {rows}; check that none is missing.",
            )
