"""The writing statements, and the functions that send one batch of rows through them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graph.dates import today
from graph.store import Row, Transaction
from ontology import read_indicators, read_ontology

# Planning a statement of its own pays only for this many rows: a plan costs a cold engine about 0.1 s.
WORTH_A_PLAN = 200
# Kinds of claims from which something is derived.
DERIVED = ("RelationClaim", "NameClaim")
ORDER = (
    "Document",
    "Entity",
    "NameClaim",
    "IdentifierClaim",
    "RelationClaim",
    "Observation",
    "GapClaim",
    "Judgement",
)
DIGESTS = {
    **dict.fromkeys(
        ORDER,
        # A retracted claim stays closed when its source is loaded again.
        "UNWIND $ids AS id MATCH (c:Claim {id: id}) "
        "RETURN id, c.digest AS digest, CASE WHEN c.retracted THEN null ELSE c.closed_revision END AS closed",
    ),
    **{
        kind: f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN id, n.digest AS digest, null AS closed"
        for kind in ("Document", "Entity", "Judgement")
    },
}
UNLABEL = """UNWIND $ids AS id MATCH (e:Entity {id: id})
WITH e, [l IN labels(e) WHERE l <> 'Entity'] AS old REMOVE e:$(old)"""
PUT_ENTITY = """UNWIND $rows AS row MERGE (e:Entity {{id: row.id}})
ON CREATE SET e.revision = $revision, e.recorded = $day
SET e += row.p, e.changed_revision = $revision, e:{labels} RETURN count(*) AS n"""
PUT_DOCUMENT = """UNWIND $rows AS row MERGE (d:Document {id: row.id})
ON CREATE SET d.revision = $revision, d.recorded = $day
SET d += row.p, d.changed_revision = $revision RETURN count(*) AS n"""
PUT_JUDGEMENT = """UNWIND $rows AS row MATCH (l:Entity {id: row.p.left}), (r:Entity {id: row.p.right})
MERGE (j:Judgement {id: row.id}) ON CREATE SET j.revision = $revision, j.recorded = $day
SET j += row.p, j.changed_revision = $revision MERGE (j)-[:LEFT]->(l) MERGE (j)-[:RIGHT]->(r) RETURN count(*) AS n"""
PUT_INDICATOR = "UNWIND $rows AS row MERGE (i:Indicator {code: row.code}) SET i += row.p"
TARGETS = {
    "RelationClaim": "WITH c, row MATCH (o:Entity {id: row.p.o}) CREATE (c)-[:OBJECT]->(o)",
    "Observation": "WITH c, row MATCH (i:Indicator {code: row.p.indicator}) CREATE (c)-[:OF_INDICATOR]->(i)",
    "GapClaim": "WITH c, row OPTIONAL MATCH (o:Entity {id: row.p.chain}) "
    "FOREACH (x IN [x IN [o] WHERE x IS NOT NULL] | CREATE (c)-[:OF_CHAIN]->(x))",
}
ADD_CLAIM = """UNWIND $rows AS row MATCH (s:Entity {{id: row.p.s}}), (d:Document {{id: row.p.document}})
CREATE (c:Claim:{label}) SET c = row.p, c.revision = $revision, c.recorded = $day
CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:STATED_IN]->(d) {target} RETURN count(*) AS n"""
CHANGE_CLAIM = """UNWIND $rows AS row MATCH (c:Claim {id: row.id})
WITH c, row, coalesce(c.decided, row.p.status) AS status
SET c += row.p, c.status = status, c.changed_revision = $revision, c:Dirty
REMOVE c.closed_revision, c.closed_on, c.closed_by RETURN count(*) AS n"""
CLOSE = """UNWIND $ids AS id MATCH (c:Claim {id: id})
SET c.closed_revision = $revision, c.closed_on = $day, c.closed_by = $by, c:Dirty"""


def put(tx: Transaction, kind: str, new: list[Row], other: list[Row], revision: int) -> None:
    """Write one batch of a kind: `new` rows are not in the graph yet, `other` ones are and differ."""
    stamp = {"revision": revision, "day": today()}
    if kind == "Entity":
        tx.run(UNLABEL, ids=[row["id"] for row in other])
        for labels, rows in _by_labels(new + other):
            _expect(tx.run(PUT_ENTITY.format(labels=labels), rows=rows, **stamp), rows, kind)
    elif kind in {"Document", "Judgement"}:
        _expect(
            tx.run(PUT_DOCUMENT if kind == "Document" else PUT_JUDGEMENT, rows=new + other, **stamp),
            new + other,
            kind,
        )
    else:
        _put_claims(tx, kind, new, other, stamp)


def _put_claims(tx: Transaction, kind: str, new: list[Row], other: list[Row], stamp: Row) -> None:
    if kind == "Observation":
        known = read_indicators()
        codes = {row["p"]["indicator"] for row in new}
        tx.run(PUT_INDICATOR, rows=[{"code": c, "p": _indicator(known[c])} for c in sorted(codes)])
    if new:
        label = f"{kind}:Dirty" if kind in DERIVED else kind
        _expect(tx.run(ADD_CLAIM.format(label=label, target=TARGETS.get(kind, "")), rows=new, **stamp), new, kind)
    if other:
        _expect(tx.run(CHANGE_CLAIM, rows=other, **stamp), other, kind)


def _indicator(indicator: Any) -> Row:
    names = ("code", "label_zh", "label_en", "unit", "unit_kind", "theme", "periodicity")
    return {name: getattr(indicator, name) for name in names}


def _by_labels(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows of one class under its labels as text; classes of few rows together, under labels given by the row."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["p"]["class"]].append(row)
    few: list[Row] = []
    for cls, members in groups.items():
        labels = read_ontology().labels(cls)
        if len(members) >= WORTH_A_PLAN:
            yield ":".join(labels), members
        else:
            few += [{**row, "labels": list(labels)} for row in members]
    if few:
        yield "$(row.labels)", few


def _expect(answer: list[Row], rows: list[Row], kind: str) -> None:
    """A row that found no entity or document would vanish silently; the checks before make this impossible."""
    if answer[0]["n"] != len(rows):
        raise AssertionError(f"{len(rows) - answer[0]['n']} rows of {kind} refer to something that is not in the graph")
