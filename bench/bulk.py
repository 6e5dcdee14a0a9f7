"""The first load of a large graph through the offline importer: `uv run python -m bench.bulk [--things N] [--folder]`.

From records in memory, or with `--folder` as `innograph load --bulk` does it: read from tables and checked. By default
over a million nodes and four and a half million relationships, claims and derived ones included: as few nodes for them
as the model allows, for a claim is a node that brings four relationships at most.
"""

import argparse
import gc
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.folder import written
from bench.synthetic import records
from graph import engine
from graph.bulk import bulk_load
from graph.engine import Progress
from graph.settings import Settings, read_settings
from graph.store import open_store
from ingest import bulk

MORE = 42  # suppliers of a firm beyond the usual: many relationships for few things
Load = Callable[[Settings, Progress], object]


def main() -> None:
    """Load, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=40_000)
    parser.add_argument("--folder", action="store_true", help="from a city folder, read and checked")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        load, number = _ready(asked.things, Path(home) / "city" if asked.folder else None)
        gc.collect()
        gc.freeze()  # what lies ready is no part of the load
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        before, used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, processor()
        seconds = timed(settings, load)
        used = processor() - used
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10) - before
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            count = store.read("RETURN COUNT { () } AS nodes, COUNT { ()-->() } AS edges")[0]
        print(f"{number:,} records: {count['nodes']:,} nodes, {count['edges']:,} relationships in {seconds:.1f} s")
        print(
            f"{used:.0f} s of processor in the client, what it starts and the importer; the client grew by {memory} MB"
        )


def _ready(things: int, folder: Path | None) -> tuple[Load, int]:
    """How to load so many things, and their records; written down first where a folder is asked for."""
    if folder is None:
        made = list(records(things, more=MORE))
        return lambda settings, tell: bulk_load(settings, made, "synthetic", "bench", "bench", progress=tell), len(made)
    folder.mkdir()
    number = written(records(things, more=MORE), folder)
    return lambda settings, tell: bulk.load(settings, folder, "bench", tell), number


def timed(settings: Settings, load: Load) -> float:
    """Seconds of a load; each step is told as it begins."""
    started, begun = time.perf_counter(), ""

    def tell(step: str, done: int, total: int) -> None:
        nonlocal begun
        if step != begun:
            print(f"  {time.perf_counter() - started:6.1f} s {step}", flush=True)
        begun = step

    load(settings, tell)
    return time.perf_counter() - started


def processor() -> float:
    """Seconds of processor used by this process and by those it waited for."""
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    main()
