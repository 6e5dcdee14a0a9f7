"""A thing with thousands of edges: its pages are complete, and the first costs no more than for a smaller one."""

import re

import pytest
from neo4j import GraphDatabase

from graph.asking import ask, catalogue
from graph.changes import ChangeSet
from graph.model import Document, Entity, Naming, Relation, Span
from graph.statement import statement
from graph.wishes import wished
from ontology import read_ontology

QUESTIONS = catalogue()
PAPER = Span("D1", 1, 1, 9)
SIZES = {"H1": 200, "H2": 2500}


@pytest.fixture(scope="module")
def hubs(second_engine):
    """Two systems, one with 200 members, one with 2,500; every member is stated in one line."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    changes = ChangeSet(second_engine, "hubs", "tests")
    changes.put(records())
    changes.finish("two hubs")
    return second_engine


def records():
    yield Document("D1", "名册", kind="sheet", date="2024-01-01")
    for hub in SIZES:
        yield from thing(hub, f"体系{hub}", "PlatformSystem")
    for n in range(max(SIZES.values())):
        yield from thing(f"P{n}", f"平台{n}", "InnovationPlatform")
    for hub, size in SIZES.items():
        for n in range(size):
            where = Span("D1", n + 1, 1, 9)
            yield Relation(f"{hub}-{n}", f"P{n}", where, predicate="memberOf", object=hub, as_of="2024-01-01")


def thing(id_, name, cls):
    yield Entity(id_, name, cls, first_source="D1")
    yield Naming(f"N{id_}", id_, PAPER, name=name, kind="official")


@pytest.mark.parametrize("hub", SIZES)
@pytest.mark.parametrize("name", ["neighbours", "members_as_of", "entity_claims"])
def test_pages_of_a_hub_show_every_edge_once(hubs, hub, name):
    param = "group" if name == "members_as_of" else "entity"
    seen, cursor = [], ""
    while cursor is not None:
        answer = ask(hubs, QUESTIONS[name], {param: hub}, limit=900, cursor=cursor, timeout=60)
        seen += [row["claims"][0]["row"] for row in answer.items]
        cursor = answer.next
    assert len(seen) == len(set(seen))
    assert set(seen) - {f"N{hub}"} == {f"{hub}-{n}" for n in range(SIZES[hub])}


@pytest.mark.parametrize("name", ["neighbours", "entity_claims"])
def test_the_first_page_of_a_hub_reads_no_more_than_that_of_a_small_one(hubs, name):
    assert reads(hubs, name, "H2") < 1.5 * reads(hubs, name, "H1")


def test_the_types_named_for_hubs_are_all_relations_of_the_ontology():
    named = re.search(r"\[r:([A-Z_|]+)\]", QUESTIONS["neighbours"].cypher)[1].split("|")
    assert named == [relation.type for relation in read_ontology().relations.values()]


def reads(store, name, entity):
    """How often the first page of 50 touches the store."""
    question = QUESTIONS[name]
    known = store.connection
    wish = wished(question, {"entity": entity}).row(0, "2026-01-01")
    with GraphDatabase.driver(known.uri, auth=(known.user, known.password)) as driver, driver.session() as session:
        text = f"PROFILE {statement(question)}"
        return hits(session.run(text, wishes=[wish], skip=0, limit=50).consume().profile)


def hits(step):
    return step.get("dbHits", 0) + sum(map(hits, step.get("children", [])))
