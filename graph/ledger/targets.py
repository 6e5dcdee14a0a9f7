"""Has a target been met? Later figures of the same measure and subject decide, or nothing does.

A level (stock, running total, share, place) is met once a figure up to the deadline reaches it. A flow is met by
the figure of exactly its period. A figure that cannot be set against the target (a running total against the
number of one year, a bound that leaves the answer open, a line cut in the document) makes it undecidable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.ledger.audit_rules import COUNTED, AuditRule
from graph.ledger.book import Said
from graph.ledger.bounds import Quantity
from graph.ledger.conflicts import Read, comparable_bases, read
from graph.ledger.periods import day
from graph.ledger.statements import TRUNCATED, Statement
from graph.ledger.wording import wording

Outcome = Literal["met", "missed", "on_the_way", "no_later_figure", "undecidable"]
HELD = frozenset({"stock", "cumulative", "share", "rank", "perUnit", "notStated"})
NO_END = 10**7  # later than any day: a plan without a deadline stays open


@dataclass(frozen=True, slots=True)
class Progress:
    """`target` and `actuals` are rows; the reason names the numbers."""

    target: str
    verdict: Outcome
    actuals: tuple[str, ...]
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target read for comparison: days as ordinals, `told` the day it was announced."""

    read: Read
    told: int
    deadline: int
    today: int

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return self.today > self.deadline


def progress(
    target: Statement, candidates: Iterable[Statement], as_of: str, rules: Iterable[AuditRule] = ()
) -> Progress:
    """What is known about `target` on the day `as_of` (ISO 8601); `candidates` may hold any figures.

    Of `rules` those count that leave open whether the measure is part of a broader one: a figure of the
    broader one decides nothing, but it is shown.
    """
    goal = _goal(target, as_of)
    seen = [read(item) for item in candidates if item.kind == "actual" and item.subject == target.subject]
    seen = [item for item in seen if _known(item) <= goal.today and _same_sort(goal.read, item)]
    own = [item for item in seen if item.figure.indicator == target.indicator]
    later = [item for item in own if item.moment.end > goal.told]
    if later:
        return _later(goal, later)
    broader = {rule.whole for rule in rules if rule.rule == "part" and rule.open and rule.a == target.indicator}
    around = [item for item in seen if item.figure.indicator in broader and item.moment.end > goal.told]
    if around:
        why = Said("后来的数字含其他类别，无法分开", "the later figure counts other sorts too and cannot be parted")
        return _said(goal, "undecidable", around, why)
    return _earlier(goal, own)


def _goal(target: Statement, as_of: str) -> Goal:
    item = read(target)
    told = day(target.document_date) if target.document_date else item.moment.begin - 1
    deadline = day(target.deadline) if target.deadline else NO_END
    return Goal(item, told, deadline, day(as_of))


def _known(item: Read) -> int:
    """The day from which a figure can be known: that of its document, else the end of its period."""
    return day(item.figure.document_date) if item.figure.document_date else item.moment.end


def _same_sort(target: Read, item: Read) -> bool:
    """Whether both count or both are the same derived number, in one kind of unit."""
    bases = {target.figure.basis, item.figure.basis}
    return (len(bases) == 1 or bases <= COUNTED) and target.quantity.unit.kind == item.quantity.unit.kind


def _later(goal: Goal, later: Sequence[Read]) -> Progress:
    if TRUNCATED in goal.read.marks:
        why = Said("目标所在行在文中被截断，数字可能不全", "the line of the target is cut and may lack digits")
        return _said(goal, "undecidable", later, why)
    fit = [item for item in later if comparable_bases(goal.read.figure.basis, item.figure.basis)]
    if goal.read.figure.basis in HELD:
        return _level(goal, fit, later)
    return _flow(goal, fit, later)


def _level(goal: Goal, fit: Sequence[Read], later: Sequence[Read]) -> Progress:
    """A level up to the deadline decides; one found after it only if it was still short on a stated day."""
    in_time = [item for item in fit if item.moment.end <= goal.deadline]
    reached = [item for item in in_time if _reached(goal.read, item.quantity)]
    if reached:
        return _agreed(goal, _newest(reached), in_time, Said("截止日前已达到", "reached before the deadline"))
    if in_time and (not goal.over or max(item.moment.end for item in in_time) == goal.deadline):
        return _short(goal, _newest(in_time))
    late = [item for item in fit if item.moment.end > goal.deadline]
    if late and all(_reached(goal.read, item.quantity) is False and not item.moment.undated for item in late):
        return _said(goal, "missed", _newest(late), Said("截止日之后仍未达到", "still short after the deadline"))
    why = Said("后来的数字不能断定截止日的情况", "the later figure does not tell how things stood at the deadline")
    return _said(goal, "undecidable", _newest(late or in_time or later), why)


