"""The record of who did what, when and from where: JSON lines, each sealed with the digest of the one before it."""

import os
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

import orjson
from filelock import FileLock

FIRST = "0" * 64


class Audit:
    """Appends to one file a month; nothing here ever deletes. Entries are written by a thread of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def note(self, entry: Mapping[str, Any]) -> None:
        """Record one act; returns before it is on the disk."""
        self._waiting.put({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **entry})
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait until everything noted is on the disk."""
        if self._thread:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _write(self) -> None:
        while (entry := self._waiting.get()) is not None:
            entries, over = [entry], False
            while not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    over = True
                    break
                entries.append(following)
            append(self.folder, entries)
            if over:
                return


def append(folder: Path, entries: list[dict[str, Any]]) -> None:
    """Seal entries and add them at the end of the record, safe from other processes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "lock"):
        before = last_seal(folder)
        lines = []
        for entry in entries:
            before = seal(before, entry)
            lines.append(orjson.dumps({**entry, "seal": before}))
        path = folder / f"{datetime.now(UTC):%Y-%m}.jsonl"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as file:
            file.write(b"\n".join(lines) + b"\n")
        # The end of the record, so that lines cut off there are missed.
        (folder / "end").write_text(before)


class Verdict(NamedTuple):
    """How many entries hold, and where the first one stands that does not (empty: all hold)."""

    entries: int
    fault: str
    last: str


def verify(folder: Path) -> Verdict:
    """Follow the seals from the first entry to the last."""
    before, count = FIRST, 0
    for path, number, line in lines_of(folder):
        try:
            entry = orjson.loads(line)
            given = entry.pop("seal")
        except (orjson.JSONDecodeError, KeyError, AttributeError):
            return Verdict(count, f"{path.name}:{number}", before)
        before = seal(before, entry)
        if given != before:
            return Verdict(count, f"{path.name}:{number}", before)
        count += 1
    end = folder / "end"
    cut = (end.read_text() if end.exists() else FIRST) != before
    return Verdict(count, "end" if cut else "", before)


def seal(before: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 of the seal before and the entry, keys in order."""
    return sha256(before.encode() + orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)).hexdigest()


def lines_of(folder: Path) -> Iterator[tuple[Path, int, bytes]]:
    """Every line with its place, oldest first."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as file:
            yield from ((path, number, line) for number, line in enumerate(file, 1))


def last_seal(folder: Path) -> str:
    """The seal of the last entry, read from the end of the last file."""
    for path in sorted(folder.glob("*.jsonl"), reverse=True):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 65_536))
            lines = file.read().splitlines()
        if lines:
            return str(orjson.loads(lines[-1])["seal"])
    return FIRST
