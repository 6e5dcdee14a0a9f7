"""The database: an embedded Neo4j of our own, or the server that NEO4J_URI names.

`connect` is all that reading and writing need. A server starts with its first user and ends with its last,
however a user ends (left, interrupted, killed); `start` keeps it running until `stop`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.engine import bolt
from graph.engine.admin import run_admin
from graph.engine.doctor import Check, doctor
from graph.engine.home import EngineHome
from graph.engine.jars import Progress
from graph.engine.ports import HOST
from graph.engine.server import Connection, Meanwhile, attach_or_start, end_server, leave, nothing
from graph.settings import Settings

__all__ = [
    "Check",
    "Connection",
    "EngineStatus",
    "Meanwhile",
    "Progress",
    "connect",
    "doctor",
    "run_admin",
    "session",
    "start",
    "status",
    "stop",
]


def connect(settings: Settings, progress: Progress | None = None) -> Connection:
    """A database that answers: the server of NEO4J_URI, else the data directory's own, started if need be.

    This process then counts as a user of the embedded server until it ends.
    EngineError or StoreUnreachable say in one sentence why there is none, and what to do.
    """
    return _external(settings) or attach_or_start(settings, progress)[0]


@contextmanager
def session(
    settings: Settings, progress: Progress | None = None, meanwhile: Meanwhile = nothing
) -> Iterator[Connection]:
    """The database for as long as the block lasts; an embedded server nobody else uses then stops.

    `meanwhile` is called while an embedded server starts, and not at all where one runs or is not ours.
    """
    if external := _external(settings):
        yield external
        return
    connection, use = attach_or_start(settings, progress, meanwhile)
    try:
        yield connection
    finally:
        leave(settings, use)


def _external(settings: Settings) -> Connection | None:
    uri = settings.text("neo4j_uri")
    if not uri:
        return None
    user, password, database = (settings.text(f"neo4j_{part}") for part in ("user", "password", "database"))
    bolt.check(uri, user, password, database)
    return Connection(uri, user, password, database, owned=False)


@dataclass(frozen=True)
class EngineStatus:
    """What the embedded server of a data directory is doing; `memory` in bytes, 0 where it does not run."""

    running: bool
    home: str
    uri: str = ""
    version: str = ""
    pid: int = 0
    memory: int = 0
    users: tuple[int, ...] = ()
    detached: bool = False


def start(settings: Settings, progress: Progress | None = None) -> EngineStatus:
    """Have the embedded server run on without users, until `stop`."""
    use = attach_or_start(settings, progress)[1]
    EngineHome.of(settings).users.detach()
    leave(settings, use)
    return status(settings)


def stop(settings: Settings) -> bool:
    """Stop the embedded server, whoever uses it; False where none ran."""
    home = EngineHome.of(settings)
    if home.server() is None:
        return False
    with home.transition():
        home.users.tie()
        return end_server(home)


def status(settings: Settings) -> EngineStatus:
    """Whether the embedded server runs, where, and for whom."""
    home = EngineHome.of(settings)
    state = home.server()
    if state is None or not state.alive():
        return EngineStatus(False, str(home.path))
    return EngineStatus(
        running=True,
        home=str(home.path),
        uri=f"bolt://{HOST}:{state.port}",
        version=state.version,
        pid=state.java.pid,
        memory=state.java.memory(),
        users=tuple(home.users.alive()),
        detached=home.users.detached.exists(),
    )
