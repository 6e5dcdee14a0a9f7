"""What exists: the one reader of `innovation.ttl`, `vocab/*.ttl` and `shapes.ttl`.

Classes, relations and code lists are data. A name that the files lack is an OntologyError where it is asked
for: at start for code and questions, at load for rows.
"""

from functools import cache

from ontology import terms
from ontology.model import Class, CodeList, Ontology, OntologyError, Property, Relation, Term
from ontology.turtle import TERMS, THINGS

__all__ = [
    "TERMS",
    "THINGS",
    "Class",
    "CodeList",
    "Ontology",
    "OntologyError",
    "Property",
    "Relation",
    "Term",
    "read_ontology",
]


@cache
def read_ontology() -> Ontology:
    """Classes, relations, properties and code lists of `innovation.ttl`; read once."""
    return terms.table()
