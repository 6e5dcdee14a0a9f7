"""Typed reading of the cells of one row; everything wrong in the row is collected, not only the first."""

import math
import re
from collections.abc import Collection
from functools import lru_cache

from graph.dates import first_day, last_day
from graph.model import Span
from ingest.readers.tables import Row
from ingest.rows import Problem

PLACE = ("line", "start", "end")
LONGEST_NAME = 300
LARGEST_INTEGER = 2**53  # beyond it a JSON number is no longer exact
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=4096)
def _is_period(text: str) -> bool:
    """Whether the text is an ISO 8601 year, month, day, or an interval that runs forwards."""
    try:
        return text.count("/") <= 1 and first_day(text) <= last_day(text)
    except ValueError:
        return False


class Cells:
    """One row; each method returns a usable value and notes a problem where the cell is wrong."""

    def __init__(self, row: Row) -> None:
        self._cells = row.cells
        self.problems: list[Problem] = []

    def wrong(self, column: str, zh: str, en: str) -> None:
        """Note that the cell of `column` is wrong."""
        self.problems.append(Problem(column, self._cells[column], zh, en))

    def text(self, column: str) -> str:
        """The text, which may be empty."""
        return self._cells[column]

    def need(self, column: str) -> str:
        """The text, which must not be empty."""
        text = self._cells[column]
        if not text:
            self.wrong(column, f"{column} 不能为空；请填写。", f"{column} must not be empty; fill it in.")
        return text

    def name(self, column: str) -> str:
        """A name: not empty, not longer than an index of the store can hold."""
        text = self.need(column)
        if len(text) > LONGEST_NAME:
            self.wrong(
                column,
                f"名称有 {len(text)} 字，最多 {LONGEST_NAME} 字；请缩短。",
                f"The name has {len(text)} characters, at most {LONGEST_NAME} are allowed; shorten it.",
            )
        return text

    def key(self, column: str) -> str:
        """An id of ours."""
        text = self.need(column)
        if text and not _ID.fullmatch(text):
            self.wrong(
                column,
                f"{text!r} 不是编号：只可用字母、数字和 _ . : -；请改正。",
                f"{text!r} is no id: letters, digits and _ . : - only; correct it.",
            )
        return text

    def key_or_none(self, column: str) -> str:
        """An id of ours, or an empty cell."""
        return self.key(column) if self._cells[column] else ""

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """One of `allowed`."""
        text = self._cells[column]
        if text not in allowed:
            listed = "、".join(sorted(allowed))
            self.wrong(
                column,
                f"{column} 不能是 {text!r}，只能是：{listed}。",
                f"{column} cannot be {text!r}, only one of: {', '.join(sorted(allowed))}.",
            )
        return text

    def flag(self, column: str) -> bool:
        """Whether the cell says yes; it must say yes or no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def date(self, column: str) -> str:
        """A year, month or day, or an empty cell."""
        return self._period(column, interval=False)

    def period(self, column: str) -> str:
        """A year, month, day or interval of them, or an empty cell."""
        return self._period(column, interval=True)

    def _period(self, column: str, *, interval: bool) -> str:
        text = self._cells[column]
        if not text:
            return ""
        good = _is_period(text) and (interval or "/" not in text)
        if not good:
            zh, en = ("，区间写 2021/2025", ", an interval as 2021/2025") if interval else ("", "")
            self.wrong(
                column,
                f"{text!r} 不是日期；请写 2021、2021-03 或 2021-03-05{zh}。",
                f"{text!r} is no date; write 2021, 2021-03 or 2021-03-05{en}.",
            )
        return text

    def integer(self, column: str) -> int | None:
        """A whole number from 0 on, or None for an empty cell."""
        text = self._cells[column]
        if not text:
            return None
        if len(text) > 16 or not (text.isascii() and text.isdigit()) or int(text) > LARGEST_INTEGER:
            self.wrong(column, f"{text!r} 不是整数；请改正。", f"{text!r} is no whole number; correct it.")
            return None
        return int(text)

    def count(self, column: str) -> int:
        """A whole number that must be there."""
        return self.integer(column) or 0 if self.need(column) else 0

    def number(self, column: str) -> float | None:
        """A decimal number, or None for an empty cell."""
        text = self._cells[column]
        if not text:
            return None
        value = float(text) if _NUMBER.fullmatch(text) and len(text) < 400 else math.inf
        if math.isinf(value):
            self.wrong(
                column,
                f"{text[:40]!r} 不是数；请只写阿拉伯数字和小数点。",
                f"{text[:40]!r} is no number; write digits and a point only.",
            )
            return None
        return value

    def span(self) -> Span:
        """Document, line, start and end; the last three together or not at all."""
        document = self.key("document")
        line, start, end = places = [self.integer(column) or 0 for column in PLACE]
        if not all(places) and any(self._cells[column] for column in PLACE):
            self._incomplete(places)
        if start and end and end < start:
            self.wrong("end", "止不能在起之前；请改正。", "The end lies before the start; correct it.")
        return Span(document, line, start, end)

    def _incomplete(self, places: list[int]) -> None:
        for column, place in zip(PLACE, places, strict=True):
            if not place and self._cells[column] in ("", "0"):
                zh, en = "行、起、止须同时填写，从 1 起算。", "Line, start and end go together and count from 1."
                self.wrong(column, zh, en)
