"""ISO 8601 years, months, days and intervals, as the days they cover."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[date, date]:
    """First and last day of "2021", "2021-03", "2021-03-05" or "2021/2025"; ValueError for anything else."""
    first, slash, second = text.partition("/")
    begin, end = _day(first, last=False), _day(second if slash else first, last=True)
    if begin > end:
        raise ValueError(f"{text} runs backwards")
    return begin, end


def _day(text: str, *, last: bool) -> date:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no ISO 8601 date")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if month and not day and last:
        day = monthrange(year, month)[1] if 1 <= month <= 12 else 31
    return date(year, month or (12 if last else 1), day or (31 if last else 1))
