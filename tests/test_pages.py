"""The pages: what an officer reads on them, Chinese first, nothing fetched from elsewhere, nothing invented."""

import json
import re
import time
from functools import cache
from html.parser import HTMLParser
from itertools import permutations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient
from jinja2 import Environment

from api.app import create_app
from api.headings import HEADINGS
from api.pages.amounts import amount, day, last_day, moment
from api.pages.front import front, kept_front, renewed
from api.pages.quality import PARTS
from graph.store import Store
from ingest.tiles import read_tiles
from queries import read_queries

TEMPLATES = Path(__file__).parents[1] / "api" / "templates"
CATALOGUE = Path(__file__).parents[1] / "api" / "locale" / "en" / "messages.po"
PATIENCE = 60.0
CARBON, TACKLE, TYRES, SYSTEM = "/chains/WHR084", "/chains/WHR096", "/chains/WHR088", "/entities/WHR001"
HIGH_TECH, TORCH = "/indicators/highTechOutputShare", "/districts/WHR155"
UNIVERSITY, ZONES = "/entities/WHR161", "/compare?ids=WHR155&ids=WHR157"
QUALITY = tuple(f"/quality?part={part}" for part in PARTS)
PAGES = (
    "/",
    CARBON,
    TACKLE,
    TYRES,
    SYSTEM,
    "/documents",
    "/documents/D001",
    "/queries",
    "/search?q=txw",
    "/matrix",
    "/districts",
    TORCH,
    "/indicators",
    HIGH_TECH,
    *QUALITY,
    f"{CARBON}?sheet=true",
    UNIVERSITY,
    "/compare",
    ZONES,
    "/about",
)
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
def patient(store):
    """The first plan of a question may take long on a busy machine, and that is not what is tested here."""
    with Store(store.connection, PATIENCE) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(settings, patient):
    headers = {"Accept": "text/html", "Accept-Language": "zh-CN"}
    with TestClient(create_app(settings, patient), headers=headers) as opened:
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


def test_the_home_page_gives_each_figure_with_its_day_and_its_source_and_counts_what_to_beware_of(page):
    text = page("/").text
    # WO0051: the whole city at the end of 2021, not the 74 of one park that the same document also counts.
    assert re.search(r"1,101家 全市创新平台总数 2021年12月31日", text)
    assert re.search(r"超73% 高新技术产业产值占规模以上工业总产值比重 2024年", text)
    assert "4 处数值互相矛盾" in text
    assert {f"/quality?part={part}" for part in ("conflicts", "gaps", "proposed")} <= {
        tag["href"] for tag in page("/").all("a")
    }


def test_every_district_is_a_tile_and_one_without_a_stated_platform_says_so(page):
    links = {tag["href"] for tag in page("/").all("a")}
    assert {f"/districts/WHR{number}" for number in range(151, 161)} <= links
    assert "乳山市 未载明" in page("/").text


def test_the_first_page_is_kept_until_graph_or_questions_change(store, patient, tmp_path):
    assert kept_front(store, tmp_path) is None
    made = renewed(patient, tmp_path)
    assert kept_front(store, tmp_path) == made
    path = tmp_path / "front.json"
    body = json.loads(path.read_bytes())
    for place in (1, 2, 3):  # the texts of the questions, the revision, the time of its change set
        path.write_text(json.dumps(body | {"stamp": [*body["stamp"][:place], "other", *body["stamp"][place + 1 :]]}))
        assert kept_front(store, tmp_path) is None
    path.write_text('{"stamp": ')
    assert kept_front(store, tmp_path) is None


def test_counts_of_an_earlier_day_serve_in_the_first_minutes_only(store, patient, tmp_path):
    made = renewed(patient, tmp_path)
    path = tmp_path / "front.json"
    body = json.loads(path.read_bytes())
    body["front"]["as_of"] = "2020-01-01"
    path.write_text(json.dumps(body))
    assert front(store, tmp_path, age=1).as_of == "2020-01-01"
    assert front(store, tmp_path, age=3600) == made


# Seats of the administrations, degrees north and east, to a tenth.
SEATS = {
    "高区": (37.5, 122.0),
    "环翠区": (37.5, 122.1),
    "经区": (37.4, 122.2),
    "临港区": (37.3, 122.0),
    "文登区": (37.2, 122.1),
    "荣成市": (37.2, 122.5),
    "乳山市": (36.9, 121.5),
    "南海新区": (36.9, 122.0),
    "石岛": (36.9, 122.4),
}


