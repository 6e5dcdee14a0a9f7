"""SPARQL over a snapshot: the protocol, what is refused, the language by examples, the same answers as by Cypher."""

import re

import httpx2
import pytest
from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import Store as Snapshot

from graph.asking import ask, catalogue
from graph.errors import BadQuery, StoreTimeout, TooLarge
from graph.rdf.sparql import Asked, Sparql, words
from graph.rdf.sparql_worker import answer
from graph.standing import decide
from tests.test_identity import RECORDS
from tests.test_standing import load

ID = "https://innograph.example/id/"
ROWS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def sparql(settings):
    opened = Sparql(settings.text("base_iri"), seconds=60)
    yield opened
    opened.close()


def rows_of(sparql, store, query):
    """The rows of a query as tuples of text; ids without their root."""
    lines = sparql.ask(store, Asked(query, ["tsv"])).body.decode().splitlines()[1:]
    return [tuple(cell.removeprefix(f"<{ID}").rstrip(">").strip('"') for cell in line.split("\t")) for line in lines]


# Each question of ours, its arguments, the columns compared, and the same question in SPARQL.
SAME = {
    "chains": (
        {},
        ["chain"],
        "SELECT DISTINCT ?c { ?c a ?k ; :standing :standing-accepted . ?k rdfs:subClassOf* :IndustryChain }",
    ),
    "documents": ({}, ["id"], "SELECT ?id { ?d a :SourceDocument ; :id ?id }"),
    "document_claims": (
        {"document": "D001"},
        ["claims"],
        "SELECT ?id { GRAPH id:D001 { ?c :id ?id ; :status ?s } FILTER(?s != :claimStatus-rejected) }",
    ),
    "members_as_of": (
        {"group": "WHR001"},
        ["member"],
        """SELECT DISTINCT ?m { ?c :predicate :memberOf ; :subject ?m ; :object id:WHR001 ; :kind :claimKind-actual ;
        :status :claimStatus-accepted FILTER NOT EXISTS { ?c :validTo ?day } }""",
    ),
    "entities_by_class": (
        {"type": "University"},
        ["entity"],
        "SELECT ?e { ?e a :University ; :standing :standing-accepted }",
    ),
    "by_identifier": (
        {"scheme": "GB/T 2260", "value": ["371000"]},
        ["entity"],
        """SELECT ?e { ?c a :IdentifierClaim ; :subject ?e ; :scheme :identifierScheme-GB_T_2260 ;
        :identifierValue "371000" }""",
    ),
    "entity_names": (
        {"entity": "WHR084"},
        ["name"],
        "SELECT ?n { ?c a :NameClaim ; :subject id:WHR084 ; :name ?n ; :status :claimStatus-accepted }",
    ),
    "same_name_decisions": ({}, ["left", "right"], "SELECT ?l ?r { ?j a :Judgement ; :left ?l ; :right ?r }"),
    "unnamed_counts": ({}, ["count"], "SELECT ?n { ?g a :GapClaim ; :count ?n ; :named ?k }"),
    "proposed_statements": (
        {},
        ["claims"],
        """SELECT ?id { VALUES ?t { :RelationClaim :Observation :NameClaim }
        ?c a ?t ; :id ?id ; :status :claimStatus-proposed }""",
    ),
}


def plain(value):
    value = value[0] if isinstance(value, list) else value
    return str(value["id"] if isinstance(value, dict) else value)


@pytest.mark.parametrize("name", SAME)
def test_cypher_and_sparql_answer_the_same(name, store, sparql):
    arguments, columns, query = SAME[name]
    asked = ask(store, catalogue()[name], arguments, 1000)
    rows = (tuple(plain(row[column]) for column in columns) for row in asked.items)
    expected = sorted(row for row in rows if row != ("None",))  # members only counted are rows of their own
    assert expected and asked.next is None
    assert sorted(rows_of(sparql, store, query)) == expected


def test_the_protocol_by_address_form_and_body(address):
    query = f"ASK {{ <{ID}WHR084> a :InnovationChain }}"
    url = f"{address}/sparql"
    by_get = httpx2.get(url, params={"query": query}, headers={"Accept": ROWS}, timeout=60)
    by_form = httpx2.post(url, data={"query": query}, timeout=60)
    by_body = httpx2.post(url, content=query, headers={"Content-Type": "application/sparql-query"}, timeout=60)
    for found in (by_get, by_form, by_body):
        assert found.status_code == 200 and found.headers["content-type"].startswith(ROWS)
        assert found.json()["boolean"] is True
    one = "SELECT (1 AS ?x) {}"
    for accept, start in (
        ("text/csv", b"x\r\n1"),
        ("text/tab-separated-values", b"?x\n1"),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv;q=0.5, application/sparql-results+json", b'{"head"'),
    ):
        found = httpx2.get(url, params={"query": one}, headers={"Accept": accept}, timeout=60)
        assert found.content.startswith(start), (accept, found.content[:40])
    described = httpx2.get(url, headers={"Accept": "*/*"})
    assert "sd:SPARQL11Query" in described.text
    page = httpx2.get(url, params={"query": one}, headers={"Accept": "text/html"}, timeout=60)
    assert "<td>1</td>" in page.text
    only = {"query": "SELECT (COUNT(*) AS ?n) { ?d a :SourceDocument }", "default-graph-uri": f"{ID}D000"}
    assert httpx2.get(url, params=only, timeout=60).json()["results"]["bindings"][0]["n"]["value"] == "0"


