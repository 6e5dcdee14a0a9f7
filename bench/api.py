"""The REST interface against the bare driver and against Datasette, in one run, on the same rows.

    uv run python bench/api.py [PASSES] [SECONDS]

Needs a city that is loaded (`innograph load`). Two questions: `point` (a thing in brief) and `hop1` (the neighbours of
a thing, with the claims behind each). The driver runs the same Cypher with the same parameters; Datasette answers by
canned queries from an SQLite file that holds the same rows. Ways take turns within each pass; figures are medians of
the passes. "uncached" turns memory off; every client asks about things in an order of its own.
"""

import json
import os
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from graph import engine
from graph.asking import Answer, ask, catalogue, typed
from graph.dates import today
from graph.settings import Settings, read_settings
from graph.store import Store, open_store

CLIENTS = (1, 8, 32)
QUESTIONS = {"point": "entity", "hop1": "neighbours"}
SQL = {
    "point": "select id, name, class, names, identifiers from thing where id = :id",
    "hop1": "select t.id, t.name, t.class, n.relation, n.direction, n.role, n.basis, n.kind, n.since, n.until, "
    "n.claims from neighbour n join thing t on t.id = n.other where n.thing = :id order by n.place limit 101",
}
Ask = Callable[[str], int]


class Figure(NamedTuple):
    """Milliseconds at the 50th, 95th and 99th percentile, and requests a second."""

    p50: float
    p95: float
    p99: float
    rate: float


class Line:
    """One kept connection that sends GET and reads the whole answer."""

    def __init__(self, root: str) -> None:
        place = urlsplit(root)
        self._line = socket.create_connection((place.hostname or "", place.port or 0))
        self._host = place.netloc.encode()

    def get(self, target: str) -> int:
        """The number of bytes of the body; AssertionError for anything but 200."""
        self._line.sendall(b"GET " + target.encode() + b" HTTP/1.1\r\nHost: " + self._host + b"\r\n\r\n")
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._line.recv(65536)
        head, _, body = got.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:300]
        if b"content-length:" in head.lower():
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += self._line.recv(65536)
        else:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._line.recv(65536)
        return len(body)


def measured(clients: int, seconds: float, things: list[str], way: Callable[[], Ask]) -> Figure:
    """Clients that ask one thing after the other for so long."""
    times: list[list[float]] = [[] for _ in range(clients)]
    ready = threading.Barrier(clients + 1)

    def work(number: int) -> None:
        ask_one, order = way(), random.Random(number)
        ask_one(things[0])
        ready.wait()
        end = time.perf_counter() + seconds
        while (began := time.perf_counter()) < end:
            ask_one(order.choice(things))
            times[number].append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    flat = sorted(ms * 1000 for one in times for ms in one)
    cut = [flat[min(len(flat) - 1, int(len(flat) * part))] for part in (0.5, 0.95, 0.99)]
    return Figure(*cut, len(flat) / took)


