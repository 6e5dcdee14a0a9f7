"""Limits, memory, compression, figures and health of the real server."""

import gzip
import socket
from urllib.parse import urlsplit

import httpx2
import pytest

from api.app import create_app
from tests.conftest import served

QUESTION = "/api/v1/queries/platforms_for_chain"
# Cold questions on a busy machine take seconds.
PATIENCE = 60
CHAIN = {"chain": "碳纤维及复合材料"}


@pytest.fixture(scope="module")
def web(address):
    with httpx2.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


def test_an_unchanged_answer_is_not_sent_twice(web):
    first = web.get(QUESTION, params=CHAIN)
    again = web.get(QUESTION, params=CHAIN, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_answers_from_memory_are_the_same(web):
    first, second = (web.get(QUESTION, params=CHAIN) for _ in range(2))
    assert first.content == second.content
    assert first.headers["x-revision"] == second.headers["x-revision"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_formats_and_languages_have_tags_of_their_own(web):
    wishes = [{"Accept": "text/csv"}, {"Accept": "application/json"}, {"Accept-Language": "en"}]
    assert len({web.get(QUESTION, params=CHAIN, headers=wish).headers["etag"] for wish in wishes}) == 3


def test_long_answers_travel_packed_where_the_caller_can_unpack(web):
    plain = web.get(QUESTION, params=CHAIN, headers={"Accept-Encoding": "identity"})
    with web.stream("GET", QUESTION, params=CHAIN, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2


def test_head_answers_as_get_without_a_body(web):
    got, head = web.get(QUESTION, params=CHAIN), web.head(QUESTION, params=CHAIN)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


def test_a_write_is_seen_by_the_next_reader(settings, blank):
    blank.write("CREATE (:State {id: 'graph', revision: 1})")
    with served(create_app(settings, blank)) as root, httpx2.Client(base_url=root, timeout=PATIENCE) as web:
        assert web.get("/api/v1/documents").json()["items"] == []
        blank.write("MATCH (s:State) SET s.revision = 2 CREATE (:Document {id: 'D1', title: '甲', date: '2024'})")
        assert [row["id"] for row in web.get("/api/v1/documents").json()["items"]] == ["D1"]


@pytest.mark.parametrize("length", ["11000000", None])
def test_a_huge_body_is_refused_whether_or_not_it_says_so(web, length):
    def pieces():
        for _ in range(110):
            yield b" " * 100_000

    headers = {"Content-Type": "application/json"} | ({"Content-Length": length} if length else {})
    answer = web.post("/api/v1/entities", content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "body-size")


def test_an_address_without_end_is_refused(address):
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as line:
        line.sendall(b"GET /api/v1/chains?x=" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 414")


def test_more_requests_than_places_are_told_when_to_come_back(settings, store):
    with served(create_app(settings.but(at_once="0"), store)) as root:
        answer = httpx2.get(f"{root}/api/v1/chains", timeout=PATIENCE)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert answer.json()["type"].endswith("/problems/busy")
        assert httpx2.get(f"{root}/healthz").status_code == 200


def test_a_caller_who_never_ends_a_request_is_let_go(address, monkeypatch):
    monkeypatch.setattr("api.limits.PATIENCE", 0.3)
    place = urlsplit(address)
    for start in (b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"):
        with socket.create_connection((place.hostname, place.port), timeout=5) as slow:
            slow.sendall(start)
            assert slow.recv(100) == b""  # within the five seconds of this connection
    with socket.create_connection((place.hostname, place.port), timeout=5) as slow:
        slow.sendall(b"POST /api/v1/entities HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        slow.sendall(b"Content-Length: 50\r\n\r\n{")
        assert slow.recv(100).startswith(b"HTTP/1.1 408")


def test_metrics_count_requests_by_route(web):
    web.get("/api/v1/entities/WHR031")
    lines = web.get("/metrics").text.splitlines()
    assert any('route="/api/v1/entities/{id}",status="200"' in line for line in lines)
    assert "innograph_database_up 1" in lines


def test_other_sites_may_read_only_where_the_setting_names_them(settings, store, web):
    origin = {"Origin": "https://bureau.example"}
    assert "access-control-allow-origin" not in web.get("/api/v1/chains", headers=origin).headers
    with served(create_app(settings.but(cors="https://bureau.example"), store)) as root:
        answer = httpx2.get(f"{root}/api/v1/chains", headers=origin, timeout=PATIENCE)
        assert answer.headers["access-control-allow-origin"] == "https://bureau.example"
