"""Everything is checked before anything is written."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from ingest.checks.index import NOTHING, Known
from ingest.checks.run import Refused, Run
from ingest.checks.sources import Lines, no_text
from ingest.rows import Reading, Record, Reject, Tally

__all__ = ["Again", "Known", "Notice", "Sieve", "Verdict", "check"]
T = TypeVar("T")


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


class Again(Exception):
    """What was seen of the rows is void: some turned out wrong when all had been seen."""


class Sieve:
    """Rows checked against the ontology, each other and the graph while they pass, whatever their order.

    Iterating gives the records of the rows taken, things and documents before what refers to them. It ends with
    `Again` where rows turned out wrong that had passed already: iterate anew (`through`), they are left out then.
    `verdict` is there once an iteration has come to its end. `rows` is iterated as often, so it is a list or a source
    that reads anew, never a generator; `lines` gives the text of a document where it is at hand; `expected` the number
    of rows by file.
    """

    verdict: Verdict

    def __init__(
        self,
        rows: Iterable[Reading | Reject],
        known: Known = NOTHING,
        lines: Lines = no_text,
        expected: Mapping[str, int] | None = None,
    ) -> None:
        self._rows, self._known, self._lines, self._expected = rows, known, lines, expected or {}
        self._refused: Refused = {}

    def __iter__(self) -> Iterator[Record]:
        run = Run(self._known, self._lines)
        yield from run.records(self._rows, self._refused)
        if late := run.finish():
            # The first reason found is the one that is told: what follows from a refusal must not cover it.
            self._refused = {(reject.file, reject.line): reject for reject in run.rejects} | late
            raise Again
        self.verdict = Verdict(run.rejects, run.tallies, list(_notices(run.tallies, self._expected)))

    def through(self, work: Callable[[Iterable[Record]], T]) -> T:
        """What `work` makes of the records, done anew for as long as rows turn out wrong at the end."""
        while True:
            with suppress(Again):
                return work(self)


def check(
    rows: Iterable[Reading | Reject],
    known: Known = NOTHING,
    lines: Lines = no_text,
    expected: Mapping[str, int] | None = None,
) -> Verdict:
    """What a `Sieve` of these rows finds, before anything is written."""
    sieve = Sieve(rows, known, lines, expected)
    sieve.through(deque[Record](maxlen=0).extend)
    return sieve.verdict


def _notices(tallies: Mapping[str, Tally], expected: Mapping[str, int]) -> Iterator[Notice]:
    for file, rows in expected.items():
        found = tallies[file].rows if file in tallies else 0
        if found != rows:
            yield Notice(
                f"{file} 有 {found} 行，说明中写的是 {rows} 行；请核对是否缺行。",
                f"{file} has {found} rows, its description says {rows}; check that none is missing.",
            )
