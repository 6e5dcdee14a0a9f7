"""The same wrong data is refused by the checks of a load and by the SHACL shapes, and sound data by neither."""

from dataclasses import replace
from importlib.resources import files

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef

from graph.errors import BadInput
from graph.model import Document, Entity, Figure, Identifier, Judgement, Naming, Relation, Span
from graph.rdf.formats import nquads
from graph.rdf.resources import Sayer
from graph.rows import kind_of, row_of
from ingest.checks.figures import fits
from ingest.exchange import load_rdf
from ontology import read_ontology
from tests.shapes import held_against

BASE = "https://innograph.example"
TERMS = f"{BASE}/ontology#"
HERE = Span("D1", 3, 1, 5)
SELECT = URIRef("http://www.w3.org/ns/shacl#select")


def thing(id_, cls, name=""):
    return Entity(id_, name or id_, cls, first_source="D1#L1")


def related(row, subject, predicate, object_, **more):
    return Relation(row, subject, HERE, predicate=predicate, object=object_, **more)


FIGURE = Figure("O1", "F", HERE, indicator="patentGranted", value=5.0, unit="项", basis="flow", period="2021")
THINGS = [
    thing("F", "Enterprise"), thing("P", "TechInnovationCenter"), thing("C", "InnovationChain"),
    thing("S", "ChainSegment"), thing("Z", "FunctionalZone"), thing("Y", "FunctionalZone"),
    thing("E", "Event"), thing("A", "EventSeries"), thing("B", "EventSeries"),
]  # fmt: skip
SOUND = [
    Document("D1", "A plan", kind="plan", date="2021", file="plan.txt"),
    Document("D2", "A forum", kind="press", reliability="weak"),
    *THINGS,
    *[Naming(f"N{e.id}", e.id, Span("D1"), name=e.name, kind="official") for e in THINGS],
    related("R1", "P", "servesChain", "C", as_of="2021"),
    FIGURE,
    Identifier("I1", "F", HERE, scheme="USCC", value="91110108551385082Q"),
    Judgement("A", "B", "different", by="editor"),
]


def said(records):
    """The records as the export says them, plain relations included."""
    sayer, resources = Sayer(BASE), []
    for record in records:
        row = row_of(record, "made")
        if isinstance(record, Entity):
            resources.append(sayer.entity({"p": row, "english": [], "codes": []}))
            continue
        resources.append(sayer.node(kind_of(record), row))
        if isinstance(record, Relation) and record.status == "accepted" and record.kind == "actual":
            resources += sayer.joined(record.subject, record.predicate, record.object, record.role)
        if isinstance(record, Figure):
            resources.append(sayer.indicator(record.indicator))
    return "".join(dict.fromkeys("".join(nquads(resources, "")).splitlines(keepends=True)))


def changed(old, **more):
    return lambda: said([replace(r, **more) if r is old else r for r in SOUND])


def with_(*records):
    return lambda: said([*SOUND, *records])


def text(before, after):
    return lambda: said(SOUND).replace(before, after)


