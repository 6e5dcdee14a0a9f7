"""The process that holds a snapshot and answers SPARQL: `python -m graph.rdf.sparql_worker SNAPSHOT SECONDS BYTES`.

Requests come on standard input, answers leave on standard output, each as its length in four bytes and then JSON (an
answer: a line of JSON and the body). It knows no update, reaches no network, and ends with its parent.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from io import BytesIO
from typing import BinaryIO

import orjson
from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

from graph.rdf.terms import SPACES
from ontology import TERMS

ROWS = {
    "json": (QueryResultsFormat.JSON, "application/sparql-results+json"),
    "xml": (QueryResultsFormat.XML, "application/sparql-results+xml"),
    "csv": (QueryResultsFormat.CSV, "text/csv; charset=utf-8"),
    "tsv": (QueryResultsFormat.TSV, "text/tab-separated-values; charset=utf-8"),
}
TRIPLES = {
    "ttl": (RdfFormat.TURTLE, "text/turtle"),
    "nt": (RdfFormat.N_TRIPLES, "application/n-triples"),
    "jsonld": (RdfFormat.JSON_LD, "application/ld+json"),
    "rdfxml": (RdfFormat.RDF_XML, "application/rdf+xml"),
}
MEMORY = 2 << 30  # bytes of address space for snapshot and answers
GRACE = 5  # seconds after which the process ends itself where its parent does not end it


class Overflow(OSError):
    """The answer is larger than allowed."""


class Limited(BytesIO):
    """Takes up to a number of bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: object) -> int:
        """Overflow beyond the limit."""
        written = super().write(data)  # type: ignore[arg-type]
        if self.tell() > self.most:
            raise Overflow
        return written


def snapshot(path: str) -> Store:
    """The exported graph, with the ontology and its vocabularies in graphs of their own."""
    store = Store()
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    folder = files("ontology")
    for name in ("innovation.ttl", *sorted(f"vocab/{file.name}" for file in folder.joinpath("vocab").iterdir())):
        graph = NamedNode(TERMS.rstrip("#") + ("" if name == "innovation.ttl" else "/" + name.removesuffix(".ttl")))
        store.bulk_load(folder.joinpath(name).read_bytes(), RdfFormat.TURTLE, to_graph=graph)
    store.optimize()
    return store


def answer(store: Store, request: dict[str, object], most: int) -> tuple[dict[str, str], bytes]:
    """What a query yields, in the first wanted format that fits it."""
    graphs = [NamedNode(iri) for iri in request["default"]]  # type: ignore[attr-defined]
    named = [NamedNode(iri) for iri in request["named"]]  # type: ignore[attr-defined]
    chosen = {"default_graph": graphs or None, "named_graphs": named or None} if graphs or named else {}
    union = not chosen and not request["dataset"]
    found = store.query(
        str(request["query"]),
        prefixes={**SPACES, "id": str(request["things"])},
        use_default_graph_as_union=union,
        **chosen,  # type: ignore[arg-type]
    )
    out = Limited(most)
    form, media = _form(found, request["wanted"])  # type: ignore[arg-type]
    found.serialize(out, form)  # type: ignore[arg-type]
    return {"media": media}, out.getvalue()


def _form(found: QuerySolutions | QueryBoolean | QueryTriples, wanted: list[str]) -> tuple[object, str]:
    known: dict[str, tuple[object, str]] = {**TRIPLES} if isinstance(found, QueryTriples) else {**ROWS}
    return next((known[name] for name in wanted if name in known), next(iter(known.values())))


def reply(store: Store, request: dict[str, object], most: int) -> tuple[dict[str, str], bytes]:
    """An answer, or why there is none."""
    try:
        return answer(store, request, most)
    except SyntaxError as error:
        return {"error": "syntax", "detail": str(error.msg)}, b""
    except Overflow:
        return {"error": "size"}, b""
    except (ValueError, OSError) as error:
        size = "Overflow" in repr(error) or isinstance(error.__cause__, Overflow)
        return {"error": "size" if size else "query", "detail": str(error)}, b""


def requests(stream: BinaryIO) -> Iterator[dict[str, object]]:
    """Requests until the parent is gone."""
    while len(head := stream.read(4)) == 4:
        yield orjson.loads(stream.read(int.from_bytes(head)))


def send(stream: BinaryIO, head: dict[str, str], body: bytes) -> None:
    """One answer."""
    line = orjson.dumps(head) + b"\n"
    stream.write((len(line) + len(body)).to_bytes(4) + line + body)
    stream.flush()


def main(path: str, seconds: float, most: int) -> None:
    """Load, say so, answer until the parent is gone."""
    bound_memory()
    store = snapshot(path)
    close_off()
    send(sys.stdout.buffer, {"ready": str(len(store))}, b"")
    for request in requests(sys.stdin.buffer):
        watch(seconds + GRACE)
        send(sys.stdout.buffer, *reply(store, request, most))
        watch(0)


def bound_memory() -> None:
    """Bound the memory, and let interrupts of the terminal go to the parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(ImportError, ValueError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def close_off() -> None:
    """From now on no file and no connection can be opened: the library itself could ask other servers."""
    with suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def watch(seconds: float) -> None:
    """End the process after that time; 0 is never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
