"""Change sets: records in, claims out, one revision for each set that changes anything.

A set is written in batches, one managed transaction each. A batch that was cut off is simply written again by
the next run: what is already there has the same digest and is left alone, what is half derived is marked Dirty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson

from graph.dates import today
from graph.derive import derive_dirty, fact_of
from graph.model import Claim, Document, Entity, Judgement, Naming, Relation, properties
from graph.names import name_key
from graph.store import Row, Store, Transaction
from ontology import read_indicators, read_ontology

BATCH = 5000
# Kinds of claims from which something is derived.
DERIVED = {"RelationClaim", "NameClaim"}
Record = Document | Entity | Claim | Judgement


@dataclass(slots=True)
class Difference:
    """What a set changes, counted by kind; `samples` holds the first ids of each."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    revision: int = 0

    def note(self, verb: str, kind: str, ids: Iterable[str]) -> None:
        """Count ids under added, changed, closed or same."""
        listed = list(ids)
        getattr(self, verb)[kind] += len(listed)
        room = 20 - len(self.samples[verb])
        self.samples[verb].extend(listed[: max(room, 0)])

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.closed)


class ChangeSet:
    """Writes records of one dataset; with `dry` it only compares. Use `put` for records, then `finish` once."""

    def __init__(self, store: Store, dataset: str, by: str, dry: bool = False) -> None:
        self.store = store
        self.dataset = dataset
        self.by = by
        self.dry = dry
        self.difference = Difference()
        self._seen: set[str] = set()
        self._dated: dict[str, str] = {}
        self.revision = store.revision() + 1

    def put(self, records: Iterable[Record]) -> None:
        """Write or compare `records`; within one call documents and entities go before claims."""
        waiting: dict[str, list[Record]] = {}
        for record in records:
            kind = kind_of(record)
            waiting.setdefault(kind, []).append(record)
            if len(waiting[kind]) >= BATCH:
                self._flush(waiting, kind)
        for kind in list(ORDER):
            self._flush(waiting, kind)

    def close_missing(self) -> None:
        """Close the live claims of this dataset that were not among the records put."""
        rows = self.store.read(
            "MATCH (c:Claim {dataset: $dataset}) WHERE c.closed_revision IS NULL RETURN c.id AS id",
            dataset=self.dataset,
        )
        self.close([row["id"] for row in rows if row["id"] not in self._seen])

    def close(self, ids: list[str]) -> None:
        """Close claims: they leave every current answer and stay in history."""
        self.difference.note("closed", "Claim", ids)
        if ids and not self.dry:
            self.store.write(CLOSE, ids=ids, revision=self.revision, day=today(), by=self.by)

    def finish(self, what: str, loaded: str = "") -> Difference:
        """Derive what changed and raise the revision; an empty set leaves no trace."""
        if self.dry:
            return self.difference
        derive_dirty(self.store)
        if not self.difference.empty or loaded:
            self.store.writing(lambda tx: self._commit(tx, what, loaded))
        return self.difference

    def _commit(self, tx: Transaction, what: str, loaded: str) -> None:
        if not self.difference.empty:
            counts = {
                verb: sum(getattr(self.difference, verb).values()) for verb in ("added", "changed", "closed")
            }
            change = {"revision": self.revision, "at": _now(), "by": self.by, "what": what, **counts}
            tx.run(
                "MERGE (s:State {id: 'graph'}) SET s.revision = $c.revision CREATE (x:Change) SET x = $c",
                c=change,
            )
            self.difference.revision = self.revision
        if loaded:
            tx.run(
                "MERGE (s:State {id: 'graph'}) SET s.loaded = $city, s.loaded_on = $day",
                city=loaded,
                day=today(),
            )

    def _flush(self, waiting: dict[str, list[Record]], last: str) -> None:
        """Write what waits, in order, up to the kind `last`: a claim never goes before its entities."""
        for kind in ORDER[: ORDER.index(last) + 1]:
            if batch := waiting.pop(kind, []):
                self._write(kind, [self._row(record) for record in batch])

    def _write(self, kind: str, rows: list[Row]) -> None:
        found = self.store.read(DIGESTS[kind], ids=[row["id"] for row in rows])
        digests = {row["id"]: (row["digest"], row["closed"]) for row in found}
        unique = {row["id"]: row for row in rows}
        new = [row for id_, row in unique.items() if id_ not in digests]
        other = [
            row
            for id_, row in unique.items()
            if digests.get(id_, (row["digest"], None)) != (row["digest"], None)
        ]
        self._seen.update(unique)
        self.difference.note("added", kind, (row["id"] for row in new))
        self.difference.note("changed", kind, (row["id"] for row in other))
        self.difference.same[kind] += len(unique) - len(new) - len(other)
        if not self.dry and (new or other):
            self.store.writing(lambda tx: _put(tx, kind, new, other, self.revision))

    def _row(self, record: Record) -> Row:
        flat = dict(_flatten(record))
        if isinstance(record, Document):
            self._dated[record.id] = record.date
        if isinstance(record, Claim):
            flat |= {"document": record.span.document, "dataset": self.dataset}
            if record.span.document in self._dated:
                flat["dated"] = self._dated[record.span.document]
        digest = blake2b(orjson.dumps(flat, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()
        return {"id": flat["id"], "digest": digest, "p": {**flat, "digest": digest}}


def kind_of(record: Record) -> str:
    """The kind under which a record is batched: entities by class, claims by label."""
    if isinstance(record, Claim):
        return record.label
    return type(record).__name__


def _flatten(record: Record) -> Mapping[str, Any]:
    if isinstance(record, Judgement):
        id_ = (
            "j"
            + blake2b(f"{record.left}\x1f{record.right}\x1f{record.by}".encode(), digest_size=8).hexdigest()
        )
        return {"id": id_, "left": record.left, "right": record.right, "decision": record.decision, "reason": record.reason,
                "sources": list(record.sources), "by": record.by}  # fmt: skip
    flat = dict(properties(record))
    if isinstance(record, Entity):
        flat["class"] = flat.pop("cls")
    if isinstance(record, Relation):
        flat["fact"] = fact_of(record.subject, record.predicate, record.object, record.kind)
    if isinstance(record, Naming):
        flat["key"] = name_key(record.name)
    return flat


def _put(tx: Transaction, kind: str, new: list[Row], other: list[Row], revision: int) -> None:
    stamp = {"revision": revision, "day": today()}
    if kind == "Entity":
        tx.run(UNLABEL, ids=[row["id"] for row in other])
        for cls, rows in _by_class(new + other):
            labels = ":".join(read_ontology().labels(cls))
            _expect(tx.run(PUT_ENTITY.format(labels=labels), rows=rows, **stamp), rows, kind)
    elif kind in {"Document", "Judgement"}:
        _expect(
            tx.run(PUT_DOCUMENT if kind == "Document" else PUT_JUDGEMENT, rows=new + other, **stamp),
            new + other,
            kind,
        )
    else:
        _put_claims(tx, kind, new, other, stamp)


def _put_claims(tx: Transaction, kind: str, new: list[Row], other: list[Row], stamp: Row) -> None:
    if kind == "Observation":
        known = read_indicators()
        codes = {row["p"]["indicator"] for row in new}
        tx.run(PUT_INDICATOR, rows=[{"code": c, "p": _indicator(known[c])} for c in sorted(codes)])
    if new:
        label = f"{kind}:Dirty" if kind in DERIVED else kind
        _expect(
            tx.run(ADD_CLAIM.format(label=label, target=TARGETS.get(kind, "")), rows=new, **stamp), new, kind
        )
    if other:
        _expect(tx.run(CHANGE_CLAIM, rows=other, **stamp), other, kind)


def _indicator(indicator: Any) -> Row:
    names = ("code", "label_zh", "label_en", "unit", "unit_kind", "theme", "periodicity")
    return {name: getattr(indicator, name) for name in names}


def _by_class(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["p"]["class"]].append(row)
    yield from groups.items()


def _expect(answer: list[Row], rows: list[Row], kind: str) -> None:
    """A row that found no entity or document would vanish silently; the checks before make this impossible."""
    if answer[0]["n"] != len(rows):
        raise AssertionError(
            f"{len(rows) - answer[0]['n']} rows of {kind} refer to something that is not in the graph"
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


ORDER = (
    "Document",
    "Entity",
    "NameClaim",
    "IdentifierClaim",
    "RelationClaim",
    "Observation",
    "GapClaim",
    "Judgement",
)
DIGESTS = {
    **{
        kind: "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN id, c.digest AS digest, c.closed_revision AS closed"
        for kind in ORDER
    },
    **{
        kind: f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN id, n.digest AS digest, null AS closed"
        for kind in ("Document", "Entity", "Judgement")
    },
}
UNLABEL = """UNWIND $ids AS id MATCH (e:Entity {id: id})
WITH e, [l IN labels(e) WHERE l <> 'Entity'] AS old REMOVE e:$(old)"""
PUT_ENTITY = """UNWIND $rows AS row MERGE (e:Entity {{id: row.id}})
ON CREATE SET e.revision = $revision, e.recorded = $day
SET e += row.p, e.changed_revision = $revision, e:{labels} RETURN count(*) AS n"""
PUT_DOCUMENT = """UNWIND $rows AS row MERGE (d:Document {id: row.id})
ON CREATE SET d.revision = $revision, d.recorded = $day
SET d += row.p, d.changed_revision = $revision RETURN count(*) AS n"""
PUT_JUDGEMENT = """UNWIND $rows AS row MATCH (l:Entity {id: row.p.left}), (r:Entity {id: row.p.right})
MERGE (j:Judgement {id: row.id}) ON CREATE SET j.revision = $revision, j.recorded = $day
SET j += row.p, j.changed_revision = $revision MERGE (j)-[:LEFT]->(l) MERGE (j)-[:RIGHT]->(r) RETURN count(*) AS n"""
PUT_INDICATOR = "UNWIND $rows AS row MERGE (i:Indicator {code: row.code}) SET i += row.p"
TARGETS = {
    "RelationClaim": "WITH c, row MATCH (o:Entity {id: row.p.object}) CREATE (c)-[:OBJECT]->(o)",
    "Observation": "WITH c, row MATCH (i:Indicator {code: row.p.indicator}) CREATE (c)-[:OF_INDICATOR]->(i)",
    "GapClaim": "WITH c, row OPTIONAL MATCH (o:Entity {id: row.p.chain}) FOREACH (x IN [x IN [o] WHERE x IS NOT NULL] | CREATE (c)-[:OF_CHAIN]->(x))",
}
ADD_CLAIM = """UNWIND $rows AS row MATCH (s:Entity {{id: row.p.subject}}), (d:Document {{id: row.p.document}})
CREATE (c:Claim:{label}) SET c = row.p, c.revision = $revision, c.recorded = $day
CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:STATED_IN]->(d) {target} RETURN count(*) AS n"""
CHANGE_CLAIM = """UNWIND $rows AS row MATCH (c:Claim {id: row.id})
SET c += row.p, c.changed_revision = $revision, c:Dirty REMOVE c.closed_revision, c.closed_on, c.closed_by RETURN count(*) AS n"""
CLOSE = """UNWIND $ids AS id MATCH (c:Claim {id: id})
SET c.closed_revision = $revision, c.closed_on = $day, c.closed_by = $by, c:Dirty"""
