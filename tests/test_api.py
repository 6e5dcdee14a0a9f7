"""The REST contract, on a served application."""

import csv
import io

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.app import create_app
from queries import read_queries

QUESTION = "/api/v1/queries/platforms_for_chain"


@pytest.fixture(scope="module")
def client(settings, store):
    with TestClient(create_app(settings, store)) as opened:
        yield opened


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["city"]) == (200, "weihai")


def test_the_catalogue_lists_every_question(client):
    items = client.get("/api/v1/queries").json()["items"]
    assert {item["name"] for item in items} == set(read_queries())


def test_the_answer_has_the_agreed_shape(client):
    body = client.get(QUESTION, params={"chain": "钓具", "limit": 1}).json()
    assert set(body) == {"items", "page", "revision", "as_of"}
    assert body["page"]["limit"] == 1
    row = body["items"][0]
    assert row["platform"] == {
        "id": "WHR031",
        "name": "市级钓具装备技术创新中心",
        "class": "TechInnovationCenter",
        "href": "/api/v1/entities/WHR031",
    }
    assert set(row["claims"][0]) == {"id", "row", "basis", "document", "line", "start", "end", "href"}
    assert row["claims"][0]["document"] == {"id": "D000", "title": "全市科技工作概况", "date": None}


def test_pages_follow_each_other_without_gap_or_repeat(client):
    whole = client.get(QUESTION, params={"chain": "碳纤维及复合材料"}).json()["items"]
    rows, cursor = [], ""
    while cursor is not None:
        body = client.get(QUESTION, params={"chain": "碳纤维及复合材料", "limit": 2, "cursor": cursor}).json()
        rows, cursor = rows + body["items"], body["page"]["next"]
    assert rows == whole


def test_csv_opens_in_excel(client):
    answer = client.get(f"{QUESTION}.csv", params={"chain": "碳纤维及复合材料"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {"platform_id", "platform_name", "basis", "claims"} <= set(rows[0])
    assert [row["count"] for row in rows if row["basis"] == "unnamed"] == ["8"]


def test_xlsx_has_the_rows_and_their_sources(client):
    answer = client.get(f"{QUESTION}.xlsx", params={"chain": "钓具"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["A2"].value == "WHR031"
    assert [cell.value for cell in book["来源"][2]][:3] == ["WF0042", "D000", "全市科技工作概况"]


@pytest.mark.parametrize(
    ("params", "status", "kind"),
    [
        ({"chain": "不存在的链"}, 404, "not-found"),
        ({"chain": "海洋"}, 409, "ambiguous"),
        ({}, 422, "bad-parameter"),
        ({"chain": "钓具", "as_of": "昨天"}, 422, "bad-parameter"),
        ({"chain": "钓具", "limit": "0"}, 422, "bad-parameter"),
        ({"chain": "钓具", "limit": "-1"}, 422, "bad-parameter"),
        ({"chain": "钓具", "cursor": "zzz"}, 422, "bad-parameter"),
        ({"chain": "钓具", "colour": "red"}, 422, "bad-parameter"),
        ({"chain": "钓具", "format": "doc"}, 422, "bad-parameter"),
    ],
)
def test_a_wrong_request_is_a_problem_with_a_stable_type(client, params, status, kind):
    answer = client.get(QUESTION, params=params)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert problem["type"].endswith(f"/problems/{kind}")
    assert problem["request_id"] == answer.headers["x-request-id"]
    if status == 422:
        assert all(set(error) == {"field", "reason"} for error in problem["errors"])
    if status == 409:
        assert {c["id"] for c in problem["candidates"]} == {"WHR091", "WHR092"}


def test_problems_speak_the_callers_language(client):
    english = client.get(QUESTION, params={"chain": "x"}, headers={"Accept-Language": "en"}).json()
    chinese = client.get(QUESTION, params={"chain": "x"}).json()
    assert english["title"] == "Not found"
    assert chinese["title"] == "未找到"


def test_openapi_describes_every_question(client):
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for name, question in read_queries().items():
        declared = {p["name"] for p in document["paths"][f"/api/v1/queries/{name}"]["get"]["parameters"]}
        assert {param.name for param in question.params} <= declared


def test_changes_are_paged_by_what_was_told_last(client):
    since = client.get("/api/v1/changes", params={"limit": 3}).json()
    following = client.get("/api/v1/changes", params={"limit": 3, "cursor": since["page"]["next"]}).json()
    ids = [row["id"] for row in since["items"] + following["items"]]
    assert ids == sorted(set(ids)) and len(ids) == 6
    assert client.get("/api/v1/changes", params={"since": since["revision"]}).json()["items"] == []


def test_a_search_tells_how_many_of_each_class_it_finds(client):
    facets = client.get("/api/v1/search/facets", params={"q": "碳纤维"}).json()["items"]
    for facet in facets:
        found = client.get("/api/v1/search", params={"q": "碳纤维", "type": facet["class"]}).json()["items"]
        assert sum(row["entity"]["class"] == facet["class"] for row in found) == facet["count"]


def test_identifiers_are_looked_up_one_by_one_and_five_hundred_at_a_time(client):
    single = client.get("/api/v1/entities", params={"scheme": "GB/T 2260", "value": "371002"}).json()["items"]
    assert [row["entity"]["name"] for row in single] == ["环翠区"]
    codes = [f"3710{n:02d}" for n in range(100)] + [f"9{n:05d}" for n in range(400)]
    many = client.post("/api/v1/entities", json={"scheme": "GB/T 2260", "values": codes})
    assert {row["value"] for row in many.json()["items"]} >= {"371002", "371003"}
    more = client.post("/api/v1/entities", json={"scheme": "GB/T 2260", "values": [*codes, "371002"]})
    assert (more.status_code, [fault["field"] for fault in more.json()["errors"]]) == (422, ["values"])
