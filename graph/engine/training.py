"""Build the start cache in a process of lowest priority: `python -m graph.engine.training CACHE SCRATCH`.

A training server runs in a scratch directory while a real server runs beside it. When that one stops, this process
is killed and the step it was at is thrown away; a finished recording waits for the next start.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import filelock
import psutil

from graph.engine.aot import StartCache
from graph.engine.home import EngineHome
from graph.engine.jars import check_room, ensure_jars, jar_folder
from graph.engine.ports import HOST, choose_port
from graph.engine.processes import spawn
from graph.engine.runtime import (
    FLAGS,
    argument_file,
    class_path,
    java,
    module_environment,
    server_arguments,
    size_of,
)
from graph.engine.server import DATABASE, USER, wait_until_ready
from graph.settings import Settings

KEPT = 2  # caches: the new one and one that another installation may use
ROOM = 600 << 20  # bytes: a recording and a cache, about 170 MB each, and the training database
PATIENCE = 600.0  # seconds for one step at the lowest priority
EXERCISE = (
    "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name] "
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
    "CALL db.awaitIndexes()",
    "UNWIND range(1, 200) AS i MERGE (n:Entity {id: toString(i)}) SET n += {name: '平台' + i, names: [toString(i)]}",
    "UNWIND range(1, 199) AS i MATCH (a:Entity {id: toString(i)}) MATCH (b:Entity {id: toString(i + 1)}) "
    "MERGE (a)-[r:NEXT]->(b) SET r.claims = [i]",
)
# What readers ask, often enough for Java to learn which code to compile first: the cache keeps what it learnt.
READING = (
    "MATCH (n:Entity)-[:NEXT*1..3]->(m) WHERE n.id IN ['1', '2'] OPTIONAL MATCH (m)-[r]->(o) "
    "RETURN n.name, collect(DISTINCT m {.id, to: o.id}) AS found, count(r) AS links ORDER BY links DESC LIMIT 10",
    "CALL db.index.fulltext.queryNodes('names', '平台') YIELD node, score RETURN node.id, score LIMIT 5",
    "MATCH p = shortestPath((:Entity {id: '1'})-[*..6]-(:Entity {id: '5'})) RETURN [n IN nodes(p) | n.id]",
)
ROUNDS = 100


def main(cache: str, scratch: Path) -> None:
    """Build the start cache of the jars in this cache directory, giving way to everybody."""
    _step_back()
    settings = Settings().but(cache=cache, offline="1", heap="256m", page_cache="16m")
    build_once(settings.but(home=str(scratch)))


def build_once(settings: Settings) -> None:
    """Build the start cache, with a training server in `settings.home`, unless it is there or being built."""
    folder, jars = jar_folder(settings), ensure_jars(settings)
    with contextlib.suppress(filelock.Timeout), filelock.FileLock(folder / "start.lock", blocking=False):
        for leftover in folder.glob("start-*.tmp"):
            shutil.rmtree(leftover, ignore_errors=True)
        found = StartCache.of(settings, jars)
        if not found.file.exists():
            check_room(folder, ROOM)
            build(settings, jars, found)
            shutil.rmtree(settings.home)


def build(settings: Settings, jars: Sequence[Path], found: StartCache) -> None:
    """Record a training run, make the cache from it, try it, and only then give it its name."""
    settings.home.mkdir()
    recording, draft = found.file.with_suffix(".recording"), settings.home / "draft.aot"
    with found.file.with_suffix(".log").open("wb") as log:
        if not recording.exists():
            _record(settings, jars, recording, log)
        options = argument_file(settings.home / "java.args", [*FLAGS, "-cp", class_path(jars)])
        create = ["-XX:AOTMode=create", f"-XX:AOTConfiguration={recording}", f"-XX:AOTCache={draft}"]
        attempt = ["-XX:AOTMode=on", f"-XX:AOTCache={draft}", "-XX:+VerifySharedSpaces", "-version"]
        works = _succeeds([*create, options], log) and _succeeds([options, *attempt], log)
    _clear(recording.parent.glob("start-*.recording"))
    if not works:
        found.unusable.touch()
        return
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(found.file)
    _prune(found.file)


def _record(settings: Settings, jars: Sequence[Path], recording: Path, log: Any) -> None:
    home, port, draft = EngineHome.of(settings), choose_port(settings), settings.home / "recording"
    home.prepare()
    password = home.password()
    home.configure(size_of(settings, "page_cache"), port)
    arguments = argument_file(home.run / "java.args", server_arguments(settings, home, jars))
    with _running(["-XX:AOTMode=record", f"-XX:AOTConfiguration={draft}", arguments], log) as server:
        if wait_until_ready(home, lambda: server.poll() is None, port):
            _exercise(f"bolt://{HOST}:{port}", password)
        server.terminate()
        server.wait(PATIENCE)
    if draft.exists():
        draft.replace(recording)


def _exercise(uri: str, password: str) -> None:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(uri, auth=(USER, password)) as driver:
        for statement in (*EXERCISE, *READING * ROUNDS):
            driver.execute_query(statement, database_=DATABASE)


def _succeeds(arguments: list[str], log: Any) -> bool:
    with _running(arguments, log) as step:
        return step.wait(PATIENCE) == 0


@contextlib.contextmanager
def _running(arguments: list[str], log: Any) -> Iterator["subprocess.Popen[bytes]"]:
    process = spawn([str(java()), *arguments], log, module_environment(), signal.SIGKILL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _prune(newest: Path) -> None:
    others = sorted(newest.parent.glob("start-*.aot"), key=lambda file: file.stat().st_mtime, reverse=True)
    _clear([file for file in others if file != newest][KEPT - 1 :])


def _clear(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _step_back() -> None:
    """Give way to everybody: the lowest priority, also among sessions where Linux groups processes by session."""
    psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS if os.name == "nt" else 19)
    if sys.platform == "linux":
        os.setsid()
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text("19", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
