"""An editor's word against one inferred tie of a platform and a chain; every other row of the same rule stays.

The decision names the pair and hangs on no claim: what the inference rests on may be right for other chains. A sentence
that joins the two outranks it. Questions that infer ties leave such pairs out; undoing the decision brings them back.

`pair` is what was decided about and never changes; `tie` is the same two things under the ids they are shown by, and
follows merges and splits.
"""

from graph.errors import BadInput, NotFound
from graph.revisions import show
from graph.standing import Decision, record, signed
from graph.store import Store, Transaction

DENY = "deny"
THINGS = """OPTIONAL MATCH (p:InnovationPlatform {id: $platform}) OPTIONAL MATCH (c:IndustryChain {id: $chain})
RETURN p.id AS platform, c.id AS chain,
  EXISTS { MATCH (p)-[:SERVES_CHAIN {kind: 'actual', basis: 'stated'}]->(c) } AS stated,
  EXISTS { MATCH (d:Decision {tie: $platform + ' ' + $chain}) WHERE d.undone_revision IS NULL } AS denied"""

TIED = """MATCH (d:Decision) WHERE d.pair IS NOT NULL WITH d, split(d.pair, ' ') AS ends
MATCH (p:Entity {id: ends[0]}), (c:Entity {id: ends[1]})
SET d.tie = coalesce(p.merged_into, p.id) + ' ' + coalesce(c.merged_into, c.id)"""


def deny(store: Store, platform: str, chain: str, by: str, reason: str) -> Decision:
    """Reject that `platform` serves `chain` by inference; BadInput where a source states it or it is denied already."""
    signed(by, reason)

    def work(tx: Transaction) -> Decision:
        _deniable(tx, platform, chain)
        decision = record(tx, DENY, [], by, reason, pair=f"{platform} {chain}")
        tie(tx)
        return decision

    decision = store.writing(work)
    show(store)
    return decision


def tie(tx: Transaction) -> None:
    """Let every decision about a pair hold for the things under which its two are shown now."""
    tx.run(TIED)


def _deniable(tx: Transaction, platform: str, chain: str) -> None:
    found = tx.run(THINGS, platform=platform, chain=chain)[0]
    if not (found["platform"] and found["chain"]):
        raise NotFound(
            f"没有平台 {platform} 或产业链 {chain}；请核对编号。",
            f"no platform {platform} or chain {chain}; check the ids.",
        )
    if found["stated"]:
        raise BadInput(
            "这一对有资料明载，不是推断；如资料有误，请驳回那条说法。",
            "a source states this pair, it is not inferred; if the source is wrong, reject that statement.",
        )
    if found["denied"]:
        raise BadInput(
            "这一对推断已经驳回；可在已做的决定中撤销。", "this pair is rejected already; undo it among the decisions."
        )
