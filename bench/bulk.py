"""The first load of a large graph through the offline importer, by steps: `uv run python -m bench.bulk [--things N]`.

By default over a million nodes and four and a half million relationships, claims and derived ones included: as few
nodes for them as the model allows, for a claim is a node that brings four relationships at most.
"""

import argparse
import gc
import resource
import tempfile
import time

from bench.synthetic import Record, records
from graph import engine
from graph.bulk import bulk_load
from graph.settings import Settings, read_settings
from graph.store import open_store

MORE = 42  # suppliers of a firm beyond the usual: many relationships for few things


def main() -> None:
    """Load, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=40_000)
    made = list(records(parser.parse_args().things, more=MORE))
    gc.collect()
    gc.freeze()  # what lies ready is no part of the load
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        before, used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, processor()
        seconds = timed(settings, made)
        used = processor() - used
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) - before
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            count = store.read("RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS edges")[0]
        print(f"{len(made):,} records: {count['nodes']:,} nodes, {count['edges']:,} relationships in {seconds:.1f} s")
        print(
            f"{used:.0f} s of processor in the client, what it starts and the importer; the client grew by {memory} MB"
        )


def timed(settings: Settings, made: list[Record]) -> float:
    """Seconds of a load; each step is told as it begins."""
    started = time.perf_counter()

    def tell(step: str, done: int, total: int) -> None:
        print(f"  {time.perf_counter() - started:6.1f} s {step}", flush=True)

    bulk_load(settings, made, "synthetic", by="bench", what="bench", progress=tell)
    return time.perf_counter() - started


def processor() -> float:
    """Seconds of processor used by this process and by those it waited for."""
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    main()
