"""What exists: the one reader of `innovation.ttl`, `vocab/*.ttl` and `shapes.ttl`.

Classes, relations and code lists are data. A name that the files lack is an OntologyError where it is asked
for: at start for code and questions, at load for rows.
"""

from collections.abc import Mapping
from functools import cache

from ontology import terms, vocabularies
from ontology.model import Class, CodeList, Ontology, OntologyError, Property, Relation, Term
from ontology.turtle import TERMS, THINGS
from ontology.vocabularies import Indicator

__all__ = [
    "TERMS",
    "THINGS",
    "Class",
    "CodeList",
    "Indicator",
    "Ontology",
    "OntologyError",
    "Property",
    "Relation",
    "Term",
    "read_indicators",
    "read_ontology",
]


@cache
def read_ontology() -> Ontology:
    """Classes, relations, properties and code lists of `innovation.ttl`; read once."""
    return terms.table()


@cache
def read_indicators() -> Mapping[str, Indicator]:
    """The indicators of `vocab/indicators.ttl` by code; read once."""
    return vocabularies.indicators(read_ontology())
