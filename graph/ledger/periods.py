"""When a figure is about: a day for what exists, a span for what happens.

An undated figure (`as_reported`) is true on the day of its report or earlier. A report that says which period
it reviews (`document_period`) speaks of the end of that period, so the review of 2021 that appeared on
27 January 2022 speaks of 31 December 2021. Without a stated period it may speak of any day of the quarter
before.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from graph.dates import first_day, last_day
from graph.ledger.statements import Statement

REPORT_LAG: Final = 92  # days: an undated figure is at most a quarter older than a report that names no period
SAME_LENGTH: Final = 0.9  # a month of 28 days against one of 31, a year against a leap year
LEVELS: Final = frozenset({"stock", "cumulative", "notStated", "none"})


@dataclass(frozen=True, slots=True)
class Moment:
    """Days as ordinals. `earliest` to `end` is when a level may hold, `begin` to `end` the span of a flow."""

    begin: int
    end: int
    earliest: int
    level: bool
    undated: bool

    @property
    def length(self) -> int:
        """Days covered, both ends included."""
        return self.end - self.begin + 1

    @property
    def text(self) -> str:
        """The day it refers to, as ISO 8601."""
        return date.fromordinal(self.end).isoformat()


def moment(figure: Statement) -> Moment:
    """When `figure` is about; ValueError where its period is no ISO 8601 date."""
    level = figure.basis in LEVELS
    return _moment(figure.period, level, figure.as_reported, figure.document_period if figure.as_reported else "")


@lru_cache(maxsize=65536)
def _moment(period: str, level: bool, undated: bool, reviewed: str) -> Moment:
    begin, end = day(first_day(period)), day(period)
    earliest = end
    if undated and reviewed:
        earliest = end = min(end, day(reviewed))
    elif undated:
        earliest = end - REPORT_LAG
    return Moment(min(begin, end), end, earliest, level or begin == end, undated)


@lru_cache(maxsize=4096)
def day(text: str) -> int:
    """The last day of an ISO 8601 year, month, day or interval, as an ordinal."""
    return date.fromisoformat(last_day(text)).toordinal()


def same_time(a: Moment, b: Moment) -> bool:
    """Whether two figures of one measure speak of the same time: levels of one day, flows of one span."""
    if a.level or b.level:
        return a.earliest <= b.end and b.earliest <= a.end
    return (a.begin, a.end) == (b.begin, b.end)


def same_length(a: Moment, b: Moment) -> bool:
    """Whether two spans are of one length, so that a year is not set against several."""
    if a.level or b.level:
        return True
    return min(a.length, b.length) >= SAME_LENGTH * max(a.length, b.length)


def overlapping(a: Moment, b: Moment) -> bool:
    """Whether two spans share days."""
    return a.begin <= b.end and b.begin <= a.end
