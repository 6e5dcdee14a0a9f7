"""Rows sent over REST: compared, written whole, answered once, refused row by row."""

import threading

import httpx2
import openpyxl
import orjson
import pytest
from sheet_world import SOURCE, THINGS, filled

from api.app import create_app
from graph.changes import ChangeSet
from graph.model import Document, Entity, Naming, Span
from graph.store import open_store
from tests.conftest import served

PATIENCE = 60
ADDRESS = "/api/v1/ingest"
SYSTEM = "“1+4+N”创新平台体系"
GIVEN = {"title": SOURCE["来源标题"], "issuer": SOURCE["来源单位"], "date": "2024-12-31"}
FOUR = [{"member": f"海城第{n}研究院", "class": "创新平台", "system": SYSTEM, "role": "N"} for n in "一二三四"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT = "MATCH (c:Claim) WHERE c.dataset STARTS WITH 'sheet:' AND c.closed_revision IS NULL RETURN count(c) AS n"


def body(rows, **source):
    return {"template": "membership", "source": GIVEN | source, "rows": rows}


@pytest.fixture(scope="module")
def city(second_engine):
    """The made-up city of the lists on the engine for tests that write."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    changes, where = ChangeSet(second_engine, "made", "tests"), Span("D1")
    named = [(id_, name, cls) for id_, (name, cls, _) in THINGS.items()]
    changes.put([Document("D1", "名录", date="2024"), *(Entity(*thing, first_source="D1") for thing in named)])
    changes.put([Naming(f"N{id_}", id_, where, name=name, kind="official") for id_, name, _ in named])
    changes.finish("a small city", loaded="weihai")
    return second_engine


@pytest.fixture(scope="module")
def app(settings, city):
    return create_app(settings, city)


@pytest.fixture(scope="module")
def root(app):
    with served(app) as address:
        yield address


@pytest.fixture
def web(app, root, city):
    """An editor's connection, and no list in the graph."""
    city.write("MATCH (c:Claim|Receipt) WHERE c:Receipt OR c.dataset STARTS WITH 'sheet:' DETACH DELETE c")
    city.write("MATCH (n:Entity|Document) WHERE n.id STARTS WITH 'U' DETACH DELETE n")
    secret = app.state.access.keys.create("统计局", "editor")[1]
    headers = {"Authorization": f"Bearer {secret}"}
    with httpx2.Client(base_url=root, headers=headers, timeout=PATIENCE) as client:
        yield client


def test_a_dry_run_says_what_would_change_and_changes_nothing(web, city):
    before = city.revision()
    answer = web.post(ADDRESS, json=body(FOUR), params={"dry_run": "true"}).json()
    assert answer["added"] == {"Document": 1, "Entity": 4, "NameClaim": 4, "RelationClaim": 4}
    assert (answer["dry_run"], answer["changed"], answer["closed"]) == (True, {}, {})
    assert (city.revision(), city.read(SENT)[0]["n"]) == (before, 0)


def test_rows_are_written_corrected_and_withdrawn(web):
    first = web.post(ADDRESS, json=body(FOUR))
    assert (first.status_code, first.json()["taken"], first.json()["rejected"]) == (200, 4, 0)
    assert first.headers["x-revision"] == str(first.json()["revision"])
    ids = {thing["row"]: thing["id"] for thing in first.json()["things"]}
    assert web.get(f"/api/v1/entities/{ids[1]}").json()["entity"]["name"] == "海城第一研究院"
    assert web.post(ADDRESS, json=body(FOUR)).json()["same"]["RelationClaim"] == 4
    second = web.post(ADDRESS, json=body(FOUR[:3])).json()
    assert second["closed"] == {"Claim": 2}  # its name and its membership
    more = [{**FOUR[3], "member": "海城第五研究院"}]
    third = web.post(ADDRESS, json=body(more), params={"replace": "false"}).json()
    assert (third["added"]["RelationClaim"], third["closed"]) == (1, {})


def test_bad_rows_come_back_with_place_reason_and_candidates_while_good_ones_are_taken(web):
    rows = [FOUR[0], FOUR[1] | {"role": "骨干"}, {"member": "海城光电研究院", "system": "创新平台"}]
    answer = web.post(ADDRESS, json=body(rows), headers={"Accept-Language": "en"})
    told = answer.json()
    assert (answer.status_code, told["rows"], told["taken"], told["rejected"]) == (207, 3, 1, 2)
    role = next(error for error in told["errors"] if error["row"] == 2)
    assert (role["column"], role["value"]) == ("role", "骨干")
    assert role["reason"].startswith("It cannot be")
    system = next(error for error in told["errors"] if error["column"] == "system")
    assert system["candidates"] == [
        {"id": "H3", "name": SYSTEM, "class": "PlatformSystem", "href": "/api/v1/entities/H3"}
    ]


def test_one_bad_row_refuses_all_where_that_is_asked_for(web, city):
    rows = [FOUR[0], FOUR[1] | {"role": "骨干"}]
    answer = web.post(ADDRESS, json=body(rows), params={"atomic": "true"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "bad-input")
    assert [error["field"] for error in answer.json()["errors"]] == ["rows[2].role"]
    assert city.read(SENT)[0]["n"] == 0


def test_the_same_act_sent_again_gets_the_first_answer(web, city):
    key = {"Idempotency-Key": "monthly-2024-12"}
    first = web.post(ADDRESS, json=body(FOUR[:2]), headers=key)
    web.post(ADDRESS, json=body(FOUR[2:]), params={"replace": "false"})
    revision = city.revision()
    again = web.post(ADDRESS, json=body(FOUR[:2]), headers=key)
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert city.revision() == revision
    other = web.post(ADDRESS, json=body(FOUR), headers=key)
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (409, "conflict")


def test_one_act_sent_many_times_at_once_is_done_once(web, app, root, city):
    answers = []

    def send():
        answers.append(httpx2.post(f"{root}{ADDRESS}", json=body(FOUR), headers=headers, timeout=PATIENCE))

    headers = dict(web.headers) | {"Idempotency-Key": "at-once"}
    before = city.revision()
    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert city.revision() == before + 1


def test_who_saw_an_older_graph_is_told_so(web, city):
    seen = city.revision()
    assert web.post(ADDRESS, json=body(FOUR[:1]), headers={"If-Match": f'"{seen}"'}).status_code == 200
    stale = web.post(ADDRESS, json=body(FOUR), headers={"If-Match": f'"{seen}"'})
    assert (stale.status_code, stale.json()["revision"]) == (412, seen + 1)
    assert stale.json()["type"].endswith("/problems/stale")
    assert web.post(ADDRESS, json=body(FOUR), headers={"If-Match": "yesterday"}).status_code == 422


def test_a_fault_in_the_middle_leaves_nothing_behind(web, city, monkeypatch):
    def broken(store):
        raise OSError("the disk is full")

    before = city.revision()
    monkeypatch.setattr("graph.settling.judge_due", broken)
    assert web.post(ADDRESS, json=body(FOUR)).status_code == 500
    assert (city.revision(), city.read(SENT)[0]["n"]) == (before, 0)
    assert city.read("MATCH (n:Entity|Document) WHERE n.id STARTS WITH 'U' RETURN count(n) AS n")[0]["n"] == 0


def test_workbooks_and_csv_files_are_taken_as_they_are(web, tmp_path):
    path = filled(tmp_path / "名单.xlsx", "membership", FOUR)
    book = web.post(ADDRESS, content=path.read_bytes(), headers={"Content-Type": XLSX})
    assert (book.status_code, book.json()["taken"]) == (200, 4)
    changed = openpyxl.load_workbook(path)
    changed["成员"]["E6"].value = "骨干"
    changed.save(path)
    faulty = web.post(ADDRESS, content=path.read_bytes(), headers={"Content-Type": XLSX}).json()
    assert [(error["row"], error["cell"], error["column"]) for error in faulty["errors"]] == [(6, "E6", "role")]
    lines = [f"{key},{value}" for key, value in SOURCE.items()]
    lines += ["成员名称,平台类别,所属体系或联盟,成员角色", f"海城第九研究院,创新平台,{SYSTEM},N"]
    text = "\n".join(lines).encode("gb18030")
    plain = web.post(ADDRESS, content=text, headers={"Content-Type": "text/csv"})
    assert (plain.status_code, plain.json()["taken"]) == (200, 1)


@pytest.mark.parametrize(
    ("content", "media", "status", "kind"),
    [
        (b"x", "text/plain", 415, "media"),
        (b"{", "application/json", 422, "bad-parameter"),
        (b'{"template":"\\ud800","source":{},"rows":[]}', "application/json", 422, "bad-parameter"),
        (orjson.dumps(body(FOUR) | {"template": "nothing"}), "application/json", 404, "not-found"),
        (orjson.dumps(body([{"colour": "red"}])), "application/json", 422, "bad-input"),
        (orjson.dumps(body([{**FOUR[0], "member": "a\0b"}])), "application/json", 207, None),
        (b"\0\0\0", "text/csv", 422, "bad-input"),
        (b"PK\x03\x04", XLSX, 422, "bad-input"),
        (b"", XLSX, 422, "bad-input"),
    ],
)
def test_what_cannot_be_read_is_a_problem(web, content, media, status, kind):
    answer = web.post(ADDRESS, content=content, headers={"Content-Type": media})
    assert answer.status_code == status, answer.text
    if kind:
        assert answer.json()["type"].endswith(f"/problems/{kind}")


def test_only_editors_write_and_the_record_names_them(app, web, root):
    viewer = app.state.access.keys.create("读者", "viewer")[1]
    assert httpx2.post(f"{root}{ADDRESS}", json=body(FOUR), timeout=PATIENCE).status_code == 401
    headers = {"Authorization": f"Bearer {viewer}"}
    assert httpx2.post(f"{root}{ADDRESS}", json=body(FOUR), headers=headers, timeout=PATIENCE).status_code == 403
    assert web.post(ADDRESS, json=body(FOUR)).status_code == 200
    row = web.get("/api/v1/changes", params={"since": web.get("/readyz").json()["revision"] - 1}).json()["items"][0]
    assert row["by"] == "统计局"
    app.state.access.audit.close()
    lines = "".join(path.read_text() for path in app.state.access.audit.folder.glob("*.jsonl")).splitlines()
    acts = [(entry["who"], entry["status"]) for entry in map(orjson.loads, lines) if entry["what"] == f"POST {ADDRESS}"]
    assert acts[-3:] == [("", 401), ("读者", 403), ("统计局", 200)]


def test_what_was_written_through_one_replica_is_read_through_another(web, city, settings):
    with open_store(settings, city.connection) as other, served(create_app(settings, other)) as root:
        address = f"{root}/api/v1/documents"
        before = httpx2.get(address, timeout=PATIENCE)
        revision = web.post(ADDRESS, json=body(FOUR[:1])).headers["x-revision"]
        after = httpx2.get(address, headers={"X-Revision-At-Least": revision}, timeout=PATIENCE)
        assert after.headers["x-revision"] == revision
        titles = [row["title"] for row in after.json()["items"]]
        assert GIVEN["title"] in titles and len(titles) == len(before.json()["items"]) + 1
        ahead = httpx2.get(address, headers={"X-Revision-At-Least": "999999"}, timeout=PATIENCE)
        assert (ahead.status_code, ahead.headers["retry-after"]) == (503, "1")