def test_updates_other_servers_and_nonsense_are_refused(address):
    url = f"{address}/sparql"
    for data in ({"update": "CLEAR ALL"}, {"query": "CLEAR ALL"}, {"query": "DROP DEFAULT"}, {"query": ""}):
        assert httpx2.post(url, data=data, timeout=60).status_code == 400, data
    update = httpx2.post(url, content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"})
    assert update.status_code == 400 and update.json()["type"].endswith("/bad-query")
    away = httpx2.get(url, params={"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"})
    assert away.status_code == 400 and "SERVICE" in away.json()["detail"]
    assert httpx2.post(url, content="x", headers={"Content-Type": "text/plain"}).status_code == 415


def test_service_is_a_word_only_where_it_is_one():
    hidden = '# SERVICE\nSELECT ?service { ?service a :SERVICE ; rdfs:label \'SERVICE\', """SERVICE""", <SERVICE> }'
    assert "SERVICE" not in words(hidden)
    assert "SERVICE" in words("SELECT*{service<http://x/>{}}")
    for hiding in (
        "SELECT*{?s?p?o.SERVICE SILENT ?x{}}",
        "SELECT*{?s ?p 42SERVICE<http://x/>{}}",
        "SELECT*{?s ?p 'a'@en.SERVICE<http://x/>{}}",
        "SELECT*{?s f:a\\#b ?o . SERVICE <http://x/> {}}",
        'SELECT*{?s ?p """a\\""" # """ . SERVICE <http://x/> {}\n}',
        "SELECT*{FILTER(?a<?b)SERVICE?g{}FILTER(?a>?b)}",
    ):
        assert "SERVICE" in words(hiding), hiding


def test_the_process_reaches_no_server_even_when_told_to(address, store, sparql):
    sparql.ask(store, Asked("ASK {}"))
    with pytest.raises(BadQuery):
        sparql._ask(Asked(f"SELECT * {{ SERVICE <{address}/sparql> {{ ?s ?p ?o }} }}"))


def test_what_takes_too_long_or_yields_too_much_is_ended_and_the_next_is_answered(store, settings):
    small = Sparql(settings.text("base_iri"), seconds=1, most=10_000)
    with pytest.raises(TooLarge):
        small.ask(store, Asked("SELECT * { ?s ?p ?o }"))
    with pytest.raises(StoreTimeout):
        small.ask(store, Asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
    assert small.ask(store, Asked("ASK { ?s ?p ?o }")).body.endswith(b"true}")
    with pytest.raises(BadQuery):
        small.ask(store, Asked("SELECT ?x WHERE { ?x ?y "))
    small.close()


def test_the_snapshot_follows_the_revision(blank, settings):
    load(blank, "a", RECORDS)
    sparql = Sparql(settings.text("base_iri"))
    query = Asked("ASK { ?c :predicate :memberOf ; :subject id:P1 ; :status :claimStatus-rejected }")
    before = sparql.ask(blank, query)
    decide(blank, "reject", ["R1"], "甲", "误读")
    after = sparql.ask(blank, query)
    sparql.close()
    assert b"false" in before.body and b"true" in after.body
    assert after.revision == before.revision + 1


# The language, feature by feature, after the sections of the SPARQL 1.1 Query recommendation, on data of our own.
DATA = """@prefix : <http://books.example/> . @prefix f: <http://f.example/> .
:b1 f:title "SPARQL"@en ; f:price 42 ; f:by :ann . :b2 f:title "语义网"@zh ; f:price 23 ; f:by :bo .
:b3 f:title "Old" ; f:by :ann . :ann f:name "Ann" ; f:knows :bo . :bo f:name "Bo" ; f:knows :cy . :cy f:name "Cy" ."""
LANGUAGE = {
    "2.1 a simple query": ('SELECT ?t { :b1 f:title ?t }', [('"SPARQL"@en',)]),
    "2.3 language tags match exactly": ('SELECT ?b { ?b f:title "语义网" }', []),
    "3.1 regular expressions": ('SELECT ?n { ?x f:name ?n FILTER regex(?n, "^a", "i") }', [('"Ann"',)]),
    "3.2 numeric values": ("SELECT ?b { ?b f:price ?p FILTER(?p < 30.5) }", [(":b2",)]),
    "6 optional": ("SELECT ?p { :b3 f:title ?t OPTIONAL { :b3 f:price ?p } }", [("",)]),
    "7 union": ("SELECT ?x { { :ann f:name ?x } UNION { :bo f:name ?x } } ORDER BY ?x", [('"Ann"',), ('"Bo"',)]),
    "8.1 not exists": ("SELECT ?b { ?b f:by :ann FILTER NOT EXISTS { ?b f:price ?p } }", [(":b3",)]),
    "8.2 minus": ("SELECT ?b { ?b f:by :ann MINUS { ?b f:price ?p } }", [(":b3",)]),
    "9 property paths": ("SELECT ?n { :ann f:knows+/f:name ?n } ORDER BY ?n", [('"Bo"',), ('"Cy"',)]),
    "9 inverse and alternative": ("SELECT ?x { :bo ^f:by|f:nothing ?x }", [(":b2",)]),
    "10.1 bind": ("SELECT ?d { :b1 f:price ?p BIND(?p * 2 AS ?d) }", [("84",)]),
    "10.2 values": ("SELECT ?n { VALUES ?x { :cy } ?x f:name ?n }", [('"Cy"',)]),
    "11 aggregates": ("SELECT (SUM(?p) AS ?s) { ?b f:price ?p }", [("65",)]),
    "11.3 having": ("SELECT ?a (COUNT(*) AS ?n) { ?b f:by ?a } GROUP BY ?a HAVING(COUNT(*) > 1)", [(":ann", "2")]),
    "12 subqueries": ("SELECT ?t { { SELECT (MIN(?p) AS ?q) { ?b f:price ?p } } ?t f:price ?q }", [(":b2",)]),
    "13.3 named graphs": ("SELECT ?g { GRAPH ?g { :ann f:name ?n } }", [("<http://g.example/>",)]),
    "15 distinct, limit, offset": ("SELECT DISTINCT ?a { ?b f:by ?a } ORDER BY ?a LIMIT 1 OFFSET 1", [(":bo",)]),
    "17.4 functions": ('SELECT (CONCAT(UCASE("a"), STR(STRLEN("语义网"))) AS ?x) {}', [('"A3"',)]),
}  # fmt: skip


def test_the_language_is_sparql_1_1():
    store = Snapshot()
    store.load(DATA.encode(), RdfFormat.TURTLE, to_graph=NamedNode("http://g.example/"))
    for name, (query, expected) in LANGUAGE.items():
        prefixed = f"PREFIX : <http://books.example/> PREFIX f: <http://f.example/> {query}"
        request = {"query": prefixed, "wanted": ["tsv"], "default": [], "named": [], "dataset": False, "things": ID}
        _, body = answer(store, request, 10_000)
        lines = re.sub("<http://books.example/(.*?)>", r":\1", body.decode()).splitlines()
        assert [tuple(line.split("\t")) for line in lines[1:]] == expected, name
    for query, media in (
        ("CONSTRUCT { ?x f:of ?b } WHERE { ?b f:by ?x }", "text/turtle"),
        ("DESCRIBE :b1", "text/turtle"),
    ):
        prefixed = f"PREFIX : <http://books.example/> PREFIX f: <http://f.example/> {query}"
        request = {"query": prefixed, "wanted": [], "default": [], "named": [], "dataset": False, "things": ID}
        head, body = answer(store, request, 10_000)
        assert head["media"] == media and body.count(b"http") >= 3


def test_openapi_describes_both_ways_to_ask_and_every_form_of_an_answer(address):
    described = httpx2.get(f"{address}/openapi.json").json()["paths"]["/sparql"]
    assert {"query", "format", "default-graph-uri", "named-graph-uri"} == {
        p["name"] for p in described["get"]["parameters"]
    }
    assert set(described["post"]["requestBody"]["content"]) == {
        "application/sparql-query",
        "application/x-www-form-urlencoded",
    }
    answers = described["get"]["responses"]["200"]["content"]
    # SPARQL 1.1 protocol, 2.1.5: results as XML, JSON, CSV or TSV, graphs as RDF
    assert {"application/sparql-results+xml", ROWS, "text/csv", "text/tab-separated-values", "text/turtle"} <= set(
        answers
    )
    rows = {"query": "SELECT ?x { VALUES ?x { 1 } }"}
    for accept, media in (
        ("application/sparql-results+xml;q=0.2, text/csv;q=0.8", "text/csv"),
        ("application/sparql-results+xml, text/csv;q=0.8", "application/sparql-results+xml"),
    ):
        found = httpx2.get(f"{address}/sparql", params=rows, headers={"Accept": accept}, timeout=60)
        assert found.headers["content-type"].startswith(media)
    wrong = httpx2.get(f"{address}/sparql", params={"query": "ASK {}", "format": "pdf"})
    assert wrong.status_code == 422


def test_openapi_leads_to_sparql_by_post_and_refuses_another_body(address):
    sent = httpx2.post(f"{address}/sparql", content="ASK {}", headers={"Content-Type": "text/plain"})
    assert sent.status_code == 415
