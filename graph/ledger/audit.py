"""What an audit reports, and how it is put into words."""

from dataclasses import dataclass
from typing import Literal

from graph.ledger.book import Said
from graph.ledger.bounds import Interval
from graph.ledger.conflicts import Read
from graph.ledger.wording import interval_text, wording

Result = Literal["holds", "does_not_hold", "not_checkable"]


@dataclass(frozen=True, slots=True)
class Audit:
    """`inputs` are rows, named a, b, c in `formula`; `computed` is what the formula gives, in base units."""

    rule: str
    inputs: tuple[str, ...]
    formula: str
    result: Result
    reason_zh: str
    reason_en: str
    computed: Interval | None = None


def report(
    rule: str, inputs: tuple[Read, ...], formula: str, result: Result, reason: Said, computed: Interval | None = None
) -> Audit:
    """An audit with its inputs written out after the reason."""
    words = [wording(item.figure) for item in inputs]
    zh = "，".join(f"{letter} = {said.zh}" for letter, said in zip("abc", words, strict=False))
    en = ", ".join(f"{letter} = {said.en}" for letter, said in zip("abc", words, strict=False))
    rows = tuple(item.figure.row for item in inputs)
    return Audit(rule, rows, formula, result, f"{reason.zh}（{zh}）", f"{reason.en} ({en})", computed)


def implied(reason: Said, what: Said, computed: Interval, of: Read) -> Said:
    """The sentence for a number that follows but stands in no paper, in the unit of the figure `of`."""
    unit = of.figure.unit
    value = interval_text(_in_unit(computed, of))
    return Said(
        f"{reason.zh}；据此{what.zh}应为 {value.zh} {unit}，但没有文件给出，无从核对",
        f"{reason.en}; this implies {value.en} {unit} for {what.en}, which no paper gives",
    )


def _in_unit(computed: Interval, of: Read) -> Interval:
    """In the unit of `of`; of things that are counted one by one only whole numbers are meant."""
    scale = of.quantity.unit.scale
    low, high = (None if end is None else end / scale for end in (computed.low, computed.high))
    if of.quantity.unit.kind == "count" and scale == 1:
        low = low and low.to_integral_value("ROUND_CEILING")
        high = high and high.to_integral_value("ROUND_FLOOR")
    return Interval(low, high)
