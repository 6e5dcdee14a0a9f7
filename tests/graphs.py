"""A whole graph as plain values, for comparing two of them."""

from graph.store import Store

NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS p"
EDGES = """MATCH (a)-[r]->(b) RETURN coalesce(a.id, a.code) AS a, type(r) AS type, coalesce(b.id, b.code) AS b,
properties(r) AS p"""
RECORDING = {"recorded", "revision", "changed_revision", "at", "by", "loaded_on"}
SETS = {"State", "Change"}


def graph_of(store: Store) -> tuple[list, list]:
    """Every node and relationship, without when and by whom it was recorded, nor by which change sets."""

    def plain(properties):
        return sorted((key, value) for key, value in properties.items() if key not in RECORDING)

    nodes = [(sorted(row["labels"]), plain(row["p"])) for row in store.read(NODES) if not SETS & set(row["labels"])]
    edges = [(row["a"], row["type"], row["b"], plain(row["p"])) for row in store.read(EDGES)]
    return sorted(nodes, key=repr), sorted(edges, key=repr)
