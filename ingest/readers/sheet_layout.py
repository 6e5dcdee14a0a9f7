"""Where things stand in a file: its template, the row of headings, the column of each field, the stated source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from itertools import islice, pairwise
from pathlib import Path

from graph.errors import BadInput
from graph.model import Document
from graph.names import name_key
from ingest.readers.sheet_book import Book, Line, place, titled
from ingest.readers.sheet_cells import Cell, flaw, read_choice, read_date
from ingest.rows import Problem, Reject
from ingest.templates import Column, Template, read_templates
from ingest.templates.source import (
    HELP_SHEET,
    KEY_ROW,
    LIST_SHEET,
    MARK,
    REPORT_SHEET,
    SOURCE_SHEET,
    SourceField,
    source_fields,
)

HEADINGS_WITHIN = 40  # rows from the top
OWN_SHEETS = frozenset({SOURCE_SHEET, HELP_SHEET, LIST_SHEET, REPORT_SHEET})
NOT_LOADED = "#"  # put before a heading or the name of a sheet, it says: leave this out
IGNORED = frozenset({"序号"})


@dataclass(frozen=True)
class Layout:
    """A file that is understood: `columns` gives the template's column of each position from 0.

    `mark` is the position of the marks, `headed` all positions with a heading, also of columns left out.
    """

    path: Path
    sheet: str
    template: Template
    heading: int
    columns: Mapping[int, Column]
    mark: int | None
    document: Document
    source_place: tuple[str, int]
    headed: frozenset[int] = frozenset()

    @property
    def dataset(self) -> str:
        """Under which name its statements are kept."""
        return f"sheet:{self.document.id}"


def layout_of(path: Path, book: Book) -> Layout:
    """How the file is laid out; BadInput names every sheet, heading or source cell that is wrong."""
    sheet, template, heading, texts = _data_sheet(path, book)
    columns, mark = _columns(path, sheet, heading, texts, template)
    document, source_place = _source(path, book, sheet, heading, template.name)
    headed = frozenset(i for i, text in enumerate(texts) if text)
    return Layout(path, sheet, template, heading, columns, mark, document, source_place, headed)


def _data_sheet(path: Path, book: Book) -> tuple[str, Template, int, list[str]]:
    """The one sheet with the rows: its name, template, number of the heading row, and the headings (or keys)."""
    found = []
    for sheet in book.sheets:
        if sheet in OWN_SHEETS or sheet.startswith(NOT_LOADED):
            continue
        top = list(islice(book.lines(sheet), HEADINGS_WITHIN))
        head = _heading(top)
        if head:
            found.append((sheet, *head))
        elif not all(line.empty for line in top):
            raise _bad(
                path,
                f"工作表“{sheet}”没有认得的表头；请对照模板，或在表名前加“#”表示不装载。",
                f"sheet “{sheet}” has no headings of a template; compare it, or put # before its name to leave it out.",
            )
    if len(found) != 1:
        listed = "、".join(sheet for sheet, *_ in found) or "无"
        raise _bad(
            path,
            f"应有一张数据表，现有：{listed}；请一个文件只放一张。",
            f"should hold one sheet of rows, it holds: {listed}; put one in a file.",
        )
    return found[0]


def _heading(top: Sequence[Line]) -> tuple[Template, int, list[str]] | None:
    """The row of headings: the one below the hidden keys, else the one that fits a template best."""
    for line, following in pairwise([*top, Line(0, ())]):
        texts = [cell.shown for cell in line.cells]
        if texts and texts[0].startswith(KEY_ROW) and (name := texts[0].removeprefix(KEY_ROW)) in read_templates():
            below = [cell.shown for cell in following.cells]
            width = max(len(texts), len(below))
            keys = [*[MARK], *texts[1:]] + [""] * (width - len(texts))
            below += [""] * (width - len(below))
            return (
                read_templates()[name],
                following.number,
                [key or text for key, text in zip(keys, below, strict=True)],
            )
    fits = [
        (fit, template, line) for line in top for template in read_templates().values() if (fit := _fit(line, template))
    ]
    if not fits:
        return None
    fit, template, line = max(fits, key=lambda entry: entry[0])
    return template, line.number, [cell.shown for cell in line.cells]


def _fit(line: Line, template: Template) -> int:
    """How many headings are the template's; 0 unless all required ones are there."""
    named = [column for cell in line.cells if (column := _column(cell.shown, template))]
    return len(named) if all(column in named for column in template.columns if column.required) else 0


def _column(heading: str, template: Template) -> Column | None:
    key = name_key(heading)
    return next(
        (c for c in template.columns if key in {name_key(c.key), name_key(c.label_zh), name_key(c.label_en)}), None
    )


