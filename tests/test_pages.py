"""The pages: what an officer reads on them, Chinese first, nothing fetched from elsewhere, nothing invented."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from jinja2 import Environment

from api.app import create_app
from api.headings import HEADINGS
from graph.store import Store
from queries import read_queries

TEMPLATES = Path(__file__).parents[1] / "api" / "templates"
CATALOGUE = Path(__file__).parents[1] / "api" / "locale" / "en" / "messages.po"
PATIENCE = 60.0
CARBON, TACKLE, TYRES, SYSTEM = "/chains/WHR084", "/chains/WHR096", "/chains/WHR088", "/entities/WHR001"
PAGES = ("/", CARBON, TACKLE, TYRES, SYSTEM, "/documents", "/documents/D001", "/queries", "/search?q=txw")
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{1234*4321}}",
    "javascript:alert(1)//",
)


class Reader(HTMLParser):
    """A page as a browser takes it apart: tags with attributes, and the words between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def client(settings, store):
    headers = {"Accept": "text/html", "Accept-Language": "zh-CN"}
    # The first plan of a question may take long on a busy machine, and that is not what is tested here.
    with (
        Store(store.connection, PATIENCE) as patient,
        TestClient(create_app(settings, patient), headers=headers) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def page(client):
    @cache
    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return Reader(answer.text)

    return read


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_a_language_a_title_one_heading_and_a_way_past_the_menu(page, address):
    read = page(address)
    assert read.all("html")[0]["lang"] == "zh-CN"
    assert len(read.all("h1")) == 1
    assert len(read.all("title")) == 1
    assert read.all("a")[0]["href"] == "#main"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fetches_nothing_from_elsewhere_and_runs_nothing_inline(page, address):
    read = page(address)
    fetched = [tag.get("src") or tag.get("href") for name in ("script", "link", "img") for tag in read.all(name)]
    assert [address for address in fetched if address and not re.match(r"/(?!/)", address)] == []
    assert [tag for tag in read.all("script") if not tag.get("src") and tag.get("type") != "application/json"] == []
    assert [attrs for _, attrs in read.tags if "style" in attrs or any(name.startswith("on") for name in attrs)] == []


def test_a_page_is_sent_with_a_policy_that_allows_its_own_files_only(client):
    headers = client.get("/").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"


def test_the_home_page_counts_platforms_by_basis_and_says_where_there_are_none(page):
    text = page("/").text
    assert "钓具产业技术创新链" in text
    assert "尚无平台记载" in text
    assert "图谱修订" in text
    assert "数据更新于" in text


def test_every_chain_of_the_plan_stands_on_the_home_page_with_its_cluster(page):
    links = [tag["href"] for tag in page("/").all("a")]
    assert {f"/chains/WHR{number:03}" for number in range(80, 97)} <= set(links)
    assert {f"/entities/WHR{number:03}" for number in range(64, 70)} <= set(links)


def test_a_chain_tells_its_stated_platform_with_document_and_place(page):
    text = page(TACKLE).text
    assert "市级钓具装备技术创新中心" in text
    assert "原文载明" in text
    assert "全市科技工作概况" in text
    assert "L35:62–125" in text


def test_stated_inferred_and_unnamed_differ_in_words_and_not_in_colour_alone(page):
    classes = [tag["class"] for tag in page(CARBON).all("span") if "basis" in tag.get("class", "")]
    assert {"basis inferred", "basis unnamed"} <= set(classes)
    assert "领域推断" in page(CARBON).text


def test_platforms_known_by_number_only_are_a_row_and_counted_as_such(page):
    text = page(CARBON).text
    assert "未载明 （8 家）" in text or "未载明（8 家）" in text
    assert re.search(r"领域推断 6 未载明 8", text)


def test_a_chain_without_platforms_says_so_plainly(page):
    assert "尚无平台记载" in page(TYRES).text


def test_a_source_leads_to_its_statement_in_the_document(page, client):
    link = next(tag["href"] for tag in page(TACKLE).all("a") if tag["href"].startswith("/documents/D000#"))
    address, _, claim = link.partition("#")
    assert claim in [tag.get("id") for tag in page(address).all("tr")]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_the_answer_of_a_chain_can_be_taken_away(page, client, kind):
    link = next(tag["href"] for tag in page(CARBON).all("a") if f"platforms_for_chain.{kind}" in tag["href"])
    assert client.get(link).status_code == 200


def test_search_finds_by_initials_and_groups_by_class(page):
    read = page("/search?q=txw")
    assert "碳纤维及复合材料产业技术创新链" in read.text
    assert len(read.all("h2")) > 1


def test_a_search_without_a_hit_says_what_to_do(page):
    assert "没有找到" in page("/search?q=zzzzqqq").text


def test_a_profile_keeps_relations_and_figures_apart_and_both_counts_of_members_side_by_side(page):
    read = page(SYSTEM)
    assert {"relations", "figures"} <= {tag.get("id") for tag in read.all("h2")}
    assert {"24 家", "25 家"} <= {" ".join(word.split()) for word in read.words}


def test_a_page_speaks_english_on_request_and_keeps_to_it(client):
    assert "Which platforms serve this chain" in client.get(f"{CARBON}?lang=en").text
    assert "Which platforms serve this chain" in client.get(CARBON, headers={"Cookie": "lang=en"}).text
    assert "哪些平台服务本链" in client.get(f"{CARBON}?lang=zh").text


def test_every_text_of_the_templates_has_an_english_one_and_none_is_left_over():
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    texts = {
        text
        for file in TEMPLATES.iterdir()
        for _, _, text in environment.extract_translations(file.read_text(encoding="utf-8"))
    }
    with CATALOGUE.open("rb") as file:
        english = {message.id: message.string for message in read_po(file) if message.id}
    assert texts - set(english) == set()
    assert set(english) - texts == set()
    assert [text for text, translation in english.items() if not translation] == []


@pytest.mark.parametrize("name", list(read_queries()))
def test_every_column_and_parameter_of_a_question_has_a_chinese_heading(name):
    question = read_queries()[name]
    used = {column.name for column in question.returns} | {param.name for param in question.params}
    assert used - set(HEADINGS) == set()


@pytest.mark.parametrize("name", list(read_queries()))
def test_every_question_has_a_page_that_answers_its_example(client, name):
    answer = client.get(f"/queries/{name}", params=dict(read_queries()[name].example))
    assert answer.status_code == 200
    assert read_queries()[name].title_zh in answer.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nothing", 404, "没有这个地址"),
        ("/chains/WHR999", 404, "未找到"),
        ("/chains/海洋", 409, "名称有歧义"),
        ("/queries/platforms_for_chain?chain=钓具&as_of=昨天", 422, "截至日期"),
    ],
)
def test_an_error_is_a_page_with_a_reason_and_a_number(client, address, status, words):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in answer.text
    assert answer.headers["x-request-id"] in answer.text


def test_an_ambiguous_name_offers_its_candidates_as_links(client):
    chain = Reader(client.get("/chains/海洋").text)
    assert {"/chains/WHR091", "/chains/WHR092"} <= {tag["href"] for tag in chain.all("a")}
    asked = Reader(client.get("/queries/platforms_for_chain", params={"chain": "海洋"}).text)
    assert "/queries/platforms_for_chain?chain=WHR091" in {tag["href"] for tag in asked.all("a")}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(
    "address", ["/search?q=", "/chains/", "/queries/platforms_for_chain?chain=", "/documents/", "/nothing?x="]
)
def test_hostile_text_in_an_address_stays_text(client, address, hostile):
    text = client.get(address + hostile.replace("/", "%2F").replace("{", "%7B")).text
    read = Reader(text)
    assert [tag for tag in read.all("img") if "onerror" in tag] == []
    assert [tag for tag in read.all("script") if not tag.get("src")] == []
    assert [tag for tag in read.all("a") if (tag.get("href") or "").startswith("javascript:")] == []
    assert "5332114" not in read.text
