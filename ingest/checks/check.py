"""The shape of one check, and the compact memory that checks share.

A million rows must not be kept to find two that clash: a check remembers 64-bit keys, and says at the end which
rows to look at again. Those rows are read a second time anyway, without being taken.
"""

from array import array
from collections.abc import Hashable, Iterator
from typing import ClassVar, NamedTuple

from ingest.rows import Place, Problem, Reading, Record


class Late(NamedTuple):
    """A problem with a row that was kept before: its place, the field of its record, the reason."""

    place: Place
    field: str
    zh: str
    en: str


class Check:
    """One concern, told of the readings whose records are of the types it `takes`.

    `judge` says what is wrong with a reading by itself; `keep` remembers a reading whose row is taken; `finish`
    says what turns out to be wrong with readings that were kept.
    """

    takes: ClassVar[tuple[type[Record], ...]] = ()

    def judge(self, reading: Reading) -> Iterator[Problem]:
        """What is wrong with this reading."""
        yield from ()

    def keep(self, reading: Reading) -> None:
        """Remember this reading."""

    def finish(self) -> Iterator[Late]:
        """What is wrong with readings that were kept."""
        yield from ()


class Entry(NamedTuple):
    """One remembered row: hash of what it says, a small number of the check's own, its place."""

    content: int
    tag: int
    place: Place


class Keys:
    """Rows under 64-bit hashes of their keys, in about 30 bytes each."""

    def __init__(self) -> None:
        self._files: dict[str, int] = {}
        self._keys, self._contents = array("q"), array("q")
        self._tags, self._file_numbers, self._lines = array("i"), array("H"), array("L")

    def add(self, key: Hashable, content: Hashable, reading: Reading, tag: int = 0) -> None:
        """Remember the row of `reading` under `key`."""
        self._keys.append(hash(key))
        self._contents.append(hash(content))
        self._tags.append(tag)
        self._file_numbers.append(self._files.setdefault(reading.file, len(self._files)))
        self._lines.append(reading.line)

    def groups(self, least: int = 2) -> Iterator[list[Entry]]:
        """Rows that share a key, where there are at least `least` of them, each group in the order of rows."""
        files, keys = list(self._files), self._keys
        group: list[Entry] = []
        last = None
        for at in sorted(range(len(keys)), key=keys.__getitem__):
            if keys[at] != last:
                if len(group) >= least:
                    yield group
                group, last = [], keys[at]
            place = (files[self._file_numbers[at]], self._lines[at])
            group.append(Entry(self._contents[at], self._tags[at], place))
        if len(group) >= least:
            yield group
