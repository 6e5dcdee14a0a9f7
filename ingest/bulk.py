"""The first load of a large city through the offline importer: the same checks, the same graph."""

from collections.abc import Iterable
from pathlib import Path

from graph.bulk import bulk_load
from graph.changes import Difference
from graph.engine import Progress
from graph.figures import judge_due, put_guides
from graph.settings import Settings
from graph.store import Store
from ingest.build import Report, watched
from ingest.checks import Sieve
from ingest.readers import read_city
from ingest.readers.guides import read_guides
from ingest.rows import Record


def load(settings: Settings, folder: Path, by: str, progress: Progress | None = None) -> Report:
    """Read, check and import one city folder into an empty embedded database; errors as of `bulk_load`.

    Rows are drafted for the importer as they pass the checks; a draft in which rows turn out wrong at the end is
    thrown away, and made anew without them.
    """
    city, guides, name = read_city(folder), read_guides(folder), folder.name
    rows = sum(city.rows.values())

    def besides(store: Store) -> None:
        put_guides(store, name, guides)
        judge_due(store)

    def imported(records: Iterable[Record]) -> Difference:
        told = watched(records, rows, progress)
        return bulk_load(settings, told, city.dataset, by, f"load {name}", name, progress, besides)

    sieve = Sieve(city, expected={f"{table}.csv": count for table, count in city.rows.items()})
    difference = sieve.through(imported)
    return Report(name, sieve.verdict.rows, sieve.verdict.rejects, sieve.verdict.notices, difference)
