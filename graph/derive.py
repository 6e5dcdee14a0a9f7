"""From live accepted claims to relationships and names, by one pure function each: deriving all again is the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graph.dates import last_day
from graph.names import spellings
from graph.store import Row, Store, Transaction
from ontology import read_ontology

BATCH = 5000
# Planning a statement of its own pays only for this many rows: a plan costs a cold engine about 0.1 s.
WORTH_A_PLAN = 200
# Kinds of claims from which something is derived, and the property that says about what.
DERIVED = {"RelationClaim": "fact", "NameClaim": "s"}
SPOKEN_OF = {
    "RelationClaim": "UNWIND $keys AS key MATCH (c:RelationClaim {fact: key}) RETURN DISTINCT key",
    "NameClaim": "UNWIND $keys AS key MATCH (e:Entity {id: key}) WHERE e.names IS NOT NULL RETURN key",
}
DATES = "UNWIND $ids AS id MATCH (d:Document {id: id}) RETURN id, d.date AS date"
ENDS = "MATCH (s:Entity {id: row.s}), (o:Entity {id: row.o})"
# An entity whose names are all closed keeps the last one for history and is found by id only.
SET_NAMES = """UNWIND $rows AS row MATCH (e:Entity {id: row.id}) WITH e, row, coalesce(row.p.name, e.name) AS name
SET e += row.p, e.name = name"""
NAME_ORDER = ("official", "short", "former", "alias", "english")


def live(claim: Mapping[str, Any]) -> bool:
    """Whether a claim takes part in the current view."""
    accepted = claim["status"] == "accepted" and claim.get("rank") != "deprecated"
    return accepted and claim.get("closed_revision") is None


def relationship(claims: Iterable[Mapping[str, Any]]) -> Row | None:
    """The properties of the relationship that claims about one fact add up to; None where no claim is live.

    `since` is the first day that a source speaks of (or states as the beginning), `until` the day from which
    it no longer holds; `from` and `to` repeat what sources state.
    """
    current = [c for c in claims if live(c)]
    if not current:
        return None
    current.sort(key=lambda c: (c.get("row", ""), c["id"]))
    starts = sorted([c["valid_from"] for c in current if c.get("valid_from")])
    ends = sorted([c["valid_to"] for c in current if c.get("valid_to")])
    known = sorted([last_day(day) for c in current if (day := c.get("valid_from") or c.get("as_of") or c.get("dated"))])
    return {
        "claims": [c["id"] for c in current],
        "basis": "stated" if "stated" in [c.get("basis") for c in current] else "inferred",
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


def part(tx: Transaction, kind: str, claims: list[Row]) -> tuple[list[Row], list[Row]]:
    """New claims about what no claim in the graph speaks of yet, and the others."""
    if kind not in DERIVED:
        return claims, []
    key = DERIVED[kind]
    spoken = {row["key"] for row in tx.run(SPOKEN_OF[kind], keys=list({claim[key] for claim in claims}))}
    return [c for c in claims if c[key] not in spoken], [c for c in claims if c[key] in spoken]


def derive_at_hand(tx: Transaction, kind: str, claims: list[Row]) -> None:
    """Derive from claims just written that are all there is about what they speak of."""
    if kind == "NameClaim":
        _name(tx, claims)
    elif kind == "RelationClaim":
        dates = {row["id"]: row["date"] for row in tx.run(DATES, ids=list({c["document"] for c in claims}))}
        _relate(tx, [{**claim, "dated": dates[claim["document"]]} for claim in claims], "CREATE")


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
        "MATCH (c:RelationClaim:Dirty) WITH DISTINCT c.fact AS fact LIMIT $n RETURN collect(fact) AS facts", n=BATCH
    )
    facts = dirty[0]["facts"]
    _relate(
        tx,
        [
            row["c"]
            for row in tx.run(
                "UNWIND $facts AS fact MATCH (c:RelationClaim {fact: fact}) REMOVE c:Dirty RETURN c", facts=facts
            )
        ],
        "MERGE",
    )
    return len(facts)


def _relate(tx: Transaction, claims: Iterable[Row], verb: str) -> None:
    """Write the relationships that claims, all there are about their facts, add up to."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for fact, members in grouped(claims, "fact").items():
        first = members[0]
        row = {"fact": fact, "s": first["s"], "o": first["o"], "p": relationship(members)}
        by_type[read_ontology().relation(first["predicate"]).type].append(row)
    few = []
    for kind, rows in by_type.items():
        if len(rows) >= WORTH_A_PLAN:
            _write_relationships(tx, kind, rows, verb)
        else:
            few += [{**row, "type": kind} for row in rows]
    _write_relationships(tx, "$(row.type)", few, verb)


def _write_relationships(tx: Transaction, kind: str, rows: Sequence[Row], verb: str) -> None:
    """Set or remove the relationships of one type; `kind` comes from the ontology, never from input."""
    kept = [{**row, "p": {**row["p"], "fact": row["fact"]}} for row in rows if row["p"]]
    gone = [row for row in rows if not row["p"]]
    if kept:
        tx.run(f"UNWIND $rows AS row {ENDS} {verb} (s)-[r:{kind} {{fact: row.fact}}]->(o) SET r = row.p", rows=kept)
    if gone and verb == "MERGE":
        tx.run(f"UNWIND $rows AS row {ENDS} MATCH (s)-[r:{kind} {{fact: row.fact}}]->(o) DELETE r", rows=gone)


def _derive_names(tx: Transaction) -> int:
    dirty = tx.run("MATCH (c:NameClaim:Dirty) WITH DISTINCT c.s AS id LIMIT $n RETURN collect(id) AS ids", n=BATCH)
    ids = dirty[0]["ids"]
    found = tx.run(
        "UNWIND $ids AS id MATCH (:Entity {id: id})<-[:SUBJECT]-(c:NameClaim) REMOVE c:Dirty RETURN c", ids=ids
    )
    _name(tx, [row["c"] for row in found])
    return len(ids)


def _name(tx: Transaction, claims: Iterable[Row]) -> None:
    """Write the names that claims, all there are about their entities, add up to."""
    rows = [{"id": id_, "p": naming(members, id_)} for id_, members in grouped(claims, "s").items()]
    if rows:
        tx.run(SET_NAMES, rows=rows)


def grouped(claims: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Claims by what they speak of."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        groups[claim[key]].append(claim)
    return groups
