"""Who runs and who uses the server of a data directory: small files that any process of the user may read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.engine.processes import Process


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
    """Who needs the server, one small file per use; a use ends when it is left or when its process ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.detached = folder / "detached"

    def enter(self) -> Path:
        """This process uses the server from now on; gives what to `leave`."""
        me = Process.of(os.getpid())
        use = self.folder / f"{me.pid}-{secrets.token_hex(4)}"
        use.write_text(json.dumps(asdict(me)), encoding="utf-8")
        return use

    def leave(self, use: Path) -> None:
        """That use is over."""
        use.unlink(missing_ok=True)

    def detach(self) -> None:
        """Keep the server running without users."""
        self.detached.touch()

    def tie(self) -> None:
        """Let the server end with its last user."""
        self.detached.unlink(missing_ok=True)

    def alive(self) -> list[int]:
        """The process numbers of the users; uses whose process has ended are cleared away."""
        uses = [entry for entry in self.folder.iterdir() if entry != self.detached]
        return sorted({int(use.name.partition("-")[0]) for use in uses if _holds(use)})

    def needed(self) -> bool:
        """Whether the server must go on."""
        return self.detached.exists() or bool(self.alive())


def _holds(use: Path) -> bool:
    try:
        alive = Process(**json.loads(use.read_text(encoding="utf-8"))).alive()
    except (FileNotFoundError, ValueError, TypeError):
        return False
    if not alive:
        use.unlink(missing_ok=True)
    return alive
