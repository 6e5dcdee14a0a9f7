"""The whole graph: communities side by side, the same places every time, the table the same as the picture."""

import re
from math import dist

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.whole import SPACE, communities, placed, whole_of

# Two triangles joined by one line, and two things that nothing is tied to.
LINKS = ((0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3))


@pytest.fixture(scope="module")
def client(settings, store):
    with TestClient(create_app(settings, store)) as opened:
        yield opened


def test_things_tied_to_each_other_are_one_community_and_loners_are_together():
    graph = nx.Graph(LINKS)
    graph.add_nodes_from((6, 7))
    assert communities(graph) == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert communities(nx.Graph()) == []


def test_communities_stand_apart_and_the_same_graph_gives_the_same_places():
    places, community = placed(8, LINKS)
    assert placed(8, LINKS) == (places, community)
    assert len(set(places)) == 8
    for a in range(8):
        for b in range(a):
            if community[a] != community[b]:
                assert dist(places[a], places[b]) > SPACE


def test_the_picture_holds_every_accepted_thing_and_relation_once(client, store):
    body = client.get("/explore.json").json()
    counted = store.read(
        "MATCH (e:Entity {standing: 'accepted'}) RETURN count(e) AS things, "
        "COUNT { (a:Entity)-[r]->(b:Entity) WHERE r.fact IS NOT NULL AND a.standing = 'accepted' "
        "AND b.standing = 'accepted' AND a <> b } AS relations"
    )[0]
    assert len(set(body["ids"])) == len(body["ids"]) == counted["things"]
    assert len(body["from"]) == len(body["to"]) == len(body["stated"]) == counted["relations"]
    assert whole_of(store) is whole_of(store)


def test_the_table_lists_the_same_things_in_pages(client):
    ids = set(client.get("/explore.json").json()["ids"])
    found, page = set(), 1
    while rows := re.findall(
        r'<th scope="row"><a href="/(?:entities|chains)/([^"]+)"', client.get(f"/explore?page={page}").text
    ):
        found |= set(rows)
        page += 1
    assert found == ids


def test_a_browser_that_has_this_revision_is_told_so(client):
    tag = client.get("/explore.json").headers["etag"]
    assert client.get("/explore.json", headers={"If-None-Match": tag}).status_code == 304
