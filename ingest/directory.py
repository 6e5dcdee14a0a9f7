"""Who bears which name: the directory that names typed in a list are looked up in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.names import name_key
from graph.resolving import near_names
from graph.store import Store
from ontology import read_ontology

IN_MEMORY = 100_000
MOST_NEAR = 200  # a list of unknown names needs hints for the first ones only
COUNT = "MATCH (n:NameClaim) RETURN count(*) AS n"
FACTS = "{.id, .name, .class, .status, .first_source}"
# By name, by code, by id: with a key for one look-up, without for all of them.
BY_NAME = """MATCH (n:NameClaim {status: 'accepted'%s})-[:SUBJECT]->(e:Entity) WHERE n.closed_revision IS NULL
RETURN n.key AS key, collect(DISTINCT e FACTS) AS found"""
BY_CODE = """MATCH (n:IdentifierClaim {status: 'accepted'%s})-[:SUBJECT]->(e:Entity) WHERE n.closed_revision IS NULL
RETURN n.value AS key, collect(DISTINCT e FACTS) AS found"""
BY_ID = "MATCH (e:Entity%s) RETURN e.id AS key, [e FACTS] AS found"

Thing = Mapping[str, Any]
Find = Callable[[str, str], Sequence[Thing]]


def nobody(text: str, cls: str) -> Sequence[Thing]:
    """The directory of an empty graph."""
    return ()


@dataclass(frozen=True)
class Directory:
    """`find(text, cls)` gives the things of a class that `text` names exactly, `near` some with a similar name.

    A thing is {"id", "name", "class", "status", "first_source"}; the text may be any accepted name, a code or an id.
    """

    find: Find = nobody
    near: Find = nobody


def directory_of(store: Store) -> Directory:
    """The directory of a graph: from memory where it is small, else asked name by name."""
    held = store.read(COUNT)[0]["n"] <= IN_MEMORY
    named = _lookup(store, BY_NAME, "key", held)
    coded = _lookup(store, BY_CODE, "value", held)
    keyed = _lookup(store, BY_ID, "id", held)

    def find(text: str, cls: str) -> Sequence[Thing]:
        bare = text.strip()
        things = {thing["id"]: thing for thing in [*named(name_key(bare)), *coded(bare), *keyed(bare)]}
        return [thing for thing in things.values() if read_ontology().is_a(thing["class"], cls)]

    @cache
    def near(text: str, cls: str) -> Sequence[Thing]:
        if near.cache_info().misses > MOST_NEAR:
            return ()
        return store.reading(lambda tx: near_names(tx, text, cls))

    return Directory(find, near)


def _lookup(store: Store, cypher: str, key: str, held: bool) -> Callable[[str], Sequence[Thing]]:
    cypher = cypher.replace("FACTS", FACTS)
    if held:
        known = {row["key"]: row["found"] for row in store.read(cypher % "")}
        return lambda text: known.get(text, ())
    match = f", {key}: $text" if "'accepted'" in cypher else f" {{{key}: $text}}"

    @lru_cache(maxsize=65536)
    def asked(text: str) -> Sequence[Thing]:
        return [thing for row in store.read(cypher % match, text=text) for thing in row["found"]]

    return asked
