"""Start, attach to and stop the one server of a data directory."""

import json
import secrets
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from graph.engine import bolt
from graph.engine.aot import StartCache
from graph.engine.failure import another_password, disk_full, explained, told_of_files
from graph.engine.home import EngineHome
from graph.engine.jars import Progress, check_room, ensure_jars, fetch_missing, jar_folder, read_lock, version_of
from graph.engine.ports import HOST, choose_port, listening
from graph.engine.processes import Process
from graph.engine.runtime import argument_file, java, module_environment, python_module, server_arguments, size_of
from graph.engine.supervisor import Launch
from graph.errors import EngineBroken, EngineBusy, EngineError, StoreUnreachable
from graph.settings import Settings

USER, DATABASE = "neo4j", "neo4j"
START_LIMIT = 300.0  # seconds; a busy machine with a slow disk needs its time
STOP_LIMIT = 40.0  # seconds, more than the supervisor's patience
TICK = 0.02
ROOM_AT_START = 100 << 20  # bytes a fresh database writes, with a margin


Meanwhile = Callable[[], object]


def nothing() -> None:
    """Nothing to do meanwhile."""


@dataclass(frozen=True)
class Connection:
    """Where the database is and how to enter; `owned`: this process started the server."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    owned: bool


def attach_or_start(
    settings: Settings, progress: Progress | None, meanwhile: Meanwhile = nothing
) -> tuple[Connection, Path]:
    """The data directory's server, running or new, and this process's use of it, until it leaves or ends.

    While a new one starts `meanwhile` is called.
    """
    home = EngineHome.of(settings)
    with told_of_files(home):
        home.prepare()
        if not home.running():
            fetch_missing(settings, progress)  # can take minutes, and is not to keep others waiting
        with home.transition():
            use = home.users.enter()
            try:
                return _attach(home) or _start(settings, home, progress, meanwhile), use
            except BaseException:
                home.users.leave(use)
                raise


def leave(settings: Settings, use: Path) -> None:
    """End a use of the server; with the last one ends the server."""
    home = EngineHome.of(settings)
    with home.transition():
        home.users.leave(use)
        if not home.users.needed():
            end_server(home)


def end_server(home: EngineHome) -> bool:
    """Stop server and supervisor and wait for their end, under the lock; False where none ran."""
    state = home.server()
    if state is None:
        return False
    both = (state.supervisor, state.java)  # a supervisor takes its Java along, where the system lets it
    running = [process for process in both if process.alive()]
    for process in running:
        process.terminate()
        _wait_for_end(process)
    home.state.unlink(missing_ok=True)
    return bool(running)


def _wait_for_end(process: Process) -> None:
    limit = time.monotonic() + STOP_LIMIT
    while process.alive():
        if time.monotonic() > limit:
            raise EngineBusy(
                f"数据库进程 {process.pid} 在 {STOP_LIMIT:.0f} 秒内没有停止；请稍后重试或结束该进程。",
                f"the database process {process.pid} did not stop in {STOP_LIMIT:.0f} s; try again or end it.",
            )
        time.sleep(TICK / 2)


def _attach(home: EngineHome) -> Connection | None:
    state = home.server()
    if state is None or not wait_until_ready(home, state.alive, state.port):
        return None
    return _connection(home, state.port, owned=False)


def _start(settings: Settings, home: EngineHome, progress: Progress | None, meanwhile: Meanwhile) -> Connection:
    end_server(home)  # what a crash left of an earlier one
    home.users.tie()
    jars = ensure_jars(settings, progress)
    check_room(home.path, ROOM_AT_START)
    cache, port = StartCache.of(settings, jars), choose_port(settings)
    home.password()
    home.configure(size_of(settings, "page_cache"), port)
    argument_file(home.arguments, server_arguments(settings, home, jars))
    if progress:
        progress("启动数据库 | starting the database", 0, 1)
    problem = _launch(settings, home, port, cache, meanwhile)
    if cache.review(home.console) and problem:
        problem = _launch(settings, home, port, cache, nothing)
    if problem:
        end_server(home)  # it may hang instead of having ended
        raise problem
    if progress:
        progress("启动数据库 | starting the database", 1, 1)
    return _connection(home, port, owned=True)


def _launch(
    settings: Settings, home: EngineHome, port: int, cache: StartCache, meanwhile: Meanwhile
) -> EngineError | None:
    """Start supervisor and server and wait until it answers; gives why it ended where it did."""
    command = [str(java()), *cache.flags(), f"@{home.arguments}"]
    scratch = str(jar_folder(settings) / f"start-{secrets.token_hex(4)}.tmp")
    background = python_module("graph.engine.training", str(settings.cache), scratch) if cache.buildable() else []
    launch = Launch(command, str(home.console), port, version_of(read_lock()), background, scratch)
    home.launch.write_text(json.dumps(asdict(launch)), encoding="utf-8")
    log_start = home.log.stat().st_size if home.log.exists() else 0
    home.console.write_bytes(b"")
    supervisor = _supervise(home)
    meanwhile()
    if wait_until_ready(home, lambda: supervisor.poll() is None and not disk_full(home, log_start), port):
        return None
    return explained(home, log_start, port)


def _supervise(home: EngineHome) -> "subprocess.Popen[bytes]":
    with home.supervisor_log.open("wb") as log:
        supervisor = subprocess.Popen(
            python_module("graph.engine.supervisor", str(home.launch)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=module_environment(),
            cwd=home.path,
            start_new_session=True,  # Ctrl-C is for the command, not for the server
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    threading.Thread(target=supervisor.wait, daemon=True).start()  # reaped whenever it ends
    return supervisor


def wait_until_ready(home: EngineHome, alive: Callable[[], bool], port: int) -> bool:
    """Wait until the database answers; False once it is no longer alive.

    EngineBroken after too long, and where the database has another password than its file.
    """
    bolt.prepare()
    limit = time.monotonic() + START_LIMIT
    while alive():
        if listening(port):
            try:
                bolt.check(f"bolt://{HOST}:{port}", USER, home.password(), DATABASE)
                return True
            except StoreUnreachable as error:
                if bolt.refused(error):
                    raise another_password(home) from error
        if time.monotonic() > limit:
            raise EngineBroken(
                f"数据库在 {START_LIMIT:.0f} 秒内没有就绪；请查看 {home.log}，或运行 innograph doctor。",
                f"the database was not ready in {START_LIMIT:.0f} s; see {home.log}, or run innograph doctor.",
            )
        time.sleep(TICK)
    return False


def _connection(home: EngineHome, port: int, owned: bool) -> Connection:
    return Connection(f"bolt://{HOST}:{port}", USER, home.password(), DATABASE, owned)
