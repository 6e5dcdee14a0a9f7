"""What a published number allows: its amount in base units and the interval of values it leaves open.

Rules (docs/ledger.md gives the reasons):
- N多, N余: above N, below the next step of its last non-zero digit (400多: 401 to 499).
- 超, 突破, 超过: above N; 以上, 不少于: from N; neither has an upper end.
- 近: below N; 不超过, 以下: up to N. 约, 左右: ten per cent either way.
- An exact number that was rounded for print may stand for anything that rounds to it; a plain count may not.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from graph.ledger.statements import Statement
from graph.ledger.units import Unit, unit_of

STEP_WORDS: Final = frozenset("多余")
TOLERANCE: Final = Decimal("0.1")  # of 约 and 左右: a number with one or two digits is rarely rounded further
MAGNITUDE: Final = 2  # 超 and 以上 name the round number next below, so twice the number is another size
RANK: Final = Unit("rank")
OPEN_UP: Final = frozenset({"over", "atLeast"})


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`; None is without end; an open end does not belong to it."""

    low: Decimal | None = None
    high: Decimal | None = None
    open_low: bool = False
    open_high: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether `value` lies in it."""
        return self.meets(Interval(value, value))

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a value in common."""
        return not (self.below(other) or other.below(self))

    def below(self, other: "Interval") -> bool:
        """Whether every value of it is smaller than every value of `other`."""
        if self.high is None or other.low is None:
            return False
        touching = self.open_high or other.open_low
        return self.high < other.low or (self.high == other.low and touching)

    def at_most(self, other: "Interval") -> bool:
        """Whether no value of it is larger than any value of `other`."""
        return self.high is not None and other.low is not None and self.high <= other.low


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in base units: what its words allow, what is likely by size, and the step of its print."""

    unit: Unit
    amount: Decimal
    bound: str
    allowed: Interval
    likely: Interval
    step: Decimal


def quantity(figure: Statement) -> Quantity:
    """The quantity a figure states; equal texts are read once."""
    unit = RANK if figure.basis == "rank" else unit_of(figure.unit)
    return _quantity(figure.value, figure.value_max, unit, figure.bound, figure.word)


@lru_cache(maxsize=65536)
def _quantity(value: float, value_max: float | None, unit: Unit, bound: str, word: str) -> Quantity:
    number = decimal(value)
    amount = number * unit.scale
    top = decimal(value_max) * unit.scale if value_max is not None else None
    step = _printed_step(number, unit)
    if bound == "exact":
        allowed = likely = Interval(amount - step / 2, amount + step / 2)
    elif bound == "over" and STEP_WORDS & set(word):
        next_step = (number + _last_digit(number)) * unit.scale
        allowed = likely = Interval(amount, next_step, open_low=True, open_high=True)
    else:
        allowed, likely = _bounded(bound, amount, top), _likely(bound, amount, top)
    if unit.kind in ("count", "rank"):
        allowed = _whole(allowed)
    return Quantity(unit, amount, _kind_of_bound(bound, word), allowed, likely, step)


def decimal(value: float) -> Decimal:
    """The number as printed: 67.13, not its binary neighbour."""
    return Decimal(repr(value)).normalize() if value else Decimal(0)


def _bounded(bound: str, amount: Decimal, top: Decimal | None) -> Interval:
    match bound:
        case "over":
            return Interval(low=amount, open_low=True)
        case "atLeast":
            return Interval(low=amount)
        case "under":
            return Interval(high=amount, open_high=True)
        case "atMost":
            return Interval(high=amount)
        case "range":
            return Interval(amount, top)
        case "about":
            return Interval(amount - abs(amount) * TOLERANCE, amount + abs(amount) * TOLERANCE)
    raise ValueError(f"unknown bound {bound!r}")


def _likely(bound: str, amount: Decimal, top: Decimal | None) -> Interval:
    """The interval within a factor of MAGNITUDE; closed, because only what lies beyond it is another size."""
    if amount > 0 and bound in OPEN_UP:
        return Interval(amount, amount * MAGNITUDE)
    if amount > 0 and bound == "under":
        return Interval(amount / MAGNITUDE, amount)
    return _bounded(bound, amount, top)


def _whole(interval: Interval) -> Interval:
    """For things that are counted: 90多家 is 91 to 99, both ends included."""
    low, high = interval.low, interval.high
    if low is not None and interval.open_low:
        low = low.to_integral_value("ROUND_FLOOR") + 1
    if high is not None and interval.open_high:
        high = high.to_integral_value("ROUND_CEILING") - 1
    return Interval(low, high)


def _last_digit(number: Decimal) -> Decimal:
    """One unit of the last non-zero digit: 100 for 400, 10 for 1420, 0.1 for 3.2."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if number else Decimal(1)


def _printed_step(number: Decimal, unit: Unit) -> Decimal:
    """One unit of the last printed decimal; 0 for a plain count or place, which is not rounded."""
    exponent = min(int(number.as_tuple().exponent), 0)
    if unit.kind in ("count", "rank") and unit.scale == 1 and exponent == 0:
        return Decimal(0)
    return Decimal(1).scaleb(exponent) * unit.scale


def _kind_of_bound(bound: str, word: str) -> str:
    return "step" if bound == "over" and STEP_WORDS & set(word) else bound
