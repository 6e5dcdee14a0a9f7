"""The first load of a large graph through the offline importer, by steps: `uv run python -m bench.bulk [--things N]`.

By default over a million nodes and four and a half million relationships, claims and derived ones included.
"""

import argparse
import resource
import tempfile
import time

from bench.load import Watch
from bench.synthetic import records
from graph import engine
from graph.bulk import bulk_load
from graph.settings import Settings, read_settings
from graph.store import open_store

MORE = 14  # suppliers of a firm beyond the usual: many relationships for few things


def main() -> None:
    """Load, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=100_000)
    size = parser.parse_args().things
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        made = Watch(records(size, more=MORE))
        started = time.perf_counter()
        bulk_load(
            settings,
            made,
            "synthetic",
            by="bench",
            what="bench",
            progress=lambda step, *_: print(f"  {time.perf_counter() - started:6.1f} s {step}", flush=True),
        )
        seconds = time.perf_counter() - started - made.seconds
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            count = store.read("RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS edges")[0]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = sum(u.ru_utime + u.ru_stime for u in used) - made.seconds
        print(f"{count['nodes']:,} nodes, {count['edges']:,} relationships in {seconds:.1f} s", end="; ")
        print(f"making the records took {made.seconds:.1f} s more; {processor:.0f} s of processor; client {memory} MB")


if __name__ == "__main__":
    main()
