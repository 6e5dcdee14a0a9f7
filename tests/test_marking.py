"""A list that is sent back: the bad cells are coloured and commented in a copy, the file itself stays as it was."""

from pathlib import Path

import openpyxl
import pytest
from sheet_world import directory, filled, filled_csv

from graph.errors import BadInput
from ingest.marking import mark
from ingest.readers.sheets import read_sheet
from ingest.rows import Reject

PINK = "00FFC7CE"
GOOD = {"member": "光电院", "system": "1+4+N"}
BAD = {"member": "中心实验室", "system": "1+4+N", "role": "5"}


def rejects(path: Path) -> list[Reject]:
    return [item for item in read_sheet(path, directory()) if isinstance(item, Reject)]


def marked(path: Path, sheet: str) -> dict[str, str]:
    """The coloured cells of a copy and their comments."""
    found = openpyxl.load_workbook(path)[sheet]
    return {
        cell.coordinate: cell.comment.text
        for row in found.iter_rows(min_row=3)
        for cell in row
        if cell.fill.fgColor.rgb == PINK
    }


def test_bad_cells_are_coloured_and_say_what_is_wrong(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [GOOD, BAD])
    before = path.read_bytes()
    copy = mark(path, rejects(path))
    assert copy == tmp_path / "名单.退回.xlsx"
    assert path.read_bytes() == before
    comments = marked(copy, "成员")
    assert set(comments) == {"B6", "E6"}
    assert "中心实验室（H12" in comments["B6"] and "may mean" in comments["B6"]


def test_the_copy_keeps_its_drop_downs_and_lists_what_is_wrong(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [BAD])
    book = openpyxl.load_workbook(mark(path, rejects(path)))
    assert len(book["成员"].data_validations.dataValidation) == len(
        openpyxl.load_workbook(path)["成员"].data_validations.dataValidation
    )
    rows = list(book["退回说明"].iter_rows(values_only=True))
    assert [(row[0], row[1], row[2]) for row in rows[1:]] == [("成员", "B5", "中心实验室"), ("成员", "E5", "5")]


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [BAD])
    first = mark(path, rejects(path))
    again = mark(first, rejects(first))
    assert [first.name, again.name] == ["名单.退回.xlsx", "名单.退回2.xlsx"]


def test_a_corrected_copy_can_be_loaded_and_loses_its_old_marks(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [BAD])
    copy = mark(path, rejects(path))
    book = openpyxl.load_workbook(copy)
    book["成员"]["B5"].value = "光电院"
    book.save(copy)
    (left,) = rejects(copy)
    assert [problem.column for problem in left.problems] == ["E5"]
    assert set(marked(mark(copy, [left]), "成员")) == {"E5"}


def test_what_concerns_a_whole_row_stands_at_its_first_cell(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [GOOD])
    book = openpyxl.load_workbook(path)
    book["成员"].row_dimensions[5].hidden = True
    book.save(path)
    assert set(marked(mark(path, rejects(path)), "成员")) == {"A5"}


def test_a_bad_cell_inside_a_merged_range_is_marked_at_the_range(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [GOOD, {"member": "光电院"}])
    book = openpyxl.load_workbook(path)
    book["成员"].merge_cells("D5:D6")
    book.save(path)
    assert "D5" in marked(mark(path, rejects(path)), "成员")


def test_a_csv_list_comes_back_as_a_workbook_of_text(tmp_path: Path) -> None:
    headings = ("企业名称", "国民经济行业代码", "备注")
    path = filled_csv(tmp_path / "企业.csv", headings, [("甲公司", "0199", '=cmd|"x"'), ("乙公司", "0111", "")], "gbk")
    copy = mark(path, rejects(path))
    sheet = openpyxl.load_workbook(copy)["企业"]
    assert sheet["B6"].value == "0111"
    assert sheet["C5"].data_type == "s"
    assert sheet["C5"].fill.fgColor.rgb == PINK
    assert [item.line for item in rejects(copy)] == [5]


def test_signs_that_no_workbook_can_hold_are_shown_as_unknown(tmp_path: Path) -> None:
    path = filled_csv(tmp_path / "企业.csv", ("企业名称", "备注"), [("甲\x0b公司", "无")])
    sheet = openpyxl.load_workbook(mark(path, rejects(path)))["企业"]
    assert sheet["A5"].value == "甲�公司"
    assert sheet["A5"].fill.fgColor.rgb == PINK


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [BAD])
    found = rejects(path)
    # A name that is too long for the disk stands for a folder without permission: tests may run as root.
    long = path.rename(tmp_path / ("名" * 82 + ".xlsx"))
    with pytest.raises(BadInput) as caught:
        mark(long, found)
    assert "不能写入" in caught.value.zh
