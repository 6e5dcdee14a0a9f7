"""How fast the graph leaves and returns as RDF: `uv run python -m bench.rdf [--things 20000] [--round-trip]`.

A made-up city (bench/synthetic.py) in an embedded engine of its own; all figures are of one run. Beside ours stand
rdflib's serializers and pyoxigraph, which write from memory what was parsed for them before the clock started: they
read no database. The import is timed against pyoxigraph's bulk load, which checks nothing and derives nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pyoxigraph
from rdflib import Dataset, Graph

from bench.synthetic import Record, records
from graph import engine
from graph.changes import ChangeSet
from graph.model import Document, Entity, Figure, Naming
from graph.rdf import export
from graph.rdf.restoring import clear
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest.exchange import load_rdf

BASE = "https://innograph.example"
RDFLIB = 200_000  # statements that rdflib is given: it takes minutes for all of them


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=20_000)
    parser.add_argument("--round-trip", action="store_true", help="only out, in and out again as N-Quads")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings().but(home=f"{folder}/home", cache=str(read_settings().cache))
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            measure(store, given.things, Path(folder), whole=not given.round_trip)


def measure(store: Store, things: int, folder: Path, *, whole: bool) -> None:
    """Ways out, then the way back, after the statements of the database have been planned."""
    apply_schema(store)
    changes = ChangeSet(store, "synthetic", by="bench")
    changes.put(map(sound, records(things)))
    changes.finish("bench")
    claims = store.read("MATCH (c:Claim) RETURN count(*) AS n")[0]["n"]
    sum(map(len, islice(export(store, BASE, "nq"), 20)))
    nq = folder / "city.nq"
    print(f"{claims} claims\n\n| way | statements | s | statements/s |\n|---|---|---|---|")
    seconds = timed(lambda: write(store, nq, "nq"))
    statements = nq.read_bytes().count(b"\n")
    row("export nq, from the database", statements, seconds)
    if whole:
        for kind in ("trig", "ttl", "jsonld"):
            seconds = timed(lambda kind=kind: write(store, folder / f"city.{kind}", kind))  # type: ignore[misc]
            row(f"export {kind}, from the database", statements, seconds)
        others(nq, statements)
    round_trip(store, nq, statements)


def others(nq: Path, statements: int) -> None:
    """What pyoxigraph and rdflib take for the same statements, or for the first of them."""
    held = pyoxigraph.Store()
    row("pyoxigraph bulk_load", statements, timed(lambda: held.bulk_load(path=nq, format=pyoxigraph.RdfFormat.N_QUADS)))
    for name, form in (("N-Quads", pyoxigraph.RdfFormat.N_QUADS), ("TriG", pyoxigraph.RdfFormat.TRIG)):
        row(f"pyoxigraph dump {name}, from memory", statements, timed(lambda form=form: held.dump(format=form)))  # type: ignore[misc]
    part = b"".join(nq.read_bytes().splitlines(keepends=True)[:RDFLIB]).decode()
    number, parsed = part.count("\n"), Dataset()
    row("rdflib parse N-Quads", number, timed(lambda: parsed.parse(data=part, format="nquads")))
    row("rdflib serialize N-Quads, from memory", number, timed(lambda: parsed.serialize(format="nquads")))
    row("rdflib serialize TriG, from memory", number, timed(lambda: parsed.serialize(format="trig")))
    plain = Graph()
    for s, p, o, _ in parsed.quads():
        plain.add((s, p, o))
    row("rdflib serialize Turtle, from memory", len(plain), timed(lambda: plain.serialize(format="turtle")))


def round_trip(store: Store, nq: Path, statements: int) -> None:
    """Into the emptied graph, and out again as the same sorted lines."""
    before = sorted(nq.read_bytes().splitlines())
    clear(store)
    row("import nq, checked, derived, judged", statements, timed(lambda: load_rdf(store, nq, BASE)))
    write(store, nq, "nq")
    print("\nthe same sorted lines" if sorted(nq.read_bytes().splitlines()) == before else "\nLINES DIFFER")


def sound(record: Record) -> Record:
    """A made-up record as an import takes it: papers with a text, figures with a unit, names that mean one thing."""
    if isinstance(record, Figure):
        return replace(record, unit="项", basis="flow")
    if isinstance(record, Document):
        return replace(record, file=f"{record.id}.txt")
    if isinstance(record, Entity):
        return replace(record, name=f"{record.name}·{record.id}")
    return replace(record, name=f"{record.name}·{record.subject}") if isinstance(record, Naming) else record


def write(store: Store, path: Path, kind: str) -> None:
    """An export into a file."""
    with path.open("wb") as file:
        file.writelines(export(store, BASE, kind))


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def row(name: str, statements: int, seconds: float) -> None:
    """One line of the table."""
    print(f"| {name} | {statements:,} | {seconds:.1f} | {statements / seconds:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