OFFICIAL = next(r for r in SOUND if isinstance(r, Naming))
RELATION = next(r for r in SOUND if isinstance(r, Relation))
CODE = next(r for r in SOUND if isinstance(r, Identifier))
WRONG = {
    "a subject outside the domain": with_(related("X", "F", "servesChain", "C")),
    "an object outside the range": with_(related("X", "P", "servesChain", "Z")),
    "a relation to itself": with_(related("X", "Z", "partOfArea", "Z")),
    "a role the relation does not have": changed(RELATION, role="1"),
    "an end before the beginning": changed(RELATION, valid_from="2024", valid_to="2021"),
    "a subject that is not there": with_(related("X", "P9", "servesChain", "C")),
    "an object that is not there": with_(related("X", "P", "servesChain", "C9")),
    "a document that is not there": changed(FIGURE, span=Span("D9", 3, 1, 5)),
    "a circle": with_(related("X", "Z", "partOfArea", "Y"), related("W", "Y", "partOfArea", "Z")),
    "two series of one event": with_(related("X", "E", "editionOf", "A"), related("W", "E", "editionOf", "B")),
    "a thing of an abstract class": with_(thing("O", "Organization"), replace(OFFICIAL, subject="O", name="O")),
    "an unknown class": text("#TechInnovationCenter>", "#Dreamland>"),
    "a missing label": changed(THINGS[0], name=""),
    "a basis the indicator does not have": changed(FIGURE, basis="rank", unit="位"),
    "a unit of another kind": changed(FIGURE, unit="亿元"),
    "a range without an upper value": changed(FIGURE, bound="range"),
    "an upper value below the lower": changed(FIGURE, bound="range", value_max=3.0),
    "a deadline of a fact": changed(FIGURE, deadline="2025"),
    "a target without a deadline": changed(FIGURE, kind="target"),
    "no period": changed(FIGURE, period=""),
    "a month that is none": changed(RELATION, as_of="2021-13"),
    "a period in words": changed(FIGURE, period="last year"),
    "a value that is text": text('"5.0"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"five"'),
    "a code that no list holds": text("#claimStatus-accepted>", "#claimStatus-true>"),
    "an identifier too short": changed(CODE, value="9111010855138508"),
    "accepted on a weak source": changed(RELATION, span=Span("D2")),
    "a thing judged against itself": changed(SOUND[-1], right="A"),
    "a blank at the end of a name": with_(Naming("X", "F", HERE, name="F ", kind="alias")),
}  # fmt: skip


@pytest.fixture(scope="module")
def rules():
    read = [files("ontology").joinpath(name).read_text(encoding="utf-8") for name in ("shapes.ttl", "innovation.ttl")]
    return [Graph().parse(data=data, format="turtle") for data in read]


def refused_by_shapes(data, rules):
    shapes, model = rules
    triples = {quad.triple for quad in parse(data, format=RdfFormat.N_QUADS)}
    graph = Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    return not held_against(shapes, graph, model)[0]


def refused_by_load(data, folder):
    path = folder / "made.nq"
    path.write_text(data, encoding="utf-8")
    try:
        load_rdf(None, path, BASE, dry=True)
    except BadInput:
        return True
    return False


def test_sound_data_is_refused_by_neither(rules, tmp_path):
    data = said(SOUND)
    load = tmp_path / "made.nq"
    load.write_text(data, encoding="utf-8")
    load_rdf(None, load, BASE, dry=True)
    assert not refused_by_shapes(data, rules)


def test_what_one_refuses_the_other_refuses_too(rules, tmp_path):
    sound = said(SOUND)
    found = {}
    for name, spoil in WRONG.items():
        data = spoil()
        assert data != sound, name
        found[name] = (refused_by_load(data, tmp_path), refused_by_shapes(data, rules))
    assert len(found) >= 12
    assert {name: both for name, both in found.items() if both != (True, True)} == {}


def test_units_fit_in_the_shapes_as_in_the_checks(rules):
    """Every unit with every kind of unit and basis, in one graph."""
    shapes, _ = rules
    lists = read_ontology().enumerations
    units = ("元", "万元", "亿元", "%", "位", "倍", "个百分点", "家")
    cases = {
        f"{n}": (unit, kind, basis)
        for n, (unit, kind, basis) in enumerate(
            (u, k, b) for u in units for k in lists["unitKind"] for b in lists["figureBasis"]
        )
    }
    lines = [
        f'<x:{n}> a :Observation ; :unit "{unit}" ; :basis :figureBasis-{basis} ; :indicator <i:{kind}> .'
        for n, (unit, kind, basis) in cases.items()
    ]
    lines += [f"<i:{kind}> :unitKind :unitKind-{kind} ." for kind in lists["unitKind"]]
    graph = Graph().parse(data=f"@prefix : <{TERMS}> .\n" + "\n".join(lines), format="turtle")
    query = next(str(q) for q in shapes.objects(None, SELECT) if "unitKind" in q)
    wrong = {str(row[0]).removeprefix("x:") for row in graph.query(f"PREFIX : <{TERMS}>{query.replace('$this', '')}")}
    assert wrong == {n for n, case in cases.items() if not fits(*case)}