def test_tiles_lie_as_the_districts_lie():
    tiles = {tile.short: tile for tile in read_tiles()}
    for (one, (north, east)), (other, (north_, east_)) in permutations(SEATS.items(), 2):
        if north - north_ > 0.15:
            assert tiles[one].row < tiles[other].row, f"{one} lies north of {other}"
        if east_ - east > 0.15:
            assert tiles[one].column < tiles[other].column, f"{one} lies west of {other}"


def test_a_profile_names_the_chains_behind_an_enterprise_and_a_university(page):
    # As in tests/expected/enterprise_profile.json and university_platform_chain.json.
    firm, university = page("/entities/拓展纤维"), page(UNIVERSITY)
    assert "所在的产业链" in firm.text and "/chains/WHR084" in {tag.get("href") for tag in firm.all("a")}
    assert "设立：威海激光通信先进技术研究院" in university.text.replace(" ", "")
    assert "/chains/WHR090" in {tag.get("href") for tag in university.all("a")}


def test_an_english_page_tells_questions_paths_and_reasons_in_english(client):
    read = {
        name: Reader(client.get(f"/{name}", headers={"Cookie": "lang=en"}).text).text
        for name in ("chains/WHR092", "queries/platforms_for_chain?chain=WHR092", "quality?part=conflicts")
    }
    client.cookies.clear()
    assert (
        "field in its name “海产品智能化养殖与加工装备” → segment “水产品加工自动化装备” → this chain"
        in read["chains/WHR092"]
    )
    asked = read["queries/platforms_for_chain?chain=WHR092"]
    assert "Which platforms serve this chain, on what grounds" in asked
    assert "chain: id, name or alias" in asked
    assert "yet both cannot be true" in read["quality?part=conflicts"]
    assert "exact before bound" in read["quality?part=conflicts"]
    assert not any(word in text for text in read.values() for word in ("本链", "确数先于约数", "默认今天"))


def test_every_question_tells_in_english_what_it_is_about():
    assert [query.name for query in read_queries().values() if not query.about_en] == []


