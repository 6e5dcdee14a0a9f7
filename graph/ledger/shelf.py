"""Figures in order, so that the ones a rule speaks of are found without a search."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from graph.ledger.audit_rules import COUNTED, AuditRule
from graph.ledger.book import Book
from graph.ledger.conflicts import Read, read
from graph.ledger.periods import same_time
from graph.ledger.statements import TRUNCATED, Statement


class Shelf:
    """Figures by measure, and by measure and subject; figures cut in their document are left out."""

    def __init__(self, figures: Iterable[Statement], book: Book) -> None:
        self.book = book
        self._measures: dict[str, list[Read]] = defaultdict(list)
        self._things: dict[tuple[str, str], list[Read]] = defaultdict(list)
        for item in map(read, figures):
            if TRUNCATED not in item.marks:
                self._measures[item.figure.indicator].append(item)
                self._things[item.figure.indicator, item.figure.subject].append(item)

    def measures(self) -> Iterator[str]:
        """Codes of all measures that have figures, in order."""
        yield from sorted(self._measures)

    def all(self, indicator: str, basis: str = "", *, any_kind: bool = False) -> list[Read]:
        """Figures of a measure; an empty basis is every basis that counts something."""
        return [item for item in self._measures.get(indicator, ()) if _fits(item, basis, any_kind)]

    def of(self, indicator: str, subject: str, basis: str = "", *, any_kind: bool = False) -> list[Read]:
        """Figures of a measure and subject."""
        return [item for item in self._things.get((indicator, subject), ()) if _fits(item, basis, any_kind)]

    def wholes(self, part: Read, rule: AuditRule) -> list[Read]:
        """Figures of the whole of `rule` that `part` may be set against."""
        subject, basis = part.figure.subject, rule.whole_basis
        if rule.subjects == "any":
            found = self.all(rule.whole, basis, any_kind=rule.any_kind)
        else:
            things = [subject] if rule.subjects == "same" else sorted(self.book.wholes.get(subject, ()))
            found = [item for thing in things for item in self.of(rule.whole, thing, basis, any_kind=rule.any_kind)]
        return [item for item in found if _in_time(part, item, rule.times)]

    def beside(self, item: Read, indicator: str, basis: str) -> list[Read]:
        """Figures of the same subject and time, those of the same document if it has any."""
        found = [o for o in self.of(indicator, item.figure.subject, basis) if same_time(item.moment, o.moment)]
        return closest(item, found)

    def before(self, item: Read) -> list[Read]:
        """Figures of the same measure, subject and basis one year earlier."""
        figure, end = item.figure, _year_before(item.moment.end)
        found = self.of(figure.indicator, figure.subject, figure.basis)
        return [o for o in found if o is not item and o.moment.end == end and not o.moment.undated]


def closest(item: Read, found: Sequence[Read]) -> list[Read]:
    """Those of the same document, which counts alike; all where it has none."""
    return [other for other in found if other.figure.document == item.figure.document] or list(found)


def _fits(item: Read, basis: str, any_kind: bool) -> bool:
    if not any_kind and item.figure.kind != "actual":
        return False
    return item.figure.basis == basis if basis else item.figure.basis in COUNTED


def _in_time(part: Read, whole: Read, times: str) -> bool:
    return part.moment.end <= whole.moment.end if times == "later" else same_time(part.moment, whole.moment)


@lru_cache(maxsize=4096)
def _year_before(end: int) -> int:
    day = date.fromordinal(end)
    leap_day = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day).toordinal()
