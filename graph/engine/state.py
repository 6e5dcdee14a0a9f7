"""Who runs and who uses the server of a data directory: small files that any process may read."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

CLOCK_SLACK = 2.0  # seconds; a corrected system clock shifts reported creation times a little


@dataclass(frozen=True)
class Process:
    """A process, told apart from a later one with the same number by its creation time."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "Process":
        """The running process with this number."""
        return cls(pid, psutil.Process(pid).create_time())

    def alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        try:
            found = psutil.Process(self.pid)
            same = abs(float(found.create_time()) - self.created) < CLOCK_SLACK
            return same and bool(found.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def terminate(self) -> None:
        """Ask it to end; nothing where it has ended already."""
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(self.pid).terminate()


@dataclass(frozen=True)
class ServerState:
    """The state file: the Java process, the supervisor that watches it, its Bolt port and its version."""

    java: Process
    supervisor: Process
    port: int
    version: str

    def alive(self) -> bool:
        """Whether server and supervisor both run."""
        return self.java.alive() and self.supervisor.alive()


def read_state(path: Path) -> ServerState | None:
    """The state file, or None where there is none or it cannot be understood."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        java, supervisor = Process(**data["java"]), Process(**data["supervisor"])
        return ServerState(java, supervisor, int(data["port"]), str(data["version"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def write_state(path: Path, state: ServerState) -> None:
    """Write the state file in one step, so that nobody reads half of it."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(path)


class Users:
    """The processes that use the server, one small file each; it lives as long as one of them does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.detached = folder / "detached"

    def enter(self) -> None:
        """This process uses the server from now on."""
        me = Process.of(os.getpid())
        self._file(me.pid).write_text(repr(me.created), encoding="utf-8")

    def leave(self) -> None:
        """This process no longer does."""
        self._file(os.getpid()).unlink(missing_ok=True)

    def detach(self) -> None:
        """Keep the server running without users."""
        self.detached.touch()

    def attach(self) -> None:
        """Let the server end with its last user again."""
        self.detached.unlink(missing_ok=True)

    def alive(self) -> list[int]:
        """The users' process numbers; files of processes that ended are removed."""
        return [pid for pid in map(int, self._numbers()) if self._check(pid)]

    def needed(self) -> bool:
        """Whether the server must go on."""
        return self.detached.exists() or bool(self.alive())

    def _numbers(self) -> list[str]:
        return [entry.name for entry in self.folder.iterdir() if entry.name.isdigit()]

    def _file(self, pid: int) -> Path:
        return self.folder / str(pid)

    def _check(self, pid: int) -> bool:
        try:
            alive = Process(pid, float(self._file(pid).read_text(encoding="utf-8"))).alive()
        except (FileNotFoundError, ValueError):
            return False
        if not alive:
            self._file(pid).unlink(missing_ok=True)
        return alive
