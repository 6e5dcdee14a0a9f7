"""Load a source: read, check, write what changed, report. The story of ingest on one page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.changes import ChangeSet, Difference
from graph.engine import Progress
from graph.errors import NotFound
from graph.figures import put_guides
from graph.model import Document
from graph.names import name_key
from graph.rdf.unfinished import refuse_unfinished
from graph.rows import Record
from graph.schema import apply_schema
from graph.store import Row, Store
from ingest.checks import Known, Verdict, check
from ingest.directory import directory_of
from ingest.readers import City, Reject, read_city
from ingest.readers.guides import read_guides

if TYPE_CHECKING:
    from ingest.readers.sheets import Sheet

STEP = 500
IN_MEMORY = 200_000
STATE = "MATCH (s:State {id: 'graph'}) RETURN s.loaded AS loaded"
CLASS = "MATCH (e:Entity {id: $id}) RETURN e.class AS class"
DOCUMENT = "MATCH (d:Document {id: $id}) RETURN d"
# Of two things judged to be one both bear the name: the one its source names and the one it is shown as.
NAMED = """MATCH (n:NameClaim {{status: 'accepted'{key}}})-[:SUBJECT]->(e:Entity) WHERE n.closed_revision IS NULL
UNWIND [e.id, n.subject] AS id RETURN n.key AS key, collect(DISTINCT [id, e.class]) AS bearers"""
COUNT = "MATCH (n:NameClaim) RETURN count(*) AS n"


@dataclass(slots=True)
class Report:
    """What became of a source: rows read, rows rejected with place and reason, what changed in the graph."""

    source: str
    rows: int = 0
    rejects: Sequence[Reject] = ()
    notices: Sequence[Any] = ()
    difference: Difference = field(default_factory=Difference)

    def summary(self) -> dict[str, Any]:
        """As plain data for JSON; `rejected` counts rows, `rejects` has an entry for each wrong cell."""
        verbs = ("added", "changed", "closed", "same")
        counts = {verb: dict(getattr(self.difference, verb)) for verb in verbs}
        rejects = [
            {"file": r.file, "line": r.line, "column": p.column, "value": p.value, "zh": p.zh, "en": p.en}
            for r in self.rejects
            for p in r.problems
        ]
        revision = self.difference.revision
        found = {"source": self.source, "rows": self.rows, "rejected": len(self.rejects), "rejects": rejects}
        return {**found, "revision": revision, **counts}


def bundled(city: str) -> Path:
    """The folder of a bundled city; NotFound where there is none."""
    folder = Path(str(files("ingest") / "sources" / city))
    if not (folder / "source.toml").is_file():
        raise NotFound(
            f"没有内置城市 {city}；请检查 INNOGRAPH_CITY。", f"there is no bundled city {city}; check INNOGRAPH_CITY."
        )
    return folder


def ensure(store: Store, city: str, progress: Progress | None = None) -> None:
    """Load the bundled city unless the graph holds it already."""
    refuse_unfinished(store)
    rows = store.read(STATE)
    if not rows or rows[0]["loaded"] != city:
        load(store, bundled(city), by="innograph", progress=progress)


def load(store: Store, path: Path, by: str, dry: bool = False, progress: Progress | None = None) -> Report:
    """Read, check and write a city folder or a list (XLSX, CSV); with `dry` only the difference to the graph.

    Everything is checked before anything is written. Rows that are refused are left out and reported; then
    statements missing from the source are not closed, as a slip of the pen must not take a statement away.
    """
    refuse_unfinished(store)
    apply_schema(store)
    listed = path.is_file()
    source = read_list(store, path) if listed else read_city(path)
    verdict = judged(store, source)
    changes = ChangeSet(store, source.dataset, by, dry)
    changes.put(watched(verdict.records(source), sum(t.records for t in verdict.tallies.values()), progress))
    if not verdict.rejects:
        changes.close_missing()
    if not (dry or listed):
        put_guides(store, source.dataset, read_guides(path))
    difference = changes.finish(f"load {path.name}", loaded="" if listed else path.name)
    # The source of a list is no row of it.
    return Report(path.name, verdict.rows - listed, verdict.rejects, verdict.notices, difference)


def read_list(store: Store, path: Path) -> "Sheet":
    """A list (XLSX, CSV) whose names are resolved by what the graph knows; errors as of `read_sheet`."""
    from ingest.readers.sheets import read_sheet  # openpyxl is only for those who bring a list

    return read_sheet(path, directory_of(store))


def judged(store: Store, source: "Sheet | City") -> Verdict:
    """What the checks say about every row of a source, beside what the graph knows."""
    tables = {f"{name}.csv": rows for name, rows in source.rows.items()}
    return check(source, known=known_to(store), expected=tables)


def known_to(store: Store) -> Known:
    """What the graph already knows, asked row by row and only for what the source itself does not bring."""

    def entity(id_: str) -> str | None:
        rows = store.read(CLASS, id=id_)
        return str(rows[0]["class"]) if rows else None

    def document(id_: str) -> Document | None:
        rows = store.read(DOCUMENT, id=id_)
        fields = Document.__dataclass_fields__
        return Document(**{k: v for k, v in rows[0]["d"].items() if k in fields}) if rows else None

    return Known(entity, document, bearers_in(store))


def bearers_in(store: Store) -> Callable[[str], list[tuple[str, str]]]:
    """(id, class) of the things that bear a name: from memory where the graph is small, else asked one by one."""
    if store.read(COUNT)[0]["n"] <= IN_MEMORY:
        held = _bearers(store.read(NAMED.format(key="")))
        return lambda name: held.get(name_key(name), [])

    def asked(name: str) -> list[tuple[str, str]]:
        key = name_key(name)
        return _bearers(store.read(NAMED.format(key=", key: $key"), key=key)).get(key, [])

    return asked


def _bearers(rows: list[Row]) -> dict[str, list[tuple[str, str]]]:
    return {row["key"]: [(id_, cls) for id_, cls in row["bearers"]] for row in rows}


def watched(records: Iterable[Record], total: int, progress: Progress | None) -> Iterator[Record]:
    """The records, telling `progress` how far they are."""
    for done, record in enumerate(records, 1):
        if progress and (done % STEP == 0 or done == total):
            progress("装载 | loading", done, total)
        yield record
