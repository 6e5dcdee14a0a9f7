"""What belongs together, gathered on disk: memory holds one part of it at a time."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

PARTS = 64


class Groups:
    """JSON values by key; iterating gives each group once, its values in the order they came."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._paths = [folder / str(part) for part in range(PARTS)]
        self._files = [path.open("wb", buffering=1 << 17) for path in self._paths]

    def add(self, key: str, value: Any) -> None:
        """Put a value to its group."""
        self._files[hash(key) % PARTS].write(orjson.dumps((key, value), option=orjson.OPT_APPEND_NEWLINE))

    def parts(self) -> list[Path]:
        """The files, to which nothing is added from now on; each holds whole groups."""
        for file in self._files:
            file.close()
        return self._paths

    def __iter__(self) -> Iterator[list[Any]]:
        for path in self.parts():
            yield from groups_in(path)


def groups_in(path: Path) -> Iterator[list[Any]]:
    """The groups of one part, which is done with afterwards."""
    groups: dict[str, list[Any]] = defaultdict(list)
    with path.open("rb") as lines:
        for key, value in map(orjson.loads, lines):
            groups[key].append(value)
    yield from groups.values()
    path.unlink()
