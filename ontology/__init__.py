"""What exists: the one reader of `innovation.ttl`, `vocab/*.ttl` and `shapes.ttl`.

Classes, relations and code lists are data. A name that the files lack is an OntologyError where it is asked
for: at start for code and questions, at load for rows.
"""

from collections.abc import Mapping
from functools import cache

from ontology import indicators, terms, vocabularies
from ontology.indicators import Indicator
from ontology.model import Class, CodeList, Ontology, OntologyError, Property, Relation, Term
from ontology.turtle import TERMS, THINGS
from ontology.vocabularies import Concept, ConceptMapping, Scheme, Vocabulary

__all__ = [
    "TERMS",
    "THINGS",
    "Class",
    "CodeList",
    "Concept",
    "ConceptMapping",
    "Indicator",
    "Ontology",
    "OntologyError",
    "Property",
    "Relation",
    "Scheme",
    "Term",
    "Vocabulary",
    "read_indicators",
    "read_mappings",
    "read_ontology",
    "read_vocabulary",
]


@cache
def read_ontology() -> Ontology:
    """Classes, relations, properties and code lists of `innovation.ttl`; read once."""
    return terms.table()


@cache
def read_indicators() -> Mapping[str, Indicator]:
    """The indicators of `vocab/indicators.ttl` by code; read once."""
    return indicators.table(read_ontology())


@cache
def read_vocabulary(name: str) -> Vocabulary:
    """The vocabulary `vocab/NAME.ttl`, such as chains, clusters or districts; read once."""
    return vocabularies.vocabulary(name)


@cache
def read_mappings() -> tuple[ConceptMapping, ...]:
    """The signed mappings between vocabularies; read once."""
    return vocabularies.mappings()
