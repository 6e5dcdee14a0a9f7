"""Two ids for one thing: judged, signed, undone without loss.

A merge moves no fact: every claim keeps the subject and object its source names (`subject`, `object`) and only hangs on
another node (`s`, `o`). Splitting hangs it back. What was merged into a thing goes with it when that is merged on:
`merged_into` always names the thing that is shown, the judgement (`merged_by`) what was said. Succession of
organisations is a relation, not identity.
"""

from collections.abc import Sequence

from graph.changes import now
from graph.dates import today
from graph.errors import BadInput, NotFound
from graph.pairs import tie
from graph.rows import fact_of
from graph.settling import settle
from graph.standing import signed, stamp
from graph.store import Row, Store, Transaction
from ontology import read_ontology

PAIR = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) RETURN properties(a) AS a, properties(b) AS b"
JUDGE = """MATCH (l:Entity {id: $j.left}), (r:Entity {id: $j.right}) CREATE (j:Judgement) SET j = $j
CREATE (j)-[:LEFT]->(l) CREATE (j)-[:RIGHT]->(r)"""
HIDE = """MATCH (e:Entity {id: $id}) WITH e, [l IN labels(e) WHERE l <> 'Entity'] AS old
REMOVE e:$(old) SET e:Merged, e.merged_into = $into, e.merged_by = $judgement
SET e.names = [], e.pinyin = [], e.initials = []"""
SHOW = "MATCH (e:Entity {id: $id}) REMOVE e:Merged, e.merged_into, e.merged_by SET e:$($labels)"
SAID = "MATCH (e:Merged) MATCH (j:Judgement {id: e.merged_by}) RETURN e.id AS id, j.left AS into"
FOLLOW = "MATCH (e:Merged) WHERE e.id IN $ids SET e.merged_into = $into"
HANGING = """MATCH (:Entity {id: $host})<-[:SUBJECT|OBJECT]-(c:Claim) WHERE c.subject IN $ids OR c.object IN $ids
RETURN DISTINCT properties(c) AS c"""
FORGET = (
    """UNWIND $rows AS row MATCH (:Entity {id: row.c.s})-[r {fact: row.c.fact}]->(:Entity {id: row.c.o}) DELETE r"""
)
AGAIN = "UNWIND $rows AS row MATCH (c:RelationClaim {fact: row.c.fact}) SET c:Dirty"
RENAME = "MATCH (e:Entity)<-[:SUBJECT]-(c:NameClaim) WHERE e.id IN $ids SET c:Dirty"
MOVE = """UNWIND $rows AS row MATCH (c:Claim {id: row.c.id})-[old:SUBJECT]->(), (s:Entity {id: row.s})
DELETE old CREATE (c)-[:SUBJECT]->(s) SET c.s = row.s, c.changed_revision = $revision, c:Dirty"""
MOVE_OBJECT = """UNWIND $rows AS row MATCH (c:Claim {id: row.c.id})-[old:OBJECT]->(), (o:Entity {id: row.o})
DELETE old CREATE (c)-[:OBJECT]->(o) SET c.o = row.o, c.fact = row.fact"""
UNDONE = """MATCH (j:Judgement {id: $id})
SET j.undone_by = $by, j.undone_at = $at, j.undone_on = $day, j.undone_revision = $revision"""


def merge(store: Store, keep: str, drop: str, by: str, reason: str) -> int:
    """Judge two entities to be the same and show them as `keep`; the revision.

    BadInput where they are of unlike classes, the same id, or merged already; NotFound for an unknown id.
    """
    signed(by, reason)

    def work(tx: Transaction) -> int:
        kept, dropped = _pair(tx, keep, drop)
        _mergeable(kept, dropped)
        revision = stamp(tx, by, f"merge {drop} into {keep}", 1)
        id_ = f"j{revision}-{drop}"
        judgement = {"id": id_, "left": keep, "right": drop, "decision": "same", "reason": reason, "by": by}
        tx.run(JUDGE, j={**judgement, "at": now(), "decided_on": today(), "revision": revision})
        tx.run(HIDE, id=drop, into=keep, judgement=id_)
        _follow(tx, drop, drop, keep, revision)
        return revision

    return _settled(store, store.writing(work))


