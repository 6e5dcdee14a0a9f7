"""Decisions are signed and reversible; retracting a source leaves the view that the other sources give alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.changes import ChangeSet
from graph.derive import derive_all
from graph.errors import BadInput, NotFound
from graph.model import Document, Entity, Naming, Relation, Span
from graph.standing import decide, retract, undo

THINGS = [Entity(f"T{n}", f"平台{n}", "InnovationPlatform") for n in range(4)]
SYSTEM = Entity("S1", "体系", "PlatformSystem")
VIEW = """MATCH (s:Entity)-[r {fact: r.fact}]->(o:Entity)
RETURN s.id AS s, type(r) AS type, o.id AS o, properties(r) AS p ORDER BY s, type, o"""
NAMES = "MATCH (e:Entity) RETURN e.id AS id, e.names AS names ORDER BY id"


def member(n, document, **more):
    return Relation(f"{document}-{n}", f"T{n}", Span(document, n + 1, 1, 5), predicate="memberOf", object="S1", **more)


def source(id_, members):
    things = [SYSTEM, *THINGS]
    names = [Naming(f"N{e.id}", e.id, Span("E0"), name=e.name, kind="official") for e in things]
    return [Document("E0", "名称表"), Document(id_, f"文件{id_}", date="2022-01-27"), *things, *names, *members]


def load(store, dataset, records):
    changes = ChangeSet(store, dataset, by="tests")
    changes.put(records)
    return changes.finish(f"load {dataset}")


def view(store):
    return store.read(VIEW), store.read(NAMES)


members = st.lists(
    st.builds(
        lambda n, role, basis: (n, {"role": role, "basis": basis}),
        st.integers(0, 3),
        st.sampled_from(["", "1", "4"]),
        st.sampled_from(["stated", "inferred"]),
    ),
    max_size=5,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(members, members)
def test_retracting_a_source_leaves_the_view_of_the_others(blank, a, b):
    blank.write("MATCH (n) DETACH DELETE n")
    load(blank, "a", source("A", [member(n, "A", **more) for n, more in a]))
    alone = view(blank)
    load(blank, "b", source("B", [member(n, "B", **more) for n, more in b]))
    both = view(blank)
    decision = retract(blank, "B", "王科员", "文件作废")
    assert view(blank) == alone
    undo(blank, decision.id, "王科员")
    assert view(blank) == both
    derive_all(blank)
    assert view(blank) == both


def test_a_decision_outlives_the_loading_of_its_source(blank):
    records = source("A", [member(0, "A"), member(1, "A")])
    load(blank, "a", records)
    decide(blank, "reject", ["A-0"], "王科员", "误读")
    assert [row["s"] for row in view(blank)[0]] == ["T1"]
    load(blank, "a", [*records[:-2], member(0, "A", note="改了备注"), records[-1]])
    assert [row["s"] for row in view(blank)[0]] == ["T1"]


def test_a_retracted_source_stays_retracted_when_it_is_loaded_again(blank):
    records = source("A", [member(0, "A")])
    load(blank, "a", records)
    retract(blank, "A", "王科员", "文件作废")
    assert load(blank, "a", records).empty
    assert view(blank)[0] == []


def test_each_decision_is_one_revision_and_undoing_is_another(blank):
    load(blank, "a", source("A", [member(0, "A")]))
    before = blank.revision()
    decision = decide(blank, "deprecate", ["A-0"], "王科员", "口径已变")
    assert (decision.revision, decision.claims, blank.revision()) == (before + 1, 1, before + 1)
    assert undo(blank, decision.id, "李科员") == before + 2
    assert [row["s"] for row in view(blank)[0]] == ["T0"]


def test_a_decision_under_a_later_one_cannot_be_undone_first(blank):
    load(blank, "a", source("A", [member(0, "A")]))
    first = decide(blank, "reject", ["A-0"], "王科员", "误读")
    decide(blank, "accept", ["A-0"], "李科员", "核对无误")
    with pytest.raises(BadInput, match="之后还有决定"):
        undo(blank, first.id, "王科员")


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda store: decide(store, "reject", ["nothing"], "王", "误读"), NotFound),
        (lambda store: decide(store, "bless", ["A-0"], "王", "误读"), BadInput),
        (lambda store: decide(store, "reject", ["A-0"], " ", "误读"), BadInput),
        (lambda store: retract(store, "Z", "王", "作废"), NotFound),
        (lambda store: undo(store, "d0", "王"), NotFound),
    ],
)
def test_a_wrong_decision_is_refused_and_changes_nothing(blank, act, error):
    load(blank, "a", source("A", [member(0, "A")]))
    before = (view(blank), blank.revision())
    with pytest.raises(error):
        act(blank)
    assert (view(blank), blank.revision()) == before
