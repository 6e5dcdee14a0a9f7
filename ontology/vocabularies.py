"""From the SKOS files of `vocab/` to plain tables: vocabularies and the mappings between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from rdflib import RDF
from rdflib.namespace import SKOS
from rdflib.term import Node

from ontology.model import missing
from ontology.turtle import OUR, TERMS, Facts, local


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a vocabulary. `cls` is its class; `names` other Chinese names; `code` its notation, "" without one.

    `broader`, `schemes` and `next` hold ids; `level` and `position` codes of the code lists of these names;
    `proposed` says that only weak sources know it. The definition may be empty.
    """

    id: str
    iri: str
    cls: str
    label_zh: str
    label_en: str
    names: tuple[str, ...]
    definition_zh: str
    definition_en: str
    code: str
    broader: tuple[str, ...]
    schemes: tuple[str, ...]
    next: tuple[str, ...]
    level: str
    position: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary or a named list of one. `size` is how many members a source counts, None where none does."""

    id: str
    iri: str
    cls: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    size: int | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One file of `vocab/`: schemes and concepts by id, in the order of the file."""

    name: str
    schemes: Mapping[str, Scheme]
    concepts: Mapping[str, Concept]


@dataclass(frozen=True, slots=True)
class ConceptMapping:
    """A signed mapping between two concepts; `relation` is the local name of a SKOS mapping property."""

    id: str
    source: str
    relation: str
    target: str
    by: str
    at: str
    reason_zh: str
    reason_en: str


def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that file name; OntologyError for an unknown one."""
    known = sorted(f.name.removesuffix(".ttl") for f in files("ontology").joinpath("vocab").iterdir())
    if name not in known:
        raise missing("词表", "vocabulary", name, known)
    facts = Facts(f"vocab/{name}.ttl")
    concepts = {local(s): _concept(facts, s) for s in facts.having(SKOS.prefLabel) if not _is_scheme(facts, s)}
    schemes = {local(s): _scheme(facts, s, concepts) for s in facts.of_type(SKOS.ConceptScheme)}
    return Vocabulary(name, MappingProxyType(schemes), MappingProxyType(concepts))


def mappings() -> tuple[ConceptMapping, ...]:
    """Every mapping of `vocab/mappings.ttl`, in the order of the file."""
    facts = Facts("vocab/mappings.ttl")
    return tuple(_mapping(facts, subject) for subject in facts.of_type(OUR.ConceptMapping))


def _concept(facts: Facts, subject: Node) -> Concept:
    return Concept(
        id=local(subject),
        iri=str(subject),
        cls=_cls(facts, subject),
        label_zh=facts.text(subject, SKOS.prefLabel, "zh"),
        label_en=facts.text(subject, SKOS.prefLabel, "en"),
        names=tuple(map(str, facts.all(subject, SKOS.altLabel))),
        definition_zh=facts.text(subject, SKOS.definition, "zh"),
        definition_en=facts.text(subject, SKOS.definition, "en"),
        code=facts.text(subject, SKOS.notation),
        broader=_ids(facts, subject, SKOS.broader),
        schemes=_ids(facts, subject, SKOS.inScheme),
        next=_ids(facts, subject, OUR.advancesTo),
        level="".join(_ids(facts, subject, OUR.level)).removeprefix("level-"),
        position="".join(_ids(facts, subject, OUR.position)).removeprefix("position-"),
        proposed=_ids(facts, subject, OUR.standing) == ("standing-proposed",),
    )


def _scheme(facts: Facts, subject: Node, concepts: Mapping[str, Concept]) -> Scheme:
    size, labelled = facts.text(subject, OUR["size"]), facts.labelled(subject, SKOS.prefLabel)
    id_ = labelled.pop("name")
    members = tuple(c.id for c in concepts.values() if id_ in c.schemes)
    return Scheme(id_, cls=_cls(facts, subject), size=int(size) if size else None, members=members, **labelled)


def _mapping(facts: Facts, subject: Node) -> ConceptMapping:
    source, relation, target = (
        facts.one(subject, OUR[name]) for name in ("mappingSource", "mappingRelation", "mappingTarget")
    )
    if source is None or relation is None or target is None or target not in facts.all(source, relation):
        raise facts.broken(subject, "与所述的 SKOS 三元组不符", "it does not describe a SKOS triple of the file")
    return ConceptMapping(
        id=local(subject),
        source=local(source),
        relation=local(relation),
        target=local(target),
        by=facts.text(subject, OUR.by),
        at=facts.text(subject, OUR.at),
        reason_zh=facts.text(subject, OUR.reason, "zh"),
        reason_en=facts.text(subject, OUR.reason, "en"),
    )


def _is_scheme(facts: Facts, subject: Node) -> bool:
    return SKOS.ConceptScheme in facts.all(subject, RDF.type)


def _cls(facts: Facts, subject: Node) -> str:
    return next((local(t) for t in facts.all(subject, RDF.type) if str(t).startswith(TERMS)), "")


def _ids(facts: Facts, subject: Node, predicate: Node) -> tuple[str, ...]:
    return tuple(local(value) for value in facts.all(subject, predicate))
