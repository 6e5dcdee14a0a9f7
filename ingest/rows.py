"""What reading yields: a record with its place, or a reject that says what is wrong where.

Every row of a source ends as one or more readings or as one reject, never as nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.model import Claim, Document, Entity, Judgement

Record = Document | Entity | Claim | Judgement
Place = tuple[str, int]  # file, line


class Problem(NamedTuple):
    """One wrong cell: its column ("" for the row as a whole), its value and the reason in two languages.

    `candidates` are things {"id", "name", "class"} that the value may mean.
    """

    column: str
    value: str
    zh: str
    en: str
    candidates: tuple[Mapping[str, Any], ...] = ()


class Reading(NamedTuple):
    """A record and the row it was read from.

    `line` counts from 1 and the header is line 1; `columns` names the column of a field of the record where the
    two differ.
    """

    file: str
    line: int
    record: Record
    columns: Mapping[str, str] = MappingProxyType({})

    @property
    def place(self) -> Place:
        """File and line."""
        return self.file, self.line

    def problem(self, field: str, zh: str, en: str) -> Problem:
        """What is wrong with `field` of the record (or of its span), said of its column."""
        holder = self.record if hasattr(self.record, field) else getattr(self.record, "span", None)
        return Problem(self.columns.get(field, field), str(getattr(holder, field, "")), zh, en)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken, with all that is wrong in it; the first problem speaks for the row."""

    file: str
    line: int
    problems: tuple[Problem, ...]

    @property
    def column(self) -> str:
        """The column of the first problem."""
        return self.problems[0].column

    @property
    def value(self) -> str:
        """The value of the first problem."""
        return self.problems[0].value

    @property
    def reason_zh(self) -> str:
        """Every reason in Chinese."""
        return "".join(problem.zh for problem in self.problems)

    @property
    def reason_en(self) -> str:
        """Every reason in English."""
        return " ".join(problem.en for problem in self.problems)


@dataclass(slots=True)
class Tally:
    """Counts of one file: `rows` = `taken` + `rejected`; a taken row gives at least one record."""

    rows: int = 0
    taken: int = 0
    rejected: int = 0
    records: int = 0


def tally(items: Iterable[Reading | Reject]) -> Mapping[str, Tally]:
    """Counts by file; the readings of one row must follow each other, as every reader yields them."""
    counts: dict[str, Tally] = {}
    last = ("", 0)
    for item in items:
        count = counts.setdefault(item.file, Tally())
        if isinstance(item, Reject):
            count.rows += 1
            count.rejected += 1
            continue
        count.records += 1
        if item.place != last:
            count.rows += 1
            count.taken += 1
            last = item.place
    return counts
