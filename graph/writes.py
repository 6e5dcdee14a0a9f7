"""The writing statements, and the functions that send one batch of rows through them."""

from collections import defaultdict
from collections.abc import Iterator

from graph.dates import today
from graph.derive import WORTH_A_PLAN, derive_at_hand, part
from graph.rows import KINDS, filled
from graph.store import Row, Transaction
from ontology import read_indicators, read_ontology

# A closed claim differs from every row, so that it is opened again; a retracted one stays closed.
KNOWN_CLAIM = """UNWIND $ids AS id MATCH (c:Claim {id: id})
RETURN id, CASE WHEN c.closed_revision IS NULL OR c.retracted THEN c.digest END AS digest"""
KNOWN = {
    **dict.fromkeys(KINDS, KNOWN_CLAIM),
    **{
        kind: f"UNWIND $ids AS id MATCH (n:{kind} {{id: id}}) RETURN id, n.digest AS digest"
        for kind in ("Document", "Entity", "Judgement")
    },
}
STAMP = "revision: $revision, recorded: $day"
ADD_ENTITY = f"""UNWIND $rows AS row CREATE (e:Entity {{{{{STAMP}, changed_revision: $revision}}}})
SET e += row.p, e:{{labels}}"""
# The name shown follows from the names claimed; a merged entity stays out of sight.
CHANGE_ENTITY = """UNWIND $rows AS row MATCH (e:Entity {id: row.p.id})
WITH e, row, [l IN labels(e) WHERE l <> 'Entity'] AS old, coalesce(e.names[0], row.p.name) AS name
REMOVE e:$(old) SET e += row.p, e.name = name, e.changed_revision = $revision
SET e:$(CASE WHEN e.merged_into IS NULL THEN row.labels ELSE ['Merged'] END)"""
ADD_DOCUMENT = f"UNWIND $rows AS row CREATE (d:Document {{{STAMP}, changed_revision: $revision}}) SET d += row"
CHANGE_DOCUMENT = """UNWIND $rows AS row MATCH (d:Document {id: row.id})
SET d += row, d.changed_revision = $revision
WITH d MATCH (d)<-[:STATED_IN]-(c:Claim) WHERE coalesce(c.dated, '') <> coalesce(d.date, '')
SET c.dated = d.date, c:Dirty"""
ADD_JUDGEMENT = f"""UNWIND $rows AS row MATCH (l:Entity {{id: row.left}}), (r:Entity {{id: row.right}})
CREATE (j:Judgement {{{STAMP}, changed_revision: $revision}}) SET j += row
CREATE (j)-[:LEFT]->(l) CREATE (j)-[:RIGHT]->(r) RETURN count(*) AS n"""
CHANGE_JUDGEMENT = "UNWIND $rows AS row MATCH (j:Judgement {id: row.id}) SET j += row, j.changed_revision = $revision"
PUT_INDICATOR = "UNWIND $rows AS row MERGE (i:Indicator {code: row.code}) SET i += row"
TARGETS = {
    "RelationClaim": "WITH c, row MATCH (o:Entity {id: row.o}) CREATE (c)-[:OBJECT]->(o)",
    "Observation": "WITH c, row MATCH (i:Indicator {code: row.indicator}) CREATE (c)-[:OF_INDICATOR]->(i)",
    "GapClaim": "WITH c, row OPTIONAL MATCH (o:Entity {id: row.chain}) "
    "FOREACH (x IN [x IN [o] WHERE x IS NOT NULL] | CREATE (c)-[:OF_CHAIN]->(x))",
}
ADD_CLAIM = f"""UNWIND $rows AS row MATCH (s:Entity {{{{id: row.s}}}}), (d:Document {{{{id: row.document}}}})
CREATE (c:Claim:{{label}} {{{{{STAMP}, dated: d.date}}}}) SET c += row
CREATE (c)-[:SUBJECT]->(s) CREATE (c)-[:STATED_IN]->(d) {{target}} RETURN count(*) AS n"""
# A claim that comes back keeps the days on which it was away, for who asks what the graph said then.
CHANGE_CLAIM = """UNWIND $rows AS row MATCH (c:Claim {id: row.id})
WITH c, row, coalesce(c.decided, row.status) AS status,
  CASE WHEN c.closed_on < $day THEN coalesce(c.absent, []) + [c.closed_on + '/' + $day] ELSE c.absent END AS absent
SET c += row, c.status = status, c.absent = absent, c.changed_revision = $revision, c:Dirty
REMOVE c.closed_revision, c.closed_on, c.closed_by RETURN count(*) AS n"""
CLOSE = """UNWIND $ids AS id MATCH (c:Claim {id: id})
SET c.closed_revision = $revision, c.closed_on = $day, c.closed_by = $by, c:Dirty"""


