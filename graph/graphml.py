"""The current view as GraphML: things and the relations between them, as Gephi, yEd and networkx read it.

Attributes are typed; labels stand in `label` for Gephi and as yFiles graphics for yEd, in the colours of the ontology.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from graph.engine import Progress
from graph.store import Row, Store
from ontology import read_ontology

LONG = 3600.0
THINGS = "MATCH (e:Entity) WHERE e.merged_into IS NULL RETURN properties(e) AS p"
TIES = """MATCH (s:Entity)-[r]->(o:Entity) WHERE r.fact IS NOT NULL
RETURN s.id AS s, o.id AS o, type(r) AS type, properties(r) AS p"""
NODE_KEYS = (
    ("label", "string"),
    ("class", "string"),
    ("class_zh", "string"),
    ("status", "string"),
    ("standing", "string"),
)
EDGE_KEYS = (
    *((name, "string") for name in ("label", "relation", "basis", "kind", "role", "since", "until")),
    ("count", "int"),
    ("weight", "double"),
)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
"""
SHAPES = {
    "dot": "ellipse",
    "square": "rectangle",
    "box": "roundrectangle",
    "triangleDown": "triangle2",
    "star": "star5",
}


def graphml(store: Store, progress: Progress | None = None) -> Iterator[bytes]:
    """The graph as pieces of UTF-8; ids are the public ids, `weight` is the number of claims behind a relation."""
    yield (HEAD + "".join(_keys())).encode() + b'<graph id="innograph" edgedefault="directed">\n'
    with store.streaming(LONG) as tx:
        for row in tx.each(THINGS):
            yield _node(row["p"]).encode()
        names = {relation.type: name for name, relation in read_ontology().relations.items()}
        for number, row in enumerate(tx.each(TIES)):
            yield _edge(number, names[row["type"]], row).encode()
    yield b"</graph>\n</graphml>\n"
    if progress:
        progress("导出 | exporting", 1, 1)


def _keys() -> Iterator[str]:
    for kind, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, type_ in keys:
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '<key id="graphics" for="node" yfiles.type="nodegraphics"/>\n'


def _node(thing: Row) -> str:
    cls = read_ontology().cls(thing["class"])
    values = {**thing, "label": thing["name"], "class_zh": cls.label_zh}
    shape = SHAPES.get(cls.shape, cls.shape)
    drawn = (
        f'<data key="graphics"><y:ShapeNode><y:Fill color="{cls.colour}" transparent="false"/>'
        f'<y:NodeLabel>{escape(_plain(thing["name"]))}</y:NodeLabel><y:Shape type="{shape}"/></y:ShapeNode></data>'
    )
    return f"<node id={quoteattr(thing['id'])}>{_data('node', NODE_KEYS, values)}{drawn}</node>\n"


def _edge(number: int, relation: str, row: Row) -> str:
    label = read_ontology().relation(relation).label_zh
    values = {**row["p"], "relation": relation, "label": label, "weight": float(len(row["p"]["claims"]))}
    ends = f"source={quoteattr(row['s'])} target={quoteattr(row['o'])}"
    return f'<edge id="e{number}" {ends}>{_data("edge", EDGE_KEYS, values)}</edge>\n'


def _data(kind: str, keys: tuple[tuple[str, str], ...], values: Row) -> str:
    given = ((name, values.get(name)) for name, _ in keys)
    return "".join(
        f'<data key="{kind}_{name}">{escape(_plain(str(value)))}</data>' for name, value in given if value is not None
    )


def _plain(text: str) -> str:
    """The text without signs that XML 1.0 has no place for."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