@contextmanager
def process(command: list[str], root: str, **environment: str) -> Iterator[str]:
    """A server for as long as the block lasts, once it answers."""
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL) as running:
        place, end = urlsplit(root), time.monotonic() + 120
        while time.monotonic() < end and running.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((place.hostname or "", place.port or 0)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield root
        finally:
            running.terminate()
            running.wait()


def free() -> str:
    """A root address with a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def copied(answers: dict[str, dict[str, Answer]], path: Path) -> None:
    """The rows of both questions as SQLite tables with the indexes they need."""
    base = sqlite3.connect(path)
    base.execute("create table thing (id text primary key, name text, class text, names text, identifiers text)")
    base.execute(
        "create table neighbour (thing text, place integer, other text, relation text, direction text, role text,"
        " basis text, kind text, since text, until text, claims text)"
    )
    base.execute("create index of_thing on neighbour (thing, place)")
    for id_, answer in answers["point"].items():
        row = answer.items[0]
        cells = (id_, row["entity"]["name"], row["entity"]["class"], written(row["names"]), written(row["identifiers"]))
        base.execute("insert or replace into thing values (?, ?, ?, ?, ?)", cells)
    for id_, answer in answers["hop1"].items():
        for place, row in enumerate(answer.items):
            other = row["neighbour"]
            base.execute("insert or ignore into thing values (?, ?, ?, '', '')", tuple(other.values())[:3])
            plain = [row[name] for name in ("relation", "direction", "role", "basis", "kind", "since", "until")]
            base.execute(
                "insert into neighbour values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (id_, place, other["id"], *plain, written(row["claims"])),
            )
    base.commit()
    base.close()


def written(value: object) -> str:
    """A list as text."""
    return json.dumps(value, ensure_ascii=False)


def main(passes: int, seconds: float) -> None:
    """Measure and print one table."""
    settings = read_settings()
    with engine.session(settings) as connection, open_store(settings, connection) as store:
        rows = store.read("MATCH (e:Entity)--(:Entity) RETURN DISTINCT e.id AS id ORDER BY id LIMIT 300")
        things = [row["id"] for row in rows]
        questions = catalogue()
        answers = {
            way: {id_: ask(store, questions[name], {"entity": id_}) for id_ in things}
            for way, name in QUESTIONS.items()
        }
        with tempfile.TemporaryDirectory() as folder:
            copied(answers, Path(folder) / "city.db")
            canned = {"databases": {"city": {"queries": {way: {"sql": sql} for way, sql in SQL.items()}}}}
            (Path(folder) / "metadata.json").write_text(json.dumps(canned))
            compare(settings, store, things, Path(folder), passes, seconds)


def compare(settings: Settings, store: Store, things: list[str], folder: Path, passes: int, seconds: float) -> None:
    """Every question, number of clients and way, in turns."""
    roots = {way: free() for way in ("uncached", "two workers", "cached", "Datasette")}
    port = {way: str(urlsplit(root).port) for way, root in roots.items()}
    up = [sys.executable, "-c", "from api.cli import main; main()", "up", "--no-browser", "--port"]
    data = ["uv", "run", "--no-project", "--with", "datasette", "datasette", "serve", str(folder / "city.db")]
    data += ["-m", str(folder / "metadata.json"), "--setting", "sql_time_limit_ms", "10000", "-p", port["Datasette"]]
    with (
        process([*up, port["uncached"]], roots["uncached"], INNOGRAPH_KEPT_BYTES="1"),
        process([*up, port["two workers"], "--workers", "2"], roots["two workers"], INNOGRAPH_KEPT_BYTES="1"),
        process([*up, port["cached"]], roots["cached"]),
        process(data, roots["Datasette"]),
    ):
        time.sleep(20)  # every question is asked once in the background
        for question in QUESTIONS:
            remember = over(roots["cached"], "cached", question)
            for id_ in things:
                remember(id_)
        print("| question | clients | way | p50 ms | p95 | p99 | requests/s |\n|---|---|---|---|---|---|---|")
        for question in QUESTIONS:
            ways = {"driver": lambda q=question: bare(store, q)} | {
                way: lambda q=question, w=way, r=root: over(r, w, q) for way, root in roots.items()
            }
            for clients in CLIENTS:
                found: dict[str, list[Figure]] = {way: [] for way in ways}
                for _ in range(passes):
                    for way, make in ways.items():
                        found[way].append(measured(clients, seconds, things, make))
                for way, figures in found.items():
                    cells = " | ".join(f"{statistics.median(column):,.1f}" for column in zip(*figures, strict=True))
                    print(f"| {question} | {clients} | {way} | {cells} |", flush=True)


def bare(store: Store, question: str) -> Ask:
    """The same Cypher, by the driver."""
    query = catalogue()[QUESTIONS[question]]
    cypher = f"{query.cypher}\nSKIP $skip LIMIT $limit"

    def ask_one(id_: str) -> int:
        values = typed(query, {"entity": id_})
        return len(store.read(cypher, **values, today=today(), skip=0, limit=101))

    return ask_one


def over(root: str, way: str, question: str) -> Ask:
    """One connection to a server."""
    line = Line(root)
    if way == "Datasette":
        return lambda id_: line.get(f"/city/{question}.json?{urlencode({'id': id_, '_shape': 'array'})}")
    target = {"point": "/api/v1/entities/{}", "hop1": "/api/v1/entities/{}/neighbours"}[question]
    return lambda id_: line.get(target.format(quote(id_, safe="")))


if __name__ == "__main__":
    given = [float(word) for word in sys.argv[1:]] + [3.0, 2.0][len(sys.argv) - 1 :]
    main(int(given[0]), given[1])
