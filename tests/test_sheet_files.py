"""Files that are not what they say, too large, damaged or dangerous are refused with a reason and a way out."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from sheet_world import cell, directory, filled, filled_csv

from graph.errors import BadInput
from graph.model import Relation
from ingest.readers import sheet_guard, sheets
from ingest.readers.sheets import read_sheet
from ingest.rows import Reading, Reject

ROW = {"member": "光电院", "system": "1+4+N"}
HEADINGS = ("成员名称", "所属体系或联盟")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(path: Path) -> str:
    """The Chinese reason for which a file as a whole is refused."""
    with pytest.raises(BadInput) as caught:
        list(read_sheet(path, directory()))
    assert caught.value.zh and caught.value.en
    return caught.value.zh


def good(path: Path) -> Path:
    return filled(path / "名单.xlsx", "membership", [ROW])


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part rewritten (or added)."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("名单.xls", OLE, ".xlsx 或 .csv"),
        ("名单.docx", b"PK\x03\x04", ".xlsx 或 .csv"),
        ("名单", b"a,b", ".xlsx 或 .csv"),
        ("名单.xlsx", b"a,b\r\n", "不是 Excel 工作簿"),
        ("名单.xlsx", b"", "不是 Excel 工作簿"),
        ("名单.xlsx", OLE + bytes(600), "旧版 .xls"),
        ("名单.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("名单.xlsx", b"PK\x03\x04" + bytes(600), "已损坏"),
        ("名单.csv", b"PK\x03\x04" + bytes(600), "后缀却是 .csv"),
        ("名单.csv", "成员名称".encode("utf-16"), "UTF-16"),
        ("名单.csv", b"\xff\xff\xff", "既不是 UTF-8 也不是 GBK"),
        ("名单.csv", b"", "应有一张数据表"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refusal(path)


def test_a_word_document_named_as_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert "不是 Excel 工作簿" in refusal(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = good(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.bin", "w") as part:
        for _ in range(sheet_guard.LARGEST_CONTENT // 2**20 + 1):
            part.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    assert "解压后超过" in refusal(path)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    path = good(tmp_path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
        directory_at = archive.start_dir
    name = b"xl/worksheets/sheet1.xml"
    at = content.index(name, directory_at) - 46 + 24  # the unpacked size in the central directory
    assert int.from_bytes(content[at : at + 4], "little") == info.file_size
    content[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert "已损坏" in refusal(path)


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        ("xl/vbaProject.bin", b"x", "宏"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>", "别的工作簿"),
        ("xl/sharedStrings.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>', "实体"),
        ("xl/sharedStrings.xml", "<sst/>".encode("utf-16"), "已损坏"),
        ("xl/workbook.xml", b"<workbook", "已损坏"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row", "已损坏"),
    ],
)
def test_dangerous_and_damaged_parts_are_refused(tmp_path: Path, part: str, content: bytes, words: str) -> None:
    assert words in refusal(changed(good(tmp_path), part, lambda _: content))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'<row r="5"', b'<row r="99999999999"', "已损坏"),
        (b'<row r="5"', b'<row r="2"', "已损坏"),  # a row that comes twice would be passed over
        (b'r="B5"', b'r="XFD5"', "ZZ 列之后"),
    ],
)
def test_rows_and_columns_out_of_place_are_refused(tmp_path: Path, old: bytes, new: bytes, words: str) -> None:
    path = changed(good(tmp_path), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(old, new))
    assert words in refusal(path)


def test_a_wrong_note_of_the_size_of_a_sheet_cuts_no_row_off(tmp_path: Path) -> None:
    def smaller(xml: bytes) -> bytes:
        start = xml.index(b'<dimension ref="')
        return xml[:start] + b'<dimension ref="A1:C2"/>' + xml[xml.index(b"/>", start) + 2 :]

    path = changed(good(tmp_path), "xl/worksheets/sheet1.xml", smaller)
    said = [item.record for item in read_sheet(path, directory()) if isinstance(item, Reading)]
    assert [record.subject for record in said if isinstance(record, Relation)] == ["H5"]


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    path = filled_csv(tmp_path / "名单.csv", HEADINGS, [("光电院", "1+4+N")] * 3)
    assert "行；请分成几份" in refusal(path)


def test_empty_rows_at_the_end_count_for_nothing(tmp_path: Path) -> None:
    path = good(tmp_path)
    book = openpyxl.load_workbook(path)
    for number in range(6, 2000):
        book["成员"].cell(number, 2).number_format = "@"
    book["成员"].cell(5000, 3).value = "   "
    book.save(path)
    assert len(list(read_sheet(path, directory()))) == 2


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    path = filled_csv(tmp_path / "名单.csv", HEADINGS, [("光电院", "1+4+N")])
    path.write_text(path.read_text("utf-8") + '"光电院,1+4+N\r\n光电院,1+4+N\r\n', "utf-8")
    assert "引号不成对" in refusal(path)


def test_a_formula_in_a_csv_file_is_no_name(tmp_path: Path) -> None:
    path = filled_csv(tmp_path / "名单.csv", HEADINGS, [("=HYPERLINK(1)", "1+4+N")])
    (reject,) = [item for item in read_sheet(path, directory()) if isinstance(item, Reject)]
    assert (reject.column, reject.line) == ("A5", 5)


@pytest.mark.parametrize("title", ["名单二", "成员二"])
def test_a_second_sheet_is_refused_unless_it_is_left_out_on_purpose(tmp_path: Path, title: str) -> None:
    path = good(tmp_path)
    book = openpyxl.load_workbook(path)
    if title == "成员二":
        book.copy_worksheet(book["成员"]).title = title
    else:
        book.create_sheet(title)["A1"].value = "某某"
    book.save(path)
    assert "成员二" in refusal(path) if title == "成员二" else "没有认得的表头" in refusal(path)
    book[title].title = "#" + title
    book.save(path)
    assert len(list(read_sheet(path, directory()))) == 2


def test_an_empty_second_sheet_is_no_matter(tmp_path: Path) -> None:
    path = good(tmp_path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Sheet2")
    book.save(path)
    assert len(list(read_sheet(path, directory()))) == 2


def test_what_the_library_warns_of_is_no_matter(tmp_path: Path) -> None:
    path = good(tmp_path)
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</worksheet>", extension))
    assert len(list(read_sheet(path, directory()))) == 2


def test_a_date_beyond_the_calendar_is_a_wrong_cell(tmp_path: Path) -> None:
    path = cell(good(tmp_path), "成员", "F5", 99999999, number_format="yyyy-mm-dd")
    (reject,) = [item for item in read_sheet(path, directory()) if isinstance(item, Reject)]
    assert reject.column == "F5"


def test_a_workbook_of_another_program_without_styles_or_keys_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["来源标题", "名单"], ["来源单位", "科技局"], ["来源日期", 2024], list(HEADINGS), ["光电院", "1+4+N"]]:
        sheet.append(row)
    sheet.add_data_validation(DataValidation("list", formula1='"a,b"'))
    path = tmp_path / "名单.xlsx"
    book.save(path)
    assert len(list(read_sheet(path, directory()))) == 2
