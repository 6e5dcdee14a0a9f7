"""A record as a row of the store: its properties laid flat, a digest that tells a change, where a claim hangs.

The batched load and the offline import write these same rows, so both make the same graph.
"""

from collections.abc import Mapping
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from types import MappingProxyType

import orjson

from graph.model import Claim, Document, Entity, Figure, Gap, Identifier, Judgement, Naming, Relation
from graph.names import name_key
from graph.store import Row

Record = Document | Entity | Claim | Judgement
# In the order of writing: what others refer to comes first.
KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        "Document": Document,
        "Entity": Entity,
        "NameClaim": Naming,
        "IdentifierClaim": Identifier,
        "RelationClaim": Relation,
        "Observation": Figure,
        "GapClaim": Gap,
        "Judgement": Judgement,
    }
)
# The fields of a record that lie flat in its row.
FLAT = {cls: tuple(f.name for f in fields(cls) if f.name != "span") for cls in KINDS.values()}
VALUES = {cls: attrgetter(*names) for cls, names in FLAT.items()}
NOBODY: Mapping[str, str] = MappingProxyType({})


def kind_of(record: Record) -> str:
    """The kind under which a record is batched: claims by their label."""
    return record.label if isinstance(record, Claim) else type(record).__name__


def row_of(record: Record, dataset: str, merged: Mapping[str, str] = NOBODY) -> Row:
    """The stored properties of a record, without empty ones; `merged` maps ids to those they are judged to be."""
    cls = type(record)
    pairs = zip(FLAT[cls], VALUES[cls](record), strict=True)
    row = {name: value for name, value in pairs if value is not None and value != ""}
    if isinstance(record, Claim):
        _lay_open(row, record, dataset)
    elif isinstance(record, Entity):
        row["class"] = row.pop("cls")
    elif isinstance(record, Judgement):
        row["id"] = "j" + _hash(f"{record.left}\x1f{record.right}\x1f{record.by}".encode())
    row["digest"] = _hash(orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
    if isinstance(record, Claim):
        _hang(row, merged)
    return row


def filled(row: Row, kind: str) -> Row:
    """The row with None for what it lacks, so that writing it over another takes away what is no longer said."""
    return {**dict.fromkeys(FLAT[KINDS[kind]]), **row}


def fact_of(subject: str, predicate: str, object: str, kind: str) -> str:
    """The key shared by all claims about the same relation: 16 hexadecimal digits."""
    return _hash("\x1f".join((subject, predicate, object, kind)).encode())


def _lay_open(row: Row, record: Claim, dataset: str) -> None:
    span = record.span
    row |= {"id": record.id, "line": span.line, "start": span.start, "end": span.end}
    row |= {"document": span.document, "dataset": dataset}
    if isinstance(record, Naming):
        row["key"] = name_key(record.name)


def _hang(row: Row, merged: Mapping[str, str]) -> None:
    """On the entities that the ends of a claim are judged to be the same as."""
    row["s"] = merged.get(row["subject"], row["subject"])
    if "object" in row:
        row["o"] = merged.get(row["object"], row["object"])
        row["fact"] = fact_of(row["s"], row["predicate"], row["o"], row["kind"])


def _hash(text: bytes) -> str:
    return blake2b(text, digest_size=8).hexdigest()
