"""The whole graph out as RDF and back, without loss; `docs/rdf.md` says what each statement means."""

from collections.abc import Iterator

from graph.engine import Progress
from graph.errors import BadInput, StoreError
from graph.rdf.formats import WRITERS, pieces
from graph.rdf.resources import COUNTS, MEDIA, Resource, Sayer
from graph.store import Store, Transaction

__all__ = ["MEDIA", "Resource", "Sayer", "export"]

LONG = 3600.0  # seconds for reading the whole graph
STEP = 1000
STATE = "MATCH (s:State {id: 'graph'}) RETURN s.revision AS revision, s.taken AS taken, s.open AS open"


def export(store: Store, base: str, kind: str, progress: Progress | None = None) -> Iterator[bytes]:
    """The graph in one of WRITERS, as pieces of UTF-8; memory does not grow with it.

    BadInput for another format; StoreError where the graph is changed meanwhile, so that nobody keeps a mixture.
    """
    if kind not in WRITERS:
        names = "、".join(WRITERS)
        raise BadInput(f"没有格式 {kind}；可用：{names}。", f"there is no format {kind}; use one of {names}.")
    with store.streaming(LONG) as tx:
        before = tx.run(STATE)
        sayer = Sayer(base)
        resources = _watched(sayer.everything(tx), _total(tx), progress)
        yield from pieces(WRITERS[kind](resources, sayer.things.space))
        if tx.run(STATE) != before:
            raise StoreError(
                "导出期间图谱有变更，文件已作废；请重新导出。",
                "the graph was changed during the export, so the file is void; export again.",
            )


def _total(tx: Transaction) -> int:
    """Roughly how many resources there will be."""
    return sum(tx.run(COUNTS)[0].values())


def _watched(resources: Iterator[Resource], total: int, progress: Progress | None) -> Iterator[Resource]:
    for done, resource in enumerate(resources, 1):
        if progress and done % STEP == 0 and done < total:
            progress("导出 | exporting", done, total)
        yield resource
    if progress:
        progress("导出 | exporting", total, total)
