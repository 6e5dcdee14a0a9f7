"""The engine's part of the data directory: where everything lies, its configuration and its password."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import filelock

from graph.engine.jars import make_folder
from graph.engine.state import ServerState, Users, read_state
from graph.errors import EngineBusy
from graph.settings import Settings

LOCK_TIMEOUT = 330  # seconds; longer than any start
HASH_ROUNDS = 1024  # what Neo4j's own set-initial-password writes
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache}
dbms.security.auth_enabled=true
dbms.security.auth_max_failed_attempts=0
dbms.security.allow_csv_import_from_file_urls=false
dbms.usage_report.enabled=false
dbms.fleet_manager.enabled=false
server.fleet_discovery.enabled=false
client.allow_telemetry=false
db.tx_log.preallocate=false
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
internal.dbms.bolt.netty_server_shutdown_timeout=1s
internal.server.bolt.thread_pool_shutdown_wait_time=1s
"""


@dataclass(frozen=True)
class EngineHome:
    """`<data directory>/engine`: conf, data, logs for Neo4j; run for what lives as long as a server."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> "EngineHome":
        """The engine's part of these settings' data directory."""
        return cls(settings.home.absolute() / "engine")

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def state(self) -> Path:
        return self.run / "state.json"

    @property
    def launch(self) -> Path:
        return self.run / "launch.json"

    @property
    def arguments(self) -> Path:
        return self.run / "java.args"

    @property
    def conf(self) -> Path:
        return self.path / "conf"

    @property
    def log(self) -> Path:
        return self.path / "logs" / "neo4j.log"

    @property
    def console(self) -> Path:
        return self.path / "logs" / "console.log"

    @property
    def supervisor_log(self) -> Path:
        return self.path / "logs" / "supervisor.log"

    @property
    def users(self) -> Users:
        return Users(self.run / "users")

    def prepare(self) -> None:
        """Make the folders, readable by this user only; EngineBusy where they belong to somebody else."""
        folders = (
            self.path,
            self.run,
            self.users.folder,
            self.run / "tmp",
            self.conf,
            self.log.parent,
            self.path / "data" / "dbms",
        )
        for folder in folders:
            make_folder(folder)
        try:
            self.path.chmod(0o700)
        except PermissionError as error:
            raise self._foreign() from error

    def server(self) -> ServerState | None:
        """The server as its state file tells, alive or not; EngineBusy where somebody else's directory hides it."""
        try:
            return read_state(self.state)
        except PermissionError as error:
            raise self._foreign() from error

    def running(self) -> bool:
        """Whether a server runs on this directory."""
        state = self.server()
        return state is not None and state.alive()

    def transition(self, timeout: float = LOCK_TIMEOUT) -> "Transition":
        """The lock under which the server is started, attached to, or stopped."""
        return Transition(self.run / "engine.lock", self.path, timeout)

    def password(self) -> str:
        """The server's random password, made at first use and kept in a file only this user can read."""
        file = self.path / "password"
        if file.exists():
            return file.read_text(encoding="ascii").strip()
        password = secrets.token_urlsafe(32)
        _write_private(self.path / "data" / "dbms" / "auth.ini", initial_user(password))
        _write_private(file, password)
        return password

    def configure(self, page_cache: str, port: int) -> None:
        """Write neo4j.conf for a start with this page cache on this port."""
        text = CONFIGURATION.format(port=port, page_cache=page_cache)
        (self.conf / "neo4j.conf").write_text(text, encoding="utf-8")

    def _foreign(self) -> EngineBusy:
        return EngineBusy(
            f"数据目录 {self.path} 属于另一个用户；请用 INNOGRAPH_HOME 指定自己的目录。",
            f"{self.path} belongs to another user; set INNOGRAPH_HOME to a directory of your own.",
        )


class Transition:
    """An exclusive lock across processes; EngineBusy where somebody holds it too long."""

    def __init__(self, file: Path, home: Path, timeout: float) -> None:
        self._lock = filelock.FileLock(file, timeout=timeout)
        self._home = home

    def __enter__(self) -> None:
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            raise EngineBusy(
                f"数据目录 {self._home} 正被另一个进程占用；请等它结束，或用 INNOGRAPH_HOME 指定另一个目录。",
                f"{self._home} is in use by another process; wait for it, or set INNOGRAPH_HOME to another directory.",
            ) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def initial_user(password: str) -> str:
    """The line Neo4j's set-initial-password writes: salted SHA-256 in rounds, read at the first start."""
    salt = secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode("ascii")).digest()
    for _ in range(HASH_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"neo4j:SHA-256,{digest.hex().upper()},{salt.hex().upper()},{HASH_ROUNDS}:\n"


def _write_private(file: Path, text: str) -> None:
    draft = file.with_name(file.name + ".tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(text)
    draft.replace(file)
