"""Change sets: records in, claims out, one revision for each set that changes anything.

A set is written in batches, one managed transaction each. A batch that was cut off is simply written again by
the next run: what is already there has the same digest and is left alone, what is half derived is marked Dirty.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson

from graph.dates import today
from graph.derive import derive_dirty, fact_of
from graph.model import Claim, Document, Entity, Judgement, Naming, Relation, properties
from graph.names import name_key
from graph.store import Row, Store, Transaction
from graph.writes import CLOSE, DIGESTS, ORDER, put

BATCH = 5000
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
        if not listed:
            return
        getattr(self, verb)[kind] += len(listed)
        room = 20 - len(self.samples[verb])
        self.samples[verb].extend(listed[: max(room, 0)])

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.closed)


MERGED = "MATCH (e:Merged) RETURN e.id AS id, e.merged_into AS into"


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
        self._merged = {row["id"]: row["into"] for row in store.read(MERGED)}
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
            counts = {verb: sum(getattr(self.difference, verb).values()) for verb in ("added", "changed", "closed")}
            change = {"revision": self.revision, "at": now(), "by": self.by, "what": what, **counts}
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
        other = [row for id_, row in unique.items() if digests.get(id_, (row["digest"], None)) != (row["digest"], None)]
        self._seen.update(unique)
        self.difference.note("added", kind, (row["id"] for row in new))
        self.difference.note("changed", kind, (row["id"] for row in other))
        if same := len(unique) - len(new) - len(other):
            self.difference.same[kind] += same
        if not self.dry and (new or other):
            self.store.writing(lambda tx: put(tx, kind, new, other, self.revision))

    def _row(self, record: Record) -> Row:
        flat = dict(_flatten(record))
        if isinstance(record, Document):
            self._dated[record.id] = record.date
        if isinstance(record, Claim):
            flat |= {"document": record.span.document, "dataset": self.dataset}
            if record.span.document in self._dated:
                flat["dated"] = self._dated[record.span.document]
        digest = blake2b(orjson.dumps(flat, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()
        placed = self._placed(record) if isinstance(record, Claim) else {}
        return {"id": flat["id"], "digest": digest, "p": {**flat, "digest": digest, **placed}}

    def _placed(self, record: Claim) -> Row:
        """Where a claim hangs: on the entities that its ends are judged to be the same as."""
        subject = self._merged.get(record.subject, record.subject)
        if not isinstance(record, Relation):
            return {"s": subject}
        object_ = self._merged.get(record.object, record.object)
        return {"s": subject, "o": object_, "fact": fact_of(subject, record.predicate, object_, record.kind)}


def kind_of(record: Record) -> str:
    """The kind under which a record is batched: entities by class, claims by label."""
    if isinstance(record, Claim):
        return record.label
    return type(record).__name__


def _flatten(record: Record) -> Mapping[str, Any]:
    if isinstance(record, Judgement):
        key = f"{record.left}\x1f{record.right}\x1f{record.by}"
        return {"id": "j" + blake2b(key.encode(), digest_size=8).hexdigest(), **asdict(record)}
    flat = dict(properties(record))
    if isinstance(record, Entity):
        flat["class"] = flat.pop("cls")
    if isinstance(record, Naming):
        flat["key"] = name_key(record.name)
    return flat


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