def test_a_time_is_shown_as_the_clock_of_this_machine_shows_it(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        # China is eight hours ahead.
        assert moment("2026-11-22T23:57:01+00:00", "zh") == "2026年11月23日 07:57"
        assert moment("2026-11-22T23:57:01+00:00", "en") == "2026-11-23 07:57"
        assert moment("", "zh") == ""
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_profile_without_a_chain_says_so(page):
    assert "资料没有把它与产业链连起来" in page("/entities/WHR002").text


def test_the_matrix_names_the_basis_in_the_cell(page):
    classes = [tag["class"] for tag in page("/matrix").all("span") if "mark" in tag.get("class", "").split()]
    assert {"mark stated", "mark inferred"} <= set(classes)
    assert "● 原文载明" in page("/matrix").text


def test_an_indicator_shows_both_statements_the_target_and_the_data_of_its_chart(client, page):
    text = page(HIGH_TECH).text
    assert {"67.13%", "68.21%", "超73%", "70%以上"} <= set(text.split())
    assert "资料说法不一" in text
    chart = json.loads(re.search(r'id="chart-1">(.*?)</script>', client.get(HIGH_TECH).text)[1])
    assert [day for day, _ in chart["line"]] == ["2019-12-31", "2020-12-31", "2021-12-31", "2024-12-31"]
    assert {point["value"] for point in chart["points"] if point["day"] == "2021-12-31"} == {67.13, 68.21}


def test_an_indicator_without_a_match_says_what_to_do(page):
    assert "可少填一个条件" in page("/indicators?q=zzzz").text


def test_quality_filters_by_subject_and_by_verdict(page):
    assert "24家" in page("/quality?part=conflicts&subject=1%2B4%2BN").text
    assert "67.13%" not in page("/quality?part=conflicts&subject=1%2B4%2BN").text
    assert "没有这样的记载" in page("/quality?part=audits&result=does_not_hold&subject=WHR160").text


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        ({"value": 73.0, "unit": "%", "bound": "over"}, "超73%", "over 73%"),
        ({"value": 4.0, "unit": "位", "basis": "rank"}, "第4位", "place 4"),
        ({"value": 120000.0, "unit": "件"}, "12万件", "120,000"),
        ({"value": 350000000.0, "unit": "元"}, "3.5亿元", "350,000,000 yuan"),
        ({"value": 12345.0, "unit": "家"}, "12,345家", "12,345"),
        ({"value": 66.0, "unit": "万人"}, "66万人", "660,000 people"),
        ({"value": 70.0, "unit": "%", "bound": "atLeast"}, "70%以上", "at least 70%"),
        ({"value": 67.5, "unit": "亿元", "bound": "over"}, "超67.5亿元", "over 6.75 billion yuan"),
        ({"value": 9.0, "unit": "平方公里"}, "9平方公里", "9 平方公里"),
        ({"value": 3.0, "value_max": 5.0, "unit": "年"}, "3–5年", "3–5 years"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_it(figure, zh, en):
    assert (amount(figure, "zh"), amount(figure, "en")) == (zh, en)


def test_a_day_is_written_in_chinese_and_stays_iso_in_english():
    assert [day(text, "zh") for text in ("2024-12-31", "2024-03", "2021", "2021/2025", "2022-H1", "当年")] == [
        "2024年12月31日",
        "2024年3月",
        "2021年",
        "2021年至2025年",
        "2022年上半年",
        "当年",
    ]
    assert day("2024-12-31", "en") == "2024-12-31"
    assert [last_day(text) for text in ("2024-02", "2021/2025", "2021-Q1", None)] == [
        "2024-02-29",
        "2025-12-31",
        "2021-03-31",
        "",
    ]


def test_a_profile_tells_names_with_kinds_status_chains_and_ties_at_a_glance(page):
    # WHR030 serves WHR092 by the field in its name: PF023.
    text = page("/entities/WHR030").text
    assert "正式名称" in text
    assert "已存在" in text
    assert "海洋健康食品产业技术创新链领域推断" in text.replace(" ", "")
    assert {"glance", "net", "relations"} <= {attrs.get("id") for _, attrs in page("/entities/WHR030").tags}


def test_a_chain_lists_its_enterprises_with_segment_and_fits_on_one_sheet(page):
    # WF0179: a stated product of the firm lies in the segment; no tier is recorded for it.
    row = "威海拓展纤维有限公司未载明处于环节高强高模碳纤维中游"
    assert row in page(CARBON).text.replace(" ", "")
    sheet = page(f"{CARBON}?sheet=true")
    assert "碳纤维制备及工程化国家工程实验室" in sheet.text
    assert "未载明（8 家）" in sheet.text
    assert sheet.all("canvas") == []


def test_things_are_compared_by_address_and_what_one_lacks_reads_not_stated(page):
    read = page(ZONES)
    text = read.text.replace(" ", "")
    assert "类型功能区功能区相同" in text
    assert "设立未载明●特种纤维及复合材料工程中心原文载明不同" in text
    assert [tag["value"] for tag in page("/compare?ids=高区,临港区").all("input") if tag.get("name") == "ids"][:2] == [
        "WHR155",
        "WHR157",
    ]


def test_more_than_five_things_are_refused_with_a_reason(client):
    answer = client.get("/compare?ids=a,b,c,d,e,f")
    assert answer.status_code == 422
    assert "最多比较 5 个" in answer.text


def test_a_date_is_chinese_on_the_page_and_iso_in_its_twin(client, page):
    link = next(tag["href"] for tag in page(CARBON).all("a") if "platforms_for_chain.csv" in tag["href"])
    assert "2022年1月27日" in page(CARBON).text
    assert "2022-01-27" in client.get(link.replace(".csv", ".json")).text


@pytest.mark.parametrize("address", ["/", HIGH_TECH, QUALITY[0], "/compare", "/about", "/matrix"])
def test_headings_and_menus_of_an_english_page_are_english(client, address):
    text = client.get(address, headers={"Cookie": "lang=en"}).text
    menu = re.findall(r"<nav.*?</nav>|<h2.*?</h2>|<th scope=\"col\".*?</th>", text, re.S)
    chinese = [part for part in menu if re.search("[\u4e00-\u9fff]", re.sub(r"<a [^>]*>.*?</a>|<[^>]*>", "", part))]
    assert chinese == []


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
    texts |= {param.help for query in read_queries().values() for param in query.params}
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


def test_the_theme_needs_no_script_and_leads_nowhere_else(client):
    chosen = client.get("/theme/dark", params={"back": "/documents?lang=zh"}, follow_redirects=False)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/documents?lang=zh")
    assert "theme=dark" in chosen.headers["set-cookie"]
    assert 'data-theme="dark"' in client.get("/documents", headers={"Cookie": "theme=dark"}).text
    assert "data-theme=" not in client.get("/documents", headers={"Cookie": 'theme="><script>'}).text
    elsewhere = client.get("/theme/system", params={"back": "//elsewhere.example/"}, follow_redirects=False)
    assert elsewhere.headers["location"] == "/"
    assert client.get("/theme/pink").status_code == 422
