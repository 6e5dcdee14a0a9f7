"""Keys, roles, sessions, pace and the record, on the real server as another machine would meet it."""

import re
from datetime import UTC, datetime, timedelta

import httpx2
import orjson
import pytest

from api.access.audit import append, verify
from api.access.keys import Keys
from api.access.sessions import Sessions
from api.addresses import guarded
from api.app import create_app
from graph.errors import SettingError
from graph.settings import Settings
from tests.conftest import served

# Reading by POST, because a body holds more than an address.
READING = {("post", "/api/v1/entities"), ("post", "/sparql")}
OPEN = {"/healthz", "/readyz"}
PATIENCE = 60


@pytest.fixture(scope="module")
def remote(settings, store):
    """An application that believes other machines reach it."""
    return create_app(settings.but(host="0.0.0.0"), store)


@pytest.fixture(scope="module")
def root(remote):
    with served(remote) as address:
        yield address


@pytest.fixture(scope="module")
def secrets(remote):
    return {role: remote.state.access.keys.create(f"测试{role}", role)[1] for role in ("viewer", "editor", "admin")}


@pytest.fixture
def web(root):
    with httpx2.Client(base_url=root, timeout=PATIENCE) as client:
        yield client


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def test_every_route_holds_to_its_roles(remote, web, secrets):
    operations = [(m, path) for path, found in remote.openapi()["paths"].items() for m in found]
    assert len(operations) > 40
    for method, path in operations:
        address = re.sub(r"\{\w+\}", "WHR031", path)
        open_, reading = path in OPEN, method == "get" or (method, path) in READING
        statuses = {
            role: web.request(method, address, headers=bearer(secret)).status_code for role, secret in secrets.items()
        }
        nobody = web.request(method, address).status_code
        assert (nobody == 401) is not open_, (method, path, nobody)
        assert (statuses["viewer"] == 403) is not reading, (method, path, statuses)
        assert not {401, 403} & {statuses["admin"]}, (method, path, statuses)


