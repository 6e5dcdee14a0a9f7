"""Who follows the changes misses nothing and is told nothing twice, whoever writes meanwhile."""

import threading
from collections import Counter
from itertools import count

import pytest

from graph.asking import ask, catalogue
from graph.changes import ChangeSet
from graph.identity import merge, split
from graph.model import Document, Entity, Naming, Span
from graph.revisions import take
from graph.settling import settle
from graph.standing import decide, undo

THINGS = [Entity(f"E{n}", f"海城第{n}研究院", "ResearchInstitute") for n in range(40)]
PAPERS = [Document(f"D{n}", f"文件{n}", date="2024") for n in range(4)]


def names(paper, numbers):
    return [
        Naming(f"N{paper}-{n}", f"E{n}", Span(f"D{paper}", n + 1, 1, 5), name=f"海城第{n}研究院", kind="official")
        for n in numbers
    ]


def written(store, dataset, records, close=False):
    changes = ChangeSet(store, dataset, by=dataset)
    changes.put(records)
    if close:
        changes.close_missing()
    return changes.finish(dataset).revision


def followed(store, since=0, limit=7, between=lambda: None, **arguments):
    """Every event from `since` on, page by page, and the revision to go on from."""
    events, cursor = [], ""
    while cursor is not None:
        answer = ask(store, catalogue()["changes"], {"since": str(since), **arguments}, limit, cursor)
        events += [(row["revision"], row["action"], row["id"]) for row in answer.items]
        cursor = answer.next
        between()
    return events, answer.revision


@pytest.fixture
def graph(blank):
    written(blank, "start", [*PAPERS, *THINGS])
    return blank


def test_each_act_is_told_once_in_order(graph):
    start = graph.revision()
    first = written(graph, "a", names(0, range(3)))
    second = written(graph, "a", names(0, range(2)), close=True)
    (claim,) = [n.id for n in names(0, [0])]
    third = decide(graph, "reject", [claim], "甲", "误读").revision
    fourth = undo(graph, graph.read("MATCH (d:Decision) RETURN d.id AS id")[0]["id"], "甲")
    events, revision = followed(graph, start, limit=1)
    ids = [n.id for n in names(0, range(3))]
    assert events[:3] == [(first, "created", id_) for id_ in sorted(ids)]
    assert events[3:] == [(second, "closed", ids[2]), (fourth, "changed", claim)]
    assert (third + 1, revision) == (fourth, fourth)
    assert followed(graph, fourth) == ([], fourth)


def test_judging_two_things_to_be_one_tells_which_statements_moved(graph):
    written(graph, "a", names(0, range(3)))
    moved = {n.id for n in names(0, [1])}
    revision = merge(graph, "E0", "E1", "甲", "同一单位")
    assert {id_ for _, _, id_ in followed(graph, revision - 1)[0]} == moved
    assert {id_ for _, _, id_ in followed(graph, split(graph, "E1", "甲", "两家") - 1)[0]} == moved


def test_a_statement_that_changes_between_two_pages_hides_no_other(graph):
    start = graph.revision()
    written(graph, "a", names(0, range(12)))
    before = {n.id for n in names(0, range(12))}
    victims = iter(sorted(before))

    def disturb():
        if victim := next(victims, None):
            decide(graph, "reject", [victim], "甲", "误读")

    events, revision = followed(graph, start, limit=2, between=disturb)
    assert {id_ for _, action, id_ in events if action == "created"} == before
    assert all(n == 1 for n in Counter(events).values())
    assert {id_ for _, _, id_ in events + followed(graph, revision)[0]} == before


def test_one_thing_can_be_followed(graph):
    written(graph, "a", names(0, range(3)))
    written(graph, "b", names(1, range(3)))
    mine = {n.id for paper in (0, 1) for n in names(paper, [2])}
    events, _ = followed(graph, limit=1, entity="E2")
    assert [id_ for _, _, id_ in events] == [n.id for paper in (0, 1) for n in names(paper, [2])]
    assert {id_ for _, _, id_ in events} == mine


def test_nothing_is_lost_or_told_twice_while_several_write(graph, monkeypatch):
    # Small batches, so that one set takes several transactions and others overtake it.
    monkeypatch.setattr("graph.changes.BATCH", 3)
    start, over = graph.revision(), threading.Event()
    written(graph, "z", names(3, [39]))
    (target,) = [n.id for n in names(3, [39])]
    faults, events, since = [], [], start

    def load(number):
        try:
            for step in range(4):
                chosen = range(step * 10, step * 10 + 10)
                written(graph, f"set{number}-{step}", names(number, [n for n in chosen if n != 39]))
        except Exception as error:
            faults.append(error)

    def judge():
        try:
            for turn in count():
                if over.is_set():
                    return
                decide(graph, "reject" if turn % 2 else "accept", [target], "甲", "试")
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=load, args=(n,)) for n in (0, 1)]
    threads.append(threading.Thread(target=judge))
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads[:2]):
        more, since = followed(graph, since)
        events += more
    over.set()
    for thread in threads:
        thread.join()
    events += followed(graph, since)[0]
    assert faults == []
    expected = {n.id for paper in (0, 1) for n in names(paper, range(39))} | {target}
    created = Counter(id_ for _, action, id_ in events if action == "created")
    assert created == dict.fromkeys(expected, 1)
    assert all(n == 1 for n in Counter(events).values())
    assert [revision for revision, _, _ in events] == sorted(revision for revision, _, _ in events)
    changes = graph.read("MATCH (x:Change) RETURN x.revision AS revision ORDER BY revision")
    assert [row["revision"] for row in changes] == list(range(1, graph.revision() + 1))


def test_a_revision_is_shown_only_once_all_of_it_can_be_found(graph):
    before = graph.revision()

    def act(inside):
        revision = inside.writing(lambda tx: take(tx, {"at": "2024-01-01T00:00:00+00:00", "by": "甲", "what": "试"}))
        settle(inside)
        assert (revision, inside.revision()) == (before + 1, before)

    graph.whole(act)
    assert graph.revision() == before + 1


def test_what_a_killed_process_took_is_shown_by_the_next_act(graph):
    before = graph.revision()
    graph.writing(lambda tx: take(tx, {"at": "2024-01-01T00:00:00+00:00", "by": "甲", "what": "试"}))
    assert graph.revision() == before
    assert written(graph, "a", names(0, range(1))) == before + 2 == graph.revision()
