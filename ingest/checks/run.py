"""One pass over all rows: those that may be written, those refused, and what only the end can tell."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from graph.model import Document, Entity
from ingest.checks.check import Check, Late
from ingest.checks.claims import Cardinality, Cycles, Periods, References, Signatures
from ingest.checks.figures import Figures
from ingest.checks.identifiers import Identifiers
from ingest.checks.index import Index, Known
from ingest.checks.repeats import Repeats
from ingest.checks.sources import Lines, Spans, WeakSources
from ingest.checks.things import Classes, OfficialNames, UniqueNames
from ingest.rows import Place, Problem, Reading, Record, Reject, Tally
from ontology import read_indicators, read_ontology

Refused = dict[Place, Reject | list[Late]]
Judges = tuple[Callable[[Reading], Iterator[Problem]], ...]
Keepers = tuple[Callable[[Reading], None], ...]
PLACE = attrgetter("file", "line")


class Run:
    """One pass over all rows, without those refused; rows that refer to a later one wait for it."""

    def __init__(self, known: Known, lines: Lines) -> None:
        ontology = read_ontology()
        self.rejects: list[Reject] = []
        self.tallies: dict[str, Tally] = {}
        self._index = Index(known)
        self._checks: tuple[Check, ...] = (
            Repeats(),
            Classes(ontology),
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
        self._references = References(self._index)
        self._by_type: dict[type, tuple[Judges, Keepers]] = {}

    def records(self, rows: Iterable[Reading | Reject], refused: Refused) -> Iterator[Record]:
        """Show every row to the checks; the records of those that pass."""
        waiting: list[list[Reading]] = []
        for place, items in groupby(rows, key=PLACE):
            row = list(items)
            readings = [item for item in row if isinstance(item, Reading)]
            if len(readings) < len(row):
                self._reject(next(item for item in row if isinstance(item, Reject)))
            elif place in refused:
                self._reject(_reject(readings[0], refused[place]))
            elif self._ready(readings):
                yield from self._taken(readings)
            else:
                waiting.append(readings)
        yield from self._of_waiting(waiting)

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
        """Whether all that the row refers to is there, in the row itself or before it."""
        if len(readings) == 1:
            return self._index.knows(readings[0].record)
        own = {reading.record.id for reading in readings if isinstance(reading.record, Document | Entity)}
        return all(self._index.knows(reading.record, own) for reading in readings)

    def _of_waiting(self, waiting: list[list[Reading]]) -> Iterator[Record]:
        """Take what has become ready, again and again; what is left refers to nothing."""
        while ready := [readings for readings in waiting if self._ready(readings)]:
            waiting = [readings for readings in waiting if not self._ready(readings)]
            for readings in ready:
                yield from self._taken(readings)
        for readings in waiting:
            yield from self._taken(readings, ready=False)

    def _taken(self, readings: list[Reading], ready: bool = True) -> list[Record]:
        """The records of a row, none of one that is wrong."""
        added = [reading.record for reading in readings if self._index.add(reading.record)]
        problems: list[Problem] = []
        for reading in readings:
            problems += () if ready else self._references.judge(reading)
            for judge in self._checks_of(type(reading.record))[0]:
                problems += judge(reading)
        if problems:
            for record in added:
                self._index.drop(record)
            self._reject(Reject(*readings[0].place, tuple(problems)))
            return []
        for reading in readings:
            for keep in self._checks_of(type(reading.record))[1]:
                keep(reading)
        count = self._tally(readings[0].file)
        count.taken += 1
        count.records += len(readings)
        return [reading.record for reading in readings]

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
