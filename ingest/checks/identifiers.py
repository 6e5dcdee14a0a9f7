"""Checks on standard identifiers: the code obeys the rule of its scheme, and means one thing."""

from collections.abc import Iterator

from graph.model import Identifier
from ingest.checks.check import Check, Keys, Late
from ingest.identifiers import RULES
from ingest.rows import Problem, Reading


class Identifiers(Check):
    """Check digits and structure; within a scheme a value belongs to one thing."""

    takes = (Identifier,)

    def __init__(self) -> None:
        self._values = Keys()

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Identifier) or record.scheme not in RULES:
            return
        if fault := RULES[record.scheme](record.value):
            yield reading.problem("value", *fault)

    def keep(self, reading: Reading) -> None:
        record = reading.record
        if isinstance(record, Identifier) and record.scheme != "GB/T 4754":  # many firms share an industry
            self._values.add((record.scheme, record.value), record.subject, reading)

    def finish(self) -> Iterator[Late]:
        for group in self._values.groups():
            if len({entry.content for entry in group}) > 1:
                zh, en = (
                    "同一标识写在不同对象上；请改正。",
                    "One identifier stands on different things; correct it.",
                )
                yield from (Late(entry.place, "value", zh, en) for entry in group)
