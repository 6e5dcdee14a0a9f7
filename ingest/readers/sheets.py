"""A list of the bureau's own: an XLSX or CSV file filled in by template, read row by row into statements.

Rows marked 示例 or 说明 are left out, every other row ends as readings or as one reject.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.directory import Directory
from ingest.readers.sheet_book import Line, open_book, place, titled
from ingest.readers.sheet_guard import refused
from ingest.readers.sheet_layout import Layout, layout_of
from ingest.readers.sheet_records import Statements
from ingest.readers.sheet_row import SheetRow
from ingest.rows import Problem, Reading, Reject
from ingest.templates.source import SKIPPED

__all__ = ["Sheet", "read_sheet"]

MOST_ROWS = 50_000
TOO_MANY = (
    f"超过 {MOST_ROWS} 行；请分成几份，并在来源中填写分表名称",
    f"has more than {MOST_ROWS} rows; split it and name each part in the source",
)


@dataclass(frozen=True)
class Sheet:
    """A list that is understood; iterating reads it anew, row by row, its source first."""

    layout: Layout
    directory: Directory
    rows: Mapping[str, int]

    @property
    def dataset(self) -> str:
        """The name under which its statements are kept: the same for a corrected version of the list."""
        return self.layout.dataset

    def __iter__(self) -> Iterator[Reading | Reject]:
        layout = self.layout
        yield Reading(*layout.source_place, layout.document)
        statements = Statements(self.directory)
        with open_book(layout.path) as book:
            count = 0
            for line in book.lines(layout.sheet):
                if line.number <= layout.heading or line.empty or _mark(layout, line) in SKIPPED:
                    continue
                count += 1
                if count > MOST_ROWS:
                    raise refused(layout.path, *TOO_MANY)
                yield from _read(SheetRow(layout, line, book.epoch_1904), statements, _mark(layout, line))


def read_sheet(path: Path, directory: Directory) -> Sheet:
    """The list in `path`; BadInput where file, headings or source are not in order (`problems` locates them)."""
    with open_book(path) as book:
        return Sheet(layout_of(path, book), directory, {})


def _read(row: SheetRow, statements: Statements, mark: str) -> Iterator[Reading | Reject]:
    """The readings of a row, or its reject."""
    file = titled(row.layout.path, row.layout.sheet)
    if mark:
        zh, en = "此列只能为空、“示例”或“说明”；请清空。", "This column is empty, 示例 or 说明; empty it."
        row.problems.append(Problem(place((row.layout.mark or 0) + 1, row.number), mark, zh, en))
    said = statements.of(row)
    if row.problems:
        yield Reject(file, row.number, tuple(sorted(row.problems, key=_place)))
    else:
        yield from (Reading(file, row.number, record, columns) for record, columns in said)


def _place(problem: Problem) -> tuple[int, str]:
    """From left to right; what concerns the whole row comes first."""
    return len(problem.column), problem.column


def _mark(layout: Layout, line: Line) -> str:
    return line.cells[layout.mark].shown if layout.mark is not None and layout.mark < len(line.cells) else ""
