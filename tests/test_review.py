"""Editors decide over REST: with a key, signed, seen at once, undone without a trace in the current view."""

import pytest
from fastapi.testclient import TestClient

from api.access.control import Access
from api.app import create_app
from graph.changes import ChangeSet
from tests.test_identity import RECORDS


@pytest.fixture
def client(blank, settings, tmp_path):
    own = settings.but(home=str(tmp_path))
    changes = ChangeSet(blank, "a", by="tests")
    changes.put(RECORDS)
    changes.finish("load a", loaded="weihai")
    editor = Access.of(own).keys.create("王科员", "editor", 1)[1]
    with TestClient(create_app(own, blank)) as opened:
        opened.headers["Authorization"] = f"Bearer {editor}"
        yield opened


def members(client):
    rows = client.get("/api/v1/entities/S1/neighbours").json()["items"]
    return {row["neighbour"]["id"] for row in rows}


def test_a_rejected_claim_leaves_the_answer_and_comes_back(client):
    assert members(client) == {"P1", "P2"}
    made = client.post("/api/v1/review", json={"action": "reject", "claims": ["R1"], "reason": "误读"})
    assert made.status_code == 201
    assert members(client) == {"P2"}
    listed = client.get("/api/v1/review").json()["items"][0]
    assert (listed["by"], listed["reason"], listed["rows"]) == ("王科员", "误读", ["R1"])
    assert client.delete(f"/api/v1/review/{made.json()['id']}").status_code == 200
    assert members(client) == {"P1", "P2"}


def test_a_retracted_source_takes_its_statements_along(client):
    wish = {"action": "retract", "document": "D1", "reason": "文件作废"}
    assert client.post("/api/v1/review", json=wish).json()["claims"] == 6
    assert members(client) == set()


def test_a_merge_and_a_split_over_rest(client):
    wish = {"action": "merge", "keep": "P1", "drop": "P2", "reason": "文件中两名并用"}
    assert client.post("/api/v1/identity", json=wish).status_code == 200
    assert members(client) == {"P1"}
    assert client.get("/api/v1/entities/P2").json()["entity"]["id"] == "P1"
    assert client.post("/api/v1/identity", json={"action": "split", "drop": "P2", "reason": "两家"}).status_code == 200
    assert members(client) == {"P1", "P2"}


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"action": "bless", "claims": ["R1"], "reason": "x"}, 422),
        ({"action": "reject", "claims": [], "reason": "x"}, 422),
        ({"action": "reject", "claims": ["R1"]}, 422),
        ({"action": "reject", "claims": ["R9"], "reason": "x"}, 404),
        ({"action": "retract", "reason": "x"}, 422),
        ({"action": "retract", "document": "D9", "reason": "x"}, 404),
    ],
)
def test_a_wrong_decision_is_a_problem(client, wish, status):
    answer = client.post("/api/v1/review", json=wish)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_nobody_decides_without_a_key(client):
    del client.headers["Authorization"]
    wish = {"action": "reject", "claims": ["R1"], "reason": "误读"}
    assert client.post("/api/v1/review", json=wish).status_code == 401
    assert members(client) == {"P1", "P2"}
