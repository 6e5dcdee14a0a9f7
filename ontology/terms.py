"""From the facts of `innovation.ttl` to the table of the ontology."""

from collections.abc import Mapping
from types import MappingProxyType

from rdflib import RDF, URIRef
from rdflib.namespace import OWL, RDFS, SKOS
from rdflib.term import Node

from ontology.model import Class, CodeList, Ontology, Property, Relation, Term, field_name, relationship_type
from ontology.turtle import OUR, TERMS, Facts, local, prefixed

FILE = "innovation.ttl"


def table() -> Ontology:
    """Parse the file; OntologyError where a term breaks a rule."""
    facts = Facts(FILE)
    code_lists = {c.name: c for c in (_code_list(facts, s) for s in facts.of_type(SKOS.ConceptScheme))}
    codes = {name: tuple(known.terms) for name, known in code_lists.items()}
    relations = {local(s): _relation(facts, s, codes) for s in facts.of_type(OUR.RelationType)}
    ontology = Ontology(
        classes=MappingProxyType(
            {local(s): _class(facts, s) for s in facts.of_type(OWL.Class) if isinstance(s, URIRef)}
        ),
        relations=MappingProxyType(relations),
        properties=MappingProxyType(_properties(facts, relations)),
        code_lists=MappingProxyType(code_lists),
        enumerations=MappingProxyType(codes),
    )
    _check_ends(ontology)
    return ontology


def _class(facts: Facts, subject: URIRef) -> Class:
    lineage = _lineage(facts, subject)
    dressed = next((c for c in lineage if facts.text(c, OUR.colour)), None)
    return Class(
        **facts.labelled(subject),
        parent=local(lineage[1]) if len(lineage) > 1 else None,
        lineage=tuple(map(local, lineage)),
        abstract=facts.one(subject, OUR.abstract) is not None,
        colour=facts.text(dressed, OUR.colour) if dressed else "",
        shape=facts.text(dressed, OUR.shape) if dressed else "",
        group=local(dressed) if dressed else "",
        aligned=facts.aligned(subject, RDFS.subClassOf),
        implied=tuple(dict.fromkeys(iri for c in lineage for iri in facts.implied(c, RDFS.subClassOf))),
    )


def _lineage(facts: Facts, subject: Node) -> list[Node]:
    """The class and its ancestors, nearest first; a class has at most one parent of ours and no cycle."""
    line = [subject]
    while parents := [p for p in facts.all(line[-1], RDFS.subClassOf) if str(p).startswith(TERMS)]:
        if len(parents) > 1 or parents[0] in line or OWL.Class not in facts.all(parents[0], RDF.type):
            raise facts.broken(line[-1], "上级类有误", "its parent is unknown, not the only one, or closes a circle")
        line.append(parents[0])
    return line


def _relation(facts: Facts, subject: Node, codes: Mapping[str, tuple[str, ...]]) -> Relation:
    roles = facts.one(subject, OUR.roles)
    role_list = _list_name(roles) if roles is not None else ""
    if role_list and role_list not in codes:
        raise facts.broken(subject, f"没有角色表 {role_list}", f"there is no list of roles {role_list}")
    limit = facts.text(subject, OUR.maxObjects)
    labelled = facts.labelled(subject)
    return Relation(
        **labelled,
        domain=facts.union(subject, RDFS.domain),
        range=facts.union(subject, RDFS.range),
        type=relationship_type(labelled["name"]),
        symmetric=OWL.SymmetricProperty in facts.all(subject, RDF.type),
        roles=codes.get(role_list, ()),
        role_list=role_list,
        max_objects=int(limit) if limit else None,
        acyclic=facts.one(subject, OUR.acyclic) is not None,
        aligned=facts.aligned(subject, RDFS.subPropertyOf),
        implied=facts.implied(subject, RDFS.subPropertyOf),
    )


def _properties(facts: Facts, relations: Mapping[str, Relation]) -> dict[str, Property]:
    subjects = facts.of_type(OWL.ObjectProperty, OWL.DatatypeProperty)
    return {local(s): _property(facts, s) for s in subjects if local(s) not in relations}


def _property(facts: Facts, subject: Node) -> Property:
    value = facts.one(subject, RDFS.range)
    if value is None:
        raise facts.broken(subject, "缺少值域", "lacks a range")
    labelled = facts.labelled(subject)
    return Property(
        **labelled,
        domain=facts.union(subject, RDFS.domain),
        range=prefixed(value),
        field=facts.text(subject, OUR.field) or field_name(labelled["name"]),
        aligned=facts.aligned(subject, RDFS.subPropertyOf),
    )


def _code_list(facts: Facts, scheme: Node) -> CodeList:
    members = facts.graph.subjects(SKOS.inScheme, scheme)
    terms = [_term(facts, member) for member in members]
    return CodeList(
        name=_list_name(scheme),
        iri=str(scheme),
        label_zh=facts.text(scheme, RDFS.label, "zh"),
        label_en=facts.text(scheme, RDFS.label, "en"),
        terms=MappingProxyType({term.code: term for term in terms}),
    )


def _term(facts: Facts, subject: Node) -> Term:
    return Term(
        code=facts.text(subject, SKOS.notation),
        iri=str(subject),
        label_zh=facts.text(subject, RDFS.label, "zh"),
        label_en=facts.text(subject, RDFS.label, "en"),
        definition_zh=facts.text(subject, SKOS.definition, "zh"),
        definition_en=facts.text(subject, SKOS.definition, "en"),
        spelling=facts.text(subject, OUR.spelling),
    )


def _list_name(scheme: Node) -> str:
    return local(scheme).removesuffix("List")


def _check_ends(ontology: Ontology) -> None:
    """Every class named in a domain or range exists."""
    for relation in ontology.relations.values():
        for cls in relation.domain + relation.range:
            ontology.cls(cls)
