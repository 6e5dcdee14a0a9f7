"""Records as the tables of a city folder, for what reads and checks such folders."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from graph.model import Claim, Document, Entity, Figure, Identifier, Naming, Relation
from ingest.readers.records import TABLES

TABLE_OF = {
    Document: "documents",
    Entity: "entities",
    Naming: "names",
    Identifier: "identifiers",
    Relation: "relations",
    Figure: "observations",
}


def written(records: Iterable[Any], folder: Path) -> int:
    """Write a city folder of these records, with its `source.toml`; gives the number of rows."""
    rows = dict.fromkeys(TABLE_OF.values(), 0)
    with ExitStack() as files:
        tables = {name: _table(files, folder / f"{name}.csv", name) for name in rows}
        for record in records:
            name = TABLE_OF[type(record)]
            tables[name].writerow(_cells(record, name))
            rows[name] += 1
    parts = [f'title = "{folder.name}"\ntitle_en = "{folder.name}"\nlicence = "made up"\n']
    parts += [f"[tables.{name}]\nrows = {number}\nread = true\n" for name, number in rows.items()]
    (folder / "source.toml").write_text("\n".join(parts), encoding="utf-8")
    return sum(rows.values())


def _table(files: ExitStack, path: Path, name: str) -> Any:
    writer = csv.writer(files.enter_context(path.open("w", encoding="utf-8", newline="")))
    writer.writerow(TABLES[name].columns)
    return writer


def _cells(record: Any, name: str) -> list[str]:
    fields = {column: field for field, column in TABLES[name].fields.items()}
    return [_cell(record, fields.get(column, column)) for column in TABLES[name].columns]


def _cell(record: Any, field: str) -> str:
    holder = record.span if isinstance(record, Claim) and not hasattr(record, field) else record
    value = getattr(holder, field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or (value == 0 and holder is not record) else str(value)
