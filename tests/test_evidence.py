"""Evidence packs and workbooks: the table, every source by number, both sides of a conflict, nothing that runs."""

import io
import re
import zipfile

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.answers import guarded, to_csv, to_xlsx
from api.app import create_app
from api.evidence import concerning, pack_of, to_docx
from graph.asking import Answer
from graph.store import Store
from queries import read_queries

PLATFORMS = read_queries()["platforms_for_chain"]
FORMULAS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠A1")
HOSTILE = "</w:t><script>\x00\x0b=1+1"


@pytest.fixture(scope="module")
def client(settings, store):
    with Store(store.connection, 60.0) as patient, TestClient(create_app(settings, patient)) as opened:
        yield opened


def claim(id_, title="海城市工作要点"):
    return {
        "id": id_,
        "row": id_.upper(),
        "basis": "stated",
        "line": 3,
        "start": 1,
        "end": 9,
        "document": {"id": "D1", "title": title, "date": "2024-01-01"},
    }


def row(name, *claims, path="明载服务本链"):
    return {
        "platform": {"id": "P1", "name": name, "class": "InnovationPlatform"},
        "basis": "stated",
        "segment": None,
        "status": "existing",
        "path": path,
        "count": None,
        "claims": list(claims),
        "chain": {"id": "C1", "name": "光电产业链", "class": "IndustryChain"},
    }


def answer(*rows):
    return Answer(list(rows), None, 100, 7, "2026-01-01")


def opened(content):
    return Document(io.BytesIO(content))


def said(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_source_named_by_two_rows_has_one_number():
    rows = answer(row("甲院", claim("c1"), claim("c2")), row("乙院", claim("c2"), claim("c3")))
    document = opened(to_docx(pack_of(PLATFORMS, rows, {"chain": "光电"}, [], "zh"), "zh"))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["平台", "依据", "状态", "路径", "产业链", "来源"]
    assert [[cell.text for cell in line.cells] for line in table.rows[1:]] == [
        ["甲院", "原文载明", "已存在", "明载服务本链", "光电产业链", "[1][2]"],
        ["乙院", "原文载明", "已存在", "明载服务本链", "光电产业链", "[2][3]"],
    ]
    text = said(document)
    assert text[0] == "服务某产业链的平台"
    assert "查询条件：产业链 光电" in text
    assert "截至 2026-01-01 · 图谱修订 7 · 行数 2" in text
    assert [line for line in text if line.startswith("[")] == [
        f"[{n}] 海城市工作要点（2024-01-01）C{n} D1#L3:1-9" for n in (1, 2, 3)
    ]


def test_a_conflict_shows_both_sides_with_their_sources():
    figure = {"value": 24.0, "unit": "家", "period": "2021"}
    conflict = {
        "class": "contradiction",
        "reason": "同日不同数",
        "indicator": "成员数",
        "subject": {"id": "S1", "name": "1+4+N", "class": "PlatformSystem"},
        "values": [figure, {**figure, "value": 25.0}],
        "claims": [claim("c1"), claim("c9")],
    }
    disputed = concerning([conflict, {**conflict, "claims": [claim("c7"), claim("c8")]}], [claim("c1")])
    assert disputed == [conflict]
    text = said(opened(to_docx(pack_of(PLATFORMS, answer(row("甲院", claim("c1"))), {}, disputed, "zh"), "zh")))
    assert "1+4+N 成员数：24 家（2021）[1]；25 家（2021）[2]。同日不同数" in text


def test_chinese_fonts_are_named_and_the_page_is_a4():
    content = to_docx(pack_of(PLATFORMS, answer(row("甲院", claim("c1"))), {}, [], "zh"), "zh")
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:eastAsia="宋体"' in styles and 'w:eastAsia="黑体"' in styles
    section = opened(content).sections[0]
    assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
    assert "w:tblHeader" in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def test_an_empty_answer_says_so():
    assert "没有记载。" in said(opened(to_docx(pack_of(PLATFORMS, answer(), {}, [], "zh"), "zh")))


def test_hostile_text_stays_text_in_every_export():
    rows = answer(row(HOSTILE, claim("c1", HOSTILE), path="=1+1"))
    document = opened(to_docx(pack_of(PLATFORMS, rows, {"chain": HOSTILE}, [], "zh"), "zh"))
    assert document.tables[0].rows[1].cells[0].text == "</w:t><script>��=1+1"
    sheet = load_workbook(io.BytesIO(to_xlsx(PLATFORMS, rows))).worksheets[0]
    assert {cell.data_type for line in sheet for cell in line} <= {"s", "n"}
    assert "'=1+1" in [cell.value for cell in sheet[2]]
    assert ",'=1+1," in to_csv(PLATFORMS, rows).decode("utf-8-sig")


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_begins_as_a_formula(text):
    assert guarded(text) == f"'{text}"


def test_numbers_and_plain_words_stay_as_they_are():
    assert [guarded(cell) for cell in (-3.5, "甲", None, True)] == [-3.5, "甲", None, True]


def test_a_workbook_names_sources_on_the_cell_and_in_a_sheet():
    book = load_workbook(io.BytesIO(to_xlsx(PLATFORMS, answer(row("甲院", claim("c1"))))))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:4] == ["平台编号", "平台", "依据", "环节编号"]
    note = sheet.cell(2, heads.index("来源") + 1).comment.text
    assert note == "海城市工作要点（2024-01-01）C1 D1#L3:1-9"
    assert [cell.value for cell in book["来源"][1]][:4] == ["说法", "资料编号", "资料", "日期"]
    assert dict(book["说明"].values)["截至"] == "2026-01-01"


def test_the_answer_of_a_chain_is_a_word_document(client):
    got = client.get("/api/v1/queries/platforms_for_chain.docx", params={"chain": "钓具"})
    assert "filename*=UTF-8''" in got.headers["content-disposition"]
    text = said(opened(got.content))
    assert any("全市科技工作概况" in line and "L35:62-125" in line for line in text if re.match(r"\[\d+\]", line))


def test_a_profile_is_a_word_document_with_the_conflict_of_its_members(client):
    document = opened(client.get("/entities/WHR001.docx").content)
    text = said(document)
    assert {"名称", "关系", "数值", "有矛盾或不能判定的数据", "来源"} <= set(text)
    assert any("24 家" in line and "25 家" in line for line in text)
