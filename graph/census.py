"""What the graph holds of each class and relation of the ontology, with an example."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from graph.store import Store
from ontology import read_ontology

CLASSES = """MATCH (e:Entity) WHERE e.merged_into IS NULL WITH e.class AS class, count(*) AS n, min(e.id) AS id
MATCH (e:Entity {id: id}) RETURN class, n, e AS example"""
RELATIONS = """MATCH (s:Entity)-[r]->(o:Entity) WHERE r.fact IS NOT NULL
WITH type(r) AS type, count(*) AS n, min(r.fact) AS fact
CALL (type, fact) { MATCH (s:Entity)-[r {fact: fact}]->(o:Entity) WHERE type(r) = type RETURN s, o LIMIT 1 }
RETURN type, n, s, o"""


class Census(NamedTuple):
    """Counts and examples: by class (count, thing), by relation (count, subject, object)."""

    classes: Mapping[str, tuple[int, Any]]
    relations: Mapping[str, tuple[int, Any, Any]]


@lru_cache(maxsize=2)
def census(store: Store, revision: int) -> Census:
    """The census of a revision, kept."""
    names = {relation.type: name for name, relation in read_ontology().relations.items()}
    classes, relations = store.reading(lambda tx: (tx.run(CLASSES), tx.run(RELATIONS)))
    return Census(
        {row["class"]: (row["n"], row["example"]) for row in classes},
        {names[row["type"]]: (row["n"], row["s"], row["o"]) for row in relations},
    )
