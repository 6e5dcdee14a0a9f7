"""Parts against wholes: no part is larger than its whole, and parts add up."""

from collections.abc import Iterator

from graph.ledger.arithmetic import add
from graph.ledger.audit import Audit, Result, report
from graph.ledger.audit_rules import AuditRule
from graph.ledger.book import Said
from graph.ledger.bounds import Interval
from graph.ledger.conflicts import Read
from graph.ledger.periods import same_time
from graph.ledger.shelf import Shelf, closest

EXISTING = frozenset({"stock", "cumulative"})
RULES = frozenset({"part", "sum", "total"})
DONE = frozenset({"flow", "increment"})
PLACE = Said("局部属于整体", "the part lies within the whole")
RUNNING = Said("当期数在累计数之内", "the number of a period is part of the running total")


def by_rule(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """Audits of a reviewed relation of the sort part, sum or total."""
    for part in shelf.all(rule.a, rule.a_basis, any_kind=rule.any_kind) if rule.rule in RULES else ():
        wholes = [whole for whole in shelf.wholes(part, rule) if whole is not part]
        if rule.rule == "part":
            yield from (_part(part, whole, rule.reason, rule.open) for whole in wholes)
        else:
            yield from _sums(shelf, part, wholes, rule)


def by_itself(shelf: Shelf, indicator: str) -> Iterator[Audit]:
    """One measure: places against the area around them, periods against the running total."""
    for part in shelf.all(indicator):
        for area in sorted(shelf.book.wholes.get(part.figure.subject, ())):
            wholes = [item for item in shelf.of(indicator, area) if _alike(part, item)]
            yield from (_part(part, whole, PLACE, False) for whole in wholes)
        if part.figure.basis in DONE:
            totals = shelf.of(indicator, part.figure.subject, "cumulative")
            wholes = [item for item in totals if part.moment.end <= item.moment.end]
            yield from (_part(part, whole, RUNNING, False) for whole in wholes)


def _alike(part: Read, whole: Read) -> bool:
    bases = {part.figure.basis, whole.figure.basis}
    return (len(bases) == 1 or bases <= EXISTING) and same_time(part.moment, whole.moment)


def _part(part: Read, whole: Read, reason: Said, left_open: bool) -> Audit:
    result = _at_most(part, whole)
    if left_open:
        allow = Said("只看数字可以成立", "the numbers would allow it")
        if result == "does_not_hold":
            allow = Said("只看数字也不成立", "the numbers would not allow it")
        reason = Said(f"{reason.zh}；{allow.zh}", f"{reason.en}; {allow.en}")
        return report("part", (part, whole), "a <= b", "not_checkable", reason)
    if result == "not_checkable":
        reason = Said(f"{reason.zh}；但两数的上下限重叠", f"{reason.en}; but the bounds of the two overlap")
    return report("part", (part, whole), "a <= b", result, reason)


def _at_most(part: Read, whole: Read) -> Result:
    a, b = part.quantity, whole.quantity
    exact = a.bound == b.bound == "exact"
    if a.unit.kind != b.unit.kind:
        return "not_checkable"
    if a.allowed.at_most(b.allowed) or (exact and a.amount <= b.amount):
        return "holds"
    return "does_not_hold" if b.allowed.below(a.allowed) else "not_checkable"


def _sums(shelf: Shelf, part: Read, wholes: list[Read], rule: AuditRule) -> Iterator[Audit]:
    for whole in closest(part, wholes):
        for other in shelf.beside(part, rule.b, rule.b_basis):
            computed = add(part.quantity.allowed, other.quantity.allowed)
            if rule.rule == "sum":
                formula, result = "a + b <= c", _below(computed, whole.quantity.allowed)
            else:
                formula, result = "a + b = c", _equal(computed, whole.quantity.likely)
            yield report(rule.rule, (part, other, whole), formula, result, rule.reason, computed)


def _below(computed: Interval, whole: Interval) -> Result:
    if computed.at_most(whole):
        return "holds"
    return "does_not_hold" if whole.below(computed) else "not_checkable"


def _equal(computed: Interval, whole: Interval) -> Result:
    return "holds" if computed.meets(whole) else "does_not_hold"
