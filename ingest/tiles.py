"""Where the districts of the bundled cities stand in a schematic picture: tiles in rows and columns, no boundaries."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Tile:
    """A district by id, its short name, and its place in the picture: row and column from 1."""

    district: str
    short: str
    row: int
    column: int


@cache
def read_tiles() -> tuple[Tile, ...]:
    """The tiles of every bundled city that has a `district_tiles.csv`."""
    folders = sorted(files("ingest").joinpath("sources").iterdir(), key=lambda folder: folder.name)
    tables = (folder.joinpath("district_tiles.csv") for folder in folders)
    return tuple(tile for table in tables if table.is_file() for tile in _tiles(table.read_text(encoding="utf-8")))


def _tiles(text: str) -> list[Tile]:
    rows = csv.DictReader(text.splitlines())
    return [Tile(row["district"], row["short"], int(row["row"]), int(row["column"])) for row in rows]
