"""How figures, bases and kinds are put into words, in Chinese and in English."""

from decimal import Decimal
from typing import Final

from graph.ledger.book import Said
from graph.ledger.bounds import Interval, decimal
from graph.ledger.statements import Statement

BASES: Final = {
    "stock": Said("存量", "stock"),
    "cumulative": Said("累计数", "running total"),
    "flow": Said("当期数", "number of the period"),
    "increment": Said("新增数", "number added"),
    "yoy": Said("同比增速", "growth on the year before"),
    "share": Said("占比", "share"),
    "rank": Said("位次", "place"),
    "multiple": Said("倍数", "multiple"),
    "change": Said("增减量", "change"),
    "perUnit": Said("单位平均数", "number per unit"),
    "none": Said("门槛", "threshold"),
    "notStated": Said("口径未说明", "basis not stated"),
}
KINDS: Final = {
    "actual": Said("实际数", "actual figure"),
    "target": Said("目标", "target"),
    "plan": Said("打算", "intention"),
    "condition": Said("条件", "condition"),
}
BEFORE: Final = frozenset({"超", "超过", "突破", "近", "约", "不超过", "不少于", "不低于"})
BETWEEN: Final = frozenset({"多", "余"})
USUAL: Final = {"over": "超", "under": "近", "about": "约", "atLeast": "以上", "atMost": "不超过"}
ENGLISH: Final = {
    "over": "over ",
    "under": "nearly ",
    "about": "about ",
    "atLeast": "at least ",
    "atMost": "at most ",
}


def number(value: Decimal | float) -> str:
    """A number without exponent or idle zeros."""
    exact = value if isinstance(value, Decimal) else decimal(value)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def wording(figure: Statement) -> Said:
    """The figure as a paper would print it: 400多场次, over 400 场次."""
    digits = number(figure.value)
    if figure.basis == "rank":
        return Said(f"第{digits}位", f"place {digits}")
    if figure.bound == "range" and figure.value_max is not None:
        digits = f"{digits}—{number(figure.value_max)}"
    word = figure.word if figure.word in BEFORE | BETWEEN | {"左右", "以上", "以下"} else ""
    return Said(
        _chinese(digits, figure.unit, word or USUAL.get(figure.bound, "")),
        f"{ENGLISH.get(figure.bound, '')}{digits} {figure.unit}".strip(),
    )


def _chinese(digits: str, unit: str, word: str) -> str:
    if word in BEFORE:
        return f"{word}{digits}{unit}"
    return f"{digits}{word}{unit}" if word in BETWEEN else f"{digits}{unit}{word}"


def interval_text(interval: Interval) -> Said:
    """An interval as a reader would say it; numbers are in base units."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        if low == high:
            return Said(number(low), number(low))
        ends = number(_short(low)), number(_short(high))
        return Said(f"{ends[0]} 至 {ends[1]}", f"{ends[0]} to {ends[1]}")
    if low is not None:
        return Said(f"{number(_short(low))} 以上", f"{number(_short(low))} or more")
    if high is not None:
        return Said(f"{number(_short(high))} 以下", f"{number(_short(high))} or less")
    return Said("任意值", "any value")


def _short(value: Decimal) -> Decimal:
    """At most two decimals: a computed bound claims no more precision than a reader needs."""
    return value.quantize(Decimal("0.01")).normalize() if value % 1 else value
