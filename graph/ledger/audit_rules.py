"""Reviewed relations between measures that say which figures may be combined, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.errors import BadInput
from graph.ledger.book import Said

RULES: Final = frozenset({"part", "sum", "total", "share", "portion", "product", "growth", "change"})
SUBJECTS: Final = frozenset({"same", "within", "any"})
TIMES: Final = frozenset({"same", "later"})
STANDINGS: Final = frozenset({"stated", "open"})
COUNTED: Final = frozenset({"stock", "cumulative", "flow", "increment", "notStated"})


@dataclass(frozen=True, slots=True)
class AuditRule:
    """One row of the table: `rule` on the measures a, b and whole; an empty basis allows every number counted.

    part: a ≤ whole. sum: a + b ≤ whole. total: a + b = whole. share: a is b % of whole. portion: a % of b + whole.
    product: a × b. growth: a grew by the growth of b. change: a is compared with its number on `day`.
    An `open` relation is never checked: no paper says that it holds.
    """

    rule: str
    a: str
    b: str
    whole: str
    a_basis: str
    b_basis: str
    whole_basis: str
    subjects: str
    times: str
    any_kind: bool
    open: bool
    day: str
    reason: Said


def read_rules(rows: Iterable[Mapping[str, str]]) -> tuple[AuditRule, ...]:
    """The rules in `rows`; BadInput names the row and the words that mean nothing."""
    return tuple(_rule(number, row) for number, row in enumerate(rows, 2))


def _rule(line: int, row: Mapping[str, str]) -> AuditRule:
    for column, known in (("rule", RULES), ("subjects", SUBJECTS), ("times", TIMES), ("standing", STANDINGS)):
        if row[column] not in known:
            choices = "、".join(sorted(known)), ", ".join(sorted(known))
            raise BadInput(
                f"核算规则第 {line} 行 {column} 列的 {row[column]!r} 无意义；可用：{choices[0]}。",
                f"Line {line} of the audit rules: {row[column]!r} means nothing in {column}; use {choices[1]}.",
            )
    return AuditRule(
        rule=row["rule"],
        a=row["a"],
        b=row["b"],
        whole=row["whole"],
        a_basis=row["a_basis"],
        b_basis=row["b_basis"],
        whole_basis=row["whole_basis"],
        subjects=row["subjects"],
        times=row["times"],
        any_kind=row["kinds"] == "any",
        open=row["standing"] == "open",
        day=row["day"],
        reason=Said(row["reason_zh"], row["reason_en"]),
    )
