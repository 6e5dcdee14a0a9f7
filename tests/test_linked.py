"""Every IRI leads somewhere: pages for people, Turtle and JSON-LD for programs; the ontology is served, described."""

import httpx2
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.rdf import export
from ontology import TERMS, read_ontology

BASE = "https://innograph.example"
ID = f"{BASE}/id/"


def get(address, path, accept, follow=True):
    return httpx2.get(f"{address}{path}", headers={"Accept": accept}, follow_redirects=follow, timeout=60)


def test_a_thing_answers_with_the_document_that_the_caller_takes(address):
    for accept, place in (
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/chains/WHR084"),
        ("text/turtle", "/rdf/WHR084.ttl"),
        ("application/ld+json;q=0.9, text/turtle;q=0.5", "/rdf/WHR084.jsonld"),
        ("*/*", "/rdf/WHR084.ttl"),
    ):
        found = get(address, "/id/WHR084", accept, follow=False)
        assert (found.status_code, found.headers["location"]) == (303, place)
    turtle = get(address, "/id/WHR084", "text/turtle")
    said = {(q.subject.value, q.predicate.value, q.object.value) for q in parse(turtle.content, RdfFormat.TURTLE)}
    assert (f"{ID}WHR084", f"{TERMS}inSet", f"{ID}WH2044") in said
    same = {(q.subject.value, q.predicate.value, q.object.value)
            for q in parse(get(address, "/id/WHR084", "application/ld+json").content, RdfFormat.JSON_LD)}  # fmt: skip
    assert same == said


def test_an_iri_of_each_kind_in_the_export_resolves(address, store):
    quads = parse(b"".join(export(store, BASE, "nq")), RdfFormat.N_QUADS)
    kinds = {}
    for quad in quads:
        if quad.predicate.value.endswith("#type"):
            kinds.setdefault(quad.object.value, quad.subject.value)
        if quad.predicate.value.endswith("#sameAs") and quad.object.value.startswith(BASE):
            kinds.setdefault("code", quad.object.value)
    assert len(kinds) > 40
    for kind, iri in kinds.items():
        path = iri.removeprefix(BASE)
        assert get(address, path, "text/html").status_code == 200, (kind, iri)
        turtle = get(address, path, "text/turtle")
        assert turtle.headers["content-type"].startswith("text/turtle"), (kind, iri)
        assert path.startswith("/code/") or any(
            q.subject == NamedNode(iri) for q in parse(turtle.content, RdfFormat.TURTLE)
        ), (kind, iri)


def test_what_nobody_knows_is_not_found(address):
    for path in ("/id/nothing", "/rdf/nothing.ttl", "/rdf/WHR084.pdf", "/code/ROR/000000000", "/ontology/vocab/none"):
        assert get(address, path, "text/turtle").status_code == 404, path


@pytest.mark.parametrize(
    "accept, form", [("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)]
)
def test_the_ontology_is_served_as_it_is(address, accept, form):
    found = get(address, "/ontology", accept)
    classes = {
        q.subject.value
        for q in parse(found.content, form)
        if q.object == NamedNode("http://www.w3.org/2002/07/owl#Class")
    }
    assert {cls.iri for cls in read_ontology().classes.values()} <= classes
    assert list(parse(get(address, "/ontology/vocab/chains", accept).content, form))


def test_the_page_of_the_ontology_names_every_term_with_its_anchor(address):
    page = get(address, "/ontology", "text/html").text
    known = read_ontology()
    for term in (*known.classes.values(), *known.relations.values(), *known.properties.values()):
        assert f'id="{term.name}"' in page, term.name
        assert term.definition_zh in page.replace("&#39;", "'").replace("&#34;", '"'), term.name
    # rows of entities.csv by class: 17 chains of the plan are the InnovationChain of the city
    assert "服务产业链" in page and '<a href="/chains/' in page
    english = httpx2.get(f"{address}/ontology", params={"lang": "en"}, headers={"Accept": "text/html"}).text
    assert "Innovation platform" in english
