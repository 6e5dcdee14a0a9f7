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

    def __iter__(self) -> Iterator[list[Row]]:
        for path, file in zip(self._paths, self._files, strict=True):
            file.close()
            with path.open("rb") as lines:
                yield from grouped(map(orjson.loads, lines), self._key).values()
            path.unlink()
