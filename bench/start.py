"""How long the embedded engine takes to start and stop, with and without the start cache, and what memory it takes.

    uv run python bench/start.py [PASSES]

Passes with and without the cache take turns, so that a busy machine slows both alike. "new" is the first start on an
empty data directory, "again" every later one. Times are from the call to an answered question, in seconds; "question"
is the first one asked. "up" is `innograph up` on a graph that holds the city: from its start until /readyz says so,
and from Ctrl-C until it has ended.
"""

import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from graph import engine
from graph.engine.aot import StartCache
from graph.engine.jars import ensure_jars, jar_folder
from graph.engine.runtime import module_environment, python_module
from graph.settings import Settings, read_settings

QUESTION = "UNWIND range(1, 100) AS i MERGE (n:Entity {id: i}) WITH n MATCH (n)--(m) RETURN count(m)"


class Pass(NamedTuple):
    """One start, one first question, one stop, in seconds; processor seconds of Java until ready; memory in MB."""

    start: float
    processor: float
    attach: float
    question: float
    stop: float
    memory: float


def once(settings: Settings) -> Pass:
    """Start, attach a second time, ask, stop."""
    began = time.perf_counter()
    with engine.session(settings) as connection:
        started = time.perf_counter()
        processor = sum(psutil.Process(engine.status(settings).pid).cpu_times()[:2])
        attaching = time.perf_counter()
        with engine.session(settings):
            attached = time.perf_counter()
        asking = time.perf_counter()
        ask(connection)
        asked = time.perf_counter()
        memory = engine.status(settings).memory / 1e6
        left = time.perf_counter()
    stopped = time.perf_counter()
    return Pass(started - began, processor, attached - attaching, asked - asking, stopped - left, memory)


def up(settings: Settings) -> tuple[float, float]:
    """Seconds until a fresh process serves, and seconds it takes to end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("innograph")), "up", "--no-browser", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(command, env=os.environ | settings.environment(), stderr=subprocess.DEVNULL) as process:
        while not ready(f"http://127.0.0.1:{port}/readyz") and process.poll() is None:
            time.sleep(0.02)
        served = time.perf_counter()
        time.sleep(1)  # what it still does by itself then is not what its end takes
        ending = time.perf_counter()
        process.send_signal(signal.SIGINT)
    return served - began, time.perf_counter() - ending


def ready(address: str) -> bool:
    """Whether it answers 200."""
    with suppress(OSError), urllib.request.urlopen(address, timeout=10):
        return True
    return False


def ask(connection: engine.Connection) -> None:
    """The first question a fresh server is asked."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        driver.execute_query(QUESTION)


def built(settings: Settings) -> float:
    """Seconds it took to build the start cache; 0 where it was there."""
    jars, began = ensure_jars(settings), time.perf_counter()
    if StartCache.of(settings, jars).file.exists():
        return 0.0
    scratch = jar_folder(settings) / f"start-{secrets.token_hex(4)}.tmp"
    command = python_module("graph.engine.training", str(settings.cache), str(scratch))
    subprocess.run(command, check=True, env=module_environment())
    return time.perf_counter() - began


def main(passes: int) -> None:
    """Print the table."""
    settings = read_settings()
    seconds = built(settings)
    if seconds:
        print(f"start cache built in {seconds:.0f} s at the lowest priority\n")
    found: dict[tuple[str, str], list[Pass]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(passes + 1):
            for name, flag in (("with", "1"), ("without", "0")):
                home = str(Path(folder, name))
                kind = "again" if number else "new"
                found.setdefault((name, kind), []).append(once(settings.but(home=home, start_cache=flag)))
    figures = "start s (min) | Java processor s | attach s | first question s | stop s | memory MB"
    print(f"| start cache | data directory | passes | {figures} |")
    print("|---|---|---|---|---|---|---|---|---|")
    for (name, kind), rows in sorted(found.items()):
        start, *others, memory = (statistics.median(column) for column in zip(*rows, strict=True))
        times = [f"{start:.2f} ({min(row.start for row in rows):.2f})", *(f"{other:.2f}" for other in others)]
        print(f"| {name} | {kind} | {len(rows)} | {' | '.join(times)} | {memory:.0f} |")
    print("\n| innograph up | passes | ready s (min) | stop s |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        served = [up(settings.but(home=folder)) for _ in range(passes + 1)]
    for kind, times in (("first, loads the city", served[:1]), ("on an existing graph", served[1:])):
        starts, stops = zip(*times, strict=True)
        start, stop = statistics.median(starts), statistics.median(stops)
        print(f"| {kind} | {len(times)} | {start:.2f} ({min(starts):.2f}) | {stop:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
