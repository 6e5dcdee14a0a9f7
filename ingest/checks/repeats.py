"""Ids and statements that occur twice."""

from collections.abc import Iterator

from graph.model import Claim, Document, Entity, Judgement
from ingest.checks.check import Check, Entry, Keys, Late
from ingest.rows import Reading


class Repeats(Check):
    """A second row with the same id or the same statement.

    The same content again is one row too many. Differing content rejects all rows concerned: which of them came
    first must not decide what is believed.
    """

    takes = (Document, Entity, Claim, Judgement)

    def __init__(self) -> None:
        self._statements = Keys()
        self._rows = Keys()

    def keep(self, reading: Reading) -> None:
        record = reading.record
        if isinstance(record, Judgement):
            self._statements.add((record.left, record.right, record.by), record, reading)
        else:
            self._statements.add(record.id, record, reading)
        if isinstance(record, Claim) and record.row:
            self._rows.add((type(record), record.row), record, reading)

    def finish(self) -> Iterator[Late]:
        for group in self._statements.groups():
            if _agree(group):
                yield from (_again(entry, group[0]) for entry in group[1:])
            else:
                yield from (_differs("id", entry, group) for entry in group)
        for group in self._rows.groups():
            if not _agree(group):
                yield from (_differs("row", entry, group) for entry in group)


def _agree(group: list[Entry]) -> bool:
    return len({entry.content for entry in group}) == 1


def _again(entry: Entry, first: Entry) -> Late:
    file, line = first.place
    zh = f"与 {file} 第 {line} 行重复；请删去一行。"
    return Late(entry.place, "id", zh, f"It repeats line {line} of {file}; delete one of the two.")


def _differs(field: str, entry: Entry, group: list[Entry]) -> Late:
    file, line = next(other.place for other in group if other is not entry)
    zh = f"与 {file} 第 {line} 行编号或陈述相同而内容不同；请改正其一。"
    en = f"Same id or statement as line {line} of {file} with other content; correct one of them."
    return Late(entry.place, field, zh, en)
