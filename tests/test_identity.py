"""Merging two ids loses nothing: splitting them gives back the graph as it was."""

import pytest

from graph.errors import BadInput, NotFound
from graph.identity import merge, split
from graph.model import Document, Entity, Naming, Relation, Span
from tests.test_standing import load, view

WHOLE = """MATCH (e:Entity) RETURN e.id AS id, e.name AS name,
  COLLECT { UNWIND labels(e) AS label RETURN label ORDER BY label } AS labels,
  COLLECT { MATCH (e)<-[:SUBJECT]-(c:Claim) RETURN c.id ORDER BY c.id } AS claims ORDER BY id"""


def named(id_, name, kind="official"):
    return Naming(f"N{id_}{name}", id_, Span("D1"), name=name, kind=kind)


def related(row, subject, object_, document="D1"):
    return Relation(row, subject, Span(document, 3, 1, 9), predicate="memberOf", object=object_)


RECORDS = [
    Document("D1", "甲文件", date="2022"),
    Entity("S1", "体系", "PlatformSystem"),
    Entity("P1", "产业技术研究院", "InnovationPlatform"),
    Entity("P2", "郭永怀高等技术研究院", "InnovationPlatform"),
    named("S1", "体系"),
    named("P1", "产业技术研究院"),
    named("P2", "郭永怀高等技术研究院"),
    named("P2", "郭院", "short"),
    related("R1", "P1", "S1"),
    related("R2", "P2", "S1"),
]


@pytest.fixture
def graph(blank):
    load(blank, "a", RECORDS)
    return blank


def test_a_merge_shows_one_thing_with_all_names_and_claims(graph):
    merge(graph, "P1", "P2", "王科员", "文件中两名并用")
    relationships, names = view(graph)
    assert [(r["s"], r["o"], len(r["p"]["claims"])) for r in relationships] == [("P1", "S1", 2)]
    kept = next(row for row in names if row["id"] == "P1")
    assert kept["names"][0] == "产业技术研究院"
    assert set(kept["names"]) == {"产业技术研究院", "郭永怀高等技术研究院", "郭院"}


def test_a_split_gives_the_graph_back_as_it_was(graph):
    before = (view(graph), graph.read(WHOLE))
    merge(graph, "P1", "P2", "王科员", "文件中两名并用")
    split(graph, "P2", "李科员", "其实是两家")
    assert (view(graph), graph.read(WHOLE)) == before


@pytest.fixture
def three(graph):
    """A third name of the second thing, a thing of its own so far."""
    load(
        graph,
        "c",
        [Entity("P3", "郭院（旧）", "InnovationPlatform"), named("P3", "郭院（旧）"), related("R4", "P3", "S1")],
    )
    return graph


def shown(store):
    return {row["s"]: len(row["p"]["claims"]) for row in view(store)[0]}


def test_what_was_merged_into_a_thing_goes_with_it_when_that_is_merged_on(three):
    before = (view(three), three.read(WHOLE))
    merge(three, "P2", "P3", "王科员", "改名前后")
    once = (view(three), three.read(WHOLE))
    merge(three, "P1", "P2", "王科员", "文件中两名并用")
    assert shown(three) == {"P1": 3}
    assert "郭院（旧）" in next(row for row in view(three)[1] if row["id"] == "P1")["names"]
    split(three, "P2", "李科员", "其实是两家")
    assert (view(three), three.read(WHOLE)) == once
    split(three, "P3", "李科员", "其实是两家")
    assert (view(three), three.read(WHOLE)) == before


def test_one_of_those_merged_leaves_alone_and_the_others_stay(three):
    merge(three, "P2", "P3", "王科员", "改名前后")
    merge(three, "P1", "P2", "王科员", "文件中两名并用")
    load(three, "d", [Document("D2", "乙文件", date="2023"), related("R5", "P3", "S1", "D2")])
    assert shown(three) == {"P1": 4}
    split(three, "P3", "李科员", "其实是两家")
    assert shown(three) == {"P1": 2, "P3": 2}


def test_loading_the_source_again_keeps_the_merge(graph):
    merge(graph, "P1", "P2", "王科员", "文件中两名并用")
    merged = view(graph)
    assert load(graph, "a", RECORDS).empty
    load(graph, "b", [related("R3", "P2", "S1", "D1")])
    assert [r["s"] for r in view(graph)[0]] == ["P1"]
    assert merged[1] == view(graph)[1]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda g: merge(g, "P1", "P1", "王", "同"), BadInput),
        (lambda g: merge(g, "P1", "S1", "王", "同"), BadInput),
        (lambda g: merge(g, "P1", "P9", "王", "同"), NotFound),
        (lambda g: merge(g, "P1", "P2", "", "同"), BadInput),
        (lambda g: split(g, "P2", "王", "异"), BadInput),
    ],
)
def test_a_wrong_merge_is_refused_and_changes_nothing(graph, act, error):
    before = (view(graph), graph.revision())
    with pytest.raises(error):
        act(graph)
    assert (view(graph), graph.revision()) == before
