"""A city is a folder: `source.toml` says what its tables are, the tables hold the rows."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadInput
from ingest.readers.cells import Cells
from ingest.readers.lookups import Lookups
from ingest.readers.records import TABLES, Table
from ingest.readers.tables import read_table
from ingest.rows import Reading, Reject


@dataclass(frozen=True)
class City:
    """The source folder of a city; iterating reads it anew, row by row, in the order of the tables."""

    folder: Path
    title: str
    title_en: str
    licence: str
    rows: Mapping[str, int]

    @property
    def dataset(self) -> str:
        """The name under which its statements are kept."""
        return self.folder.name

    def __iter__(self) -> Iterator[Reading | Reject]:
        lookups = Lookups()
        for name, table in TABLES.items():
            if name in self.rows:
                yield from _read(self.folder / f"{name}.csv", table, lookups)


def read_city(folder: Path) -> City:
    """The city in `folder`; BadInput where the description is missing, unreadable or names unknown tables."""
    path = folder / "source.toml"
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
        expected = {name: table["rows"] for name, table in source["tables"].items() if table["read"]}
        city = City(folder, source["title"], source["title_en"], source["licence"], expected)
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise BadInput(
            f"{path.name} 读不懂：{error}；请对照内置城市改正。",
            f"{path.name} cannot be read: {error}; compare it with the bundled city.",
        ) from error
    if unknown := sorted(set(city.rows) - set(TABLES)):
        raise BadInput(
            f"{path.name} 有未知的表：{'、'.join(unknown)}；请删去。",
            f"{path.name} names unknown tables: {', '.join(unknown)}; remove them.",
        )
    return city


def _read(path: Path, table: Table, lookups: Lookups) -> Iterator[Reading | Reject]:
    if not path.is_file():
        raise BadInput(
            f"缺少 {path.name}；请补上，或从 source.toml 删去。",
            f"{path.name} is missing; add it or remove it from source.toml.",
        )
    for row in read_table(path, table.columns):
        if isinstance(row, Reject):
            yield row
            continue
        cells = Cells(row)
        records = list(table.make(cells, lookups))
        if cells.problems:
            yield Reject(row.file, row.line, tuple(cells.problems))
        else:
            yield from (Reading(row.file, row.line, record, table.fields) for record in records)
