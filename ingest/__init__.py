"""From sources to statements: read every table, check it, write what changed, report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from graph.changes import ChangeSet, Difference, Record
from graph.errors import NotFound
from graph.schema import apply_schema
from graph.store import Store
from ingest.checks import check
from ingest.readers import Reject, read_city
from ontology import read_ontology

SAMPLE = 100


@dataclass(slots=True)
class Report:
    """What became of a source: rows read, rows rejected with place and reason, and what changed in the graph."""

    source: str
    rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    difference: Difference = field(default_factory=Difference)
    kinds: Counter[str] = field(default_factory=Counter)
