"""A list goes back to its sender: a copy of the file in which every bad cell is coloured and says what is wrong."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from graph.errors import BadInput
from ingest.readers.sheet_book import load, open_book, titled
from ingest.readers.sheet_guard import kind_of
from ingest.rows import Problem, Reject
from ingest.templates.source import REPORT_SHEET

AUTHOR = "InnoGraph 退回"  # by it the marks of an earlier copy are known and taken away
BAD = PatternFill("solid", fgColor="FFC7CE")
NOTHING = PatternFill()
HEADINGS = ("工作表", "单元格", "所填", "原因", "Reason")
LONGEST_COMMENT = 1000
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
_EARLIER = re.compile(r"\.退回\d*$")


def mark(path: Path, rejects: Iterable[Reject]) -> Path:
    """Write a copy of the list at `path` with the cells of `rejects` marked, beside it; the path of the copy.

    The copy is called NAME.退回.xlsx, or NAME.退回2.xlsx and so on: no file is ever overwritten. A sheet 退回说明
    lists everything that is wrong. BadInput where the file cannot be read or the
    copy not be written.
    """
    told = sorted(rejects, key=lambda reject: (reject.file, reject.line))
    book = _copy(path)
    for sheet in book.worksheets:
        _clear(sheet)
        name = titled(path, sheet.title)
        for cell, problems in _by_cell(reject for reject in told if reject.file == name).items():
            _colour(sheet, cell, problems)
    _list(book, path, told)
    return _save(book, path)


def _copy(path: Path) -> Any:
    """The workbook itself, or a CSV file as one of text cells."""
    if kind_of(path) == "xlsx":
        with path.open("rb") as stream:
            return load(path, stream, read_only=False)
    book = Workbook()
    sheet = book.active
    sheet.title = path.stem[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "名单"
    with open_book(path) as source:
        for line in source.lines(path.stem):
            for column, cell in enumerate(line.cells, 1):
                _put(sheet, line.number, column, cell.text)
    return book


def _by_cell(rejects: Iterable[Reject]) -> dict[str, list[Problem]]:
    """What is wrong by cell; what concerns a row as a whole stands at its first cell."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for reject in rejects:
        for problem in reject.problems:
            cell = problem.column if _CELL.fullmatch(problem.column) else f"A{reject.line}"
            found[cell].append(problem)
    return found


def _colour(sheet: Any, place: str, problems: list[Problem]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        cell = next(sheet[r.coord.partition(":")[0]] for r in sheet.merged_cells.ranges if place in r)
    text = "\n".join(dict.fromkeys(f"{problem.zh}\n{problem.en}" for problem in problems))
    cell.fill = BAD
    cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("�", text[:LONGEST_COMMENT]), AUTHOR, height=180, width=360)


def _clear(sheet: Any) -> None:
    """Take the marks of an earlier copy away."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = NOTHING


def _list(book: Any, path: Path, rejects: list[Reject]) -> None:
    """The sheet that lists everything wrong, made anew."""
    if REPORT_SHEET in book.sheetnames:
        del book[REPORT_SHEET]
    sheet = book.create_sheet(REPORT_SHEET)
    rows = [HEADINGS, *_told(path, rejects)]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            _put(sheet, number, column, text)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 14), ("B", 10), ("C", 24), ("D", 60), ("E", 60)):
        sheet.column_dimensions[letter].width = width


def _told(path: Path, rejects: list[Reject]) -> Iterator[tuple[str, ...]]:
    for reject in rejects:
        sheet = reject.file.removeprefix(path.name).strip("[]")
        for problem in reject.problems:
            place = problem.column if _CELL.fullmatch(problem.column) else f"A{reject.line}"
            yield sheet, place, problem.value, problem.zh, problem.en


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    """A text cell: what begins with = is no formula."""
    if text:
        cell = sheet.cell(row, column)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("�", text)
        cell.data_type = "s"
        cell.number_format = "@"


def _save(book: Any, path: Path) -> Path:
    """Write to the first name that is free."""
    stem = _EARLIER.sub("", path.stem)
    for number in count(1):
        free = path.with_name(f"{stem}.退回{number if number > 1 else ''}.xlsx")
        try:
            stream = free.open("xb")
        except FileExistsError:
            continue
        except OSError as error:
            raise BadInput(
                f"不能写入 {free}（{error.strerror}）；请把名单放到可写的文件夹。",
                f"{free} cannot be written ({error.strerror}); move the list to a folder that can.",
            ) from error
        with stream:
            book.save(stream)
        return free
    raise AssertionError("unreachable")
