"""Which of several claims on one thing a page shows first, and the rule that decided.

The others stay one click away; nothing is hidden. A person's preference beats every rule, then the rules follow
in the order of RULES: a claim is shown before another by the first rule on which the two differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from graph.ledger.book import Said
from graph.ledger.conflicts import Read, read
from graph.ledger.statements import TRUNCATED, Statement

STANDING: Final = {"preferred": 0, "normal": 1, "deprecated": 2}
SORT: Final = {"actual": 0, "target": 1, "plan": 2, "condition": 3}
TRUST: Final = {"official": 0, "press": 1, "editorial": 1, "weak": 2}
TIGHTNESS: Final = {"exact": 0, "range": 1, "step": 1, "about": 2}


class Rule(NamedTuple):
    """A named rule; of two claims the one with the smaller value of `place` is shown first."""

    name: str
    said: Said
    place: Callable[[Read], int | str]


def _recorded(item: Read) -> str:
    """Latest first, as text that sorts upwards: every digit is turned round."""
    return "".join(chr(ord("9") - int(sign)) if sign.isdigit() else sign for sign in item.figure.document_date) or "~"


RULES: Final = (
    Rule("person", Said("人工指定", "a person's choice"), lambda item: STANDING[item.figure.rank]),
    Rule("accepted", Said("已采纳先于待核", "accepted before proposed"), lambda item: item.figure.status != "accepted"),
    Rule("complete", Said("完整先于截断", "whole before cut"), lambda item: TRUNCATED in item.marks),
    Rule("actual", Said("实际先于目标", "actual before target"), lambda item: SORT[item.figure.kind]),
    Rule("newest", Said("所述时点新者先", "the later day it speaks of"), lambda item: -item.moment.end),
    Rule("dated", Said("注明日期先于未注", "dated before undated"), lambda item: item.moment.undated),
    Rule("exact", Said("确数先于约数", "exact before bound"), lambda item: TIGHTNESS.get(item.quantity.bound, 3)),
    Rule("recorded", Said("文件新者先", "the later document"), _recorded),
    Rule("source", Said("官方先于媒体", "official before press"), lambda item: TRUST.get(item.figure.reliability, 2)),
    Rule("row", Said("编号小者先", "the smaller row"), lambda item: item.figure.row),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`row` stands before `over` because of the rule named `rule`."""

    row: str
    over: str
    rule: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows in the order of showing, and for each neighbours the rule that decided."""

    order: tuple[str, ...]
    trace: tuple[Decision, ...]

    @property
    def first(self) -> str:
        """The row that a page shows."""
        return self.order[0]


def choose(figures: Iterable[Statement]) -> Choice:
    """The order of showing; a claim that a person deprecated comes last. ValueError for no figure at all."""
    items = sorted(map(read, figures), key=lambda item: [rule.place(item) for rule in RULES])
    if not items:
        raise ValueError("no figure to choose from")
    trace = tuple(_decision(one, two) for one, two in pairwise(items))
    return Choice(tuple(item.figure.row for item in items), trace)


def _decision(one: Read, two: Read) -> Decision:
    rule = next((rule for rule in RULES if rule.place(one) != rule.place(two)), RULES[-1])
    return Decision(one.figure.row, two.figure.row, rule.name, rule.said.zh, rule.said.en)
