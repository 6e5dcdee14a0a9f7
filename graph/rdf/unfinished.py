"""The mark of an import of RDF under way, which a killed one leaves behind."""

from graph.errors import BadInput
from graph.store import Store

UNFINISHED = "MATCH (s:State {id: 'graph'}) WHERE s.restoring RETURN 1 AS one"
BEGIN = "MERGE (s:State {id: 'graph'}) SET s.restoring = true"
DONE = "MATCH (s:State {id: 'graph'}) REMOVE s.restoring"


def begin(store: Store) -> None:
    """From here on the graph is half of something."""
    store.write(BEGIN)


def end(store: Store) -> None:
    """The graph is whole."""
    store.write(DONE)


def unfinished(store: Store) -> bool:
    """Whether an import began and did not end."""
    return bool(store.read(UNFINISHED))


def refuse_unfinished(store: Store) -> None:
    """BadInput where an import was killed on its way: nothing may be loaded on top of its half."""
    if unfinished(store):
        raise BadInput(
            "上次装入 RDF 中途被中断，图谱不完整；请再次执行 innograph load 文件，将自动清空并从头装入；"
            "或用 INNOGRAPH_HOME 指定新的数据目录。",
            "an import of RDF was cut off and the graph is incomplete; run innograph load FILE again, which empties it "
            "and begins anew, or set INNOGRAPH_HOME to a new data directory.",
        )
