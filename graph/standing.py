"""What an editor decides about claims and sources: signed, reversible, one revision for each decision.

A decision is a node that remembers how each claim stood before it, so that undoing it restores exactly that. Loading
a source again leaves decisions in force: an editor's word outlives the table it corrects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from graph import revisions
from graph.changes import now
from graph.dates import today
from graph.errors import BadInput, NotFound
from graph.settling import settle
from graph.store import Row, Store, Transaction

# action → the property it sets, and the value
ACTIONS: Mapping[str, tuple[str, str]] = {
    "accept": ("status", "accepted"),
    "reject": ("status", "rejected"),
    "propose": ("status", "proposed"),
    "prefer": ("rank", "preferred"),
    "deprecate": ("rank", "deprecated"),
    "normal": ("rank", "normal"),
}
CLAIMS = "UNWIND $ids AS id OPTIONAL MATCH (c:Claim) WHERE c.id = id OR c.row = id RETURN id, collect(c.id) AS found"
RECORD = """CREATE (d:Decision) SET d = $decision
WITH d UNWIND $ids AS id MATCH (c:Claim {id: id})
CREATE (d)-[:ON {status: c.status, rank: c.rank, decided: c.decided, closed: c.closed_revision}]->(c)
RETURN count(*) AS n"""
SET_STATUS = "UNWIND $ids AS id MATCH (c:Claim {id: id}) SET c.status = $value, c.decided = $value, c:Dirty"
SET_RANK = "UNWIND $ids AS id MATCH (c:Claim {id: id}) SET c.rank = $value, c:Dirty"
TOUCH = "UNWIND $ids AS id MATCH (c:Claim {id: id}) SET c.changed_revision = $revision"
OF_SOURCE = """MATCH (d:Document {id: $id}) OPTIONAL MATCH (d)<-[:STATED_IN]-(c:Claim) WHERE c.closed_revision IS NULL
RETURN d.title AS title, d.retracted_revision AS retracted, collect(c.id) AS ids"""
RETRACT = """MATCH (d:Document {id: $id})
SET d.retracted_revision = $revision, d.retracted_on = $day, d.retracted_by = $by
WITH d UNWIND $ids AS id MATCH (c:Claim {id: id})
SET c.closed_revision = $revision, c.closed_on = $day, c.closed_by = $by, c.retracted = true, c:Dirty"""
UNDO = """MATCH (d:Decision {id: $id})
SET d.undone_revision = $revision, d.undone_by = $by, d.undone_at = $at, d.undone_on = $day
WITH d MATCH (d)-[o:ON]->(c:Claim)
SET c.status = o.status, c.rank = o.rank, c.decided = o.decided, c.closed_revision = o.closed,
    c.changed_revision = $revision, c:Dirty
