"""Do the figures add up? Each audit names its inputs, its formula and what came out.

Rules that need no table: the same figure stated twice, what was added in a year against what there is,
a year against the running total, a place against the area around it, growth against the year before.
All others come from reviewed relations between measures (audit_rules).
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from graph.ledger import audit_growth, audit_parts
from graph.ledger.audit import Audit, Result
from graph.ledger.audit_rules import AuditRule
from graph.ledger.book import Book
from graph.ledger.conflicts import MAGNITUDE_MARK, Verdict
from graph.ledger.groups import group
from graph.ledger.shelf import Shelf
from graph.ledger.statements import Statement


def audit(figures: Iterable[Statement], book: Book, rules: Iterable[AuditRule]) -> Iterator[Audit]:
    """Every audit the figures allow, one per rule and inputs; ValueError where a period is no date."""
    known = tuple(figures)
    shelf = Shelf(known, book)
    by_rule = tuple(rules)
    yield from _restated(known, book)
    yield from _once(
        chain(
            (found for rule in by_rule for found in audit_parts.by_rule(shelf, rule)),
            (found for rule in by_rule for found in audit_growth.by_rule(shelf, rule)),
            *((audit_parts.by_itself(shelf, code)) for code in shelf.measures()),
            *((audit_growth.by_itself(shelf, code)) for code in shelf.measures()),
        )
    )


def _once(found: Iterable[Audit]) -> Iterator[Audit]:
    """Reviewed relations come first, so that a general rule does not say the same again."""
    seen: set[tuple[str, ...]] = set()
    for item in found:
        if item.inputs not in seen:
            seen.add(item.inputs)
            yield item


def _restated(figures: tuple[Statement, ...], book: Book) -> Iterator[Audit]:
    """The same figure of the same time in two places."""
    actual = {item.row: item for item in figures if item.kind == "actual"}
    for found in group(actual.values(), book):
        for verdict in found.verdicts:
            if verdict.kind in ("agreement", "rounding", "contradiction"):
                yield _repeat(verdict, actual[verdict.first], actual[verdict.then])


def _repeat(verdict: Verdict, first: Statement, then: Statement) -> Audit:
    vague = [item for item in (first, then) if item.bound != "exact"]
    inputs = (first.row, then.row)
    formula = "a = b"
    if vague and verdict.kind != "agreement":
        formula = "b lies in the range of a" if vague[0] is first else "a lies in the range of b"
    result: Result = "holds" if verdict.kind != "contradiction" else "does_not_hold"
    if MAGNITUDE_MARK in verdict.marks:
        result = "not_checkable"
    return Audit("restated", inputs, formula, result, verdict.reason_zh, verdict.reason_en)
