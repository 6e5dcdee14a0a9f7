"""Templates: workbooks and CSV files made from the ontology, which open again and carry what they promise."""

import csv
from pathlib import Path

import openpyxl
import pytest
from sheet_world import SOURCE, THINGS, directory, names_of

from graph.errors import BadInput, NotFound
from ingest.checks import Known, check
from ingest.directory import Directory
from ingest.readers.sheets import read_sheet
from ingest.rows import Reject
from ingest.templates import Kind, read_templates, template_named, write_template
from ingest.templates.describe import column_line
from ontology import read_ontology

ROOT = Path(__file__).parent.parent
NAMES = tuple(read_templates())


def workbook(path: Path, name: str) -> openpyxl.Workbook:
    write_template(read_templates()[name], path / f"{name}.xlsx", names_of)
    return openpyxl.load_workbook(path / f"{name}.xlsx")


def test_there_are_nine_templates_known_by_chinese_and_english_names() -> None:
    chinese = ["平台", "成员", "服务产业链", "企业", "需求", "成果", "项目", "任职", "数据"]
    english = ["platform", "membership", "service", "enterprise", "demand", "result", "project", "role", "figure"]
    assert [template_named(name).name for name in chinese] == english == list(NAMES)


def test_an_unknown_template_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound) as caught:
        template_named("专家")
    assert "平台（platform）" in caught.value.zh


@pytest.mark.parametrize("name", NAMES)
def test_every_template_opens_again_with_headings_keys_and_drop_downs(tmp_path: Path, name: str) -> None:
    book = workbook(tmp_path, name)
    template = read_templates()[name]
    sheet = book[template.label_zh]
    assert book.sheetnames == [template.label_zh, "来源", "说明", "选项"]
    assert sheet.row_dimensions[1].hidden and book["选项"].sheet_state == "hidden"
    headings = [cell.value for cell in sheet[2]]
    assert headings[1:] == [c.label_zh + ("*" if c.required else "") for c in template.columns]
    assert [cell.value for cell in sheet[1]][1:] == [column.key for column in template.columns]
    offered = {str(rule.sqref).partition(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    for number, column in enumerate(template.columns, 2):
        letter = sheet.cell(2, number).column_letter
        assert sheet.cell(2, number).comment is not None
        if column.options:
            assert choices(book, offered[f"{letter}4"]) == list(column.options)


def choices(book: openpyxl.Workbook, formula: str) -> list[str]:
    """What a drop-down offers: the cells that its formula names."""
    title, _, cells = formula.partition("!")
    return [row[0].value for row in book[title.strip("'")][cells.replace("$", "")]]


def test_things_are_offered_by_name_and_anything_else_may_be_written(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, "service")["服务产业链"]
    (chain,) = [r for r in sheet.data_validations.dataValidation if str(r.sqref).startswith("C4:")]
    assert choices(openpyxl.load_workbook(tmp_path / "service.xlsx"), chain.formula1) == ["光电产业链"]
    assert not chain.showErrorMessage


@pytest.mark.parametrize("name", NAMES)
def test_codes_and_dates_are_text_so_that_nothing_is_lost(tmp_path: Path, name: str) -> None:
    template = read_templates()[name]
    sheet = workbook(tmp_path, name)[template.label_zh]
    for number, column in enumerate(template.columns, 2):
        letter = sheet.cell(2, number).column_letter
        expected = "General" if column.kind is Kind.NUMBER else "@"
        assert sheet.column_dimensions[letter].number_format == expected


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_template_lacks_nothing_but_its_source(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / f"表.{suffix}"
    write_template(read_templates()[name], path, names_of)
    with pytest.raises(BadInput) as caught:
        read_sheet(path, directory())
    assert [f"“{field}”没有填写" in caught.value.zh for field in SOURCE] == [True, True, True]
    assert caught.value.zh.count("没有填写") == 3


@pytest.mark.parametrize("name", NAMES)
def test_the_example_row_could_be_loaded(tmp_path: Path, name: str) -> None:
    template = read_templates()[name]
    book = workbook(tmp_path, name)
    book[template.label_zh]["A4"].value = None
    for line in book["来源"].iter_rows(min_row=2):
        line[1].value = SOURCE.get(line[0].value.rstrip("*"))
    path = tmp_path / "表.xlsx"
    book.save(path)
    city = directory([PROGRAMME, TIER])
    sheet = read_sheet(path, city)
    assert [item.problems for item in sheet if isinstance(item, Reject)] == []
    assert list(check(sheet, known=Known(lambda id_: class_of(id_, city))).rejects) == []


PROGRAMME = {"id": "H20", "name": "重点计划", "class": "Programme", "status": "existing", "first_source": "D1"}
TIER = {"id": "H21", "name": "高新技术企业", "class": "EnterpriseTier", "status": "existing", "first_source": "D1"}


def class_of(id_: str, city: Directory) -> str | None:
    """The class of a thing of the made-up city."""
    return THINGS[id_][1] if id_ in THINGS else next((t["class"] for t in city.find(id_, "Entity")), None)


def test_a_csv_template_begins_with_the_mark_by_which_office_programs_know_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "成员.csv"
    write_template(read_templates()["membership"], path, names_of)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0][0] == "来源标题*"
    assert [row[0] for row in rows[6:]] == ["标记", "说明", "示例"]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "成员.xlsx"
    path.write_text("mine")
    with pytest.raises(BadInput) as caught:
        write_template(read_templates()["membership"], path, names_of)
    assert "已存在" in caught.value.zh and path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        write_template(read_templates()["membership"], tmp_path / "无" / "成员.xlsx", names_of)
    assert "不能写入" in caught.value.zh


def test_no_other_kind_of_file_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_template(read_templates()["membership"], tmp_path / "成员.docx", names_of)


def test_names_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "服务.xlsx"
    write_template(read_templates()["service"], path, lambda cls: ["=1+1"])
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for row in book["选项"].iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_reading_in_both_languages(name: str) -> None:
    for column in read_templates()[name].columns:
        _, _, zh, en = column_line(column)
        assert zh and en != f"{column.label_en}:"


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_lists_every_column(name: str) -> None:
    text = (ROOT / "docs" / "templates.md").read_text("utf-8")
    template = read_templates()[name]
    assert f"### {template.label_zh} `{template.name}`" in text
    for column in template.columns:
        heading, required, zh, _ = column_line(column)
        assert f"| {heading} | {required} | {zh} |" in text


def test_every_platform_class_of_the_ontology_may_be_chosen() -> None:
    options = read_templates()["platform"].column("class").options
    assert options is not None
    ontology = read_ontology()
    concrete = {c.name for c in ontology.classes.values() if "InnovationPlatform" in c.lineage and not c.abstract}
    assert set(options.values()) == concrete
