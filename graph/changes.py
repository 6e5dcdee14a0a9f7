"""Change sets: records in, claims out, one revision for each set that changes anything.

A set is written in batches, one managed transaction each. A batch that was cut off is simply written again by
the next run: what is already there has the same digest and is left alone, what is half derived is marked Dirty.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from graph import revisions
from graph.dates import today
from graph.derive import BATCH
from graph.model import Claim
from graph.rows import KINDS, Record, kind_of, row_of
from graph.settling import settle
from graph.store import Row, Store, Transaction
from graph.writes import CLOSE, KNOWN, put

ORDER = tuple(KINDS)
LONG = 600.0  # seconds allowed for reading every claim of a dataset
MERGED = "MATCH (e:Merged) RETURN e.id AS id, e.merged_into AS into"
LOADED = "MERGE (s:State {id: 'graph'}) SET s.loaded = $city, s.loaded_on = $day"
CHANGED_AT = "MATCH (x:Change {revision: $revision}) RETURN x.at AS at"
LIVE = "MATCH (c:Claim {dataset: $dataset}) WHERE c.closed_revision IS NULL RETURN c.id AS id"


def changed_at(store: Store, revision: int) -> str:
    """When the change set `revision` was written, as ISO 8601 text; empty where there is none."""
    rows = store.read(CHANGED_AT, revision=revision)
    return str(rows[0]["at"]) if rows else ""


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


class ChangeSet:
    """Writes records of one dataset; with `dry` it only compares. Use `put` for records, then `finish` once."""

    def __init__(self, store: Store, dataset: str, by: str, dry: bool = False) -> None:
        self.store = store
        self.dataset = dataset
        self.by = by
        self.dry = dry
        self.difference = Difference()
        self._seen = array("Q")  # claims put so far, eight bytes each
        self._merged = {row["id"]: row["into"] for row in store.read(MERGED)}
        self._cut_off = revisions.cut_off(store)
        self._first = not store.read(LIVE + " LIMIT 1", dataset=dataset)

    def put(self, records: Iterable[Record]) -> None:
        """Write or compare `records`; within one call documents and entities go before claims."""
        waiting: dict[str, list[Record]] = {}
        for record in records:
            kind = kind_of(record)
            waiting.setdefault(kind, []).append(record)
            if len(waiting[kind]) >= BATCH:
                self._flush(waiting, kind)
        self._flush(waiting, ORDER[-1])

    def close_missing(self) -> None:
        """Close the live claims of this dataset that were not among the records put."""
        if not self._first:
            seen = array("Q", sorted(self._seen))
            self.close(self.store.reading(lambda tx: [id_ for id_ in self._live(tx) if not _among(id_, seen)], LONG))

    def _live(self, tx: Transaction) -> Iterator[str]:
        return (row["id"] for row in tx.each(LIVE, dataset=self.dataset))

    def close(self, ids: list[str]) -> None:
        """Close claims: they leave every current answer and stay in history."""
        self.difference.note("closed", "Claim", ids)
        if not self.dry:
            for start in range(0, len(ids), BATCH):
                self.store.writing(partial(self._close, ids=ids[start : start + BATCH]))

    def finish(self, what: str, loaded: str = "") -> Difference:
        """Derive what changed and raise the revision; an empty set leaves no trace."""
        if not self.dry:
            self.store.writing(lambda tx: self._commit(tx, what, loaded))
            settle(self.store)
        return self.difference

    def _commit(self, tx: Transaction, what: str, loaded: str) -> None:
        if self._cut_off or not self.difference.empty:
            self.difference.revision = revisions.take(tx, change(self.difference, self.by, what))
            revisions.close(tx)
        if loaded:
            tx.run(LOADED, city=loaded, day=today())

    def _close(self, tx: Transaction, ids: list[str]) -> None:
        tx.run(CLOSE, ids=ids, revision=revisions.opened(tx), day=today(), by=self.by)

    def _flush(self, waiting: dict[str, list[Record]], last: str) -> None:
        """Write what waits, in order, up to the kind `last`: a claim never goes before its entities."""
        for kind in ORDER[: ORDER.index(last) + 1]:
            if batch := waiting.pop(kind, []):
                self._write(kind, [row_of(record, self.dataset, self._merged) for record in batch])

    def _write(self, kind: str, batch: list[Row]) -> None:
        rows = {row["id"]: row for row in batch}
        step = self.store.reading if self.dry else self.store.writing
        new, other = step(lambda tx: self._step(tx, kind, rows))
        if issubclass(KINDS[kind], Claim):
            self._seen.extend(map(_number, rows))
        self.difference.note("added", kind, new)
        self.difference.note("changed", kind, other)
        if same := len(rows) - len(new) - len(other):
            self.difference.same[kind] += same

    def _step(self, tx: Transaction, kind: str, rows: dict[str, Row]) -> tuple[list[str], list[str]]:
        """Compare one batch with the graph and write what differs; the ids of new and of changed rows."""
        known = {row["id"]: row["digest"] for row in tx.run(KNOWN[kind], ids=list(rows))}
        new = [id_ for id_ in rows if id_ not in known]
        other = [id_ for id_, digest in known.items() if digest != rows[id_]["digest"]]
        if not self.dry and (new or other):
            put(tx, kind, [rows[id_] for id_ in new], [rows[id_] for id_ in other], revisions.opened(tx))
        return new, other


def change(difference: Difference, by: str, what: str) -> Row:
    """The change node of a set."""
    counts = {verb: sum(getattr(difference, verb).values()) for verb in ("added", "changed", "closed")}
    return {"at": now(), "by": by, "what": what, **counts}


def _number(id_: str) -> int:
    """A claim's id as the number that it is."""
    return int(id_[1:], 16)


def _among(id_: str, numbers: "array[int]") -> bool:
    """Whether the id is one of the sorted numbers."""
    place = bisect_left(numbers, _number(id_))
    return place < len(numbers) and numbers[place] == _number(id_)


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
