"""What the home page counts: asked once for each revision and day, then kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from api.pages.amounts import last_day
from graph.asking import ask
from graph.changes import changed_at
from graph.store import Store
from graph.wishes import MOST
from ingest.tiles import Tile, read_tiles
from queries import read_queries

Rows = list[dict[str, Any]]
# The figures a city is asked for first, as indicators of the ontology, and the classes the graph itself counts.
HEADLINES = (
    "innovationPlatformTotal",
    "nationalPlatformCount",
    "systemMemberCount",
    "derivedInstitutionCount",
    "nationalHighTechEnterpriseCount",
    "highTechOutputShare",
)
QUESTIONS = (
    "observations",
    "entities_by_class",
    "platforms_in_district",
    "documents",
    "conflicts",
    "arithmetic_audit",
    "unnamed_counts",
    "proposed_statements",
    "stale_figures",
)
CLASSES = ("InnovationPlatform", "Enterprise", "University")
LEVELS = frozenset({"stock", "cumulative", "share"})


@dataclass(frozen=True, slots=True)
class Tallies:
    """Headline figures, counts by class, platforms by district, documents, open questions."""

    headlines: Sequence[Rows]
    classes: Mapping[str, int]
    districts: Sequence[tuple[Tile, int]]
    documents: Rows
    warnings: Mapping[str, int]

    @property
    def newest(self) -> dict[str, Any] | None:
        """The document with the latest date."""
        return max((row for row in self.documents if row["date"]), key=lambda row: str(row["date"]), default=None)


def rows_of(store: Store, name: str, **arguments: str) -> Rows:
    """All rows of a question, up to the most one answer may hold."""
    return ask(store, read_queries()[name], arguments, MOST).items


@lru_cache(maxsize=4)
def tallies(store: Store, revision: int, day: str) -> Tallies:
    """The counts of the home page at `revision` on `day`."""
    figures = rows_of(store, "observations", indicator=",".join(HEADLINES), kind="actual")
    return Tallies(
        headlines=[newest for code in HEADLINES if (newest := latest([f for f in figures if f["indicator"] == code]))],
        classes={cls: len(rows_of(store, "entities_by_class", type=cls)) for cls in CLASSES},
        districts=[(tile, platforms_in(store, tile.district)) for tile in read_tiles()],
        documents=rows_of(store, "documents"),
        warnings={
            "conflicts": len(rows_of(store, "conflicts", verdict="contradiction")),
            "audits": len(rows_of(store, "arithmetic_audit", result="does_not_hold")),
            "gaps": len(rows_of(store, "unnamed_counts")),
            "proposed": len(rows_of(store, "proposed_statements")),
            "stale": len(rows_of(store, "stale_figures")),
        },
    )


@lru_cache(maxsize=4)
def updated(store: Store, revision: int) -> str:
    """When the change set `revision` was written, as ISO 8601 text, kept; empty for an empty graph."""
    return changed_at(store, revision)


def platforms_in(store: Store, district: str) -> int:
    """How many platforms a source places in a district; plans not counted."""
    rows = rows_of(store, "platforms_in_district", district=district)
    return len({row["platform"]["id"] for row in rows if row["kind"] == "actual"})


def latest(figures: Rows) -> Rows:
    """The newest levels of the whole, which is larger than its parts; several where sources differ, equal ones once."""
    levels = [figure for figure in figures if figure["basis"] in LEVELS and figure["value"] is not None]
    if not levels:
        return []
    whole = max(levels, key=lambda f: float(f["value"]))["subject"]["id"]
    of_whole = [figure for figure in levels if figure["subject"]["id"] == whole]
    last = max(of_whole, key=lambda f: last_day(f["period"]))
    same = [f for f in of_whole if _moment(f) == _moment(last)]
    return list({(f["value"], f["bound"]): f for f in same}.values())


def _moment(figure: dict[str, Any]) -> tuple[str, str]:
    return last_day(figure["period"]), figure["basis"]


def by_chain(pairs: Rows) -> Mapping[str, Rows]:
    """The platforms of each chain, strongest basis first."""
    found: dict[str, Rows] = defaultdict(list)
    for row in pairs:
        found[row["chain"]["id"]].append(row)
    return found


def by_cluster(chains: Rows) -> list[tuple[dict[str, Any] | None, Rows]]:
    """Chains grouped by cluster, those without one first."""
    rows = sorted(chains, key=_cluster_id)
    return [(members[0]["cluster"], members) for _, group in groupby(rows, key=_cluster_id) if (members := list(group))]


def _cluster_id(row: dict[str, Any]) -> str:
    return str(row["cluster"]["id"]) if row["cluster"] else ""
