"""Numbers over time and shares of wholes: what a rate, a gain or a share implies, and whether a paper confirms it."""

from collections.abc import Iterator

from graph.ledger.arithmetic import add, divide, grown, holds_whole, multiply, per_cent, subtract
from graph.ledger.audit import Audit, Result, implied, report
from graph.ledger.audit_rules import AuditRule
from graph.ledger.book import Said
from graph.ledger.bounds import Interval
from graph.ledger.conflicts import Read
from graph.ledger.periods import day, same_time
from graph.ledger.shelf import Shelf, closest

YEAR_BEFORE = Said("上年数", "the year before")
GAIN = Said("年末数减新增数为上年末数", "the number less what was added is the number of the year before")
GROWTH = Said("当年数除以增长倍数为上年数", "the number over its growth is the number of the year before")


def by_rule(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """Audits of a reviewed relation of the sort share, portion, product, growth or change."""
    sort = {"share": _shares, "portion": _portions, "product": _products, "growth": _other_growth, "change": _changes}
    if rule.rule in sort:
        yield from sort[rule.rule](shelf, rule)


def by_itself(shelf: Shelf, indicator: str) -> Iterator[Audit]:
    """One measure: what was added against what there is, and its growth against the year before."""
    for item in shelf.all(indicator, "increment"):
        for stock in shelf.beside(item, indicator, "stock"):
            yield _gain(shelf, item, stock)
    for rate in shelf.all(indicator, "yoy"):
        found = [o for o in shelf.of(indicator, rate.figure.subject) if same_time(rate.moment, o.moment)]
        for item in closest(rate, found):
            yield from _growth(shelf, item, rate, GROWTH)


def _gain(shelf: Shelf, added: Read, stock: Read) -> Audit:
    for earlier in shelf.before(stock):
        computed = add(earlier.quantity.allowed, added.quantity.allowed)
        result: Result = "holds" if computed.meets(stock.quantity.likely) else "does_not_hold"
        return report("gain", (earlier, added, stock), "a + b = c", result, GAIN, computed)
    computed = subtract(stock.quantity.allowed, added.quantity.allowed)
    if stock.quantity.allowed.below(added.quantity.allowed):
        more = Said("新增数大于年末数", "more was added than there is")
        return report("gain", (added, stock), "a <= b", "does_not_hold", more, computed)
    reason = implied(GAIN, YEAR_BEFORE, computed, stock)
    return report("gain", (added, stock), "number of the year before = b - a", "not_checkable", reason, computed)


def _growth(shelf: Shelf, item: Read, rate: Read, reason: Said) -> Iterator[Audit]:
    """Growth against the year before where a paper gives it, else what it implies."""
    times = rate.quantity.unit.kind == "multiple"
    factor = rate.quantity.allowed if times else grown(rate.quantity.allowed)
    earlier = shelf.before(item)
    for start in earlier:
        computed = multiply(start.quantity.allowed, factor)
        result: Result = "holds" if computed.meets(item.quantity.likely) else "does_not_hold"
        formula = "a * b = c" if times else "a * (1 + b / 100) = c"
        yield report("growth", (start, rate, item), formula, result, reason, computed)
    if not earlier:
        yield _backwards(item, rate, divide(item.quantity.allowed, factor), times, reason)


def _backwards(item: Read, rate: Read, computed: Interval, times: bool, reason: Said) -> Audit:
    counted = item.quantity.step == 0 and item.quantity.unit.kind == "count"
    if counted and not holds_whole(computed):
        formula = "a is a whole number grown by b % from a whole number"
        none = Said(f"{reason.zh}；没有任何整数合乎此增速", f"{reason.en}; no whole number grows so")
        return report("growth", (item, rate), formula, "does_not_hold", none, computed)
    formula = f"number of the year before = {'a / b' if times else 'a / (1 + b / 100)'}"
    return report(
        "growth", (item, rate), formula, "not_checkable", implied(reason, YEAR_BEFORE, computed, item), computed
    )


def _other_growth(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """A growth rate whose sentence may speak of another measure; it proves nothing where that is left open."""
    for item in shelf.all(rule.a, rule.a_basis):
        for rate in shelf.beside(item, rule.b, "yoy"):
            yield from _growth(shelf, item, rate, rule.reason)


def _changes(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """A gain since a named day against the numbers at both ends."""
    for change in shelf.all(rule.a, "change"):
        stocks = shelf.of(rule.a, change.figure.subject, "stock")
        starts = [item for item in stocks if item.moment.end == day(rule.day)]
        ends = closest(change, [item for item in stocks if same_time(change.moment, item.moment)])
        for start, end in ((start, end) for start in starts for end in ends):
            computed = add(start.quantity.allowed, change.quantity.allowed)
            result: Result = "holds" if computed.meets(end.quantity.likely) else "does_not_hold"
            yield report("change", (start, change, end), "a + b = c", result, rule.reason, computed)


def _shares(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """a is b per cent of the whole."""
    for part in shelf.all(rule.a, rule.a_basis):
        for share in shelf.beside(part, rule.b, "share"):
            computed = divide(part.quantity.allowed, per_cent(share.quantity.allowed))
            wholes = shelf.wholes(part, rule) if rule.whole else []
            for whole in wholes:
                result: Result = "holds" if computed.meets(whole.quantity.likely) else "does_not_hold"
                yield report("share", (part, share, whole), "a / (b / 100) = c", result, rule.reason, computed)
            if not wholes:
                reason = implied(rule.reason, Said("总数", "the whole"), computed, part)
                yield report("share", (part, share), "whole = a / (b / 100)", "not_checkable", reason, computed)


def _portions(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """A share of two numbers together: how many that is, no paper says."""
    for share in shelf.all(rule.a, "share"):
        ones = [o for o in shelf.all(rule.b) if same_time(share.moment, o.moment)]
        twos = [o for o in shelf.all(rule.whole) if same_time(share.moment, o.moment)]
        for one, two in ((one, two) for one in closest(share, ones) for two in closest(share, twos)):
            together = add(one.quantity.allowed, two.quantity.allowed)
            computed = multiply(per_cent(share.quantity.allowed), together)
            reason = implied(rule.reason, Said("所涉数目", "the number meant"), computed, one)
            formula = "number = a / 100 * (b + c)"
            yield report("portion", (share, one, two), formula, "not_checkable", reason, computed)


def _products(shelf: Shelf, rule: AuditRule) -> Iterator[Audit]:
    """A number per unit times the units: the sum that no paper gives."""
    for each in shelf.all(rule.a, "perUnit", any_kind=rule.any_kind):
        units = shelf.of(rule.b, each.figure.subject, any_kind=rule.any_kind)
        for count in closest(each, [item for item in units if same_time(each.moment, item.moment)]):
            computed = multiply(each.quantity.allowed, count.quantity.allowed)
            reason = implied(rule.reason, Said("总数", "the sum"), computed, each)
            yield report("product", (each, count), "sum = a * b", "not_checkable", reason, computed)
