"""Rows that belong together, gathered on disk: memory holds one part of them at a time."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from graph.derive import grouped
from graph.store import Row

PARTS = 64


class Groups:
    """Rows by key; iterating gives each group once, its rows in the order they came."""

    def __init__(self, folder: Path, key: str) -> None:
        folder.mkdir()
        self._key = key
        self._paths = [folder / str(part) for part in range(PARTS)]
        self._files = [path.open("wb", buffering=1 << 17) for path in self._paths]

    def add(self, row: Row) -> None:
        """Put a row to its group."""
        self._files[hash(row[self._key]) % PARTS].write(orjson.dumps(row) + b"\n")

    def parts(self) -> list[Path]:
        """The files, to which nothing is added from now on; each holds whole groups."""
        for file in self._files:
            file.close()
        return self._paths

    def __iter__(self) -> Iterator[list[Row]]:
        for path in self.parts():
            yield from groups_in(path, self._key)


def groups_in(path: Path, key: str) -> Iterator[list[Row]]:
    """The groups of one part, which is done with afterwards."""
    with path.open("rb") as lines:
        yield from grouped(map(orjson.loads, lines), key).values()
    path.unlink()
