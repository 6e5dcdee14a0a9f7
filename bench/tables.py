"""The graph as tables of SQLite, as Datasette serves them."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.store import Store

SQL = {
    "point": "select id, name, class, names, identifiers from thing where id = :id",
    "hop1": "select t.id, t.name, t.class, n.relation, n.direction, n.role, n.basis, n.kind, n.since, n.until, "
    "n.claims from neighbour n join thing t on t.id = n.other where n.thing = :id "
    "order by n.kind, n.relation, n.direction, n.other limit 101",
}
THINGS = """MATCH (e:Entity) RETURN e.id AS id, e.name AS name, e.class AS class, e.names AS names,
COLLECT { MATCH (e)<-[:SUBJECT]-(i:IdentifierClaim) RETURN i {.scheme, .value} } AS identifiers"""
EDGES = """MATCH (a:Entity)-[r:!SUBJECT&!OBJECT]->(b:Entity) RETURN a.id AS a, b.id AS b, type(r) AS relation,
r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, r.until AS until,
COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
  RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} } AS claims"""
LONG = 3600.0


def copied(store: Store, path: Path) -> None:
    """Every thing and relation as SQLite tables with the indexes that the questions need."""
    base = sqlite3.connect(path)
    base.execute("create table thing (id text primary key, name text, class text, names text, identifiers text)")
    base.execute(
        "create table neighbour (thing text, other text, relation text, direction text, role text,"
        " basis text, kind text, since text, until text, claims text)"
    )
    with store.streaming(LONG) as tx:
        rows = (
            (r["id"], r["name"], r["class"], written(r["names"]), written(r["identifiers"])) for r in tx.each(THINGS)
        )
        base.executemany("insert into thing values (?, ?, ?, ?, ?)", rows)
        ends = (end for row in tx.each(EDGES) for end in both(row))
        base.executemany("insert into neighbour values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ends)
    base.execute("create index of_thing on neighbour (thing, kind, relation, direction, other)")
    base.commit()
    base.close()


def both(row: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """A relation as either end sees it."""
    told = [row[name] for name in ("role", "basis", "kind", "since", "until")]
    for thing, other, direction in (("a", "b", "out"), ("b", "a", "in")):
        yield (row[thing], row[other], row["relation"], direction, *told, written(row["claims"]))


def written(value: object) -> str:
    """A list as text."""
    return json.dumps(value, ensure_ascii=False)
