"""The text of papers that a user has: kept in the data directory, so that a statement is read in place.

A text belongs to a document the graph knows: the one with its SHA-256, the one that is named, or the one whose title it
bears. Only the first is known to be the very file the spans were read from; the others are marked so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from graph.changes import now
from graph.errors import BadInput, NotFound
from graph.names import name_key
from graph.store import Store

SUFFIXES = (".txt", ".md")
LARGEST = 10 * 2**20
TITLE_LINES = 12  # a title stands near the top
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
DOCUMENTS = "MATCH (d:Document) RETURN d.id AS id, d.title AS title, d.sha256 AS sha256 ORDER BY id"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is kept: whose it is, whether it is the very file that was read, who brought it, its lines."""

    document: str
    exact: bool
    name: str
    by: str
    at: str
    lines: tuple[str, ...]

    def span(self, line: int, start: int, end: int) -> str:
        """The characters of a span: lines and columns count from 1, both ends included; empty outside the text."""
        return self.lines[line - 1][start - 1 : end] if 1 <= line <= len(self.lines) else ""


def is_text(path: Path) -> bool:
    """Whether a file is taken for the text of a document."""
    return path.suffix.lower() in SUFFIXES


def keep(store: Store, home: Path, path: Path, by: str, document: str = "", dry: bool = False) -> Text:
    """Keep the text of `path` for the document it belongs to (`document`, where given); not with `dry`.

    BadInput for a file that is no text, NotFound where no document fits.
    """
    content = content_of(path)
    text = decoded(path.name, content)
    known = store.read(DOCUMENTS)
    digest = sha256(content).hexdigest()
    row = _owner(known, digest, path, content, document)
    fact = {"document": row["id"], "exact": row["sha256"] == digest, "name": path.name, "by": by, "at": now()}
    if not dry:
        folder = folder_of(home)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / f"{row['id']}.json", orjson.dumps(fact))
        _write(folder / f"{row['id']}.txt", content)
    return Text(**fact, lines=tuple(text.split("\n")))


def text_of(home: Path, document: str) -> Text | None:
    """The text kept for a document, if there is one."""
    path = folder_of(home) / f"{document}.txt"
    if not _ID.fullmatch(document) or not path.is_file():
        return None
    return _read(path, path.stat().st_mtime_ns)


def kept_in(home: Path) -> frozenset[str]:
    """The ids of the documents whose text is kept."""
    return frozenset(path.stem for path in folder_of(home).glob("*.txt"))


def folder_of(home: Path) -> Path:
    """Where texts are kept."""
    return home / "documents"


def content_of(path: Path) -> bytes:
    """The bytes of a text file; BadInput for another kind of file or one that is too large."""
    if not is_text(path):
        raise BadInput(
            f"{path.name} 不是文本；请把原文另存为 .txt 或 .md（UTF-8）。",
            f"{path.name} is no text; save the paper as .txt or .md (UTF-8).",
        )
    if path.stat().st_size > LARGEST:
        raise BadInput(
            f"{path.name} 超过 {LARGEST >> 20} MB；请只装载正文。",
            f"{path.name} is over {LARGEST >> 20} MB; load the text alone.",
        )
    return path.read_bytes()


def decoded(name: str, content: bytes) -> str:
    """Text in UTF-8 or GB 18030; BadInput for bytes that are neither."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\x00" not in text:
            return text
    raise BadInput(
        f"{name} 是空的或不是文本；请另存为 UTF-8 的 .txt。", f"{name} is empty or no text; save it as .txt in UTF-8."
    )


def _owner(
    known: Sequence[Mapping[str, Any]], digest: str, path: Path, content: bytes, document: str
) -> Mapping[str, Any]:
    """The one document the text belongs to."""
    named = [row for row in known if row["id"] == document]
    same = [row for row in known if row["sha256"] == digest]
    fits = named if document else same or _titled(known, path, content)
    if len(fits) == 1 and _ID.fullmatch(fits[0]["id"]):
        return fits[0]
    raise NotFound(
        f"图谱里没有与 {path.name} 内容或标题相同的资料；请在资料页选定后上传，或以标题为文件名。",
        f"the graph has no document with the content or the title of {path.name}; "
        "choose one on its page, or name the file by its title.",
    )


def _titled(known: Sequence[Mapping[str, Any]], path: Path, content: bytes) -> Sequence[Mapping[str, Any]]:
    """The documents whose title is the name of the file; else those whose title is one of the first lines."""
    first = [line.strip() for line in decoded(path.name, content).split("\n") if line.strip()][:TITLE_LINES]
    for tried in ([path.stem], first):
        keys = {name_key(line) for line in tried}
        if fits := [row for row in known if name_key(row["title"]) in keys]:
            return fits
    return []


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> Text:
    fact = orjson.loads(path.with_suffix(".json").read_bytes())
    return Text(**fact, lines=tuple(decoded(path.name, path.read_bytes()).split("\n")))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(f"{path.suffix}.new")
    draft.write_bytes(content)
    draft.replace(path)