def test_a_browser_without_a_key_is_shown_where_to_sign_in(web):
    answer = web.get("/documents", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/documents")


@pytest.mark.parametrize("secret", ["x", "ik_00000000_abc", "ik_", "密钥", "ik_" + "a" * 5000])
def test_a_wrong_key_is_a_problem_of_its_own(web, secret):
    answer = web.get("/api/v1/chains", headers={"Authorization": f"Bearer {secret}".encode()})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["type"].endswith("/problems/no-key")


def test_a_revoked_key_is_shut_out_at_once(remote, web):
    key, secret = remote.state.access.keys.create("短期", "viewer")
    assert web.get("/api/v1/queries", headers=bearer(secret)).status_code == 200
    remote.state.access.keys.revoke(key.id)
    assert web.get("/api/v1/queries", headers=bearer(secret)).status_code == 401


def test_people_sign_in_with_a_key_and_out_again(web, secrets):
    form = web.get("/login").text
    token = re.search(r'name="csrf" value="([^"]+)"', form)[1]
    answer = web.post("/login", data={"key": secrets["viewer"], "csrf": token, "next": "/queries"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queries")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert web.get("/queries", headers={"Accept": "text/html"}).status_code == 200
    assert web.post("/logout").status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', web.get("/login", headers={"Accept": "text/html"}).text)[1]
    assert web.post("/logout", data={"csrf": token}).status_code == 303
    assert web.get("/api/v1/queries").status_code == 401


def test_a_form_of_another_site_signs_nobody_in(web, secrets):
    web.get("/login")
    assert web.post("/login", data={"key": secrets["viewer"], "csrf": "guess"}).status_code == 403


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(web, secrets, address):
    token = re.search(r'name="csrf" value="([^"]+)"', web.get("/login").text)[1]
    answer = web.post("/login", data={"key": secrets["viewer"], "csrf": token, "next": address})
    assert answer.headers["location"] == "/"


def test_a_key_that_asks_too_often_is_told_when_to_come_back(settings, store):
    app = create_app(settings.but(host="0.0.0.0", rate_limit="3"), store)
    secret = app.state.access.keys.create("快", "viewer")[1]
    with served(app) as root:
        answers = [httpx2.get(f"{root}/api/v1/queries", headers=bearer(secret), timeout=PATIENCE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    # Three a minute is one in 20 s.
    assert 1 <= int(answers[3].headers["retry-after"]) <= 21


def test_the_record_says_who_did_what_when_and_from_where(settings, store):
    app = create_app(settings.but(host="0.0.0.0"), store)
    secret = app.state.access.keys.create("记录", "viewer")[1]
    with served(app) as root:
        httpx2.get(f"{root}/api/v1/queries?x=1", headers=bearer(secret), timeout=PATIENCE)
    folder = app.state.access.audit.folder
    text = "".join(path.read_text() for path in sorted(folder.glob("*.jsonl")))
    entries = [orjson.loads(line) for line in text.splitlines()]
    mine = next(entry for entry in entries if entry.get("who") == "记录")
    assert (mine["what"], mine["query"], mine["from"]) == ("GET /api/v1/queries", "x=1", "127.0.0.1")
    assert datetime.now(UTC) - datetime.fromisoformat(mine["at"]) < timedelta(minutes=5)
    assert secret not in text
    assert verify(folder).fault == ""


@pytest.mark.parametrize("harm", ["alter", "remove", "cut", "insert"])
def test_an_altered_record_is_found_out(tmp_path, harm):
    for n in range(5):
        append(tmp_path, [{"who": "甲", "what": f"act {n}"}])
    path = next(tmp_path.glob("*.jsonl"))
    lines = path.read_text().splitlines(keepends=True)
    changed = {
        "alter": [lines[0], lines[1].replace("act 1", "act 9"), *lines[2:]],
        "remove": [lines[0], *lines[2:]],
        "cut": lines[:-1],
        "insert": [lines[0], lines[0], *lines[1:]],
    }
    assert verify(tmp_path) == (5, "", verify(tmp_path).last)
    path.write_text("".join(changed[harm]))
    assert verify(tmp_path).fault == ("end" if harm == "cut" else f"{path.name}:2")


def test_secrets_are_kept_as_digests_in_a_file_of_the_owner(tmp_path):
    keys = Keys(tmp_path / "keys.json")
    key, secret = keys.create("统计局", "viewer", 1)
    assert secret not in keys.path.read_text()
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert keys.holder(secret) == key
    assert not key.holds(datetime.now(UTC) + timedelta(days=2))


def test_a_replaced_key_works_until_its_grace_is_over(tmp_path):
    keys = Keys(tmp_path / "keys.json")
    old, secret = keys.create("统计局", "editor", 365)
    new, other = keys.rotate(old.id, 7)
    assert (new.name, new.role) == ("统计局", "editor")
    assert keys.holder(secret) and keys.holder(other)
    ended = next(key for key in keys.all() if key.id == old.id)
    assert not ended.holds(datetime.now(UTC) + timedelta(days=8))


def test_a_forged_or_altered_session_is_none(tmp_path):
    sessions = Sessions(tmp_path / "secret")
    cookie = sessions.start("1a2b3c4d")
    assert sessions.read(cookie).key == "1a2b3c4d"
    assert sessions.read(cookie.replace("1a2b3c4d", "ffffffff")) is None
    assert Sessions(tmp_path / "other").read(cookie) is None
    assert [sessions.read(text) for text in ("", "a.b.c.d", "...", "密.1.2.3")] == [None] * 4


def test_an_address_that_others_reach_needs_a_key_or_leave_to_read(tmp_path):
    outside = Settings().but(home=str(tmp_path), host="0.0.0.0")
    with pytest.raises(SettingError, match="innograph key create"):
        guarded(outside)
    guarded(outside.but(anonymous_read="1"))
    guarded(outside.but(host="127.0.0.1"))
    Keys(tmp_path / "access" / "keys.json").create("甲", "viewer")
    guarded(outside)
