"""Rows per second and memory of the load path, beside bare UNWIND batches that write the same graph.

`uv run python -m bench.load [city] [100k] [1m] [--passes 3] [--ways load 'bare MERGE']`; sizes are things, each with
some four claims. Every figure is a fresh engine, a fresh client process and an empty graph with the same schema; the
kinds of load are interleaved. `bare` writes what the load wrote (same labels, properties, relationships, claims
included), grouped by label and type, 5,000 rows a statement, from rows prepared beforehand: it reads, checks and
derives nothing.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import psutil

from bench.synthetic import records
from graph import engine
from graph.changes import ChangeSet
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest import build

BATCH = 5000
SIZES = {"10k": 10_000, "30k": 30_000, "100k": 100_000, "300k": 300_000, "1m": 1_000_000}
KEYS = ("id", "code", "revision")
NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS p"
EDGES = """MATCH (a)-[r]->(b) RETURN type(r) AS type, head(labels(a)) AS a, coalesce(a.id, a.code) AS s,
head(labels(b)) AS b, coalesce(b.id, b.code) AS o, properties(r) AS p"""
PLAIN = ("Claim", "Document", "Indicator", "Judgement")
PUT_NODES = "UNWIND $rows AS row VERB (n:{label} {{{key}: row.p.{key}}}) SET n = row.p, n:{labels}"
ENDS = "UNWIND $rows AS row MATCH (a:{a} {{id: row.s}}), (b:{b} {{{key}: row.o}})"
PUT_EDGES = ENDS + " VERB (a)-[:{type}]->(b)"
PUT_FACTS = ENDS + " VERB (a)-[r:{type} {{fact: row.p.fact}}]->(b) SET r = row.p"
COUNTS = "RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS edges"


Timed = tuple[float, int, float]  # seconds, rows, seconds of the client's processor


class Measure(NamedTuple):
    """What one load took: seconds, what it wrote, peak memory of engine and client in MB, seconds of processor."""

    kind: str
    seconds: float
    rows: int
    nodes: int
    edges: int
    engine: int
    client: int
    cpu: float


def main() -> None:
    """Measure what the command line asks for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["city", "100k"], choices=["city", *SIZES])
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=WAYS, help="the first two at least")
    options = parser.parse_args()
    for what in options.what:
        with tempfile.TemporaryDirectory() as folder:
            kinds: dict[str, list[Measure]] = {kind: [] for kind in options.ways}
            for _ in range(options.passes):
                for kind in options.ways:
                    measured = alone(kind, what, Path(folder))
                    kinds[kind].append(measured)
                    print(f"  {what} {kind}: {measured.seconds:.1f} s", flush=True)
            show(what, kinds)


def alone(kind: str, what: str, folder: Path) -> Measure:
    """One load in a process and on an engine of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, kind, what, folder).result()


def measure(kind: str, what: str, folder: Path) -> Measure:
    """Load into an empty graph, timed; the first load by our own path leaves its graph in `folder` for the others."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            apply_schema(store)
            server = psutil.Process(engine.status(settings).pid)
            before = cpu_of(server)
            seconds, rows, own = WAYS[kind](store, what, folder)
            cpu = cpu_of(server) - before + own
            count = store.reading(lambda tx: tx.run(COUNTS)[0], timeout=600)
            memory = peak(str(server.pid)), peak("self")
            if not (folder / "nodes").exists():
                export(store, folder)
        return Measure(kind, seconds, rows or count["nodes"], count["nodes"], count["edges"], *memory, cpu)


def cpu_of(process: psutil.Process) -> float:
    """Seconds of processor a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def ours(store: Store, what: str, _: Path) -> Timed:
    """The load path; making the records is not timed."""
    made = Watch(records(SIZES[what])) if what in SIZES else Watch([])
    started, own = time.perf_counter(), time.process_time()
    if what == "city":
        made.number = build.load(store, build.bundled("weihai"), by="bench").rows
    else:
        changes = ChangeSet(store, "synthetic", by="bench")
        changes.put(made)
        changes.finish("bench")
    return time.perf_counter() - started - made.seconds, made.number, time.process_time() - own - made.seconds


class Watch:
    """An iterable that keeps the time it took itself."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items, self.seconds, self.number = iter(items), 0.0, 0

    def __iter__(self) -> Iterator[Any]:
        while True:
            started = time.perf_counter()
            chunk = list(islice(self.items, BATCH))
            self.seconds += time.perf_counter() - started
            self.number += len(chunk)
            if not chunk:
                return
            yield from chunk


