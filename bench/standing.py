"""Time and standing on the engine: as_of questions beside plain ones, and the retraction of a large source.

`uv run python -m bench.standing [--things N] [--claims N]`; the graph is synthetic, the questions are the shipped ones.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bench.synthetic import records
from graph import engine
from graph.asking import ask, catalogue
from graph.changes import ChangeSet
from graph.model import Document, Relation, Span
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.standing import retract, undo
from graph.store import Store, open_store

DAY = "2023-12-31"
REPEATS = 200
ASKED = (
    ("platforms_for_chain", {"chain": "L1"}),
    ("neighbours", {"entity": "L1"}),
    ("enterprise_profile", {"enterprise": "E0"}),
)
PLAIN = "MATCH (e:Entity {id: $id})-[r]-(o:Entity) RETURN o.id, type(r), r.claims LIMIT 100"
PLAIN_AS_OF = """MATCH (e:Entity {id: $id})-[r]-(o:Entity)
WHERE coalesce(r.since, '') <= $day AND ($day < r.until OR r.until IS NULL) RETURN o.id, type(r), r.claims LIMIT 100"""


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=20_000)
    parser.add_argument("--claims", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            apply_schema(store)
            load(store, "synthetic", records(options.things))
            show_questions(store)
            show_standing(store, options.claims, options.things)


def load(store: Store, dataset: str, given: Iterator[Any]) -> float:
    """Put records in as one change set; the seconds it took."""
    started = time.perf_counter()
    changes = ChangeSet(store, dataset, "bench")
    changes.put(given)
    changes.finish("bench")
    return time.perf_counter() - started


def source(claims: int, things: int) -> Iterator[Document | Relation]:
    """One document that states `claims` relations between things that are there already."""
    yield Document("DBIG", "大名录", kind="sheet", date="2024-01-01")
    for number in range(claims):
        where = Span("DBIG", number + 1, 1, 20)
        firm = f"E{number % (things // 20) * 20}"
        yield Relation(f"B{number}", firm, where, predicate="inSegment", object=f"S{number // (things // 20) % 400}")


def show_questions(store: Store) -> None:
    """The same question plain and as of a day, in turns."""
    print(f"{'question':24}{'plain ms':>10}{'as_of ms':>10}{'ratio':>8}")
    for name, arguments in ASKED:
        show(name, partial(put, store, name, arguments), partial(put, store, name, arguments | {"as_of": DAY}))
    reads = [partial(store.read, text, id="L1", day=DAY) for text in (PLAIN, PLAIN_AS_OF)]
    show("bare pattern", *reads)


def put(store: Store, name: str, arguments: dict[str, str]) -> object:
    """One shipped question, its names resolved."""
    return ask(store, catalogue()[name], arguments, limit=100)


def show(name: str, plain: Callable[[], object], dated: Callable[[], object]) -> None:
    """A line of the table: medians of interleaved calls, the first tenth for warming."""
    spent: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(REPEATS):
        for way, work in enumerate((plain, dated)):
            started = time.perf_counter()
            work()
            if turn >= REPEATS // 10:
                spent[way].append(time.perf_counter() - started)
    first, second = (1000 * statistics.median(spent[way]) for way in (0, 1))
    print(f"{name:24}{first:>10.2f}{second:>10.2f}{second / first:>8.2f}", flush=True)


def show_standing(store: Store, claims: int, things: int) -> None:
    """Loading a source, closing it, bringing it back: seconds, and each as a ratio to the load."""
    loaded = load(store, "big", source(claims, things))
    started = time.perf_counter()
    decision = retract(store, "DBIG", "bench", "measured")
    closed = time.perf_counter() - started
    started = time.perf_counter()
    undo(store, decision.id, "bench")
    back = time.perf_counter() - started
    print(f"\n{'source of ' + format(decision.claims, ',') + ' claims':24}{'seconds':>10}{'claims/s':>10}{'ratio':>8}")
    for name, spent in (("load", loaded), ("retract", closed), ("undo", back)):
        print(f"{name:24}{spent:>10.2f}{decision.claims / spent:>10.0f}{spent / loaded:>8.2f}")


if __name__ == "__main__":
    main()
