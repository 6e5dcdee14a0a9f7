"""Load a source: read, check, write what changed, report. The story of ingest on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.changes import ChangeSet, Difference
from graph.errors import NotFound
from graph.schema import apply_schema
from graph.store import Store
from ingest.readers import Reject, read_city

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Report:
    """What became of a source: rows read, rows rejected with place and reason, what changed in the graph."""

    source: str
    rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    difference: Difference = field(default_factory=Difference)

    def summary(self) -> dict[str, Any]:
        """As plain data for JSON."""
        verbs = ("added", "changed", "closed", "same")
        counts = {verb: dict(getattr(self.difference, verb)) for verb in verbs}
        rejects = [reject.as_dict() for reject in self.rejects]
        return {
            "source": self.source,
            "rows": self.rows,
            "rejects": rejects,
            "revision": self.difference.revision,
            **counts,
        }


def bundled(city: str) -> Path:
    """The folder of a bundled city; NotFound where there is none."""
    folder = Path(str(files("ingest") / "sources" / city))
    if not (folder / "source.toml").is_file():
        raise NotFound(
            f"没有内置城市 {city}；请检查 INNOGRAPH_CITY。",
            f"there is no bundled city {city}; check INNOGRAPH_CITY.",
        )
    return folder


def ensure(store: Store, city: str) -> None:
    """Load the bundled city unless the graph holds it already."""
    rows = store.read("MATCH (s:State {id: 'graph'}) RETURN s.loaded AS loaded")
    if not rows or rows[0]["loaded"] != city:
        load(store, bundled(city), by="innograph")


def load_all(store: Store, paths: Sequence[Path], dry: bool, progress: Progress | None = None) -> list[Report]:
    """One report for each source, in the order given."""
    return [load(store, path, by="cli", dry=dry) for path in paths]


def load(store: Store, folder: Path, by: str, dry: bool = False) -> Report:
    """Read, check and write one city folder; with `dry` only the difference to the graph."""
    report = Report(folder.name)
    apply_schema(store)
    changes = ChangeSet(store, folder.name, by, dry)
    changes.put(accepted(read_city(folder), report, store))
    if not report.rejects:
        changes.close_missing()
    report.difference = changes.finish(f"load {folder.name}", loaded=folder.name)
    return report
