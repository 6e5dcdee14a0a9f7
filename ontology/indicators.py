"""From `vocab/indicators.ttl` to the table of indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdflib.namespace import SKOS
from rdflib.term import Node

from ontology.model import Ontology
from ontology.turtle import OUR, Facts, local


@dataclass(frozen=True, slots=True)
class Indicator:
    """What can be measured: `unit` as sources write it, the bases it may have, the words that point to it.

    In a pattern `A+B` both words must stand in one sentence.
    """

    code: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    unit: str
    unit_kind: str
    basis_allowed: tuple[str, ...]
    periodicity: str
    theme: str
    patterns: tuple[str, ...]


def table(ontology: Ontology) -> Mapping[str, Indicator]:
    """The indicators of `vocab/indicators.ttl` by code; coded values must be in the code lists."""
    facts = Facts("vocab/indicators.ttl")
    codes = {term.iri: term.code for known in ontology.code_lists.values() for term in known.terms.values()}
    found = (_indicator(facts, subject, codes) for subject in facts.of_type(OUR.Indicator))
    return MappingProxyType({indicator.code: indicator for indicator in found})


def _indicator(facts: Facts, subject: Node, codes: Mapping[str, str]) -> Indicator:
    labelled = facts.labelled(subject, SKOS.prefLabel)
    code, iri = labelled.pop("name"), labelled.pop("iri")
    if facts.text(subject, SKOS.notation) != code:
        raise facts.broken(subject, f"代码与 {iri} 不符", f"its notation is not the end of {iri}")
    return Indicator(
        code,
        **labelled,
        unit=facts.text(subject, OUR.unit),
        unit_kind=_code(facts, subject, OUR.unitKind, codes)[0],
        basis_allowed=_code(facts, subject, OUR.basisAllowed, codes),
        periodicity=_code(facts, subject, OUR.periodicity, codes)[0],
        theme=_code(facts, subject, OUR.theme, codes)[0],
        patterns=tuple(map(str, facts.all(subject, OUR.pattern))),
    )


def _code(facts: Facts, subject: Node, predicate: Node, codes: Mapping[str, str]) -> tuple[str, ...]:
    values = [str(value) for value in facts.all(subject, predicate)]
    unknown = [value for value in values if value not in codes]
    if unknown or not values:
        name = local(predicate)
        raise facts.broken(subject, f"{name} 缺失或不在代码表中", f"{name} is missing or not in its code list")
    return tuple(codes[value] for value in values)
