"""One row of a list: typed values by column, everything wrong collected with the cell it stands in."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from graph.names import name_key
from ingest.directory import Thing
from ingest.readers.cells import LONGEST_NAME
from ingest.readers.sheet_book import Line, place
from ingest.readers.sheet_cells import (
    Cell,
    Fault,
    flaw,
    listed,
    plain,
    read_choice,
    read_code,
    read_date,
    read_number,
    read_period,
    shortened,
)
from ingest.readers.sheet_layout import Layout
from ingest.rows import Problem
from ingest.templates import Column, Kind


class SheetRow:
    """Typed access to one line; a method that finds a fault notes it and returns an empty value."""

    def __init__(self, layout: Layout, line: Line, epoch_1904: bool = False) -> None:
        self.layout = layout
        self.number = line.number
        self.problems: list[Problem] = []
        self._epoch_1904 = epoch_1904
        self._columns = {column.key: column for column in layout.columns.values()}
        self._places = {column.key: place(i + 1, line.number) for i, column in layout.columns.items()}
        self._cells = {
            column.key: line.cells[i]
            for i, column in layout.columns.items()
            if i < len(line.cells) and line.cells[i].text
        }
        self._check_row(line)
        self._check_required()
        for column in self._columns.values():
            self._check_value(column)

    def at(self, key: str) -> str:
        """The name of the cell of a column, such as C7; "" where the file lacks the column."""
        return self._places.get(key, "")

    def wrong(self, key: str, fault: Fault, candidates: Iterable[Thing] = ()) -> None:
        """Note what is wrong with a cell, once, and which things it may mean."""
        found = tuple({name: thing[name] for name in ("id", "name", "class")} for thing in candidates)
        problem = Problem(self.at(key), shortened(self._cell(key).text), *fault, found)
        if problem not in self.problems:
            self.problems.append(problem)

    def text(self, key: str) -> str:
        """What is written, with single blanks; "" for a missing or faulty cell."""
        return " ".join(self._cell(key).shown.split())

    def filled(self, key: str) -> bool:
        """Whether anything readable is written."""
        return bool(self._cell(key).shown)

    def date(self, key: str) -> str:
        """A date as ISO 8601 text, or "" for an empty cell."""
        return self._good(key, read_date(self._cell(key), self._epoch_1904)) if self.filled(key) else ""

    def period(self, key: str) -> str:
        """A date or an interval as ISO 8601 text, or ""."""
        return self._good(key, read_period(self._cell(key), self._epoch_1904)) if self.filled(key) else ""

    def number_in(self, key: str) -> float | None:
        """A number, or None."""
        found = read_number(self._cell(key)) if self.filled(key) else None
        if isinstance(found, tuple):
            self.wrong(key, found)
        return float(found) if isinstance(found, Decimal) else None

    def percent(self, key: str) -> bool:
        """Whether a number is written, or shown, with a percent sign."""
        return plain(self.text(key)).endswith("%")

    def choice(self, key: str, default: str = "") -> str:
        """The code of what is chosen; `default` for an empty cell, "" for a wrong one."""
        if not self.filled(key):
            return default
        return self._good(key, read_choice(self.text(key), self._columns[key].options or {}))

    def code(self, key: str) -> str:
        """A standard identifier, or ""."""
        return self._good(key, read_code(self._cell(key), self._columns[key].scheme)) if self.filled(key) else ""

    def names(self, key: str) -> list[str]:
        """The names in a cell: one, or in a column that takes several those of a list."""
        if not self.filled(key):
            return []
        several = self._columns[key].several
        return [
            name for name in (listed(self._cell(key).shown) if several else [self.text(key)]) if self._fits(key, name)
        ]

    def _check_row(self, line: Line) -> None:
        """Faults of the row as a whole, and cells that cannot be read or belong to no column."""
        if line.hidden:
            zh, en = (
                "此行被隐藏或筛选掉；请取消隐藏，或删去此行。",
                "The row is hidden or filtered out; show or delete it.",
            )
            self.problems.append(Problem("", "", zh, en))
        if line.merged:
            zh = f"合并单元格 {line.merged}；请取消合并，逐行填写。"
            en = f"The cells {line.merged} are merged; unmerge them and fill in every row."
            self.problems.append(Problem("", "", zh, en))
        for i, cell in enumerate(line.cells):
            column = self.layout.columns.get(i)
            if column and (fault := flaw(cell)):
                self.wrong(column.key, fault)
                del self._cells[column.key]
            elif i not in self.layout.headed and cell.shown:
                zh, en = (
                    "此格上方没有标题；请删去，或补上标题。",
                    "The cell has no heading above it; empty it or add one.",
                )
                self.problems.append(Problem(place(i + 1, line.number), shortened(cell.text), zh, en))

    def _check_required(self) -> None:
        faulty = {problem.column for problem in self.problems}
        for key, column in self._columns.items():
            if column.required and not self.filled(key) and self.at(key) not in faulty:
                zh, en = f"“{column.label_zh}”必填；请填写。", f"“{column.label_en}” is required; fill it in."
                self.wrong(key, (zh, en))

    def _check_value(self, column: Column) -> None:
        """Read the cell as what its column holds, so that its faults are noted whatever becomes of the row."""
        readers: Mapping[Kind, Callable[[str], object]] = {
            Kind.DATE: self.date,
            Kind.PERIOD: self.period,
            Kind.NUMBER: self.number_in,
            Kind.CHOICE: self.choice,
            Kind.CODE: self.code,
            Kind.TEXT: self.text,
        }
        readers.get(column.kind, self.names)(column.key)

    def _cell(self, key: str) -> Cell:
        return self._cells.get(key, Cell())

    def _good(self, key: str, found: str | Fault) -> str:
        if isinstance(found, str):
            return found
        self.wrong(key, found)
        return ""

    def _fits(self, key: str, name: str) -> bool:
        """Whether a text can be a name: not too long, and more than punctuation."""
        if not name_key(name):
            self.wrong(
                key, (f"{name!r} 不是名称；请改正或清空。", f"{name!r} is no name; correct it or empty the cell.")
            )
        elif len(name) > LONGEST_NAME:
            zh = f"名称有 {len(name)} 字，最多 {LONGEST_NAME} 字；请缩短。"
            en = f"The name has {len(name)} characters, at most {LONGEST_NAME} are allowed; shorten it."
            self.wrong(key, (zh, en))
        else:
            return True
        return False
