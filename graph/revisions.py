"""Revisions: who writes takes the next one, who reads is shown it once everything that belongs to it can be found.

The engine makes a transaction visible piece by piece: a reader can see a new number while an index does not know the
new rows yet, and would then hold what it found for the whole of that revision. So the number that is taken (`taken`)
becomes the one that is shown (`revision`) in a later transaction, which waits for every writer before it.
"""

from graph.store import Row, Store, Transaction

# Who writes holds the state until its transaction ends, so that revisions are taken one after the other. Every batch
# is stamped with the revision that the next change set takes, whoever commits it, so that who follows misses nothing.
LOCK = "MERGE (s:State {id: 'graph'}) SET s.lock = true WITH s, coalesce(s.taken, s.revision, 0) AS last"
# While a set is being written the state says so: should it be cut off, the next set raises the revision for it.
OPEN = f"{LOCK} SET s.open = last + 1 RETURN s.open AS revision"
CUT_OFF = "MATCH (s:State {id: 'graph'}) WHERE s.open IS NOT NULL RETURN s.open AS revision"
CLOSE = "MATCH (s:State {id: 'graph'}) REMOVE s.open"
LAST = f"{LOCK} RETURN last"
TAKE = f"""{LOCK} SET s.taken = last + 1 CREATE (x:Change) SET x = $change, x.revision = s.taken
RETURN s.taken AS revision"""
SHOW = f"{LOCK} WHERE s.revision IS NULL OR s.revision < last SET s.revision = last"


def opened(tx: Transaction) -> int:
    """The revision with which a change set that is not complete yet stamps what it writes."""
    return int(tx.run(OPEN)[0]["revision"])


def cut_off(store: Store) -> bool:
    """Whether some change set was begun and not completed."""
    return bool(store.read(CUT_OFF))


def take(tx: Transaction, change: Row) -> int:
    """Take the next revision for a `change` (`at, by, what, added, changed, closed`)."""
    return int(tx.run(TAKE, change=change)[0]["revision"])


def close(tx: Transaction) -> None:
    """No change set is open any more."""
    tx.run(CLOSE)


def last(tx: Transaction) -> int:
    """The last revision taken, shown or not; until this transaction ends nobody takes another."""
    return int(tx.run(LAST)[0]["last"])


def show(store: Store) -> None:
    """Show readers what has been taken; within a larger transaction once that is complete."""
    store.afterwards(lambda outside: outside.write(SHOW))