def split(store: Store, drop: str, by: str, reason: str) -> int:
    """Undo the merge of `drop`: it is a thing of its own again, with exactly its own claims; the revision."""
    signed(by, reason)

    def work(tx: Transaction) -> int:
        rows = tx.run("MATCH (e:Entity:Merged {id: $id}) RETURN properties(e) AS e", id=drop)
        if not rows:
            raise BadInput(f"{drop} 没有被合并过。", f"{drop} is not merged into anything.")
        entity = rows[0]["e"]
        revision = stamp(tx, by, f"split {drop} from {entity['merged_into']}", 1)
        tx.run(UNDONE, id=entity["merged_by"], by=by, at=now(), day=today(), revision=revision)
        tx.run(SHOW, id=drop, labels=list(read_ontology().labels(entity["class"])))
        _follow(tx, drop, entity["merged_into"], drop, revision)
        return revision

    return _settled(store, store.writing(work))


def _settled(store: Store, revision: int) -> int:
    settle(store)
    return revision


def _pair(tx: Transaction, keep: str, drop: str) -> tuple[Row, Row]:
    rows = tx.run(PAIR, a=keep, b=drop)
    if not rows:
        raise NotFound(f"没有实体 {keep} 或 {drop}；请核对编号。", f"there is no entity {keep} or {drop}.")
    return rows[0]["a"], rows[0]["b"]


def _mergeable(kept: Row, dropped: Row) -> None:
    ontology = read_ontology()
    a, b = kept["class"], dropped["class"]
    if kept["id"] == dropped["id"]:
        raise BadInput("两个编号是同一个。", "the two ids are one.")
    if kept.get("merged_into") or dropped.get("merged_into"):
        raise BadInput("其中一个已并入别的实体；请先拆分。", "one of them is merged already; split it first.")
    if not (ontology.is_a(a, b) or ontology.is_a(b, a)):
        zh, en = (f"{kept['name']}（{a}）", f"{dropped['name']}（{b}）"), f"{a} and {b}"
        raise BadInput(f"{zh[0]}与{zh[1]}不是同类，不能合并。", f"things of classes {en} cannot be one.")


def _follow(tx: Transaction, id_: str, host: str, onto: str, revision: int) -> None:
    """Show `id_` and what was merged into it by another thing than `host`: claims, names, denied pairs go along."""
    ids = _with(tx, id_)
    tx.run(FOLLOW, ids=ids[1:], into=onto)
    _rehang(tx, ids, host, onto, revision)
    tie(tx)


def _with(tx: Transaction, id_: str) -> list[str]:
    """The id first, then those judged to be the same thing as it, or as one of these."""
    said, ids = tx.run(SAID), [id_]
    for kept in ids:
        ids += [row["id"] for row in said if row["into"] == kept]
    return ids


def _rehang(tx: Transaction, ids: Sequence[str], host: str, onto: str, revision: int) -> None:
    """Hang the claims that name `ids` and hang on `host` onto another node; both nodes' relationships follow."""
    rows = [{**row, **_ends(row["c"], ids, onto)} for row in tx.run(HANGING, host=host, ids=ids)]
    relations = [row for row in rows if row["o"]]
    tx.run(FORGET, rows=relations)
    tx.run(AGAIN, rows=relations)
    tx.run(MOVE, rows=rows, revision=revision)
    tx.run(MOVE_OBJECT, rows=relations)
    tx.run(RENAME, ids=[host, onto])


def _ends(claim: Row, ids: Sequence[str], onto: str) -> Row:
    s = onto if claim["subject"] in ids else claim["s"]
    o = onto if claim.get("object") in ids else claim.get("o")
    return {"s": s, "o": o, "fact": fact_of(s, claim["predicate"], o, claim["kind"]) if o else None}
