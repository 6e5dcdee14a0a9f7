"""Two figures: do they contradict, succeed, round or repeat each other, or measure different things?

The tests run from the question "may they be compared at all" to "do they agree", and the first that speaks
decides: kind, measure, subject, basis, unit, time, value. Each verdict carries its reason in words.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from graph.ledger.book import Book, Said
from graph.ledger.bounds import Quantity, quantity
from graph.ledger.periods import Moment, moment, overlapping, same_length, same_time
from graph.ledger.statements import BOUND_UNSURE, PROPOSED, TRUNCATED, Statement
from graph.ledger.wording import BASES, KINDS, wording

Kind = Literal["contradiction", "succession", "different_measure", "rounding", "agreement", "unsure"]

MAGNITUDE_MARK: Final = "magnitude"
UNDATED_MARK: Final = "undated"
UNCHANGED_MARK: Final = "unchanged"
WEAK: Final = (TRUNCATED, BOUND_UNSURE, PROPOSED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two figures stand to each other; `first` and `then` are rows, the earlier figure first.

    `marks` may hold magnitude, undated, unchanged, truncated, bound_unsure and proposed.
    """

    kind: Kind
    reason_zh: str
    reason_en: str
    marks: tuple[str, ...] = ()
    first: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A statement with its quantity and its moment, read once."""

    figure: Statement
    quantity: Quantity
    moment: Moment
    marks: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str]:
        """By day, then by row."""
        return self.moment.end, self.figure.row


def read(figure: Statement) -> Read:
    """`figure` read for comparison; ValueError where its period is no ISO 8601 date."""
    return Read(figure, quantity(figure), moment(figure), figure.marks)


def classify(a: Statement, b: Statement, book: Book) -> Verdict:
    """How `a` and `b` stand to each other; the order of the arguments does not matter."""
    return compare(read(a), read(b), book)


def compare(a: Read, b: Read, book: Book) -> Verdict:
    """`classify` on figures that were read before."""
    first, then = sorted((a, b), key=lambda item: item.order)
    verdict = _incomparable(first, then, book) or _apart(first, then) or _together(first, then)
    weak = tuple(mark for mark in WEAK if mark in first.marks or mark in then.marks)
    return replace(verdict, marks=verdict.marks + weak, first=first.figure.row, then=then.figure.row)


def comparable_bases(a: str, b: str) -> bool:
    """Whether figures of the two bases may count one thing; what a paper leaves open fits every basis."""
    return a == b or "notStated" in (a, b)


def _incomparable(first: Read, then: Read, book: Book) -> Verdict | None:
    """A verdict where kind, measure, subject, basis or unit differ."""
    a, b = first.figure, then.figure
    if a.kind != b.kind or a.kind == "condition":
        return _different_kind(a, b)
    if a.indicator != b.indicator:
        return _other_measure(first, then, book)
    if a.subject != b.subject:
        return _other_subject(a, b, book)
    if not comparable_bases(a.basis, b.basis):
        one, two = BASES[a.basis], BASES[b.basis]
        return _different(f"口径不同：{one.zh}与{two.zh}", f"different bases: {one.en} against {two.en}")
    return _other_unit(first, then)


def _different_kind(a: Statement, b: Statement) -> Verdict:
    if a.kind == b.kind:
        return _different("两个门槛各属各的事项，不作比较", "two thresholds of separate goals, never compared")
    one, two = KINDS[a.kind], KINDS[b.kind]
    return _different(f"{one.zh}与{two.zh}，不是同一回事", f"{one.en} against {two.en}")


def _other_measure(first: Read, then: Read, book: Book) -> Verdict:
    a, b = first.figure, then.figure
    one, two = book.label(a.indicator), book.label(b.indicator)
    near = book.near.get(frozenset((a.indicator, b.indicator)))
    if near and _may_overlap(first, then, book):
        values = _both(a, b)
        return Verdict("unsure", f"{near.zh}：{values.zh}", f"{near.en}: {values.en}")
    return _different(f"指标不同：“{one.zh}”与“{two.zh}”", f"different measures: {one.en} / {two.en}")


def _may_overlap(first: Read, then: Read, book: Book) -> bool:
    """Whether near-synonyms meet: same or openly related subject, comparable basis and unit, same time."""
    a, b = first.figure, then.figure
    return (
        (a.subject == b.subject or book.open_between(a.subject, b.subject))
        and _loosely_comparable(a.basis, b.basis)
        and first.quantity.unit.kind == then.quantity.unit.kind
        and same_time(first.moment, then.moment)
    )


def _loosely_comparable(a: str, b: str) -> bool:
    """Two measures may word one count as added in the period or as done in it."""
    return comparable_bases(a, b) or {a, b} == {"flow", "increment"}


def _other_subject(a: Statement, b: Statement, book: Book) -> Verdict:
    if book.within(a.subject, b.subject) or book.within(b.subject, a.subject):
        return _different("范围不同：部分与整体", "different scope: a part against the whole")
    return _different("对象不同", "different subjects")


def _other_unit(first: Read, then: Read) -> Verdict | None:
    one, two = first.quantity.unit.kind, then.quantity.unit.kind
    if one == two:
        return None
    a, b = first.figure.unit, then.figure.unit
    if {one, two} == {"share", "multiple"}:
        zh = f"“{a}”与“{b}”无法换算：倍数可指“增长到”，也可指“增长了”"
        return Verdict("unsure", zh, f"{a} and {b} cannot be converted: a multiple may mean to or by")
    return _different(f"单位不同类：{a} 与 {b}", f"units of different kinds: {a} and {b}")


def _apart(first: Read, then: Read) -> Verdict | None:
    """A verdict where the two speak of different times."""
    a, b = first.moment, then.moment
    if same_time(a, b):
        return None
    if not (a.level or b.level) and (overlapping(a, b) or not same_length(a, b)):
        return _different(
            "时段长短不同：一段与另一段不能相比", "spans of different length, such as one year and several"
        )
    same = _same_quantity(first, then)
    values = _both(first.figure, then.figure)
    if same and b.undated and b.level:
        zh = f"数值相同（{values.zh}），后一处未注日期，可能说的是同一天"
        en = f"the same number ({values.en}); the later paper gives no day and may speak of the same one"
        return Verdict("agreement", zh, en, (UNDATED_MARK,))
    zh, en = (
        f"先后两个时点（{a.text}、{b.text}）：{values.zh}",
        f"one after the other ({a.text}, {b.text}): {values.en}",
    )
    return Verdict("succession", zh, en, (UNCHANGED_MARK,) if same else ())


def _together(first: Read, then: Read) -> Verdict:
    """The verdict on two figures of one measure, subject, basis and time."""
    verdict = _by_value(first, then)
    marks = {*first.marks, *then.marks}
    if TRUNCATED in marks:
        zh, en = (
            "其中一处在文中被截断，数字可能不全",
            "one of the two is cut in its document and may lack digits",
        )
        return replace(verdict, kind="unsure", reason_zh=zh, reason_en=en)
    if verdict.kind != "contradiction" or not marks:
        return verdict
    zh = f"{verdict.reason_zh}；但其中一处来源薄弱或界限不明"
    en = f"{verdict.reason_en}; but one of the two has a weak source or an unsure bound"
    return replace(verdict, kind="unsure", reason_zh=zh, reason_en=en)


def _by_value(first: Read, then: Read) -> Verdict:
    one, two = first.quantity, then.quantity
    values = _both(first.figure, then.figure)
    if _same_quantity(first, then):
        return Verdict("agreement", f"数值相同：{values.zh}", f"the same number: {values.en}")
    if one.bound == two.bound == "exact":
        return _exact(first, then, values)
    if not one.allowed.meets(two.allowed):
        return _contradiction(first, values)
    if not one.likely.meets(two.likely):
        zh = f"仅看上下限可以并存，但数量级不同（相差两倍以上）：{values.zh}"
        en = f"the bounds alone allow both, but the sizes are more than a factor of two apart: {values.en}"
        return Verdict("contradiction", zh, en, (MAGNITUDE_MARK,))
    if one.amount == two.amount:
        return Verdict(
            "agreement",
            f"数值相同，措辞宽严不同：{values.zh}",
            f"one number, worded differently: {values.en}",
        )
    return Verdict(
        "rounding",
        f"一处约略、一处较细，可以并存：{values.zh}",
        f"one is vaguer and allows the other: {values.en}",
    )


def _exact(first: Read, then: Read, values: Said) -> Verdict:
    fine, coarse = sorted((first.quantity, then.quantity), key=lambda item: item.step)
    if fine.step < coarse.step and coarse.allowed.holds(fine.amount):
        return Verdict("rounding", f"舍入后相同：{values.zh}", f"equal once rounded: {values.en}")
    return _contradiction(first, values)


def _contradiction(first: Read, values: Said) -> Verdict:
    zh = f"指标、对象、口径相同，说的都是截至 {first.moment.text} 的情况，却不能同真：{values.zh}"
    day = first.moment.text
    en = f"same measure, subject and basis, both up to {day}, yet both cannot be true: {values.en}"
    return Verdict("contradiction", zh, en)


def _same_quantity(first: Read, then: Read) -> bool:
    one, two = first.quantity, then.quantity
    return (one.amount, one.bound, one.allowed.high if one.bound == "range" else None) == (
        two.amount,
        two.bound,
        two.allowed.high if two.bound == "range" else None,
    )


def _both(a: Statement, b: Statement) -> Said:
    one, two = wording(a), wording(b)
    return Said(f"{one.zh}；{two.zh}", f"{one.en}; {two.en}")


def _different(zh: str, en: str) -> Verdict:
    return Verdict("different_measure", zh, en)