FOREACH (x IN CASE WHEN o.closed IS NULL THEN [1] ELSE [] END | REMOVE c.closed_on, c.closed_by, c.retracted)"""
RESTORE_SOURCE = "MATCH (x:Document {id: $id}) REMOVE x.retracted_revision, x.retracted_on, x.retracted_by"
LATER = """MATCH (d:Decision {id: $id})-[:ON]->(c:Claim)<-[:ON]-(later:Decision)
WHERE later.revision > d.revision AND later.undone_revision IS NULL RETURN DISTINCT later.id AS id ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: `id` undoes it, `revision` is the first that shows it, `claims` how many it concerns."""

    id: str
    action: str
    by: str
    reason: str
    revision: int
    claims: int


def decide(store: Store, action: str, claims: Sequence[str], by: str, reason: str) -> Decision:
    """Accept, reject, propose, prefer, deprecate or normal: claims by id or row; NotFound names the unknown ones."""
    signed(by, reason)
    name, value = _action(action)
    statement = SET_STATUS if name == "status" else SET_RANK

    def work(tx: Transaction) -> Decision:
        ids = _known(tx, claims)
        decision = record(tx, action, ids, by, reason)
        tx.run(statement, ids=ids, value=value)
        tx.run(TOUCH, ids=ids, revision=decision.revision)
        return decision

    return _settled(store, store.writing(work))


def retract(store: Store, document: str, by: str, reason: str) -> Decision:
    """Close exactly the live claims of a source; they stay in history and come back when this is undone."""
    signed(by, reason)

    def work(tx: Transaction) -> Decision:
        found = tx.run(OF_SOURCE, id=document)
        if not found:
            raise NotFound(
                f"没有来源 {document}；请用来源列表查编号。", f"there is no source {document}; see the list."
            )
        if found[0]["retracted"]:
            raise BadInput(f"来源 {document} 已撤回。", f"source {document} is retracted already.")
        ids = found[0]["ids"]
        decision = record(tx, "retract", ids, by, reason, document=document)
        tx.run(RETRACT, id=document, ids=ids, revision=decision.revision, day=today(), by=by)
        return decision

    return _settled(store, store.writing(work))


def undo(store: Store, decision: str, by: str) -> int:
    """Put every claim back as it stood before; the revision. BadInput where a later decision rests on this one."""

    def work(tx: Transaction) -> int:
        found = tx.run("MATCH (d:Decision {id: $id}) RETURN properties(d) AS d", id=decision)
        if not found:
            raise NotFound(f"没有决定 {decision}。", f"there is no decision {decision}.")
        row = found[0]["d"]
        if row.get("undone_revision"):
            raise BadInput(f"决定 {decision} 已经撤销。", f"decision {decision} is undone already.")
        if later := tx.run(LATER, id=decision):
            names = "、".join(r["id"] for r in later)
            raise BadInput(f"之后还有决定 {names}；请先撤销它们。", f"decisions {names} came later; undo them first.")
        revision = stamp(tx, by, f"undo {decision}", row["claims"])
        tx.run(UNDO, id=decision, revision=revision, by=by, at=now(), day=today())
        if row["action"] == "retract":
            tx.run(RESTORE_SOURCE, id=row["document"])
        return revision

    revision = store.writing(work)
    settle(store)
    return revision


def _settled(store: Store, decision: Decision) -> Decision:
    settle(store)
    return decision


def record(tx: Transaction, action: str, ids: Sequence[str], by: str, reason: str, **about: str) -> Decision:
    """Write a decision on claims `ids` with the next revision; `about` names what else it concerns."""
    revision = stamp(tx, by, " ".join((action, *about.values())), len(ids))
    id_ = "d" + blake2b(f"{revision}\x1f{action}\x1f{by}".encode(), digest_size=6).hexdigest()
    row: Row = {"id": id_, "action": action, "by": by, "reason": reason, "at": now(), "revision": revision}
    row["decided_on"] = today()
    tx.run(RECORD, decision={"document": "", **row, **about, "claims": len(ids)}, ids=ids)
    return Decision(id_, action, by, reason, revision, len(ids))


def stamp(tx: Transaction, by: str, what: str, claims: int) -> int:
    """Take the next revision for a decision about `claims` claims and say so in the history of changes."""
    return revisions.take(tx, {"at": now(), "by": by, "what": what, "added": 0, "changed": claims, "closed": 0})


def _known(tx: Transaction, claims: Sequence[str]) -> list[str]:
    found = tx.run(CLAIMS, ids=list(dict.fromkeys(claims)))
    if unknown := [row["id"] for row in found if not row["found"]]:
        names = "、".join(unknown)
        raise NotFound(f"没有断言 {names}；请核对编号。", f"there is no claim {names}; check the ids.")
    return [id_ for row in found for id_ in row["found"]]


def _action(action: str) -> tuple[str, str]:
    if action not in ACTIONS:
        names = "、".join(ACTIONS)
        raise BadInput(f"没有“{action}”这种决定；可用：{names}。", f"there is no action {action}; use {names}.")
    return ACTIONS[action]


def signed(by: str, reason: str) -> None:
    """BadInput for a decision without a name or a reason."""
    if not by.strip() or not reason.strip():
        raise BadInput("决定须写明决定人和理由。", "a decision needs a name and a reason.")
