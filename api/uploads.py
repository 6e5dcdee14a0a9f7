"""Files that editors send, kept in the data directory for a day: what was sent, what was found, the marked copy."""

import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

import orjson

from graph.errors import BadInput, NotFound

TOKEN = re.compile(r"[0-9a-f]{32}")
SECONDS = 24 * 3600
MOST = 40  # sendings kept at one time; the oldest goes first
LONGEST_NAME = 80
REPORT = "report.json"
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Upload:
    """A sending: its number, its folder, the file as sent, who sent it (the id of a key)."""

    token: str
    folder: Path
    path: Path
    key: str

    def report(self) -> dict[str, Any]:
        """What was found in it."""
        return dict(orjson.loads((self.folder / REPORT).read_bytes()))

    def note(self, report: Mapping[str, Any]) -> None:
        """Keep what was found in it, whole or not at all."""
        draft = self.folder / "report.new"
        draft.write_bytes(orjson.dumps({**report, "file": self.path.name, "key": self.key}))
        draft.replace(self.folder / REPORT)


class Uploads:
    """The folder of sendings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, stream: BinaryIO, key: str) -> Upload:
        """Write what was sent under a name that is safe; BadInput where nothing was."""
        self.sweep()
        token = token_hex(16)
        folder = self.folder / token
        (folder / "sent").mkdir(parents=True, mode=0o700)
        upload = Upload(token, folder, folder / "sent" / safe_name(name), key)
        with upload.path.open("wb") as file:
            shutil.copyfileobj(stream, file)
        if not upload.path.stat().st_size:
            shutil.rmtree(folder)
            raise BadInput("没有选文件，或文件是空的；请选填好的名单。", "no file, or an empty one; choose the list.")
        return upload

    def find(self, token: str, key: str) -> Upload:
        """A sending of the same key; NotFound for any other, and after a day."""
        folder = self.folder / token
        if TOKEN.fullmatch(token) and (folder / REPORT).is_file():
            report = orjson.loads((folder / REPORT).read_bytes())
            if report["key"] == key:
                return Upload(token, folder, folder / "sent" / report["file"], key)
        raise NotFound(
            "没有这次上传，或已超过一天；请重新上传。",
            "there is no such upload, or it is over a day old; send it again.",
        )

    def sweep(self) -> None:
        """Take away what is over a day old, and what is too many."""
        if not self.folder.is_dir():
            return
        aged = sorted((path.stat().st_mtime, path) for path in self.folder.iterdir() if TOKEN.fullmatch(path.name))
        for rank, (when, path) in enumerate(reversed(aged)):
            if rank >= MOST - 1 or time.time() - when > SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a file's name, without signs that lead elsewhere or deceive."""
    bare = _UNFIT.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, suffix = bare.rpartition(".")
    return f"{stem[:LONGEST_NAME] or '名单'}{dot}{suffix[:10]}" if dot else bare[:LONGEST_NAME] or "名单"
