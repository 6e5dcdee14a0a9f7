"""The first load of a large city through the offline importer: the same checks, the same graph."""

from pathlib import Path

from graph.bulk import bulk_load
from graph.changes import Difference
from graph.engine import Progress
from graph.figures import judge_due, put_guides
from graph.settings import Settings
from graph.store import Store
from ingest.build import Report, watched
from ingest.checks import Again, Sieve
from ingest.readers import City, read_city
from ingest.readers.guides import read_guides


def load(settings: Settings, folder: Path, by: str, progress: Progress | None = None) -> Report:
    """Read, check and import one city folder into an empty embedded database; errors as of `bulk_load`.

    Rows are drafted for the importer as they pass the checks; a draft in which rows turn out wrong at the end is
    thrown away, and made anew without them.
    """
    city = read_city(folder)
    sieve = Sieve(city, expected={f"{name}.csv": rows for name, rows in city.rows.items()})
    while True:
        try:
            difference = _imported(settings, city, sieve, by, progress)
            return Report(folder.name, sieve.verdict.rows, sieve.verdict.rejects, sieve.verdict.notices, difference)
        except Again:
            continue


def _imported(settings: Settings, city: City, sieve: Sieve, by: str, progress: Progress | None) -> Difference:
    guides, name = read_guides(city.folder), city.folder.name

    def besides(store: Store) -> None:
        put_guides(store, name, guides)
        judge_due(store)

    records = watched(sieve, sum(city.rows.values()), progress)
    return bulk_load(settings, records, city.dataset, by, f"load {name}", name, progress, besides)
