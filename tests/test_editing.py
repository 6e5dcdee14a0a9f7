"""Editors in the browser: lists up and down, rows rejected and put back, everything signed and with a token."""

import io
import re
import zipfile

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sheet_world import SOURCE, filled
from test_sheet_load import FOUR

from api.access.control import Access
from api.app import create_app
from api.uploads import safe_name
from graph.identity import merge, split
from ingest import build

PAGE = {"Accept": "text/html", "Accept-Language": "zh-CN"}
CITY = build.bundled("weihai")
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
COUNTS = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS edges"


@pytest.fixture(scope="module")
def city(second_engine):
    """The bundled city on the engine for tests that write."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    assert not build.load(second_engine, CITY, by="tests").rejects
    return second_engine


@pytest.fixture(scope="module")
def app(city, settings, tmp_path_factory):
    return create_app(settings.but(home=str(tmp_path_factory.mktemp("editing"))), city)


def signed_in(app, role):
    """A browser in which somebody has signed in with a key of that role."""
    secret = Access.of(app.state.settings).keys.create(f"测试{role}", role)[1]
    client = TestClient(app, headers=PAGE, base_url="https://testserver")
    token = TOKEN.search(client.get("/login").text)[1]
    answer = client.post("/login", data={"key": secret, "csrf": token}, follow_redirects=False)
    assert answer.status_code == 303
    return client


@pytest.fixture(scope="module")
def editor(app):
    return signed_in(app, "editor")


def token(client, address="/data"):
    return TOKEN.search(client.get(address).text)[1]


def sent(client, name, content):
    return client.post("/data", data={"csrf": token(client)}, files={"file": (name, content)})


def workbook(tmp_path, rows):
    return filled(tmp_path / "名单.xlsx", "membership", rows).read_bytes()


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<?xml?>", "xl/workbook.xml": b"<?xml?>", **parts}.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_template_is_downloaded_by_anyone_and_filled_in_it_loads(app, editor, city, tmp_path):
    anyone = TestClient(app, headers=PAGE)
    page = anyone.get("/data").text
    assert "/data/templates/membership.xlsx" in page and 'type="file"' not in page
    got = anyone.get("/data/templates/membership.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(got.content)).sheetnames[:2] == ["成员", "来源"]
    before = city.read(COUNTS)
    checked = sent(editor, "名单.xlsx", workbook(tmp_path, FOUR))
    assert "核对无误，尚未写入图谱。" in checked.text
    assert city.read(COUNTS) == before
    loaded = editor.post(f"{checked.url.path}/load", data={"csrf": token(editor)})
    assert "已装载，图谱修订" in loaded.text
    (found,) = city.read(
        "MATCH (d:Document {title: $title})<-[:STATED_IN]-(c:Claim)-[:SUBJECT]->(e) "
        "RETURN count(DISTINCT e) AS members",
        title=SOURCE["来源标题"],
    )
    assert found["members"] == len(FOUR)
    (change,) = city.read("MATCH (x:Change) RETURN x.by AS by ORDER BY x.revision DESC LIMIT 1")
    assert change["by"] == "测试editor"


def test_a_list_with_faults_says_where_and_comes_back_marked(editor, city, tmp_path):
    before = city.read(COUNTS)
    answer = sent(editor, "名单.xlsx", workbook(tmp_path, [{**FOUR[0], "role": "5"}, FOUR[1]]))
    assert "有误的行 1" in answer.text and "E5" in answer.text
    refused = editor.post(f"{answer.url.path}/load", data={"csrf": token(editor)})
    assert refused.status_code == 422
    assert city.read(COUNTS) == before
    copy = editor.get(f"{answer.url.path}/marked")
    sheet = openpyxl.load_workbook(io.BytesIO(copy.content))["成员"]
    assert sheet["E5"].fill.fgColor.rgb == "00FFC7CE"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("炸弹.xlsx", packed(xl__worksheets__sheet1_xml=b"0" * (161 * 2**20)), "解压后超过 160 MB"),
        ("宏.xlsx", packed(xl__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "含有宏"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不能读 .xls 文件"),
        ("图片.xlsx", b"\x89PNG\r\n", "不是 Excel 工作簿"),
        ("断.xlsx", packed()[:60], "已损坏"),
        ("空.csv", b"", "没有选文件"),
        ("../../../逃.exe", b"MZ", "不能读 .exe 文件"),
        ("<img src=x onerror=alert(1)>.xlsx", b"x", "不是 Excel 工作簿"),
    ],
    ids=["bomb", "macros", "old", "picture", "cut off", "empty", "program", "markup"],  # packed files hold the time
)
def test_a_hostile_file_meets_one_sentence_and_leaves_nothing(editor, city, app, name, content, words):
    before = city.read(COUNTS)
    answer = sent(editor, name, content)
    assert words in answer.text
    assert "onerror=alert(1)>" not in answer.text
    assert city.read(COUNTS) == before
    folder = app.state.settings.home
    assert [path for path in folder.rglob("*.exe") if folder / "uploads" not in path.parents] == []


def test_a_file_name_never_leads_elsewhere():
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("C:\\名单\\成员.xlsx") == "成员.xlsx"
    assert safe_name("a\u202exslx.exe") == "axslx.exe"
    assert safe_name("") == "名单"
    assert len(safe_name("长" * 300 + ".xlsx")) == 85


def test_nobody_sends_or_decides_without_role_and_token(app, editor, city, tmp_path):
    content = workbook(tmp_path, FOUR)
    decision = {"action": "reject", "claim": "WF0042", "reason": "误读"}
    viewer, anyone = signed_in(app, "viewer"), TestClient(app, headers=PAGE)
    for client, status in ((anyone, 401), (viewer, 403), (editor, 403)):
        assert client.post("/data", files={"file": ("a.xlsx", content)}).status_code == status
        assert client.post("/review", data=decision).status_code == status
    assert not city.read("MATCH (d:Decision) RETURN d")


def test_a_sending_is_for_its_sender_only(app, editor, tmp_path):
    answer = sent(editor, "名单.xlsx", workbook(tmp_path, FOUR))
    other = signed_in(app, "editor")
    assert other.get(answer.url.path).status_code == 404
    assert editor.get("/data/" + "0" * 32).status_code == 404


def test_an_inferred_row_is_rejected_from_the_chain_page_and_put_back(app, editor, city):
    row = "platform=WHR037"
    assert "核对</a>" not in TestClient(app, headers=PAGE).get("/chains/WHR084").text
    chain = editor.get("/chains/WHR084").text
    assert row in chain
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/review/claims[^"]+)"', chain)]
    link = next(link for link in links if "platform=WHR037" in link)
    form = editor.get(link)
    (chosen,) = re.findall(r'value="(\w+)" aria-label="[^"]*" checked', form.text)
    wish = {
        "csrf": token(editor, link),
        "action": "reject",
        "claim": chosen,
        "reason": "名称不足为据",
        "back": "/chains/WHR084",
    }
    made = editor.post("/review", data=wish)
    assert "决定有效。" in made.text and "测试editor" in made.text and "名称不足为据" in made.text
    assert row not in editor.get("/chains/WHR084").text
    assert "名称不足为据" in editor.get("/review?list=decisions").text
    undone = editor.post(f"{made.url.path}/undo", data={"csrf": token(editor), "back": "https://elsewhere.example/"})
    assert "这个决定已撤销。" in undone.text and "elsewhere" not in undone.text
    assert row in editor.get("/chains/WHR084").text


def test_one_inferred_pair_is_rejected_and_nothing_else_and_comes_back(editor):
    # WHR030 serves WHR092 by the field in its name (PF023); FM008 joins that field to the chain for others too.
    before = editor.get("/chains/WHR092").text
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/review/claims[^"]+)"', before)]
    (link,) = [link for link in links if "platform=WHR030" in link]
    assert "chain=WHR092" in link
    assert "只驳回这一对" in editor.get(link).text
    wish = {"csrf": token(editor, link), "platform": "WHR030", "chain": "WHR092", "back": "/chains/WHR092"}
    assert editor.post("/review/pairs", data=wish).status_code == 422
    made = editor.post("/review/pairs", data=wish | {"reason": "该中心不做加工装备"})
    assert "驳回一对推断" in made.text and "该中心不做加工装备" in made.text
    rows = platforms(editor, "WHR092")
    assert "WHR030" not in rows
    others = editor.get("/api/v1/queries/chain_platform_matrix?limit=1000").json()["items"]
    assert ("WHR092", "WHR030") not in {(row["chain"]["id"], row["platform"]["id"]) for row in others}
    assert "WHR030" in {
        row["platform"]["id"] for row in editor.get("/api/v1/queries/platforms_without_chain").json()["items"]
    }
    again = editor.post("/review/pairs", data=wish | {"reason": "再次"})
    assert again.status_code == 422 and "已经驳回" in again.text
    decision = re.search(r"/review/decisions/(d\w+)", str(made.url))[1]
    editor.post(f"/review/decisions/{decision}/undo", data={"csrf": wish["csrf"]})
    assert platforms(editor, "WHR092") == rows | {"WHR030"}


def test_a_rejected_pair_stays_rejected_under_the_id_its_platform_is_shown_by(editor, city):
    alike = """MATCH (a:Entity {id: 'WHR030'}) MATCH (b:InnovationPlatform {class: a.class})
    WHERE b.id <> a.id AND NOT b.id IN $serving RETURN min(b.id) AS id"""
    (other,) = (row["id"] for row in city.read(alike, serving=list(platforms(editor, "WHR092"))))
    wish = {"platform": "WHR030", "chain": "WHR092", "reason": "该中心不做加工装备", "csrf": token(editor)}
    decision = re.search(r"/review/decisions/(d\w+)", str(editor.post("/review/pairs", data=wish).url))[1]
    rows = platforms(editor, "WHR092")
    merge(city, other, "WHR030", "王科员", "同一家")
    assert platforms(editor, "WHR092") == rows
    editor.post(f"/review/decisions/{decision}/undo", data={"csrf": wish["csrf"]})
    assert platforms(editor, "WHR092") == rows | {other}
    split(city, "WHR030", "李科员", "两家")
    assert platforms(editor, "WHR092") == rows | {"WHR030"}


def platforms(client, chain):
    rows = client.get(f"/api/v1/chains/{chain}/platforms", params={"limit": 1000}).json()["items"]
    return {row["platform"]["id"] for row in rows if row["platform"]}


def test_a_stated_pair_is_no_inference(editor):
    # WF0042 states it.
    wish = {"action": "deny", "platform": "WHR040", "chain": "WHR999", "reason": "x"}
    assert editor.post("/review/pairs", data={"csrf": token(editor)} | wish).status_code == 404
    tackle = {"platform": tackle_centre(editor), "chain": "WHR096", "reason": "x", "csrf": token(editor)}
    answer = editor.post("/review/pairs", data=tackle)
    assert answer.status_code == 422 and "明载" in answer.text


def tackle_centre(client):
    rows = client.get("/api/v1/chains/WHR096/platforms").json()["items"]
    return next(row["platform"]["id"] for row in rows if row["basis"] == "stated")


def test_a_proposal_is_accepted_from_the_list(editor, city):
    page = editor.get("/review?list=proposed").text
    claim = re.search(r'name="claim" value="(\w+)"', page)[1]
    wish = {"csrf": token(editor), "action": "accept", "claim": claim, "reason": "已核对原件"}
    assert "采信" in editor.post("/review", data=wish).text
    (found,) = city.read("MATCH (c:Claim {id: $id}) RETURN c.status AS status", id=claim)
    assert found["status"] == "accepted"


@pytest.mark.parametrize("missing", ["action", "claim", "reason"])
def test_a_decision_without_a_part_says_which(editor, missing):
    wish = {"csrf": token(editor), "action": "reject", "claim": "WF0042", "reason": "误读"}
    wish.pop(missing)
    answer = editor.post("/review", data=wish)
    assert answer.status_code == 422
    assert "请" in answer.text
