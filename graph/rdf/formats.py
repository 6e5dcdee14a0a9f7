"""Resources as N-Quads, TriG, Turtle and JSON-LD, one after the other, so that memory holds one of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

import orjson

from graph.rdf.kinds import TYPE
from graph.rdf.resources import Resource
from graph.rdf.terms import SPACES, XSD, opened

PIECE = 1 << 16  # bytes sent on at one time
LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
BARE = {
    "integer": re.compile(r"-?[0-9]+"),
    "decimal": re.compile(r"-?[0-9]+\.[0-9]+"),
    "boolean": re.compile(r"true|false"),
}


def nquads(resources: Iterable[Resource], things: str) -> Iterator[str]:
    """One line for each statement."""
    for subject, graph, pairs in resources:
        end = f" {graph} .\n" if graph else " .\n"
        yield "".join([f"{subject} {predicate} {object_}{end}" for predicate, object_ in pairs])


def trig(resources: Iterable[Resource], things: str) -> Iterator[str]:
    """Blocks of subjects, those of one document together."""
    yield from _heading(things)
    short = _shortener(things)
    for graph, members in groupby(resources, key=lambda resource: resource.graph):
        if graph:
            yield f"\n{short(graph)} {{\n"
            yield from (_block(resource, short) for resource in members)
            yield "}\n"
        else:
            yield from (_block(resource, short) for resource in members)


def turtle(resources: Iterable[Resource], things: str) -> Iterator[str]:
    """Blocks of subjects; the document of a claim is named by the claim itself."""
    yield from _heading(things)
    short = _shortener(things)
    yield from (_block(resource, short) for resource in resources)


def jsonld(resources: Iterable[Resource], things: str) -> Iterator[str]:
    """One document: a context, things, and a named graph for each document."""
    prefixes = {name or "@vocab": iri for name, iri in SPACES.items()} | {"thing": things}
    yield '{"@context": ' + orjson.dumps(prefixes).decode() + ', "@graph": ['
    between = "\n"
    for graph, members in groupby(resources, key=lambda resource: resource.graph):
        nodes = (_node(resource, things) for resource in members)
        if not graph:
            for node in nodes:
                yield between + node
                between = ",\n"
            continue
        yield between + '{"@id": ' + orjson.dumps(_name(graph, things)).decode() + ', "@graph": ['
        between = "\n"
        for node in nodes:
            yield between + node
            between = ",\n"
        yield "]}"
    yield "\n]}\n"


def pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """The text in UTF-8, in pieces worth sending."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()


def _heading(things: str) -> Iterator[str]:
    for name, iri in sorted({**SPACES, "id": things}.items()):
        yield f"@prefix {name}: <{iri}> .\n"


def _block(resource: Resource, short: Callable[[str], str]) -> str:
    lines = [
        f"{'a' if predicate == TYPE else short(predicate)} {', '.join([short(object_) for _, object_ in group])}"
        for predicate, group in groupby(resource.pairs, key=lambda pair: pair[0])
    ]
    return f"{short(resource.subject)} " + " ;\n    ".join(lines) + " .\n"


def _shortener(things: str) -> Callable[[str], str]:
    """Terms as Turtle writes them: prefixed names, bare numbers."""
    spaces = [("id", things), *SPACES.items()]

    @lru_cache(maxsize=1 << 16)
    def short(term: str) -> str:
        if term[0] == "<":
            for prefix, space in spaces:
                if term.startswith(space, 1) and LOCAL.fullmatch(term, len(space) + 1, len(term) - 1):
                    return f"{prefix}:{term[len(space) + 1 : -1]}"
            return term
        value, mark, datatype = term.rpartition('"^^<' + XSD)
        if not mark:
            return term
        bare = BARE.get(datatype[:-1])
        return value[1:] if bare and bare.fullmatch(value, 1) else f'{value}"^^xsd:{datatype[:-1]}'

    return short


def _node(resource: Resource, things: str) -> str:
    node: dict[str, object] = {"@id": _name(resource.subject, things)}
    for predicate, group in groupby(sorted(resource.pairs), key=lambda pair: pair[0]):
        objects = [object_ for _, object_ in group]
        if predicate == TYPE:
            node["@type"] = [_term(object_) for object_ in objects]
        else:
            values = [_value(object_, things) for object_ in objects]
            node[_term(predicate)] = values[0] if len(values) == 1 else values
    return orjson.dumps(node).decode()


def _value(term: str, things: str) -> object:
    if term[0] == "<":
        return {"@id": _name(term, things)}
    text, _, rest = term.rpartition('"')
    value = opened(text[1:])
    if rest.startswith("@"):
        return {"@value": value, "@language": rest[1:]}
    if rest.startswith("^^"):
        return {"@value": value, "@type": _term(rest[2:])}
    return value


def _name(term: str, things: str) -> str:
    """An IRI of ours with its prefix, where it is plain enough."""
    if term.startswith(things, 1) and LOCAL.fullmatch(term, len(things) + 1, len(term) - 1):
        return f"thing:{term[len(things) + 1 : -1]}"
    return term[1:-1]


@lru_cache(maxsize=4096)
def _term(term: str) -> str:
    """A term of a vocabulary as the context has it."""
    for prefix, space in SPACES.items():
        if term.startswith(space, 1):
            local = term[len(space) + 1 : -1]
            return f"{prefix}:{local}" if prefix else local
    return term[1:-1]


Writer = Callable[[Iterable[Resource], str], Iterator[str]]
WRITERS: Mapping[str, Writer] = MappingProxyType({"nq": nquads, "trig": trig, "ttl": turtle, "jsonld": jsonld})
