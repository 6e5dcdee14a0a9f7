"""One shape for every door: rows get their links, then leave as JSON, CSV, XLSX or a table for the terminal."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.headings import heading
from graph.asking import Answer
from queries import Query

ENTITY_PATH = "/api/v1/entities/"
CLAIM_PATH = "/api/v1/claims/"
BOM = "\ufeff"
# What begins a formula in a spreadsheet, also as the wide signs of a Chinese keyboard.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Signs that XML, and so a workbook or a Word document, cannot hold.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CLAIM_KEYS = ("id", "row", "basis", "document", "line", "start", "end")
SOURCE_HEADS = ["说法", "资料编号", "资料", "日期", "行", "起列", "止列"]
LONGEST_NOTE = 2000
Cell = str | int | float | bool | None


def body(query: Query, answer: Answer) -> dict[str, Any]:
    """The REST body: items with links, page, revision, as_of."""
    return {
        "items": [linked_row(query, item) for item in answer.items],
        "page": {"limit": answer.limit, "next": answer.next},
        "revision": answer.revision,
        "as_of": answer.as_of,
    }


def linked_row(query: Query, item: Mapping[str, Any]) -> dict[str, Any]:
    """One row in the order of the header, entities and claims with `href`."""
    return {column.name: linked(item[column.name], column.type) for column in query.returns}


def linked(value: Any, kind: str = "map") -> Any:
    """A value with `href` wherever an entity or a claim stands in it."""
    if isinstance(value, list):
        return [linked(part, "claim" if kind == "claims" else "map") for part in value]
    if not isinstance(value, dict):
        return value
    if kind == "claim":
        return {key: _known(value.get(key)) for key in CLAIM_KEYS} | {"href": CLAIM_PATH + value["id"]}
    if {"id", "name", "class"} <= value.keys():
        return {**value, "href": ENTITY_PATH + value["id"]}
    return {key: linked(part, "claims" if key == "claims" else "map") for key, part in value.items()}


def to_json(query: Query, answer: Answer) -> bytes:
    """The body as UTF-8 JSON."""
    return orjson.dumps(body(query, answer), option=orjson.OPT_NON_STR_KEYS)


def to_csv(query: Query, answer: Answer) -> bytes:
    """Flat rows with a BOM, so that Excel on a Chinese PC reads them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings(query))
    writer.writerows([guarded(cell) for cell in flat_row(query, item)] for item in answer.items)
    return (BOM + out.getvalue()).encode()


def to_xlsx(query: Query, answer: Answer) -> bytes:
    """Rows with their sources as notes on the cells, a sheet of all sources, a sheet on the question."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = query.title_zh[:31]
    _fill(sheet, [titles(query), *(list(flat_row(query, item)) for item in answer.items)])
    _annotate(sheet, query, answer)
    _fill(book.create_sheet("来源"), [SOURCE_HEADS, *sources(query, answer)])
    more = "还有更多行，请用 limit 和 cursor 取下一页" if answer.next else "全部"
    _fill(
        book.create_sheet("说明"),
        [
            ["项目", "内容"],
            ["查询", query.title_zh],
            ["说明", query.about],
            ["截至", answer.as_of],
            ["图谱修订", answer.revision],
            ["行数", f"{len(answer.items)}（{more}）"],
        ],
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titles(query: Query) -> list[str]:
    """Column headings for people, in Chinese."""
    found = [(column, heading(column.name, "zh")) for column in query.returns]
    return [text for column, zh in found for text in ((f"{zh}编号", zh) if column.type == "entity" else (zh,))]


def headings(query: Query) -> list[str]:
    """Column headings: an entity takes two."""
    return [name for column in query.returns for name in _names(column.name, column.type)]


def flat_row(query: Query, item: Mapping[str, Any]) -> Iterator[Cell]:
    """A row as plain cells: entities as id and name, claims as locators, lists as text."""
    for column in query.returns:
        value = item[column.name]
        if column.type == "entity":
            yield from ((value or {}).get("id"), (value or {}).get("name"))
        elif column.type == "claims":
            yield "；".join(locator(claim) for claim in value or [])
        else:
            yield _flat(value)


def sources(query: Query, answer: Answer) -> Iterator[list[Cell]]:
    """One row for each distinct claim under the answer."""
    columns = [column.name for column in query.returns if column.type == "claims"]
    claims = {c["id"]: c for item in answer.items for name in columns for c in item[name] or []}
    for claim in claims.values():
        document = claim["document"]
        place = [_known(claim.get(key)) for key in ("line", "start", "end")]
        yield [claim.get("row"), document["id"], document.get("title"), document.get("date"), *place]


def locator(claim: Mapping[str, Any]) -> str:
    """A claim in one word: WF0042 D000#L35:62-125."""
    place = f"#L{claim['line']}:{claim['start']}-{claim['end']}" if claim.get("line") else ""
    return f"{claim.get('row') or claim['id']} {claim['document']['id']}{place}"


def sayable(text: str) -> str:
    """Text without signs that XML cannot hold."""
    return UNSAYABLE.sub("\ufffd", text)


def guarded(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def table(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows, the first being headings, aligned for a terminal where a Chinese sign is two columns wide."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    lines = ["  ".join(t + " " * (w - _width(t)) for t, w in zip(row, widths, strict=True)).rstrip() for row in texts]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])


def _names(name: str, kind: str) -> tuple[str, ...]:
    return (f"{name}_id", f"{name}_name") if kind == "entity" else (name,)


def _known(value: Any) -> Any:
    return value or None


def _flat(value: Any) -> Cell:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "；".join(value)
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _fill(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    for row in rows:
        sheet.append([guarded(sayable(cell) if isinstance(cell, str) else cell) for cell in row])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(zip(*rows, strict=True), 1):
        width = max(_width(str(cell or "")) for cell in column)
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = min(60, width + 2)


def _annotate(sheet: Any, query: Query, answer: Answer) -> None:
    """On each cell that names claims a note with title, date and place of their documents."""
    from openpyxl.comments import Comment

    names = headings(query)
    for column in query.returns:
        if column.type != "claims":
            continue
        at = names.index(column.name) + 1
        for number, item in enumerate(answer.items, 2):
            told = "\n".join(cited(claim) for claim in item[column.name] or [])
            if told:
                sheet.cell(number, at).comment = Comment(sayable(told)[:LONGEST_NOTE], "InnoGraph", 120, 420)


def cited(claim: Mapping[str, Any]) -> str:
    """A claim's document in words, with date and place."""
    document = claim["document"]
    return f"{document.get('title') or document['id']}（{document.get('date') or '日期未载明'}）{locator(claim)}"