def _flow(goal: Goal, fit: Sequence[Read], later: Sequence[Read]) -> Progress:
    """Only the figure of the target's own period decides; part of the period may already be enough."""
    span = goal.read.moment
    same = [item for item in fit if (item.moment.begin, item.moment.end) == (span.begin, span.end)]
    if same:
        if all(_reached(goal.read, item.quantity) for item in same):
            return _said(goal, "met", same, Said("同期数已达到", "reached by the figure of the same period"))
        return _short(goal, same)
    part = [item for item in fit if span.begin <= item.moment.begin and item.moment.end < span.end]
    if part and any(_reached(goal.read, item.quantity) for item in part):
        return _said(goal, "met", part, Said("部分时段已达到", "reached within part of the period"))
    if part and not goal.over:
        return _said(goal, "on_the_way", part, Said("时段未完", "the period is not over"))
    why = Said("后来的数字不是目标所说时段的数", "the later figure is not the number of the target's own period")
    return _said(goal, "undecidable", _newest(later), why)


def _short(goal: Goal, newest: Sequence[Read]) -> Progress:
    """Not shown to be reached: missed or open once the deadline has passed, on the way before."""
    found = {_reached(goal.read, item.quantity) for item in newest}
    if not goal.over and max(item.moment.end for item in newest) < goal.deadline:
        return _said(
            goal,
            "on_the_way",
            newest,
            Said("尚未见达到，期限未到", "not shown to be reached yet, the deadline is open"),
        )
    if found == {False}:
        return _said(goal, "missed", newest, Said("到期未达到", "not reached at the deadline"))
    if found == {True, False}:
        return _said(goal, "undecidable", newest, Said("各文说法不一", "the papers disagree"))
    why = Said("数字的上下限未能断定", "the bounds of the figure leave it open")
    return _said(goal, "undecidable", newest, why)


def _agreed(goal: Goal, reached: Sequence[Read], in_time: Sequence[Read], why: Said) -> Progress:
    """Met, unless a figure of the same day says the contrary."""
    beside = [item for item in in_time if item.moment.end == reached[0].moment.end]
    if any(_reached(goal.read, item.quantity) is False for item in beside):
        return _said(goal, "undecidable", beside, Said("各文说法不一", "the papers disagree"))
    return _said(goal, "met", reached, why)


def _earlier(goal: Goal, own: Sequence[Read]) -> Progress:
    """No figure since the target was set: before the deadline the last level shows the way gone so far."""
    levels = [item for item in own if item.figure.basis in HELD]
    if levels and not goal.over and goal.read.figure.basis in HELD:
        newest = _newest(levels)
        if all(_reached(goal.read, item.quantity) for item in newest):
            return _said(goal, "met", newest, Said("提出时已达到", "reached when it was set"))
        return _said(
            goal,
            "on_the_way",
            newest,
            Said("尚未见达到，期限未到", "not shown to be reached yet, the deadline is open"),
        )
    return _said(goal, "no_later_figure", (), Said("没有后来的同口径数字", "no later paper gives this figure"))


def _newest(items: Sequence[Read]) -> list[Read]:
    last = max(item.moment.end for item in items)
    return [item for item in items if item.moment.end == last]


def _reached(goal: Read, actual: Quantity) -> bool | None:
    """True or False where the bounds decide, None where they leave it open."""
    low, high = actual.allowed.low, actual.allowed.high
    if actual.bound == "exact":
        low = high = actual.amount
    wanted = goal.quantity
    if wanted.bound in ("under", "atMost") or goal.figure.basis == "rank":
        if high is not None and high <= wanted.amount:
            return True
        return False if low is not None and low > wanted.amount else None
    floor = wanted.amount if wanted.bound in ("exact", "over") else wanted.allowed.low or wanted.amount
    if low is not None and low >= floor:
        return True
    return False if high is not None and high < floor else None


def _said(goal: Goal, verdict: Outcome, actuals: Sequence[Read], why: Said) -> Progress:
    target = wording(goal.read.figure)
    found = [(wording(item.figure), item.moment.text) for item in actuals]
    zh = "；".join(f"{said.zh}（{when}）" for said, when in found)
    en = "; ".join(f"{said.en} ({when})" for said, when in found)
    zh, en = (f"，实际 {zh}", f", found {en}") if found else ("", "")
    rows = tuple(item.figure.row for item in actuals)
    return Progress(
        goal.read.figure.row, verdict, rows, f"{why.zh}：目标 {target.zh}{zh}", f"{why.en}: target {target.en}{en}"
    )
