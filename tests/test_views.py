"""Networks of answers, their layout, and what leaves the server."""

import hashlib
import tomllib
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from graph.layers import columns_of, layered
from graph.layout import Box, spread
from graph.network import network_of
from queries import parse_query

VENDOR = Path(__file__).resolve().parent.parent / "api" / "static" / "vendor"
DOCUMENT = {"id": "D001", "title": "全市科技工作概况", "date": "2024-01-02"}
HEADER = """// title: 试 | Test
// about: 试
// returns: platform entity, basis text, count integer, path text, claims claims, chain entity
// example: -
// view: network platform, chain
RETURN 1"""
PLATFORMS = parse_query("platforms", HEADER)


def thing(id, cls="InnovationPlatform", name=""):
    return {"id": id, "name": name or f"名称{id}", "class": cls}


def claim(id):
    return {"id": id, "row": id.upper(), "basis": "stated", "line": 3, "start": 1, "end": 9, "document": DOCUMENT}


def row(platform, basis="stated", chain="C1", **more):
    said = [claim(f"c-{platform}-{chain}")]
    named = thing(platform) if platform else None
    return {"platform": named, "basis": basis, "claims": said, "chain": thing(chain, "IndustryChain")} | more


def overlaps(places, boxes):
    def apart(a, b):
        beside = abs(places[a][0] - places[b][0]) >= (boxes[a].width + boxes[b].width) / 2
        above = places[a][1] + boxes[a].below <= places[b][1] - boxes[b].above
        below = places[b][1] + boxes[b].below <= places[a][1] - boxes[a].above
        return beside or above or below

    return [pair for pair in combinations(range(len(boxes)), 2) if not apart(*pair)]


def tree(size):
    return tuple((i, i // 4) for i in range(1, size))


def mesh(size):
    return tuple((i, (i * 7919) % size) for i in range(size)) + tree(size)


def labels(size):
    return tuple(Box(40.0 + (i * 37) % 120, 12.0, 30.0) for i in range(size))


def test_a_row_joins_its_view_columns():
    network = network_of(PLATFORMS, [row("P1"), row("P2", "field")])
    assert [node.id for node in network.nodes] == ["P1", "C1", "P2"]
    assert [(e.source, e.target, e.reason, e.basis) for e in network.edges] == [
        ("P1", "C1", "stated", "stated"),
        ("P2", "C1", "field", "inferred"),
    ]
    assert network.edges[0].claims[0]["document"]["title"] == "全市科技工作概况"


def test_a_count_without_names_is_a_node_without_a_name():
    network = network_of(PLATFORMS, [row("", "unnamed", count=8, path="联盟里的平台")])
    ghost = network.nodes[0]
    assert (ghost.count, ghost.cls, ghost.what) == (8, "", "联盟里的平台")
    assert network.edges[0].target == "C1"


def test_rows_with_the_same_edge_keep_all_claims():
    twice = [row("P1"), row("P1") | {"claims": [claim("c-other")]}]
    (edge,) = network_of(PLATFORMS, twice).edges
    assert [c["id"] for c in edge.claims] == ["c-P1-C1", "c-other"]


def test_a_relation_column_gives_name_and_direction():
    query = parse_query("n", HEADER.replace("basis text", "relation text, direction text, basis text"))
    (edge,) = network_of(query, [row("P1", relation="servesChain", direction="in")]).edges
    assert (edge.source, edge.target, edge.relation) == ("C1", "P1", "servesChain")


def test_a_path_column_brings_its_own_edges():
    step = {"from": thing("A"), "to": thing("B"), "type": "SERVES_CHAIN", "basis": "stated", "claims": [claim("c1")]}
    query = parse_query("p", HEADER.replace("platform entity", "platform path"))
    network = network_of(query, [{"platform": [step], "chain": None}])
    assert [(e.source, e.target, e.relation) for e in network.edges] == [("A", "B", "servesChain")]


def test_the_nodes_with_most_edges_stay_and_the_rest_is_counted():
    rows = [row(f"P{i}") for i in range(400)] + [row("P399", chain="C2")]
    network = network_of(PLATFORMS, rows)
    assert (len(network.nodes), network.hidden) == (300, 102)
    assert {"C1", "P399"} <= {node.id for node in network.nodes}
    assert len(network_of(PLATFORMS, [row(f"P{i}") for i in range(2000)], cap=9999).nodes) == 1500


@pytest.mark.parametrize("links", [tree(120), mesh(120), ()])
def test_no_two_labels_touch(links):
    assert overlaps(spread(labels(120), links), labels(120)) == []


def test_the_same_network_always_stands_the_same_way():
    first = spread(labels(200), mesh(200))
    spread.cache_clear()
    assert spread(labels(200), mesh(200)) == first


def test_layers_run_from_platform_to_district_without_touching():
    things = [("U", "University"), ("P", "KeyLaboratory"), ("Q", "InnovationPlatform"), ("C", "IndustryChain")]
    rows = [
        {"platform": thing(i, cls), "chain": thing("D", "AdministrativeDivision"), "claims": []} for i, cls in things
    ]
    network = network_of(PLATFORMS, rows)
    columns = columns_of(network)
    assert columns == (0, 5, 1, 1, 3)
    boxes = labels(5)
    drawn = layered(boxes, ((0, 1), (2, 1), (3, 1), (4, 1)), columns)
    assert overlaps(drawn.places, boxes) == []
    assert [drawn.places[i][0] for i in (0, 2, 4, 1)] == sorted(drawn.places[i][0] for i in (0, 2, 4, 1))


def test_a_long_line_passes_between_the_boxes():
    boxes = labels(5)
    columns = (0, 1, 1, 1, 2)
    drawn = layered(boxes, ((0, 4), (0, 1), (0, 2), (0, 3), (1, 4)), columns)
    level = [(a, b) for a, b in pairwise(drawn.routes[0]) if a[1] == b[1]]
    (lane,) = [y for (x, y), (to, _) in level if x != to and min(x, to) <= drawn.places[1][0] <= max(x, to)]
    for i in (1, 2, 3):
        assert abs(lane - drawn.places[i][1]) > boxes[i].height / 2


def test_a_class_outside_the_flow_gives_no_layers():
    assert columns_of(network_of(PLATFORMS, [row("P1") | {"chain": thing("X", "Policy")}])) is None


def test_vendored_files_are_those_that_were_published():
    lock = tomllib.loads((VENDOR / "vendor.lock").read_text(encoding="utf-8"))
    files = {name: digest for package in lock["package"] for name, digest in package["files"].items()}
    found = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file() and p.name != "vendor.lock"}
    assert found == set(files)
    for name, digest in files.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
