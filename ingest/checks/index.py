"""What a claim may refer to: the things and documents of the batch, and what the graph already knows."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from graph.model import Claim, Document, Entity, Gap, Judgement, Relation
from ingest.rows import Record


def _nothing(_: str) -> None:
    return None


def _no_names(_: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Known:
    """What the graph holds: class of an entity id, document of an id, (id, class) pairs of a name."""

    entity: Callable[[str], str | None] = _nothing
    document: Callable[[str], Document | None] = _nothing
    names: Callable[[str], Sequence[tuple[str, str]]] = _no_names


NOTHING = Known()


@dataclass
class Index:
    """Things and documents of the batch over those of the graph."""

    known: Known = NOTHING
    _classes: dict[str, str] = field(default_factory=dict)
    _documents: dict[str, Document] = field(default_factory=dict)

    def add(self, record: Record) -> bool:
        """Let other records refer to this one; False where its id is there already."""
        if isinstance(record, Entity):
            return self._classes.setdefault(record.id, record.cls) is record.cls
        if isinstance(record, Document):
            return self._documents.setdefault(record.id, record) is record
        return False

    def drop(self, record: Record) -> None:
        """Undo `add`."""
        if isinstance(record, Entity):
            del self._classes[record.id]
        elif isinstance(record, Document):
            del self._documents[record.id]

    def knows(self, record: Record, own: Container[str] = ()) -> bool:
        """Whether all that a record refers to is here, or among the ids of its `own` row."""
        for _, kind, id_ in references(record):
            if id_ not in own and (self.cls(id_) if kind == "entity" else self.document(id_)) is None:
                return False
        return True

    def cls(self, entity: str) -> str | None:
        """The class of an entity, or None where nobody knows it."""
        return self._classes.get(entity) or self.known.entity(entity)

    def document(self, document: str) -> Document | None:
        """The document of that id, or None."""
        return self._documents.get(document) or self.known.document(document)


def references(record: Record) -> Sequence[tuple[str, str, str]]:
    """Each reference of a record: its field, "entity" or "document", and the id."""
    if isinstance(record, Claim):
        stated = (("subject", "entity", record.subject), ("document", "document", record.span.document))
        if isinstance(record, Relation):
            return (*stated, ("object", "entity", record.object))
        return (*stated, ("chain", "entity", record.chain)) if isinstance(record, Gap) and record.chain else stated
    if isinstance(record, Judgement):
        sources = (("sources", "document", source.partition("#")[0]) for source in record.sources)
        return (("left", "entity", record.left), ("right", "entity", record.right), *sources)
    if isinstance(record, Entity) and record.first_source:
        return (("first_source", "document", record.first_source.partition("#")[0]),)
    return ()
