"""Who holds a public post is named to everyone; whoever else is in the graph only to those who edit, at every door."""

import io

import httpx2
import pytest
from openpyxl import load_workbook

from api.app import create_app
from graph.changes import ChangeSet
from graph.model import Document, Entity, Identifier, Naming, Relation, Span
from ingest.submission import Terms, of_rows, submit
from tests.conftest import served

PATIENCE = 60
PRIVATE, PUBLIC, HIDDEN = "张无名", "李公开", "（个人）"
SHEET = {"title": "科技副总名册", "issuer": "海城市科学技术局", "date": "2024-12-31"}


@pytest.fixture(scope="module")
def city(second_engine):
    """One firm with two people: one named in a published bulletin, one entered from a bureau's own list."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    where = Span("D1", 3, 1, 9)
    changes = ChangeSet(second_engine, "made", "tests")
    changes.put([Document("D1", "年度公报", kind="bulletin", date="2024", reliability="official")])
    changes.put([Entity("H1", "海城光电有限公司", "Enterprise"), Entity("P1", PUBLIC, "Person")])
    changes.put([Naming("N1", "H1", where, name="海城光电有限公司", kind="official")])
    changes.put([Naming("N2", "P1", where, name=PUBLIC, kind="official")])
    changes.put([Relation("R1", "P1", where, predicate="worksAt", object="H1", role="head")])
    changes.finish("a firm", loaded="weihai")
    rows = [{"person": PRIVATE, "body": "海城光电有限公司", "role": "科技副总"}]
    outcome = submit(second_engine, of_rows("role", SHEET, rows), Terms("tests"))
    assert not outcome.rejects
    more = ChangeSet(second_engine, "codes", "tests")
    more.put([Identifier("I1", outcome.answer["things"][0]["id"], where, scheme="other", value="X-1")])
    more.finish("a code")
    return second_engine


@pytest.fixture(scope="module")
def private_id(city):
    return city.read("MATCH (p:Person {name: $name}) RETURN p.id AS id", name=PRIVATE)[0]["id"]


@pytest.fixture(scope="module")
def webs(settings, city):
    """A connection for nobody in particular, for a viewer and for an editor."""
    app = create_app(settings, city)
    with served(app) as root:
        made = {"nobody": httpx2.Client(base_url=root, timeout=PATIENCE)}
        for role in ("viewer", "editor"):
            secret = app.state.access.keys.create(f"人员{role}", role)[1]
            headers = {"Authorization": f"Bearer {secret}"}
            made[role] = httpx2.Client(base_url=root, timeout=PATIENCE, headers=headers)
        yield made
        for web in made.values():
            web.close()


DOORS = (
    "/api/v1/entities/H1/neighbours",
    "/api/v1/entities/H1/neighbours?format=csv",
    "/api/v1/entities/H1/claims",
    "/api/v1/queries/entities_by_class?type=Person",
    "/api/v1/queries/entities_by_class.csv?type=Person",
    "/api/v1/changes",
    "/entities/H1",
    "/queries/neighbours?entity=H1",
    "/queries/entities_by_class?type=Person",
    "/network/neighbours?entity=H1",
    "/network/neighbours.json?entity=H1",
    "/network/neighbours.svg?entity=H1",
    "/explore",
    "/explore.json",
)


def text_of(web, address):
    answer = web.get(address, headers={"Accept": "text/html" if not address.startswith("/api") else "*/*"})
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.text


@pytest.mark.parametrize("address", DOORS)
def test_a_private_person_has_a_name_for_editors_only(webs, address):
    assert PRIVATE in text_of(webs["editor"], address), address
    for who in ("nobody", "viewer"):
        text = text_of(webs[who], address)
        assert PRIVATE not in text, (who, address)
        assert PUBLIC in text, (who, address)


def test_a_row_without_the_name_has_no_details_either(webs, private_id):
    def row(who):
        items = webs[who].get("/api/v1/entities/H1/neighbours").json()["items"]
        return next(item for item in items if item["neighbour"]["id"] == private_id)

    assert (row("viewer")["neighbour"]["name"], row("viewer")["role"]) == (HIDDEN, None)
    assert (row("editor")["neighbour"]["name"], row("editor")["role"]) == (PRIVATE, "viceTechDirector")


def test_workbooks_hide_the_same(webs):
    def cells(who):
        book = load_workbook(io.BytesIO(webs[who].get("/api/v1/entities/H1/neighbours?format=xlsx").content))
        return {cell.value for sheet in book for row in sheet for cell in row}

    assert PRIVATE in cells("editor") and PUBLIC in cells("viewer")
    assert PRIVATE not in cells("viewer") | cells("nobody")


def test_typing_the_name_does_not_tell_whether_it_is_known(webs, private_id):
    for who in ("nobody", "viewer"):
        assert webs[who].get("/api/v1/search", params={"q": PRIVATE}).json()["items"] == []
        assert [i["entity"]["id"] for i in webs[who].get("/api/v1/search", params={"q": PUBLIC}).json()["items"]] == [
            "P1"
        ]
        page = webs[who].get("/search", params={"q": PRIVATE}, headers={"Accept": "text/html"})
        assert private_id not in page.text
        for name in (PRIVATE, PRIVATE[:2], "王无名"):
            unknown = webs[who].get("/api/v1/queries/entity", params={"entity": name})
            assert unknown.status_code == 404 and PRIVATE not in str(unknown.json().get("candidates"))
            assert private_id not in unknown.text
    found = webs["editor"].get("/api/v1/search", params={"q": PRIVATE}).json()["items"]
    assert found[0]["entity"]["id"] == private_id


def test_a_private_person_is_asked_about_by_editors_only(webs, private_id):
    for address in (
        f"/api/v1/entities/{private_id}",
        f"/api/v1/entities/{private_id}/claims",
        f"/entities/{private_id}",
    ):
        for who in ("nobody", "viewer"):
            answer = webs[who].get(address)
            assert (answer.status_code, PRIVATE in answer.text) == (403, False), (who, address)
        assert webs["editor"].get(address).status_code == 200
    assert webs["viewer"].get("/api/v1/entities/P1").status_code == 200


def test_linked_data_and_sparql_tell_nothing_of_a_private_person_to_readers(webs, city, private_id):
    claim = city.read("MATCH (c:NameClaim {name: $name}) RETURN c.id AS id", name=PRIVATE)[0]["id"]
    asked = {"query": "SELECT ?n { ?c a :NameClaim ; :name ?n }"}
    for address in (f"/rdf/{private_id}.ttl", f"/rdf/{claim}.ttl", f"/resources/{claim}"):
        assert webs["viewer"].get(address).status_code == 403, address
        assert PRIVATE in webs["editor"].get(address).text, address
    assert PRIVATE not in webs["viewer"].get("/rdf/H1.ttl").text
    assert PRIVATE not in webs["viewer"].get("/ontology", headers={"Accept": "text/html"}).text
    assert webs["viewer"].get("/sparql", params=asked).status_code == 403
    assert PRIVATE in webs["editor"].get("/sparql", params=asked).text


def test_the_whole_graph_leaves_with_editors_only_while_it_holds_a_private_person(webs):
    assert webs["viewer"].get("/api/v1/export").status_code == 403
    assert PRIVATE in webs["editor"].get("/api/v1/export").text


def test_a_name_that_a_private_person_shares_is_clear_to_readers_and_unclear_to_editors(webs, city):
    more = ChangeSet(city, "shared", "tests")
    more.put([Naming("N9", "P1", Span("D1", 3, 1, 9), name=PRIVATE, kind="alias")])
    more.finish("an alias that a private person bears")
    address = f"/api/v1/queries/entity_names?entity={PRIVATE}"
    assert webs["editor"].get(address).status_code == 409
    assert {row["entity"]["id"] for row in webs["viewer"].get(address).json()["items"]} == {"P1"}
