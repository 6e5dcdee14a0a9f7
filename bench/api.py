"""The REST interface against the bare driver and against Datasette, in one run, on the same rows.

    uv run python -m bench.api [--nodes N] [--passes 3] [--seconds 2]

With `--nodes` a made-up city of that many things is loaded into a database of its own; else the city that is loaded
(`innograph load`) is used. Two questions: `point` (a thing in brief) and `hop1` (the neighbours of a thing, with the
claims behind each). The driver runs the same Cypher with the same parameters; Datasette answers by canned queries from
an SQLite file that holds the same things and relations, all of them. Ways take turns within each pass; figures are
medians of the passes. "uncached" turns memory off; every client asks about things in an order of its own.
"""

import argparse
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
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import psutil

from bench.synthetic import records
from graph import engine
from graph.arguments import typed
from graph.asking import catalogue
from graph.bulk import bulk_load
from graph.dates import today
from graph.settings import Settings, read_settings
from graph.store import Store, open_store

CLIENTS = (1, 8, 32)
QUESTIONS = {"point": "entity", "hop1": "neighbours"}
SQL = {
    "point": "select id, name, class, names, identifiers from thing where id = :id",
    "hop1": "select t.id, t.name, t.class, n.relation, n.direction, n.role, n.basis, n.kind, n.since, n.until, "
    "n.claims from neighbour n join thing t on t.id = n.other where n.thing = :id "
    "order by n.kind, n.relation, n.direction, n.other limit 101",
}
THINGS = """MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.class AS class, e.names AS names,
COLLECT { MATCH (e)<-[:SUBJECT]-(i:IdentifierClaim) RETURN i {.scheme, .value} } AS identifiers"""
EDGES = """MATCH (a:Entity)-[r:!SUBJECT&!OBJECT]->(b:Entity) RETURN a.id AS a, b.id AS b, type(r) AS relation,
r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, r.until AS until,
COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
  RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} } AS claims"""
LONG = 3600.0
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


