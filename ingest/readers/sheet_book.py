"""A workbook or CSV file as lines of cells, read once from top to bottom in bounded memory."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from ingest.readers.sheet_cells import Cell, cell_of
from ingest.readers.sheet_guard import BROKEN, CHUNK, LAST_ROW, broken, kind_of, refused

ENCODINGS = ("utf-8-sig", "gb18030")
# openpyxl raises whatever its parser meets in a damaged file.
UNREADABLE = (*BROKEN, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_FAR = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="[A-Z]{3,}')
MOST_MERGED = 200


class Line(NamedTuple):
    """One row as numbered in the spreadsheet program; `merged` names the cells it shares with other rows or columns."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    merged: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.shown for cell in self.cells)


@dataclass(frozen=True)
class Page:
    """What the cells of a sheet do not tell: rows hidden, ranges merged."""

    hidden: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()

    def merged_at(self, row: int) -> str:
        """The merged ranges that touch a row."""
        return "、".join(ref for ref in self.merged if _touches(ref, row))


@dataclass
class Book:
    """An open file: the names of its sheets, the lines of each; `epoch_1904` is how it counts days."""

    path: Path
    sheets: tuple[str, ...]
    epoch_1904: bool = False
    _workbook: Any = None
    _pages: dict[str, Page] = field(default_factory=dict)

    def lines(self, sheet: str) -> Iterator[Line]:
        """The lines of one sheet; BadInput where the file turns out to be damaged."""
        try:
            if self._workbook is None:
                yield from _csv_lines(self.path)
            else:
                yield from self._sheet_lines(sheet)
        except csv.Error as error:
            raise refused(
                self.path,
                f"引号不成对（{error}）；请在 Excel 中打开并另存后重试",
                f"has quotes that do not match ({error}); open it in a spreadsheet program and save it again",
            ) from error
        except UNREADABLE as error:
            raise broken(self.path) from error

    def _sheet_lines(self, sheet: str) -> Iterator[Line]:
        worksheet = self._workbook[sheet]
        worksheet.reset_dimensions()  # what the file says of its size may be wrong and would cut rows off
        if sheet not in self._pages:
            self._pages[sheet] = _scan(self.path, self._workbook._archive, worksheet._worksheet_path)
        page = self._pages[sheet]
        for number, row in enumerate(_quiet(worksheet.iter_rows()), 1):
            cells = tuple(_cell(cell) for cell in row)
            yield Line(number, cells, number in page.hidden, page.merged_at(number) if page.merged else "")


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """The file, opened for reading after its safety was checked; BadInput where it cannot be read."""
    if kind_of(path) == "csv":
        yield Book(path, (path.stem,))
        return
    with path.open("rb") as stream, closing(load(path, stream, read_only=True)) as workbook:
        sheets = tuple(sheet.title for sheet in workbook.worksheets)
        yield Book(path, sheets, workbook.epoch.year == 1904, workbook)


def load(path: Path, stream: BinaryIO, read_only: bool) -> Any:
    """The workbook by openpyxl, whose warnings of styles and extensions it leaves out are of no concern here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(stream, read_only=read_only, keep_links=False)
    except UNREADABLE as error:
        raise broken(path) from error


def place(column: int, row: int) -> str:
    """The name of a cell: column 3 (from 1) of row 7 is C7."""
    return f"{get_column_letter(column)}{row}"


def titled(path: Path, sheet: str) -> str:
    """File and sheet in one name: 名单.xlsx[平台]; a CSV file has no sheet."""
    return path.name if path.suffix.lower() == ".csv" else f"{path.name}[{sheet}]"


def encoding_of(path: Path) -> str:
    """UTF-8 where the whole file is, else GB 18030 (which holds GBK); BadInput for anything else."""
    with path.open("rb") as stream:
        if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"}:
            raise refused(path, "是 UTF-16 文本；请另存为“CSV UTF-8”", 'is UTF-16 text; save it as "CSV UTF-8"')
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding) as text:
                while text.read(CHUNK):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise refused(
        path, "既不是 UTF-8 也不是 GBK；请另存为“CSV UTF-8”", 'is neither UTF-8 nor GBK; save it as "CSV UTF-8"'
    )


def _csv_lines(path: Path) -> Iterator[Line]:
    with path.open(encoding=encoding_of(path), newline="") as stream:
        for number, row in enumerate(csv.reader(stream, strict=True), 1):
            yield Line(number, tuple(Cell(text, "untyped") for text in row))


def _cell(cell: Any) -> Cell:
    if cell.data_type == "f":
        return Cell(cell.value if isinstance(cell.value, str) else "=", "formula")
    if cell.data_type == "e":
        return Cell(str(cell.value), "error")
    return cell_of(cell.value, cell.number_format if cell.data_type == "n" and cell.value is not None else "")


def _scan(path: Path, archive: zipfile.ZipFile, part: str) -> Page:
    """One pass over the bytes of a sheet for what the reader of cells leaves out."""
    hidden, merged, last = set[int](), list[str](), 0
    with archive.open(part) as stream:
        rest = b""
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            cut = max(text.rfind(b">") + 1, 0)
            text, rest = text[:cut], text[cut:]
            if _FAR.search(text):
                raise refused(
                    path, "有内容写在 ZZ 列之后；请删去多余的列", "has cells beyond column ZZ; delete the columns"
                )
            for tag in _ROW.finditer(text):
                number = int(found[1]) if (found := _NUMBER.search(tag[1])) else last + 1
                if not last < number <= LAST_ROW:
                    raise broken(path)
                last = number
                if _HIDDEN.search(tag[1]):
                    hidden.add(number)
            merged += [found.decode() for found in _MERGED.findall(text)]
            if len(merged) > MOST_MERGED:
                raise refused(
                    path,
                    "合并单元格太多；请取消合并并逐行填写",
                    "has too many merged cells; unmerge them and fill in every row",
                )
    return Page(frozenset(hidden), tuple(merged))


def _quiet(rows: Iterator[Any]) -> Iterator[Any]:
    """The rows, without the warnings that reading them raises; those of the code that takes them stay."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row


def _touches(ref: str, row: int) -> bool:
    _, first, _, last = range_boundaries(ref)
    return bool(first <= row <= last)
