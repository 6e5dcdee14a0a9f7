"""The REST interface against the bare driver and against Datasette, in one run, on the same rows.

    uv run python -m bench.api [--nodes N] [--passes 3] [--seconds 2] [--warm 8]

With `--nodes` a made-up city of that many things is loaded into a database of its own; else the city that is loaded
(`innograph load`) is used. Two questions: `point` (a thing in brief) and `hop1` (the neighbours of a thing, with the
claims behind each). The driver runs the same Cypher with the same parameters; Datasette answers by canned queries from
an SQLite file that holds the same things and relations, all of them. Ways take turns within each pass; figures are
medians of the passes. Before, each way is asked by eight clients for a while, so that all are warm. "uncached" turns
memory off; every client asks about things in an order of its own.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from bench.callers import Ask, Figure, Line, measured
from bench.servers import free, process, quiet, resident
from bench.synthetic import records
from bench.tables import LONG, SQL, copied
from graph import engine
from graph.arguments import typed
from graph.asking import catalogue
from graph.bulk import bulk_load
from graph.dates import today
from graph.settings import Settings, read_settings
from graph.store import Store, open_store

Way = Callable[[], Ask]
CLIENTS = (1, 8, 32)
QUESTIONS = {"point": "entity", "hop1": "neighbours"}


def main() -> None:
    """Load where that is asked for, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=0)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--warm", type=float, default=8.0, help="seconds of each question in each way before all else")
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
    roots = {way: free() for way in ("uncached", "two workers", "cached", "Datasette")}
    ports = {way: str(urlsplit(root).port) for way, root in roots.items()}
    with ExitStack() as running:
        for way, (command, told) in servers(settings, folder, ports).items():
            running.enter_context(process(command, roots[way], **told))
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
            for way in ways.values():
                measured(8, wish.warm, things, way)
            for clients in CLIENTS:
                passes(question, clients, ways, things, wish)
        told_memory(ports)
        if wish.soak:
            loaded = measured(8, wish.soak * 60, things, lambda: over(roots["uncached"], "uncached", "hop1"))
            print(
                f"after {wish.soak:g} minutes of hop1 by 8 clients, uncached, {loaded.rate:,.1f} requests/s: ", end=""
            )
            told_memory(ports)


def servers(settings: Settings, folder: Path, ports: dict[str, str]) -> dict[str, tuple[list[str], dict[str, str]]]:
    """The command and the environment of each."""
    up = [sys.executable, "-c", "from api.cli import main; main()", "up", "--no-browser", "--port"]
    data = ["uv", "run", "--no-project", "--with", "datasette", "datasette", "serve", str(folder / "city.db")]
    data += ["-m", str(folder / "metadata.json"), "--setting", "sql_time_limit_ms", "10000", "-p", ports["Datasette"]]
    told = settings.environment()
    forgetful = {**told, "INNOGRAPH_KEPT_BYTES": "1"}
    return {
        "uncached": ([*up, ports["uncached"]], forgetful),
        "two workers": ([*up, ports["two workers"], "--workers", "2"], forgetful),
        "cached": ([*up, ports["cached"]], told),
        "Datasette": (data, {}),
    }


def passes(question: str, clients: int, ways: dict[str, Way], things: list[str], wish: argparse.Namespace) -> None:
    """One line for each way, and what the budgets say."""
    found: dict[str, list[Figure]] = {way: [] for way in ways}
    for _ in range(wish.passes):
        for way, make in ways.items():
            found[way].append(measured(clients, wish.seconds, things, make))
    for way, figures in found.items():
        cells = " | ".join(f"{statistics.median(column):,.1f}" for column in zip(*figures, strict=True))
        print(f"| {question} | {clients} | {way} | {cells} |", flush=True)
    print(budgets(found), flush=True)


def told_memory(ports: dict[str, str]) -> None:
    """The memory of the engine and of each server with its workers."""
    held = (f"{way} {resident(port)}" for way, port in ports.items())
    print(f"memory in MB: engine {resident('java')}, {', '.join(held)}", flush=True)


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
