"""Constraints and indexes, derived from the ontology."""

from graph.store import Store, Transaction

UNIQUE = (
    ("Entity", "id"),
    ("Claim", "id"),
    ("Document", "id"),
    ("Indicator", "code"),
    ("Judgement", "id"),
    ("Decision", "id"),
    ("State", "id"),
    ("Change", "revision"),
    ("Receipt", "key"),
)
INDEXED = (
    ("Claim", "row"),
    ("Claim", "dataset"),
    ("RelationClaim", "fact"),
    ("NameClaim", "key"),
    ("Observation", "indicator"),
    ("IdentifierClaim", "value"),
    ("Entity", "class"),
    ("Decision", "tie"),
)
# Whoever follows the changes reads a change set page by page in the order of these.
FOLLOWED = ("revision", "changed_revision", "closed_revision")
NAMES = """CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (e:Entity) ON EACH [e.names, e.pinyin, e.initials]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false}}"""


def apply_schema(store: Store) -> None:
    """Create what is missing and wait until every index answers; safe to repeat."""
    store.writing(_index)  # filled in the background, while each constraint is waited for
    for label, key in UNIQUE:
        store.write(f"CREATE CONSTRAINT {label}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE")
    store.write("CALL db.awaitIndexes(120)")


def _index(tx: Transaction) -> None:
    for label, key in INDEXED:
        tx.run(f"CREATE INDEX {label}_{key}_index IF NOT EXISTS FOR (n:{label}) ON (n.{key})")
    for key in FOLLOWED:
        tx.run(f"CREATE INDEX Claim_{key}_id IF NOT EXISTS FOR (n:Claim) ON (n.{key}, n.id)")
    tx.run(NAMES)