def _columns(
    path: Path, sheet: str, row: int, headings: Sequence[str], template: Template
) -> tuple[dict[int, Column], int | None]:
    columns: dict[int, Column] = {}
    mark, problems = None, []
    for position, heading in enumerate(headings):
        where = place(position + 1, row)
        column = _column(heading, template)
        if name_key(heading) in {name_key(MARK), "mark"}:
            mark = position
        elif column is None and heading and heading not in IGNORED and not heading.startswith(NOT_LOADED):
            problems.append(Problem(where, heading, *_unknown(heading, template)))
        elif column in columns.values() and column is not None:
            problems.append(Problem(where, heading, "此列重复；请只留一列。", "The column is there twice; keep one."))
        elif column is not None:
            columns[position] = column
    problems += [
        Problem(
            f"A{row}", "", f"缺少“{c.label_zh}”列；请对照模板补上。", f"The column “{c.label_en}” is missing; add it."
        )
        for c in template.columns
        if c.required and c not in columns.values()
    ]
    if problems:
        raise _located(path, titled(path, sheet), row, problems)
    return columns, mark


def _unknown(heading: str, template: Template) -> tuple[str, str]:
    near = get_close_matches(heading, [column.label_zh for column in template.columns], n=1, cutoff=0.5)
    hint_zh, hint_en = (f"是否“{near[0]}”？", f" Do you mean “{near[0]}”?") if near else ("", "")
    return (
        f"模板“{template.label_zh}”没有“{heading}”列。{hint_zh}不装载的列请在标题前加“#”。",
        f"The template has no column “{heading}”.{hint_en} Put # before the heading to leave the column out.",
    )


def _source(path: Path, book: Book, sheet: str, heading: int, template: str) -> tuple[Document, tuple[str, int]]:
    """The document that the list comes from, and where it is stated."""
    where = SOURCE_SHEET if SOURCE_SHEET in book.sheets else sheet
    lines = list(islice(book.lines(where), HEADINGS_WITHIN if where == SOURCE_SHEET else heading - 1))
    given: dict[str, tuple[int, Cell]] = {}
    for line in lines:
        field = _source_field(line)
        if field and len(line.cells) > 1 and line.cells[1].shown:
            given[field.key] = (line.number, line.cells[1])
    problems, values = [], {}
    for field in source_fields():
        row, cell = given.get(field.key, (_row_of(field, lines), Cell()))
        value = _source_value(field, cell, book.epoch_1904)
        if isinstance(value, str):
            values[field.key] = value
        else:
            problems.append(Problem(place(2, row), cell.text, *value))
    first = lines[0].number if lines else 1
    if problems:
        raise _located(path, titled(path, where), first, problems)
    id_ = document_id(values, template)
    if part := values.pop("part"):
        values["title"] += f"（{part}）"
    return Document(id_, **values), (titled(path, where), first)


def document_id(values: Mapping[str, str], template: str) -> str:
    """`U` and 12 hexadecimal digits from title, issuer and date of the source, and which list of it this is.

    Two lists of one source may say the same: each has its own statements, so that correcting one leaves the other.
    """
    raw = "\x1f".join(("Document", values["title"], values["issuer"], values["date"], template, values["part"]))
    return "U" + blake2b(raw.encode(), digest_size=6).hexdigest()


def _source_field(line: Line) -> SourceField | None:
    key = name_key(line.cells[0].shown) if line.cells else ""
    return next((f for f in source_fields() if key in {name_key(f.label_zh), name_key(f.label_en), f.key}), None)


def _row_of(field: SourceField, lines: Sequence[Line]) -> int:
    return next((line.number for line in lines if _source_field(line) == field), 1)


def _source_value(field: SourceField, cell: Cell, epoch_1904: bool) -> str | tuple[str, str]:
    if not cell.shown:
        if not field.required:
            return field.default
        return (
            f"来源的“{field.label_zh}”没有填写；没有来源的名单不能装载。",
            f"The {field.label_en.lower()} of the source is missing; a list without a source is not loaded.",
        )
    if fault := flaw(cell):
        return fault
    if field.key == "date":
        return read_date(cell, epoch_1904)
    return read_choice(cell.shown, field.options) if field.options else cell.shown


def _located(path: Path, file: str, row: int, problems: list[Problem]) -> BadInput:
    zh = "".join(f"{p.column} {p.zh}" for p in problems)
    en = " ".join(f"{p.column}: {p.en}" for p in problems)
    return BadInput(f"{file}：{zh}", f"{file}: {en}", [Reject(file, row, tuple(problems))])


def _bad(path: Path, zh: str, en: str) -> BadInput:
    return BadInput(f"{path.name}：{zh}", f"{path.name} {en}")