def export(store: Store, folder: Path) -> None:
    """Write the graph to files, one for each statement of the bare load."""
    (folder / "nodes").mkdir()
    (folder / "edges").mkdir()

    def work(tx: Any) -> None:
        for kind, cypher in (("nodes", NODES), ("edges", EDGES)):
            files: dict[str, Any] = {}
            for record in tx._tx.run(cypher):
                name = statement_of(kind, record)
                if name not in files:
                    files[name] = (folder / kind / str(len(files))).open("wb")
                    files[name].write(name.encode() + b"\n")
                files[name].write(orjson.dumps(record.data()) + b"\n")
            for file in files.values():
                file.close()

    store.reading(work, timeout=900)


def statement_of(kind: str, record: Any) -> str:
    """The statement that writes such a row; VERB is yet to be chosen."""
    labels, p = record.get("labels"), record["p"]
    if kind == "nodes":
        label = next((name for name in ("Entity", "Claim") if name in labels), labels[0])
        key = next(key for key in KEYS if key in p)
        return PUT_NODES.format(label=label, key=key, labels=":".join(labels))
    ends = {side: record[side] if record[side] in PLAIN else "Entity" for side in "ab"}
    form = PUT_FACTS if "fact" in p else PUT_EDGES
    return form.format(**ends, type=record["type"], key="code" if ends["b"] == "Indicator" else "id")


def bare(verb: str) -> Callable[[Store, str, Path], Timed]:
    """UNWIND batches of prepared rows."""
    return lambda store, _, folder: send(store, files(folder), verb)


def without_provenance(store: Store, _: str, folder: Path) -> Timed:
    """Things and their relationships only, written bare."""
    return send(store, [path for path in files(folder) if things_only(path)], "MERGE")


def things_only(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.readline()
    return b":Entity" in head and not any(f":{label} ".encode() in head for label in PLAIN)


def files(folder: Path) -> list[Path]:
    """What was exported, nodes first."""
    return [
        path for kind in ("nodes", "edges") for path in sorted((folder / kind).iterdir(), key=lambda p: int(p.name))
    ]


def send(store: Store, paths: list[Path], verb: str) -> Timed:
    """Write files in batches; reading them is not timed."""
    seconds = own = 0.0
    for path in paths:
        with path.open("rb") as file:
            statement = file.readline().decode().strip().replace("VERB", verb)
            while lines := list(islice(file, BATCH)):
                rows = [orjson.loads(line) for line in lines]
                started, used = time.perf_counter(), time.process_time()
                store.write(statement, rows=rows)
                seconds += time.perf_counter() - started
                own += time.process_time() - used
    return seconds, 0, own


def peak(process: str) -> int:
    """Peak resident memory of a process, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) >> 10


def show(what: str, kinds: Mapping[str, list[Measure]]) -> None:
    """One line for each kind: medians, and the speed against the first bare kind pass by pass, by clock and CPU."""
    base = next((runs for kind, runs in kinds.items() if kind.startswith("bare")), next(iter(kinds.values())))
    print(f"| {what} | s | rows/s | nodes/s | relationships/s | engine MB | client MB | speed : bare | by CPU |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind, runs in kinds.items():
        pairs = list(zip(base, runs, strict=True))
        clock, processor = ([b.seconds / r.seconds for b, r in pairs], [b.cpu / r.cpu for b, r in pairs])
        s, run = statistics.median(r.seconds for r in runs), runs[0]
        speed = f"{statistics.median(clock):.2f} ({min(clock):.2f}–{max(clock):.2f})"
        print(
            f"| {kind} | {s:.1f} | {run.rows / s:,.0f} | {run.nodes / s:,.0f} | {run.edges / s:,.0f} "
            f"| {max(r.engine for r in runs)} | {max(r.client for r in runs)} "
            f"| {speed} | {statistics.median(processor):.2f} |"
        )


WAYS: Mapping[str, Callable[[Store, str, Path], Timed]] = {
    "load": ours,
    "bare MERGE": bare("MERGE"),
    "bare CREATE": bare("CREATE"),
    "without provenance": without_provenance,
}

if __name__ == "__main__":
    main()
