"""What is said of one resource, for whoever follows its IRI; and the files of the ontology in every format."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from graph.errors import NotFound
from graph.people import any_private_among, withheld
from graph.rdf.formats import WRITERS
from graph.rdf.resources import DECIDED, MEDIA, OWN, Resource, Sayer
from graph.rdf.terms import SPACES, known
from graph.store import Row, Store, Transaction, Veiled
from ontology import TERMS, read_indicators, read_ontology

MOST = 500  # relations said of one thing; the rest stands in the export
ENTITY = f"MATCH (n:Entity {{id: $id}}) RETURN properties(n) AS p, {OWN}"
CLAIM = """MATCH (n:Claim {id: $id}) RETURN properties(n) AS p,
[l IN labels(n) WHERE NOT l IN ['Claim', 'Dirty']][0] AS label"""
OTHER = "MATCH (n:{label} {{id: $id}}) RETURN properties(n) AS p"
CHANGE = "MATCH (n:Change {revision: $revision}) RETURN properties(n) AS p"
RELATED = """MATCH (:Entity {id: $id})-[r]-(:Entity) WHERE r.fact IS NOT NULL AND r.kind = 'actual'
RETURN startNode(r).id AS s, type(r) AS type, endNode(r).id AS o, r.role AS role"""
BY_CODE = """MATCH (c:IdentifierClaim {scheme: $scheme, value: $value, status: 'accepted'})-[:SUBJECT]->(e:Entity)
WHERE c.closed_revision IS NULL RETURN DISTINCT e.id AS id"""
ABOUT = frozenset(map(known, ("subject", "object", "left", "right")))
# What the page of a resource is about; each has an address of its own.
PAGES = ("entity", "document", "other")


class Described(NamedTuple):
    """What is said of a resource: its kind (one of PAGES), its id, name and class where it is a thing, statements."""

    page: str
    thing: Row
    resources: list[Resource]


def describe(store: Store, base: str, id_: str) -> Described:
    """The description of an id; NotFound for none, Forbidden for readers where it tells of a private person."""
    sayer = Sayer(base)
    found = store.reading(lambda tx: _described(tx, sayer, id_))
    if found is None:
        raise NotFound(f"没有编号为 {id_} 的资源。", f"no resource has the id {id_}.")
    if isinstance(store, Veiled) and any_private_among(store, {id_, *_spoken_of(sayer, found.resources)}):
        raise withheld()
    return found


def _spoken_of(sayer: Sayer, resources: list[Resource]) -> Iterator[str]:
    """The things that claims and judgements are about."""
    for resource in resources:
        yield from (sayer.things.id(term) for predicate, term in resource.pairs if predicate in ABOUT)


def coded(store: Store, slug: str, value: str) -> str:
    """The id of the thing that has a standard code; NotFound where none or several have it."""
    terms = read_ontology().code_lists["identifierScheme"].terms
    schemes = {term.iri.rpartition("-")[2]: code for code, term in terms.items()}
    rows = store.read(BY_CODE, scheme=schemes.get(slug, ""), value=value)
    if len(rows) != 1:
        raise NotFound(f"没有代码为 {slug} {value} 的对象。", f"no thing has the code {value} of {slug}.")
    return str(rows[0]["id"])


def written(described: Described, base: str, kind: str) -> str:
    """A description in one of the export formats."""
    return "".join(WRITERS[kind](iter(described.resources), Sayer(base).things.space))


def _described(tx: Transaction, sayer: Sayer, id_: str) -> Described | None:
    if rows := tx.run(ENTITY, id=id_):
        thing = {key: rows[0]["p"][key] for key in ("id", "name", "class")}
        return Described("entity", thing, [sayer.entity(rows[0]), *_related(tx, sayer, id_)])
    if rows := tx.run(CLAIM, id=id_):
        return Described("other", {}, [sayer.node(rows[0]["label"], rows[0]["p"])])
    for label in ("Document", "Judgement", "Decision"):
        if rows := tx.run(OTHER.format(label=label), id=id_):
            return Described("document" if label == "Document" else "other", {}, [sayer.node(label, rows[0]["p"])])
    resources = list(_rest(tx, sayer, id_))
    return Described("other", {}, resources) if resources else None


def _related(tx: Transaction, sayer: Sayer, id_: str) -> Iterator[Resource]:
    for row in tx.run(f"{RELATED} LIMIT {MOST}", id=id_):
        yield from sayer.joined(row["s"], sayer.relation(row["type"]), row["o"], row["role"])


def _rest(tx: Transaction, sayer: Sayer, id_: str) -> Iterator[Resource]:
    """What has no node of its own under that id: indicators, change sets, and the parts of the description."""
    if id_ in read_indicators():
        yield sayer.indicator(id_)
    elif id_.startswith("revision-") and id_[9:].isdecimal():
        yield from (sayer.node("Change", row["p"]) for row in tx.run(CHANGE, revision=int(id_[9:])))
    elif "-" in id_ and id_.startswith("d") and not id_.startswith("dataset-"):
        decision, _, claim = id_.partition("-")
        rows = tx.run(DECIDED.replace("(d:Decision)", "(d:Decision {id: $d})"), d=decision)
        rows = [row for row in rows if row["p"]["claim"] == claim]
        yield from (sayer.node("DecidedClaim", row["p"]) for row in rows)
    else:
        subject = sayer.things.iri(id_)
        yield from (resource for resource in sayer.description(tx) if resource.subject == subject)


FILES = {"": "innovation.ttl", "shapes": "shapes.ttl"}


@lru_cache(maxsize=64)
def ontology_file(name: str, kind: str) -> bytes:
    """The ontology (""), its shapes, or a vocabulary ("vocab/chains") in a format; NotFound for another name."""
    file = FILES.get(name, f"{name}.ttl")
    if name not in (*FILES, *vocabularies()):
        raise NotFound(f"没有词表 {name}。", f"there is no vocabulary {name}.")
    data = files("ontology").joinpath(file).read_bytes()
    if kind == "ttl":
        return data
    return _converted(data, kind)


def _converted(turtle: bytes, kind: str) -> bytes:
    from pyoxigraph import RdfFormat, parse, serialize  # ten megabytes that few services need

    form = {"jsonld": RdfFormat.JSON_LD, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}[kind]
    return serialize(parse(turtle, format=RdfFormat.TURTLE), format=form, prefixes=_prefixes(kind)) or b""


def _prefixes(kind: str) -> dict[str, str] | None:
    return {name or "our": iri for name, iri in SPACES.items()} if kind != "nq" else None


@lru_cache(maxsize=1)
def vocabularies() -> tuple[str, ...]:
    """The names of the vocabularies, as in their IRIs below that of the ontology."""
    folder = files("ontology").joinpath("vocab")
    return tuple(sorted(f"vocab/{file.name.removesuffix('.ttl')}" for file in folder.iterdir()))


def ontology_iri(name: str) -> str:
    """The IRI of a file of the ontology."""
    return TERMS.rstrip("#") + (f"/{name}" if name else "")


__all__ = ["MEDIA", "Described", "coded", "describe", "ontology_file", "ontology_iri", "vocabularies", "written"]
