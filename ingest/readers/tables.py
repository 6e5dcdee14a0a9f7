"""Strict CSV: UTF-8, one header line, every row as wide as the header; what is broken is located.

A cell that opens a quote and never closes it would swallow the rest of the file. So lines are joined only
while they make one well-formed row; where they do not, the first line is rejected and reading goes on with
the next one.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import BinaryIO, NamedTuple

from graph.errors import BadInput
from ingest.rows import Problem, Reject

LINES_IN_A_ROW = 40
LONGEST_ROW = 100_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Row(NamedTuple):
    """One row of a table: cell by column, without surrounding blanks."""

    file: str
    line: int
    cells: dict[str, str]


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row | Reject]:
    """Rows of the CSV file at `path`, which must have exactly `columns`, in any order.

    Raises BadInput where the header cannot be understood: no row could be read then.
    """
    with path.open("rb") as stream:
        lines = _Lines(stream)
        header = _header(path.name, next(lines.rows(), None), columns)
        for line, found in lines.rows():
            if isinstance(found, Problem):
                yield Reject(path.name, line, (found,))
            elif len(found) != len(header):
                yield Reject(path.name, line, (_width(len(found), len(header)),))
            elif any(found):
                yield Row(path.name, line, dict(zip(header, found, strict=True)))


class _Lines:
    """Physical lines put together to rows of cells."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._numbers = count(1)
        self._waiting: deque[tuple[int, bytes]] = deque()

    def rows(self) -> Iterator[tuple[int, list[str] | Problem]]:
        """Line number of the first line and the cells of each row that is not blank."""
        while (taken := self._next()) is not None:
            number, raw = taken
            if raw.strip():
                yield number, self._row(raw)

    def _next(self) -> tuple[int, bytes] | None:
        if self._waiting:
            return self._waiting.popleft()
        raw = self._stream.readline()
        return (next(self._numbers), raw) if raw else None

    def _row(self, first: bytes) -> list[str] | Problem:
        text = _decode(first)
        if isinstance(text, Problem):
            return text
        if '"' not in text:
            return _bare(text.split(","), text)
        borrowed: list[tuple[int, bytes]] = []
        while (cells := _cells(text)) is None and len(borrowed) < LINES_IN_A_ROW and len(text) < LONGEST_ROW:
            following = self._next()
            if following is None:
                break
            borrowed.append(following)
            more = _decode(following[1])
            if isinstance(more, Problem):
                break
            text += "\n" + more
        if cells is None:
            self._waiting.extendleft(reversed(borrowed))
            return Problem(
                "",
                text[:60],
                "引号未成对或位置不对；请改正后重试。",
                "A quote is open or misplaced; correct it.",
            )
        return _bare(cells, text)


def _bare(cells: list[str], text: str) -> list[str]:
    """The cells of this text without surrounding blanks, which most texts have none of."""
    return cells if text.isprintable() and " " not in text else [cell.strip() for cell in cells]


def _cells(text: str) -> list[str] | None:
    """The cells of one row with quotes, or None where the quotes do not fit."""
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _decode(raw: bytes) -> str | Problem:
    try:
        text = raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        return Problem(
            "",
            repr(raw[error.start : error.start + 8]),
            f"第 {error.start + 1} 字节起不是 UTF-8；请另存为“CSV UTF-8”。",
            f'Not UTF-8 from byte {error.start + 1} on; save the file as "CSV UTF-8".',
        )
    if not text.isprintable() and (found := _CONTROL.search(text)):
        return Problem(
            "",
            repr(found.group()),
            f"第 {found.start() + 1} 个字符是控制字符；请删去。",
            f"Character {found.start() + 1} is a control character; delete it.",
        )
    return text


def _width(found: int, wanted: int) -> Problem:
    return Problem(
        "",
        str(found),
        f"此行有 {found} 格，应为 {wanted} 格；请检查逗号和引号。",
        f"The row has {found} cells, not {wanted}; check commas and quotes.",
    )


def _header(file: str, row: tuple[int, list[str] | Problem] | None, columns: Sequence[str]) -> list[str]:
    if row is None:
        raise BadInput(f"{file} 是空文件；请先写表头。", f"{file} is empty; write the header first.")
    line, found = row
    if isinstance(found, Problem):
        problems = [found]
    else:
        problems = [_column(name, "缺少列", "lacks the column") for name in columns if name not in found]
        problems += [_column(name, "有未知列", "has the unknown column") for name in found if name not in columns]
        problems += [_column(name, "有重复列", "repeats the column") for name in columns if found.count(name) > 1]
        if not problems:
            return found
    raise BadInput(
        f"{file} 第 {line} 行的表头不对：{''.join(p.zh for p in problems)}",
        f"The header of {file} in line {line} is wrong: {' '.join(p.en for p in problems)}",
        [Reject(file, line, tuple(problems))],
    )


def _column(name: str, zh: str, en: str) -> Problem:
    return Problem(name, name, f"{zh} {name!r}；请对照模板。", f"It {en} {name!r}; compare with the template.")