def put(tx: Transaction, kind: str, new: list[Row], other: list[Row], revision: int) -> None:
    """Write one batch of a kind: `new` rows are not in the graph yet, `other` ones are and differ."""
    stamp = {"revision": revision, "day": today()}
    other = [filled(row, kind) for row in other]
    if kind == "Entity":
        _put_entities(tx, new, other, stamp)
    elif kind == "Document":
        tx.run(ADD_DOCUMENT, rows=new, **stamp)
        tx.run(CHANGE_DOCUMENT, rows=other, **stamp)
    elif kind == "Judgement":
        _expect(tx.run(ADD_JUDGEMENT, rows=new, **stamp), new, kind)
        tx.run(CHANGE_JUDGEMENT, rows=other, **stamp)
    else:
        _put_claims(tx, kind, new, other, stamp)


def _put_entities(tx: Transaction, new: list[Row], other: list[Row], stamp: Row) -> None:
    for labels, rows in _by_labels(new):
        tx.run(ADD_ENTITY.format(labels=labels), rows=rows, **stamp)
    if other:
        tx.run(CHANGE_ENTITY, rows=[_labelled(row) for row in other], **stamp)


def _put_claims(tx: Transaction, kind: str, new: list[Row], other: list[Row], stamp: Row) -> None:
    if kind == "Observation":
        tx.run(PUT_INDICATOR, rows=indicators({row["indicator"] for row in new}))
    fresh, again = part(tx, kind, new)
    for label, rows in ((kind, fresh), (f"{kind}:Dirty", again)):
        if rows:
            statement = ADD_CLAIM.format(label=label, target=TARGETS.get(kind, ""))
            _expect(tx.run(statement, rows=rows, **stamp), rows, kind)
    derive_at_hand(tx, kind, fresh)
    if other:
        _expect(tx.run(CHANGE_CLAIM, rows=other, **stamp), other, kind)


def indicators(codes: set[str]) -> list[Row]:
    """The rows of the indicators with these codes."""
    names = ("code", "label_zh", "label_en", "unit", "unit_kind", "theme", "periodicity")
    known = read_indicators()
    return [{name: getattr(known[code], name) for name in names} for code in sorted(codes)]


def labels_of(row: Row) -> tuple[str, ...]:
    """The labels of an entity: its class and all ancestors."""
    return read_ontology().labels(row["class"])


def _by_labels(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Rows of one class under its labels as text; classes of few rows together, under labels given by the row."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["class"]].append(row)
    few: list[Row] = []
    for members in groups.values():
        if len(members) >= WORTH_A_PLAN:
            yield ":".join(labels_of(members[0])), [{"p": row} for row in members]
        else:
            few += [_labelled(row) for row in members]
    if few:
        yield "$(row.labels)", few


def _labelled(row: Row) -> Row:
    return {"p": row, "labels": list(labels_of(row))}


def _expect(answer: list[Row], rows: list[Row], kind: str) -> None:
    """A row that found no entity or document would vanish silently; the checks before make this impossible."""
    if answer[0]["n"] != len(rows):
        raise AssertionError(f"{len(rows) - answer[0]['n']} rows of {kind} refer to something that is not in the graph")
