"""From live accepted claims to relationships and names, by one pure function each: deriving all again is the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import Any

from graph.dates import last_day
from graph.names import spellings
from graph.store import Row, Store, Transaction
from graph.writes import DERIVED, WORTH_A_PLAN
from ontology import read_ontology

BATCH = 5000
NAME_ORDER = ("official", "short", "former", "alias", "english")


def fact_of(subject: str, predicate: str, object: str, kind: str) -> str:
    """The key shared by all claims about the same relation: 16 hexadecimal digits."""
    return blake2b("\x1f".join((subject, predicate, object, kind)).encode(), digest_size=8).hexdigest()


def live(claim: Mapping[str, Any]) -> bool:
    """Whether a claim takes part in the current view."""
    accepted = claim["status"] == "accepted" and claim.get("rank") != "deprecated"
    return accepted and claim.get("closed_revision") is None


def relationship(claims: Iterable[Mapping[str, Any]]) -> Row | None:
    """The properties of the relationship that claims about one fact add up to; None where no claim is live.

    `since` is the first day that a source speaks of (or states as the beginning), `until` the day from which
    it no longer holds; `from` and `to` repeat what sources state.
    """
    current = sorted((c for c in claims if live(c)), key=lambda c: (c.get("row", ""), c["id"]))
    if not current:
        return None
    starts = sorted(c["valid_from"] for c in current if c.get("valid_from"))
    ends = sorted(c["valid_to"] for c in current if c.get("valid_to"))
    known = sorted(last_day(day) for c in current if (day := c.get("valid_from") or c.get("as_of") or c.get("dated")))
    return {
        "claims": [c["id"] for c in current],
        "basis": "stated" if any(c.get("basis") == "stated" for c in current) else "inferred",
        "kind": current[0].get("kind", "actual"),
        "role": next((c["role"] for c in current if c.get("role")), None),
        "count": next((c["count"] for c in current if c.get("count") is not None), None),
        "from": starts[0] if starts else None,
        "to": ends[-1] if ends else None,
        "since": known[0] if known else None,
        "until": last_day(ends[-1]) if ends and len(ends) == len(current) else None,
    }


def naming(claims: Iterable[Mapping[str, Any]], own: str = "") -> Row:
    """The names of the entity `own` from its live claims: its official one first, all of them, and their pinyin."""
    current = sorted(
        (c for c in claims if live(c)),
        key=lambda c: (NAME_ORDER.index(c["kind"]), c.get("subject") != own, c["name"]),
    )
    names = list(dict.fromkeys(c["name"] for c in current))
    sounds = [spellings(name) for name in names]
    return {
        "name": names[0] if names else None,
        "names": names,
        "pinyin": list(dict.fromkeys(full for full, _ in sounds)),
        "initials": list(dict.fromkeys(short for _, short in sounds)),
    }


def derive_dirty(store: Store) -> int:
    """Bring relationships and names up to date with the claims marked Dirty; the number of facts looked at."""
    done = 0
    while step := store.writing(_derive_relationships) + store.writing(_derive_names):
        done += step
    store.write("MATCH (c:Dirty) REMOVE c:Dirty")  # kinds of claims from which nothing is derived
    return done


def derive_all(store: Store) -> int:
    """Drop nothing, mark everything, derive: the graph afterwards is the same as before."""
    mark = "MATCH (c:{label}) WHERE NOT c:Dirty WITH c LIMIT 50000 SET c:Dirty RETURN count(*) AS n"
    for label in DERIVED:
        while store.write(mark.format(label=label))[0]["n"]:
            pass
    return derive_dirty(store)


def _derive_relationships(tx: Transaction) -> int:
    dirty = tx.run(
        "MATCH (c:RelationClaim:Dirty) WITH DISTINCT c.fact AS fact LIMIT $n RETURN collect(fact) AS facts",
        n=BATCH,
    )
    facts = dirty[0]["facts"]
    claims = tx.run("UNWIND $facts AS fact MATCH (c:RelationClaim {fact: fact}) RETURN c ORDER BY fact", facts=facts)
    by_type: dict[str, list[Row]] = defaultdict(list)
    for fact, group in groupby((row["c"] for row in claims), key=lambda c: str(c["fact"])):
        members = list(group)
        first = members[0]
        row = {"fact": fact, "s": first["s"], "o": first["o"], "p": relationship(members)}
        by_type[read_ontology().relation(first["predicate"]).type].append(row)
    few = []
    for kind, rows in by_type.items():
        if len(rows) >= WORTH_A_PLAN:
            write_relationships(tx, kind, rows)
        else:
            few += [{**row, "type": kind} for row in rows]
    write_relationships(tx, "$(row.type)", few)
    tx.run("UNWIND $facts AS fact MATCH (c:RelationClaim {fact: fact}) REMOVE c:Dirty", facts=facts)
    return len(facts)


def write_relationships(tx: Transaction, kind: str, rows: Sequence[Row]) -> None:
    """Set or remove the relationships of one type; `kind` comes from the ontology, never from input."""
    if not rows:
        return
    ends = "MATCH (s:Entity {id: row.s}), (o:Entity {id: row.o})"
    kept = [{**row, "p": {**row["p"], "fact": row["fact"]}} for row in rows if row["p"]]
    gone = [row for row in rows if not row["p"]]
    tx.run(f"UNWIND $rows AS row {ends} MERGE (s)-[r:{kind} {{fact: row.fact}}]->(o) SET r = row.p", rows=kept)
    if gone:
        tx.run(f"UNWIND $rows AS row {ends} MATCH (s)-[r:{kind} {{fact: row.fact}}]->(o) DELETE r", rows=gone)


def _derive_names(tx: Transaction) -> int:
    dirty = tx.run("MATCH (c:NameClaim:Dirty) WITH DISTINCT c.s AS id LIMIT $n RETURN collect(id) AS ids", n=BATCH)
    ids = dirty[0]["ids"]
    found = tx.run(
        "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:SUBJECT]-(c:NameClaim) RETURN id, collect(c) AS claims",
        ids=ids,
    )
    rows = [{"id": row["id"], "p": naming(row["claims"], row["id"])} for row in found]
    tx.run(
        # An entity whose names are all closed keeps the last one for history and is found by id only.
        "UNWIND $rows AS row MATCH (e:Entity {id: row.id}) WITH e, row, coalesce(row.p.name, e.name) AS name "
        "SET e += row.p, e.name = name",
        rows=rows,
    )
    tx.run("UNWIND $ids AS id MATCH (:Entity {id: id})<-[:SUBJECT]-(c:NameClaim) REMOVE c:Dirty", ids=ids)
    return len(ids)
