"""How a row of each table becomes records: one function per table of a city."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from graph.model import Document, Entity, Figure, Gap, Identifier, Judgement, Naming, Relation, Span
from ingest.readers.cells import Cells
from ingest.readers.lookups import Lookups
from ingest.rows import Record
from ontology import read_ontology

EDITORIAL = "E001"  # the document that our own reviewed tables are

ACTUAL_OR_PLAN = ("actual", "plan")  # a relation is no target and no threshold
NO_CHAIN = "no chain"  # a field that was looked at and falls into no chain


@cache
def codes(name: str) -> tuple[str, ...]:
    """The values of a code list of the ontology."""
    return read_ontology().enumerations[name]


class Table(NamedTuple):
    """A table of a city: its columns, how one row becomes records, and where each field of them stands."""

    columns: tuple[str, ...]
    make: Callable[[Cells, Lookups], Iterator[Record]]
    fields: Mapping[str, str] = MappingProxyType({})  # column of a field of the record where the names differ


def documents(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """A paper, page or code table."""
    document = Document(
        id=cells.key("id"),
        title=cells.name("title"),
        kind=cells.choice("kind", codes("documentKind")),
        issuer=cells.text("issuer"),
        number=cells.text("number"),
        date=cells.date("date"),
        period=cells.period("period"),
        file=cells.text("file"),
        sha256=cells.text("sha256"),
        address=cells.text("address"),
        reliability=cells.choice("reliability", codes("reliability")),
    )
    if not cells.problems:
        lookups.add_document(document)
    yield document


def entities(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """A thing with its class."""
    entity = Entity(
        id=cells.key("id"),
        name=cells.name("name"),
        cls=cells.need("class"),
        status=cells.choice("status", codes("entityStatus")),
        first_source=cells.need("first_source"),
        standing=cells.choice("standing", codes("standing")),
    )
    lookups.add_entity(entity)
    yield entity


def names(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """One name of a thing."""
    naming = Naming(
        row=cells.key("id"),
        subject=cells.key("entity_id"),
        span=Span(cells.key("source")),
        status=cells.choice("status", codes("claimStatus")),
        name=cells.name("name"),
        kind=cells.choice("kind", codes("nameKind")),
    )
    lookups.add_name(naming.name, naming.subject)
    yield naming


def identifiers(cells: Cells, _: Lookups) -> Iterator[Record]:
    """A standard identifier of a thing."""
    yield Identifier(
        row=cells.key("id"),
        subject=cells.key("entity_id"),
        span=Span(cells.key("document")),
        scheme=cells.choice("scheme", codes("identifierScheme")),
        value=cells.name("value"),
    )


def fields(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """A field, its name, and the chain or segment it is mapped to, if any."""
    row, field, name = cells.key("id"), cells.key("field_id"), cells.name("field")
    target, reason = cells.key_or_none("target_id"), cells.need("reason")
    mapping = cells.choice("basis", (*codes("fieldMatch"), NO_CHAIN))
    if (mapping == NO_CHAIN) == bool(target):
        cells.wrong(
            "target_id",
            "“no chain”与目标不符；请二者择一。",
            '"no chain" and a target exclude each other; keep one.',
        )
    lookups.add_field(name, field)
    here = Span(EDITORIAL)
    yield Entity(field, name, "Field", first_source=EDITORIAL)
    yield Naming(row, field, here, name=name, kind="official", note="" if target else reason)
    if target:
        yield Relation(
            row, field, here, note=reason, predicate="fieldOf", object=target, basis="inferred", role=mapping
        )


def relations(cells: Cells, _: Lookups) -> Iterator[Record]:
    """A statement that joins two things."""
    yield Relation(
        row=cells.key("id"),
        subject=cells.key("subject_id"),
        span=cells.span(),
        status=cells.choice("status", codes("claimStatus")),
        note=cells.text("note"),
        predicate=cells.need("relation"),
        object=cells.key("object_id"),
        basis=cells.choice("basis", codes("claimBasis")),
        kind=cells.choice("kind", ACTUAL_OR_PLAN),
        valid_from=cells.date("valid_from"),
        valid_to=cells.date("valid_to"),
        as_of=cells.date("as_of"),
        role=cells.text("role"),
        count=cells.integer("count"),
    )


def platform_fields(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """A field of a platform; what is only read from a name or a project is inferred."""
    how, span = cells.choice("how", codes("evidence")), cells.span()
    yield Relation(
        row=cells.key("id"),
        subject=cells.key("platform_id"),
        span=span,
        status=cells.choice("status", codes("claimStatus")),
        predicate="inField",
        object=lookups.field(cells, "field"),
        basis="stated" if how == "stated" else "inferred",
        as_of=lookups.speaks_of(span.document),
        role=how,
    )


def observations(cells: Cells, lookups: Lookups) -> Iterator[Record]:
    """A figure."""
    yield Figure(
        row=cells.key("id"),
        subject=lookups.subject(cells, "subject"),
        span=cells.span(),
        status=cells.choice("status", codes("claimStatus")),
        note=cells.text("note"),
        indicator=cells.need("indicator"),
        value=cells.number("value") or 0.0 if cells.need("value") else 0.0,
        value_max=cells.number("value_max"),
        unit=cells.need("unit"),
        bound=cells.choice("bound", codes("bound")),
        word=cells.text("word"),
        basis=cells.choice("basis", codes("figureBasis")),
        kind=cells.choice("kind", codes("claimKind")),
        period=cells.period("period"),
        as_reported=cells.flag("as_reported"),
        deadline=cells.date("deadline"),
    )


def gaps(cells: Cells, _: Lookups) -> Iterator[Record]:
    """A number of members without their names."""
    yield Gap(
        row=cells.key("id"),
        subject=cells.key("entity_id"),
        span=cells.span(),
        note=cells.text("note"),
        predicate=cells.need("relation"),
        what=cells.need("what"),
        what_zh=cells.need("what_zh"),
        count=cells.count("count"),
        bound=cells.choice("bound", codes("gapBound")),
        named=cells.count("named"),
        chain=cells.key_or_none("chain_id"),
    )


def judgements(cells: Cells, _: Lookups) -> Iterator[Record]:
    """A decision on two ids."""
    yield Judgement(
        left=cells.key("id1"),
        right=cells.key("id2"),
        decision=cells.choice("decision", codes("decision")),
        reason=cells.need("reason"),
        sources=tuple(part for part in cells.need("source").split(";") if part),
    )


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _fields(**columns: str) -> Mapping[str, str]:
    return MappingProxyType(columns)


# In the order of reading: what others refer to comes first.
TABLES: Mapping[str, Table] = {
    "documents": Table(
        _columns("id title kind issuer number date period file sha256 address reliability"),
        documents,
    ),
    "entities": Table(_columns("id name class status first_source standing"), entities, _fields(cls="class")),
    "names": Table(
        _columns("id entity_id name kind source status"),
        names,
        _fields(row="id", subject="entity_id", document="source"),
    ),
    "identifiers": Table(
        _columns("id entity_id scheme value document"), identifiers, _fields(row="id", subject="entity_id")
    ),
    "fields": Table(
        _columns("id field_id field target_id reason basis"),
        fields,
        _fields(row="id", subject="field_id", name="field", object="target_id"),
    ),
    "relations": Table(
        _columns("id subject_id relation object_id basis kind valid_from valid_to as_of role count")
        + _columns("document line start end status note"),
        relations,
        _fields(row="id", subject="subject_id", object="object_id", predicate="relation"),
    ),
    "platform_fields": Table(
        _columns("id platform_id field how document line start end status"),
        platform_fields,
        _fields(row="id", subject="platform_id", object="field", role="how"),
    ),
    "observations": Table(
        _columns("id indicator subject value value_max unit bound word basis kind period as_reported deadline")
        + _columns("document line start end status note"),
        observations,
        _fields(row="id"),
    ),
    "gaps": Table(
        _columns("id what what_zh count bound named entity_id relation chain_id")
        + _columns("document line start end note"),
        gaps,
        _fields(row="id", subject="entity_id", predicate="relation", chain="chain_id"),
    ),
    "judgements": Table(
        _columns("id1 id2 decision reason source"),
        judgements,
        _fields(left="id1", right="id2", sources="source"),
    ),
}
