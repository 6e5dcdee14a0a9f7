"""Checks on figures: indicator, unit, basis, bound and time fit each other."""

from collections.abc import Iterator, Mapping

from graph.dates import first_day, last_day
from graph.model import Figure
from ingest.checks.check import Check
from ingest.rows import Problem, Reading
from ontology import Indicator

MONEY = frozenset({"元", "万元", "亿元"})
PERCENT = frozenset({"%"})
POINTS = frozenset({"个百分点"})
# Units by what is measured; counters (家, 个, 项 …) are one kind and every word that is no other unit is one.
UNITS = {
    "money": MONEY,
    "share": PERCENT,
    "growth": PERCENT,
    "rank": frozenset({"位"}),
    "multiple": frozenset({"倍"}),
    "percentage_points": POINTS,
}
# A basis that brings its own unit, whatever is measured.
OF_BASIS = {
    "yoy": PERCENT | UNITS["multiple"],
    "rank": UNITS["rank"],
    "share": PERCENT,
    "multiple": UNITS["multiple"],
}
MEASURES = frozenset().union(*UNITS.values())


class Figures(Check):
    """A figure says what its indicator allows, in a unit of its kind, about a time that can be."""

    takes = (Figure,)

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._indicators = indicators

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Figure):
            return
        indicator = self._indicators.get(record.indicator)
        if indicator is None:
            zh = f"没有指标 {record.indicator!r}；请对照指标表填写。"
            yield reading.problem(
                "indicator", zh, f"There is no indicator {record.indicator!r}; choose one of the list."
            )
        else:
            yield from _measure(reading, record, indicator)
        yield from _value(reading, record)
        yield from _time(reading, record)


def fits(unit: str, kind: str, basis: str) -> bool:
    """Whether `unit` can be that of an indicator of unit kind `kind`, stated on `basis`."""
    if basis in OF_BASIS:
        return unit in OF_BASIS[basis]
    if basis == "change" and unit in POINTS:
        return True
    if kind == "count":
        return unit not in MEASURES
    return unit in UNITS.get(kind, frozenset()) and not (basis == "change" and kind == "share")


def _measure(reading: Reading, record: Figure, indicator: Indicator) -> Iterator[Problem]:
    if record.basis not in indicator.basis_allowed:
        listed = "、".join(indicator.basis_allowed)
        yield reading.problem(
            "basis",
            f"指标 {indicator.code} 的口径不能是 {record.basis!r}，只能是：{listed}。",
            f"{indicator.code} has no basis {record.basis!r}, only: {', '.join(indicator.basis_allowed)}.",
        )
    elif not fits(record.unit, indicator.unit_kind, record.basis):
        yield reading.problem(
            "unit",
            f"单位 {record.unit!r} 与指标 {indicator.code}（{indicator.unit_kind}，{record.basis}）不符；请改正。",
            f"{record.unit!r} does not fit {indicator.code} ({indicator.unit_kind}, {record.basis}); correct the unit.",
        )


def _value(reading: Reading, record: Figure) -> Iterator[Problem]:
    if (record.bound == "range") != (record.value_max is not None):
        zh, en = "上限与“range”须同时填写。", "An upper value and the bound range go together."
        yield reading.problem("value_max", zh, en)
    elif record.value_max is not None and record.value_max <= record.value:
        zh, en = "上限须大于下限；请改正。", "The upper value must be above the lower one; correct it."
        yield reading.problem("value_max", zh, en)


def _time(reading: Reading, record: Figure) -> Iterator[Problem]:
    if not record.period:
        zh, en = (
            "没有写明时间；请填写年、日或区间。",
            "The period is missing; give a year, a day or an interval.",
        )
        yield reading.problem("period", zh, en)
    if (record.kind == "target") != bool(record.deadline):
        zh, en = "目标须有期限，其他数据不填期限。", "A target has a deadline, nothing else has one."
        yield reading.problem("deadline", zh, en)
    elif record.deadline and record.period and first_day(record.period) > last_day(record.deadline):
        zh, en = "期限早于所说的时间；请改正。", "The deadline lies before the period; correct it."
        yield reading.problem("deadline", zh, en)
