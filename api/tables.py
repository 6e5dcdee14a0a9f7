"""The whole graph as tables: a workbook, or a ZIP of CSV files, one table for each kind of record."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.answers import BOM, Cell, guarded
from graph.rdf.kinds import PROPERTIES, Kind
from graph.rdf.resources import Sayer
from graph.store import Row, Store, Transaction

LONG = 3600.0
TABLES = (
    "Entity", "NameClaim", "IdentifierClaim", "RelationClaim", "Observation", "GapClaim", "Document", "Judgement",
    "Decision", "Change",
)  # fmt: skip
SHEET_ROWS = 1_048_576  # Excel has no more


def tables(tx: Transaction, base: str) -> Iterator[tuple[str, list[str], Iterator[list[Cell]]]]:
    """Name, headings and rows of every table; headings are the fields of the store."""
    kinds = Sayer(base).kinds
    for label in TABLES:
        names = headings(kinds[label])
        rows = tx.each(f"MATCH (n:{label}) RETURN properties(n) AS p")
        yield label, names, (cells(row["p"], names) for row in rows)


def headings(kind: Kind) -> list[str]:
    """The fields of a kind of record, its class where it has one."""
    assert kind.label in PROPERTIES
    fields = [field.name for field in kind.fields]
    return ["id", "class", *fields[:1], *fields[2:]] if kind.label == "Entity" else fields


def cells(row: Row, names: list[str]) -> list[Cell]:
    """One row; lists as text, formulas made harmless."""
    return [guarded(_flat(row.get(name))) for name in names]


def write_csv(store: Store, base: str, path: Path) -> None:
    """A ZIP of CSV files with a BOM, so that Excel on a Chinese PC reads them."""
    with store.streaming(LONG) as tx, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, names, rows in tables(tx, base):
            with pack.open(f"{name}.csv", "w", force_zip64=True) as file:
                out = io.TextIOWrapper(file, encoding="utf-8", newline="")
                out.write(BOM)
                writer = csv.writer(out, lineterminator="\r\n")
                writer.writerow(names)
                writer.writerows(rows)
                out.detach()


def write_xlsx(store: Store, base: str, path: Path) -> None:
    """A workbook with a sheet for each table, written row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    with store.streaming(LONG) as tx:
        for name, names, rows in tables(tx, base):
            sheet = book.create_sheet(name)
            sheet.append(names)
            for number, cells_ in enumerate(rows, 2):
                if number <= SHEET_ROWS:
                    sheet.append(cells_)
        book.save(path)


def _flat(value: Any) -> Cell:
    return " ".join(value) if isinstance(value, list) else value
