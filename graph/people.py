"""Personal data: who is named to everyone, and how answers to the others' readers leave names out.

A person is named openly only where an accepted statement of a published official paper gives them a post or a
responsibility. Anyone else, such as whom a bureau's own list enters, keeps an id; name and details are for those who
edit. Hiding happens where rows leave the database, so that every door shows the same.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graph.errors import Forbidden
from graph.store import Row, Store, Transaction, Veiled

HIDDEN = "（个人）"
POSTS = ("worksAt", "responsibleFor")
# What a row says of a person beside the name.
DETAILS = ("role", "names", "identifiers", "matched")
PRIVATE = """UNWIND $ids AS id MATCH (p:Entity {id: id})
WHERE NOT EXISTS { (p)<-[:SUBJECT]-(c:RelationClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WHERE c.closed_revision IS NULL AND c.predicate IN $posts AND d.kind <> 'sheet' AND d.reliability = 'official' }
RETURN p.id AS id, COLLECT { MATCH (p)<-[:SUBJECT]-(n:NameClaim) RETURN DISTINCT n.name } + [p.name] AS names"""
AMONG = "UNWIND $ids AS id MATCH (p:Entity {id: id, class: 'Person'}) RETURN p.id AS id"
ANY = "MATCH (p:Person) RETURN collect(p.id) AS ids"


@lru_cache(maxsize=4)
def for_readers(store: Store) -> Store:
    """The store as those see it who may not see personal data."""
    return Veiled(store, hide)


def hide(tx: Transaction, rows: list[Row], people: Iterable[str]) -> list[Row]:
    """The rows without names and details of the private ones among `people` (ids)."""
    private = {row["id"]: row["names"] for row in tx.run(PRIVATE, ids=sorted(people), posts=POSTS)}
    if not private:
        return rows
    names = sorted({name for known in private.values() for name in known if name}, key=len, reverse=True)
    return [_covered(row, names) for row in rows]


def is_hidden(value: Any) -> bool:
    """Whether a person without a name stands in a value."""
    if isinstance(value, dict):
        return value.get("name") == HIDDEN or any(map(is_hidden, value.values()))
    return isinstance(value, list) and any(map(is_hidden, value))


def withheld() -> Forbidden:
    """What is asked of a private person."""
    return Forbidden(
        "此人的姓名与资料只对编辑开放；请用角色为 editor 的密钥。",
        "the name and details of this person are for editors; use a key with the role editor.",
    )


def any_private(store: Store) -> bool:
    """Whether the graph holds a person who is not named openly."""
    ids = store.read(ANY)[0]["ids"]
    return bool(ids and store.read(PRIVATE, ids=ids, posts=POSTS))


def any_private_among(store: Store, ids: Iterable[str]) -> bool:
    """Whether one of these things is a person who is not named openly."""
    people = [row["id"] for row in store.read(AMONG, ids=sorted(ids))]
    return bool(people and store.read(PRIVATE, ids=people, posts=POSTS))


def _covered(row: Row, names: list[str]) -> Row:
    covered = {key: _without(value, names) for key, value in row.items()}
    if is_hidden(covered):
        covered |= {key: None for key in DETAILS if key in covered}
    return covered


def _without(value: Any, names: list[str]) -> Any:
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, HIDDEN)
        return value
    if isinstance(value, list):
        return [_without(part, names) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, names) for key, part in value.items()}
    return value
