"""Nodes of a file into an empty graph: gathered on disk by subject, then written in batches, derived and judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from graph.bulk.groups import Groups
from graph.derive import live
from graph.errors import BadInput
from graph.names import name_key
from graph.pairs import tie
from graph.rdf.decoding import Decoder, Fault, Node, unsupported
from graph.rdf.kinds import CLAIMS
from graph.rdf.reading import Statement
from graph.rdf.unfinished import begin, end, unfinished
from graph.rows import fact_of
from graph.schema import apply_schema
from graph.settling import settle
from graph.store import Row, Store, Transaction
from graph.writes import put

BATCH = 5000
ORDER = ("Document", "Entity", *CLAIMS, "Judgement", "Decision", "DecidedClaim", "Change", "Dataset", "KnowledgeGraph")
ANY = "MATCH (n) WHERE NOT n:State RETURN 1 AS one LIMIT 1"
# Claims first and relationships next: a node that many of them hang on would not fit into one transaction.
CLEAR = (
    "MATCH (n:Claim) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS n",
    "MATCH ()-[r]->() WITH r LIMIT 20000 DELETE r RETURN count(*) AS n",
    "MATCH (n) WHERE NOT n:State WITH n LIMIT 20000 DELETE n RETURN count(*) AS n",
)
FORGET = "MATCH (s:State) DELETE s"
PUT: Mapping[str, str] = {
    "Decision": "UNWIND $rows AS row CREATE (d:Decision) SET d = row, d.document = coalesce(row.document, '')",
    "DecidedClaim": """UNWIND $rows AS row MATCH (d:Decision {id: row.decision}), (c:Claim {id: row.claim})
CREATE (d)-[r:ON]->(c) SET r = row, r.decision = null, r.claim = null""",
    "Change": "UNWIND $rows AS row CREATE (c:Change) SET c = row",
    "Dataset": "UNWIND $rows AS row WITH row WHERE row.digest IS NOT NULL CREATE (g:Guide) SET g = row",
    "KnowledgeGraph": """UNWIND $rows AS row MERGE (s:State {id: 'graph'})
SET s += row, s.judged = -1, s.taken = COLLECT { MATCH (x:Change) RETURN max(x.revision) }[0]""",
}
# What the writing statements would fill in where the file says nothing.
UNSTAMPED = dict.fromkeys(("revision", "recorded", "changed_revision"))
HIDE = """UNWIND $rows AS row MATCH (e:Entity {id: row.id}) WITH e, [l IN labels(e) WHERE l <> 'Entity'] AS old
REMOVE e:$(old) SET e:Merged, e.names = [], e.pinyin = [], e.initials = []"""


class Shelf:
    """The nodes of a file on disk, by label, and what is said beside them."""

    def __init__(self, folder: Path, decoder: Decoder) -> None:
        self.decoder = decoder
        self._folder = folder
        self._groups = Groups(folder / "subjects")
        self._beside = Groups(folder / "beside")
        self.merged: dict[str, str] = {}
        self.counts = dict.fromkeys(ORDER, 0)

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        self._groups.parts()
        self._beside.parts()

    def gather(self, statements: Iterable[Statement]) -> Iterator[Fault]:
        """Put statements aside by subject; those that nobody here understands are faults."""
        for statement in statements:
            if fault := self.decoder.strange(statement):
                yield fault
            else:
                self._groups.add(statement.subject, tuple(statement))

    def decode(self) -> Iterator[Fault]:
        """Make nodes of what was gathered."""
        files = {label: self._path(label).open("wb", buffering=1 << 17) for label in ORDER}
        try:
            for group in self._groups:
                node, faults = self.decoder.node([Statement(*said) for said in group])
                yield from faults
                if node:
                    files[node.label].write(orjson.dumps({**node.row, "~line": node.line}) + b"\n")
                    self._keep(node)
        finally:
            for file in files.values():
                file.close()

    def _keep(self, node: Node) -> None:
        self.counts[node.label] += 1
        if into := node.row.get("merged_into"):
            self.merged[node.row["id"]] = into
        for line, s, p, o, _ in node.follows:
            self._beside.add(s, {"s": s, "p": p, "o": o, "n": line + 1})

    def follows(self) -> Iterator[Fault]:
        """Statements about things that no claim of the file supports."""
        for label in CLAIMS[:3]:
            for row in self.rows(label):
                if live(row):
                    for s, p, o in self.decoder.supports(label, row):
                        self._beside.add(s, {"s": s, "p": p, "o": o, "n": 0})
        for group in self._beside:
            yield from unsupported(group)

    def rows(self, label: str) -> Iterator[Row]:
        """The nodes of a label as rows of the store, with where claims hang and the line as `~line`."""
        with self._path(label).open("rb") as lines:
            for line in lines:
                row = orjson.loads(line)
                yield self._hung(label, row) if label in CLAIMS else row

    def _hung(self, label: str, row: Row) -> Row:
        row["s"] = self.merged.get(row["subject"], row["subject"])
        if label == "RelationClaim":
            row["o"] = self.merged.get(row["object"], row["object"])
            row["fact"] = fact_of(row["s"], row["predicate"], row["o"], row["kind"])
        elif label == "NameClaim":
            row["key"] = name_key(row["name"])
        return row

    def _path(self, label: str) -> Path:
        return self._folder / f"{label}.jsonl"


def ready(store: Store) -> None:
    """An empty graph; BadInput where it is not, for an import must not mix with what is there."""
    if unfinished(store):
        clear(store)
    if store.read(ANY):
        raise BadInput(
            "RDF 只能装入空图谱，而这里已有数据；请用 INNOGRAPH_HOME 指定新的数据目录。",
            "RDF is loaded into an empty graph and this one has data; set INNOGRAPH_HOME to a new data directory.",
        )


def restore(store: Store, shelf: Shelf, told: Callable[[int], None]) -> None:
    """Write every node of the shelf; where that fails the graph is empty again."""
    ready(store)
    apply_schema(store)
    begin(store)
    try:
        done = 0
        for label in ORDER:
            for rows in _batches(shelf.rows(label)):
                store.writing(lambda tx, label=label, rows=rows: _put(tx, label, rows))  # type: ignore[misc]
                done += len(rows)
                told(done)
        store.write(HIDE, rows=[{"id": id_} for id_ in shelf.merged])
        store.writing(tie)
        settle(store)
        end(store)
    except BaseException:
        clear(store)
        raise


def clear(store: Store) -> None:
    """Take away everything, the mark of an unfinished import last."""
    for statement in CLEAR:
        while store.write(statement)[0]["n"]:
            pass
    store.write(FORGET)


def _put(tx: Transaction, label: str, rows: list[Row]) -> None:
    if label in PUT:
        tx.run(PUT[label], rows=rows)
    else:
        put(tx, label, rows, [], 0)


def _batches(rows: Iterator[Row]) -> Iterator[list[dict[str, Any]]]:
    plain = ({**UNSTAMPED, **{name: value for name, value in row.items() if name != "~line"}} for row in rows)
    while batch := list(islice(plain, BATCH)):
        yield batch
