"""The first load of a large city through the offline importer: the same checks, the same graph."""

from pathlib import Path

from graph.bulk import bulk_load
from graph.engine import Progress
from graph.figures import judge_due, put_guides
from graph.settings import Settings
from graph.store import Store
from ingest.build import Report, watched
from ingest.checks import check
from ingest.readers import read_city
from ingest.readers.guides import read_guides


def load(settings: Settings, folder: Path, by: str, progress: Progress | None = None) -> Report:
    """Read, check and import one city folder into an empty embedded database; errors as of `bulk_load`."""
    city = read_city(folder)
    verdict = check(city, expected={f"{name}.csv": rows for name, rows in city.rows.items()})
    records = watched(verdict.records(city), sum(t.records for t in verdict.tallies.values()), progress)
    guides = read_guides(folder)

    def besides(store: Store) -> None:
        put_guides(store, folder.name, guides)
        judge_due(store)

    difference = bulk_load(settings, records, folder.name, by, f"load {folder.name}", folder.name, progress, besides)
    rows = sum(tally.rows for tally in verdict.tallies.values())
    return Report(folder.name, rows, verdict.rejects, verdict.notices, difference)
