"""Networks of answers, their layout, and what leaves the server."""

import hashlib
import json
import locale
import os
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.network_look import groups, luminance, wrapped
from api.network_picture import picture_of
from api.network_svg import svg_of
from api.network_words import words_of
from api.views import view_file, view_model
from graph.asking import Answer, catalogue
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


HOSTILE = [
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "{{7*7}}",
    "javascript:window.hit=1//?href=",
    "' onmouseover='window.hit=1",
]


@pytest.fixture(scope="module")
def client(settings, store):
    with TestClient(create_app(settings, store)) as opened:
        yield opened


def hostile_rows():
    return [
        row(f"P{i}{text}", path=text) | {"platform": thing(f"P{i}{text}", name=text)} for i, text in enumerate(HOSTILE)
    ]


def drawn(rows, lang="zh", cap=300):
    return view_model(PLATFORMS, Answer(rows, None, 1000, 3, "2026-01-01"), {}, lang, cap)


class Elements(HTMLParser):
    """The tags of a page with their attributes, and the text of its data block and of its table of things."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.block, self.inside = [], "", False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag == "script" and dict(attrs).get("id") == "network-data"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "script"

    def handle_data(self, data):
        self.block += data if self.inside else ""

    def rows(self):
        return [attrs["data-id"] for tag, attrs in self.tags if tag == "tr" and "data-id" in attrs]


def test_pyvis_yields_plain_values_and_no_page():
    model = drawn([row("P1"), row("P2", "field")])["script"]
    assert [(n["id"], n["group"]) for n in model["nodes"]] == [
        ("P1", "InnovationPlatform"),
        ("C1", "IndustryChain"),
        ("P2", "InnovationPlatform"),
    ]
    assert [(e["from"], e["to"], e["dashes"]) for e in model["edges"]] == [("P1", "C1", False), ("P2", "C1", True)]
    assert model["options"]["physics"] is False
    assert json.loads(json.dumps(model)) == json.loads(json.dumps(model, allow_nan=False))


def test_parallel_relations_all_stay():
    model = drawn([row("P1"), row("P1", "field")])["script"]
    assert [(e["basis"], "smooth" in e) for e in model["edges"]] == [("stated", False), ("inferred", True)]


def test_names_are_found_by_pinyin_and_initials():
    model = drawn([row("P1") | {"platform": thing("P1", name="碳纤维中心")}])["script"]
    assert model["nodes"][0]["spell"] == ("tanxianweizhongxin", "txwzx")


def test_the_legend_counts_every_node_once():
    model = drawn([row("P1"), row("P2"), row("", "unnamed", count=8)])
    assert {entry["label"]: entry["count"] for entry in model["legend"]} == {"创新平台": 2, "产业链": 1, "未载明": 1}
    assert sum(entry["count"] for entry in model["legend"]) == len(model["nodes"])
    assert "未载明（8）" in model["names"].values()


@pytest.mark.parametrize("ground", ["day", "night"])
def test_ink_stands_out_on_every_class_colour(ground):
    for style in groups().values():
        lighter, darker = sorted((luminance(style[ground]), luminance(style[f"{ground}_ink"])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_long_names_are_cut_into_lines_that_fit():
    assert wrapped("碳纤维") == "碳纤维"
    assert wrapped("威海碳纤维产业技术研究院") == "威海碳纤维产\n业技术研究院"
    assert wrapped("长" * 40).split("\n")[-1].endswith("…")


def test_hostile_text_stays_text_in_file_and_picture():
    rows = hostile_rows()
    page = view_file(PLATFORMS, Answer(rows, None, 1000, 3, "2026-01-01"), {}, "zh")
    elements = Elements(page)
    assert "onerror" not in {name for _, attrs in elements.tags for name in attrs}
    assert [tag for tag, _ in elements.tags if tag == "img"] == []
    assert json.loads(elements.block)["nodes"][0]["name"] == HOSTILE[0]
    assert set(elements.rows()) == {node["id"] for node in json.loads(elements.block)["nodes"]}
    for still in json.loads(elements.block)["stills"].values():
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(still).iter()}
        assert tags <= {
            "svg",
            "rect",
            "g",
            "title",
            "text",
            "tspan",
            "path",
            "circle",
            "polygon",
            "ellipse",
            "defs",
            "marker",
        }


def test_a_file_needs_nothing_else():
    page = view_file(PLATFORMS, Answer([row("P1")], None, 1000, 3, "2026-01-01"), {}, "zh")
    assert [a for _, attrs in Elements(page).tags for n, a in attrs.items() if n in ("src", "href") and "//" in a] == []
    assert "<script src" not in page


def test_control_characters_leave_a_picture_well_formed():
    rows = [row("P1") | {"platform": thing("P1", name="名\x00称\x1f\x0b")}]
    ElementTree.fromstring(svg_of(picture_of(PLATFORMS, rows, "zh")))


def installed(name):
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True


@pytest.mark.parametrize("name", ["C", "zh_CN.GBK"])
def test_a_file_is_made_under_any_locale(name, tmp_path):
    if not installed(name):
        pytest.skip(f"locale {name} is not installed here")
    code = (
        "from tests.test_views import *\n"
        "page = view_file(PLATFORMS, Answer([row('P1')], None, 9, 1, '2026-01-01'), {}, 'zh')\n"
        f"Path({str(tmp_path / 'view.html')!r}).write_text(page, encoding='utf-8')"
    )
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": name}
    subprocess.run([sys.executable, "-c", code], env=os.environ | plain, cwd=VENDOR.parents[2], check=True)
    assert "与图等价的表格" in (tmp_path / "view.html").read_text(encoding="utf-8")


def test_the_page_has_the_same_things_in_picture_and_table(client):
    page = client.get("/network/platforms_for_chain", params={"chain": "碳纤维及复合材料"})
    elements = Elements(page.text)
    nodes = json.loads(elements.block)["nodes"]
    assert page.status_code == 200
    assert elements.rows() == [node["id"] for node in nodes]
    assert "未载明（8）" in [node["name"] for node in nodes]
    assert [
        a for _, attrs in elements.tags for n, a in attrs.items() if n in ("src", "href") and a.startswith("http")
    ] == []
    assert [attrs for _, attrs in elements.tags if "style" in attrs or any(n.startswith("on") for n in attrs)] == []


def test_the_data_has_the_same_things_in_nodes_and_table(client):
    body = client.get("/network/chain_platform_matrix.json").json()
    assert [line["id"] for line in body["table"]] == [node["id"] for node in body["nodes"]]
    ends = {end for edge in body["edges"] for end in (edge["from"], edge["to"])}
    assert ends == {node["id"] for node in body["nodes"]}
    assert body["truncated"] is False


def test_fewer_nodes_say_how_many_are_hidden(client):
    whole = client.get("/network/chain_platform_matrix.json").json()
    body = client.get("/network/chain_platform_matrix.json", params={"limit": 5}).json()
    assert (len(body["nodes"]), body["hidden"], body["truncated"]) == (5, len(whole["nodes"]) - 5, True)


def test_the_still_picture_is_svg_of_every_node(client):
    answer = client.get("/network/platforms_for_chain.svg", params={"chain": "碳纤维及复合材料", "layout": "layers"})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    titles = [e.text for e in ElementTree.fromstring(answer.text).iter("{http://www.w3.org/2000/svg}title")]
    assert "国家碳纤维产业计量测试中心" in titles


@pytest.mark.parametrize(
    ("path", "status"),
    [("nothing", 404), ("documents", 404), ("platforms_for_chain", 422), ("chain_platform_matrix?limit=0", 422)],
)
def test_a_wrong_network_is_a_problem(client, path, status):
    name, _, query = path.partition("?")
    for suffix in ("", ".json", ".svg"):
        assert client.get(f"/network/{name}{suffix}?{query}").status_code == status


def test_only_named_sites_may_frame_the_picture(settings, store):
    app = create_app(settings.but(frame_ancestors="https://a.example,https://b.example"), store)
    with TestClient(app) as opened:
        policies = [
            opened.get(f"{path}/platforms_for_chain", params={"chain": "钓具"}).headers["content-security-policy"]
            for path in ("/embed/network", "/network")
        ]
    assert policies[0].endswith("frame-ancestors https://a.example https://b.example")
    assert policies[1].endswith("frame-ancestors 'none'")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_with_a_view_draws_its_example(client, lang):
    for query in catalogue().values():
        if query.view:
            page = client.get(f"/network/{query.name}", params={**query.example, "lang": lang})
            assert page.status_code == 200, query.name
            assert "network-data" in page.text or words_of(lang)["empty"] in page.text, query.name