def copied(store: Store, path: Path) -> None:
    """Every thing and relation as SQLite tables with the indexes that the questions need."""
    base = sqlite3.connect(path)
    base.execute("create table thing (id text primary key, name text, class text, names text, identifiers text)")
    base.execute(
        "create table neighbour (thing text, other text, relation text, direction text, role text,"
        " basis text, kind text, since text, until text, claims text)"
    )
    with store.streaming(LONG) as tx:
        rows = (
            (r["id"], r["name"], r["class"], written(r["names"]), written(r["identifiers"])) for r in tx.each(THINGS)
        )
        base.executemany("insert into thing values (?, ?, ?, ?, ?)", rows)
        ends = (end for row in tx.each(EDGES) for end in both(row))
        base.executemany("insert into neighbour values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ends)
    base.execute("create index of_thing on neighbour (thing, kind, relation, direction, other)")
    base.commit()
    base.close()


def both(row: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """A relation as either end sees it."""
    told = [row[name] for name in ("role", "basis", "kind", "since", "until")]
    for thing, other, direction in (("a", "b", "out"), ("b", "a", "in")):
        yield (row[thing], row[other], row["relation"], direction, *told, written(row["claims"]))


def written(value: object) -> str:
    """A list as text."""
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Load where that is asked for, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=0)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--soak", type=float, default=0.0, help="minutes of further load, for what memory becomes")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings()
        if wish.nodes:
            memory = {"heap": "1g", "page_cache": "1g"} if wish.nodes > 200_000 else {}
            settings = Settings().but(home=f"{folder}/home", cache=str(settings.cache), **memory)
            bulk_load(settings, records(wish.nodes), "synthetic", by="bench", what="bench", loaded="weihai")
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            copied(store, Path(folder) / "city.db")
            things = asked_about(store)
            canned = {"databases": {"city": {"queries": {way: {"sql": sql} for way, sql in SQL.items()}}}}
            (Path(folder) / "metadata.json").write_text(json.dumps(canned))
            compare(settings, store, things, Path(folder), wish)


def asked_about(store: Store) -> list[str]:
    """300 things spread over all that have a neighbour."""
    number = store.read("MATCH (e:Entity) RETURN count(e) AS n")[0]["n"]
    spread = "MATCH (e:Entity)--(:Entity) WITH DISTINCT e ORDER BY e.id WITH collect(e.id) AS ids"
    pick = f"{spread} UNWIND range(0, 299) AS n RETURN DISTINCT ids[n * size(ids) / 300] AS id"
    few = "MATCH (e:Entity)--(:Entity) WITH DISTINCT e LIMIT 20000 WITH e ORDER BY rand() LIMIT 300 RETURN e.id AS id"
    return [row["id"] for row in store.reading(lambda tx: tx.run(few if number > 100_000 else pick), LONG)]


def compare(settings: Settings, store: Store, things: list[str], folder: Path, wish: argparse.Namespace) -> None:
    """Every question, number of clients and way, in turns."""
    told = settings.environment()
    roots = {way: free() for way in ("uncached", "two workers", "cached", "Datasette")}
    port = {way: str(urlsplit(root).port) for way, root in roots.items()}
    up = [sys.executable, "-c", "from api.cli import main; main()", "up", "--no-browser", "--port"]
    data = ["uv", "run", "--no-project", "--with", "datasette", "datasette", "serve", str(folder / "city.db")]
    data += ["-m", str(folder / "metadata.json"), "--setting", "sql_time_limit_ms", "10000", "-p", port["Datasette"]]
    with (
        process([*up, port["uncached"]], roots["uncached"], **told, INNOGRAPH_KEPT_BYTES="1"),
        process([*up, port["two workers"], "--workers", "2"], roots["two workers"], **told, INNOGRAPH_KEPT_BYTES="1"),
        process([*up, port["cached"]], roots["cached"], **told),
        process(data, roots["Datasette"]),
    ):
        quiet()
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
                for _ in range(wish.passes):
                    for way, make in ways.items():
                        found[way].append(measured(clients, wish.seconds, things, make))
                for way, figures in found.items():
                    cells = " | ".join(f"{statistics.median(column):,.1f}" for column in zip(*figures, strict=True))
                    print(f"| {question} | {clients} | {way} | {cells} |", flush=True)
                print(budgets(found), flush=True)
        print(f"memory in MB: engine {resident('java')}, " + ", ".join(held(port)), flush=True)
        if wish.soak:
            loaded = measured(8, wish.soak * 60, things, lambda: over(roots["uncached"], "uncached", "hop1"))
            print(
                f"after {wish.soak:g} minutes of hop1 by 8 clients, uncached, {loaded.rate:,.1f} requests/s: ", end=""
            )
            print(f"engine {resident('java')}, " + ", ".join(held(port)), flush=True)


def quiet(limit: float = 240.0) -> None:
    """Wait until the database rests: each server asks every question once in the background when it starts."""
    (java,) = (p for p in psutil.Process().children(recursive=True) if "java" in p.name())
    end, still = time.monotonic() + limit, 0
    while still < 5 and time.monotonic() < end:
        still = still + 1 if java.cpu_percent(1.0) < 10 else 0


def budgets(found: dict[str, list[Figure]]) -> str:
    """What the budgets compare: medians of the ratios within a pass."""

    def ratio(one: str, other: str, what: str) -> float:
        pairs = zip(found[one], found[other], strict=True)
        return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)

    more = statistics.median(a.p50 - b.p50 for a, b in zip(found["uncached"], found["driver"], strict=True))
    best = max(ratio(way, "Datasette", "rate") for way in ("uncached", "two workers"))
    return (
        f"uncached p50: {ratio('uncached', 'driver', 'p50'):.2f} x driver, {more:+.1f} ms; requests/s: uncached "
        f"{best:.2f} x Datasette; cached {ratio('cached', 'uncached', 'rate'):.1f} x uncached, "
        f"{ratio('cached', 'Datasette', 'rate'):.1f} x Datasette\n"
    )


def held(ports: dict[str, str]) -> Iterator[str]:
    """The memory of each server with its workers."""
    for way, port in ports.items():
        yield f"{way} {resident(port)}"


def resident(word: str) -> int:
    """Megabytes of the processes started here whose command has that word, and of their children."""
    mine = psutil.Process().children(recursive=True)
    found = {p for p in mine if word in " ".join(p.cmdline())}
    found |= {child for p in found for child in p.children(recursive=True) if "java" not in child.name()}
    return round(sum(p.memory_info().rss for p in found) / 2**20)


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
    main()
