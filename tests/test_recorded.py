"""What the graph said on a day: what came later is not in it, what was taken back later still is."""

import pytest

from graph.asking import ask, catalogue
from graph.changes import ChangeSet
from graph.identity import merge, split
from graph.model import Entity
from graph.standing import decide, retract, undo
from tests.test_identity import RECORDS, named, related
from tests.test_standing import load

PATIENCE = 60
LOADED, BETWEEN, DECIDED, AFTER, UNDONE, NOW = (
    "2025-01-10", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01",
)  # fmt: skip


@pytest.fixture
def graph(blank):
    """A city of two platforms, loaded on 10 January 2025."""
    load(blank, "a", RECORDS)
    blank.write("MATCH (c:Claim) SET c.recorded = $day", day=LOADED)
    return blank


def dated(store, decision, undone=""):
    """Give a decision the days on which it is to have been made and undone."""
    store.write(
        """MATCH (d:Decision|Judgement {id: $id}) SET d.decided_on = $decided, d.undone_on = $undone""",
        id=decision, decided=DECIDED, undone=undone or None,
    )  # fmt: skip


def said(store, entity, on, **more):
    """Rows of claims and their status as the graph had them on a day."""
    given = {"entity": entity, "recorded_on": on, "status": "all", **more}
    items = ask(store, catalogue()["as_recorded"], given, timeout=PATIENCE).items
    return {item["row"]: (item["status"], item["rank"]) for item in items}


def test_before_it_was_recorded_nothing_was_said(graph):
    assert said(graph, "S1", "2025-01-09") == {}
    assert set(said(graph, "S1", LOADED)) == {"NS1体系", "R1", "R2"}


def test_a_claim_stands_as_it_was_judged_on_the_day(graph):
    dated(graph, decide(graph, "reject", ["R1"], "王科员", "误读").id)
    dated(graph, decide(graph, "prefer", ["R2"], "王科员", "以此为准").id)
    assert said(graph, "S1", BETWEEN)["R1"] == ("accepted", "normal")
    assert said(graph, "S1", DECIDED)["R1"] == ("rejected", "normal")
    assert said(graph, "S1", BETWEEN)["R2"] == ("accepted", "normal")
    assert said(graph, "S1", DECIDED)["R2"] == ("accepted", "preferred")
    assert set(said(graph, "S1", DECIDED, status="rejected")) == {"R1"}


def test_a_decision_that_was_undone_counts_for_the_days_between(graph):
    decision = decide(graph, "reject", ["R1"], "王科员", "误读")
    undo(graph, decision.id, "李科员")
    dated(graph, decision.id, UNDONE)
    found = [said(graph, "S1", day)["R1"][0] for day in (BETWEEN, DECIDED, AFTER, UNDONE, NOW)]
    assert found == ["accepted", "rejected", "rejected", "accepted", "accepted"]


def test_of_several_decisions_the_last_one_of_the_day_counts(graph):
    first = decide(graph, "reject", ["R1"], "王科员", "误读")
    second = decide(graph, "propose", ["R1"], "王科员", "再议")
    dated(graph, first.id)
    dated(graph, second.id, UNDONE)
    undo(graph, second.id, "李科员")
    graph.write("MATCH (d:Decision {id: $id}) SET d.undone_on = $day", id=second.id, day=UNDONE)
    assert [said(graph, "S1", day)["R1"][0] for day in (BETWEEN, AFTER, NOW)] == ["accepted", "proposed", "rejected"]


def test_a_retracted_source_still_speaks_on_earlier_days_and_again_once_restored(graph):
    decision = retract(graph, "D1", "王科员", "文件作废")
    graph.write("MATCH (c:Claim) SET c.closed_on = $day", day=DECIDED)
    dated(graph, decision.id)
    assert set(said(graph, "S1", BETWEEN)) == {"NS1体系", "R1", "R2"}
    assert said(graph, "S1", NOW) == {}
    undo(graph, decision.id, "王科员")
    dated(graph, decision.id, UNDONE)
    assert [len(said(graph, "S1", day)) for day in (BETWEEN, AFTER, UNDONE)] == [3, 0, 3]


def test_a_merge_counts_from_its_day_until_it_was_undone(graph):
    merge(graph, "P1", "P2", "王科员", "文件中两名并用")
    judged = graph.read("MATCH (j:Judgement) RETURN j.id AS id")[0]["id"]
    dated(graph, judged)
    assert set(said(graph, "P1", BETWEEN)) == {"NP1产业技术研究院", "R1"}
    assert {"R1", "R2"} < set(said(graph, "P1", DECIDED))
    split(graph, "P2", "李科员", "其实是两家")
    dated(graph, judged, UNDONE)
    assert ["R2" in said(graph, "P1", day) for day in (BETWEEN, AFTER, UNDONE)] == [False, True, False]


def test_a_thing_merged_by_way_of_another_counts_while_both_merges_stand(graph):
    load(graph, "c", [Entity("P3", "旧名", "InnovationPlatform"), named("P3", "旧名"), related("R4", "P3", "S1")])
    graph.write("MATCH (c:Claim) SET c.recorded = $day", day=LOADED)
    merge(graph, "P2", "P3", "王科员", "改名前后")
    merge(graph, "P1", "P2", "王科员", "文件中两名并用")
    for judged in graph.read("MATCH (j:Judgement) RETURN j.id AS id"):
        dated(graph, judged["id"])
    assert {"R1", "R2", "R4"} & set(said(graph, "P1", BETWEEN)) == {"R1"}
    assert {"R1", "R2", "R4"} < set(said(graph, "P1", DECIDED))


def test_a_claim_that_left_its_source_and_came_back_was_away_for_those_days(graph):
    without = [record for record in RECORDS if getattr(record, "row", "") != "R1"]
    changes = ChangeSet(graph, "a", by="tests")
    changes.put(without)
    changes.close_missing()
    changes.finish("load a")
    graph.write("MATCH (c:Claim {row: 'R1'}) SET c.closed_on = $day", day=DECIDED)
    assert "R1" in said(graph, "S1", BETWEEN)
    assert "R1" not in said(graph, "S1", AFTER)
    load(graph, "a", RECORDS)
    assert ["R1" in said(graph, "S1", day) for day in (BETWEEN, AFTER, "today")] == [True, False, True]
