"""Arithmetic on intervals: a sum of rounded numbers is known as far as its parts are, and no further."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from graph.ledger.bounds import Interval

HUNDRED: Final = Decimal(100)
End = Decimal | None


def add(a: Interval, b: Interval) -> Interval:
    """All sums of a value of `a` and a value of `b`."""
    return Interval(_both(a.low, b.low, Decimal.__add__), _both(a.high, b.high, Decimal.__add__))


def subtract(a: Interval, b: Interval) -> Interval:
    """All differences of a value of `a` and a value of `b`."""
    return Interval(_both(a.low, b.high, Decimal.__sub__), _both(a.high, b.low, Decimal.__sub__))


def multiply(a: Interval, b: Interval) -> Interval:
    """All products; neither interval may hold negative values."""
    return Interval(_both(a.low, b.low, Decimal.__mul__), _both(a.high, b.high, Decimal.__mul__))


def divide(a: Interval, b: Interval) -> Interval:
    """All quotients; `a` may not hold negative values, `b` only positive ones."""
    return Interval(_both(a.low, b.high, Decimal.__truediv__), _both(a.high, b.low, Decimal.__truediv__))


def per_cent(share: Interval) -> Interval:
    """A percentage as a factor: 64 % is 0.64."""
    return _each(share, lambda end: end / HUNDRED)


def grown(growth: Interval) -> Interval:
    """Growth in per cent as a factor: 30 % more is 1.3 times."""
    return _each(growth, lambda end: 1 + end / HUNDRED)


def holds_whole(interval: Interval) -> bool:
    """Whether a whole number lies in it."""
    if interval.low is None or interval.high is None:
        return True
    return interval.low.to_integral_value("ROUND_CEILING") <= interval.high


def _both(a: End, b: End, combine: Callable[[Decimal, Decimal], Decimal]) -> End:
    return None if a is None or b is None else combine(a, b)


def _each(interval: Interval, change: Callable[[Decimal], Decimal]) -> Interval:
    low, high = (None if end is None else change(end) for end in (interval.low, interval.high))
    return Interval(low, high)
