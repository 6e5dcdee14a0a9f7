"""A template as an XLSX workbook: rows to fill in, source, help, and the lists behind the drop-downs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ingest.templates.columns import Column, Kind
from ingest.templates.describe import column_line, described, example_row, help_row, shown_label
from ingest.templates.model import Names, Template
from ingest.templates.source import (
    EXAMPLE,
    HELP_SHEET,
    KEY_ROW,
    LIST_SHEET,
    MARK,
    SKIPPED,
    SOURCE_SHEET,
    SourceField,
    source_fields,
)

LAST = 10_000  # drop-downs reach down to this row
MOST_CHOICES = 400  # a longer list of things is no help
HEADING = PatternFill("solid", fgColor="1F4E79")
REQUIRED = PatternFill("solid", fgColor="C00000")
PALE = PatternFill("solid", fgColor="F2F2F2")
TEXT = "@"


def write_workbook(template: Template, path: Path, names: Names) -> None:
    """Write the template to `path`; `names` gives what drop-downs of things offer."""
    book = Workbook()
    sheet = book.active
    sheet.title = template.label_zh
    lists = _Lists(book)
    _rows(sheet, template, names)
    for number, column in enumerate((None, *template.columns), 1):
        _column(sheet, number, column, lists, names)
    _source(book.create_sheet(SOURCE_SHEET), lists)
    _help(book.create_sheet(HELP_SHEET), template)
    lists.finish()
    book.save(path)


class _Lists:
    """The hidden sheet of what may be chosen, one column for each list."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._columns: list[Sequence[str]] = []

    def validation(self, values: Sequence[str], strict: bool) -> DataValidation:
        """A drop-down of the values; only a strict one refuses anything else."""
        self._columns.append(values)
        letter = get_column_letter(len(self._columns))
        found = DataValidation("list", formula1=f"'{LIST_SHEET}'!${letter}$1:${letter}${len(values)}", allow_blank=True)
        found.showErrorMessage = strict
        found.errorTitle, found.error = "不在列表中", "请在下拉列表中选择。"
        return found

    def finish(self) -> None:
        """Write the sheet."""
        sheet = self._book.create_sheet(LIST_SHEET)
        sheet.sheet_state = "hidden"
        for number, values in enumerate(self._columns, 1):
            for row, value in enumerate(values, 1):
                _put(sheet, row, number, value)


def _rows(sheet: Any, template: Template, names: Names) -> None:
    """Hidden keys, headings, help and example; what is filled in begins below."""
    keys = [KEY_ROW + template.name, *(column.key for column in template.columns)]
    headings = [MARK, *(shown_label(column) for column in template.columns)]
    rows = (keys, headings, help_row(template), example_row(template, names))
    for number, row in enumerate(rows, 1):
        for position, text in enumerate(row, 1):
            _put(sheet, number, position, text)
    sheet.row_dimensions[1].hidden = True
    sheet.row_dimensions[3].height = 60
    sheet.freeze_panes = "C3"
    for cell in (*sheet[3], *sheet[4]):
        cell.font = Font(italic=True, color="808080")
        cell.fill = PALE
        cell.alignment = Alignment(wrap_text=cell.row == 3, vertical="top")


def _column(sheet: Any, number: int, column: Column | None, lists: _Lists, names: Names) -> None:
    letter = get_column_letter(number)
    heading = sheet.cell(2, number)
    heading.font = Font(bold=True, color="FFFFFF")
    heading.fill = REQUIRED if column and column.required else HEADING
    sheet.column_dimensions[letter].width = 10 if column is None else max(14, 2 * len(column.label_zh) + 4)
    if column is None:
        dropdown = lists.validation([EXAMPLE, *(word for word in SKIPPED if word == HELP_SHEET)], strict=True)
    else:
        heading.comment = Comment(_comment(column), "InnoGraph", height=160, width=320)
        if column.kind is not Kind.NUMBER:
            sheet.column_dimensions[letter].number_format = TEXT
        dropdown = _dropdown(column, lists, names)
    if dropdown:
        dropdown.add(f"{letter}4:{letter}{LAST}")
        sheet.add_data_validation(dropdown)


def _dropdown(column: Column, lists: _Lists, names: Names) -> DataValidation | None:
    if column.options:
        return lists.validation(list(column.options), strict=True)
    offered = [name for cls in column.classes for name in names(cls)] if column.kind is Kind.THING else []
    return lists.validation(offered, strict=False) if 0 < len(offered) <= MOST_CHOICES else None


def _comment(column: Column) -> str:
    _, required, zh, en = column_line(column)
    return f"{'必填 required' if required else '可空 optional'}\n{zh}\n{en}"


def _source(sheet: Any, lists: _Lists) -> None:
    """The lines in which the officer names the document that the list comes from."""
    for position, text in enumerate(("项目", "内容", "怎么填"), 1):
        cell = _put(sheet, 1, position, text)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEADING
    for row, field in enumerate(source_fields(), 2):
        _put(sheet, row, 1, field.label_zh + ("*" if field.required else ""))
        _put(sheet, row, 3, _told(field))
        sheet.cell(row, 2).number_format = TEXT
        if field.options:
            dropdown = lists.validation(list(field.options), strict=True)
            dropdown.add(f"B{row}")
            sheet.add_data_validation(dropdown)
    for letter, width in (("A", 16), ("B", 50), ("C", 60)):
        sheet.column_dimensions[letter].width = width


def _told(field: SourceField) -> str:
    return f"{'必填。' if field.required else ''}{field.help_zh}。 {field.help_en}"


def _help(sheet: Any, template: Template) -> None:
    """What the list is, how to fill it in, and every column."""
    for row, texts in enumerate(described(template), 1):
        for position, text in enumerate(texts, 1):
            cell = _put(sheet, row, position, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 24), ("B", 8), ("C", 60), ("D", 60)):
        sheet.column_dimensions[letter].width = width


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """A text cell: what begins with = is no formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    if text:
        cell.data_type = "s"
        cell.number_format = TEXT
    return cell
