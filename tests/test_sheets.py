"""Lists filled in by template: what each row says, worked out by hand, and where a wrong cell is."""

from hashlib import blake2b
from pathlib import Path

import openpyxl
import pytest
from sheet_world import SOURCE, THINGS, cell, directory, filled, filled_csv

from graph.errors import BadInput
from graph.model import Document, Entity, Figure, Identifier, Naming, Relation, Span
from ingest.checks import Known, check
from ingest.directory import Directory
from ingest.readers.sheets import Sheet, read_sheet
from ingest.rows import Reading, Record, Reject, tally


def source_of(template: str) -> str:
    """The id of a list: title, issuer and day of its source, template and (no) part, in 12 digits of BLAKE2b."""
    raw = f"Document\x1f海城市创新平台名单\x1f海城市科学技术局\x1f2024-12-31\x1f{template}\x1f"
    return "U" + blake2b(raw.encode(), digest_size=6).hexdigest()


DOCUMENT = source_of("membership")
HERE = Span(DOCUMENT)
DAY = "2024-12-31"


def records(sheet: Sheet) -> list[Record]:
    """The records of a list without rejects."""
    items = list(sheet)
    assert [item for item in items if isinstance(item, Reject)] == []
    return [item.record for item in items if isinstance(item, Reading)]


def faults(sheet: Sheet) -> list[tuple[str, str]]:
    """Cell and Chinese reason of everything wrong in a list."""
    return [(p.column, p.zh) for item in sheet if isinstance(item, Reject) for p in item.problems]


def members(path: Path, *rows: dict[str, object], known: Directory | None = None) -> Sheet:
    """A list of members of the system."""
    return read_sheet(filled(path / "名单.xlsx", "membership", rows), known or directory())


def test_a_list_of_members_says_who_belongs_to_what_in_which_role_since_when(tmp_path: Path) -> None:
    sheet = members(
        tmp_path,
        {"member": "光电院", "system": "1+4+N", "role": "4", "valid_from": "2022年3月", "note": "骨干"},
        {"member": "海城大学", "system": "“1+4+N”创新平台体系", "role": "N", "as_of": "2023.12.31", "basis": "推断"},
    )
    document, first, second = records(sheet)
    assert document == Document(DOCUMENT, "海城市创新平台名单", "sheet", "海城市科学技术局", date=DAY)
    assert first == Relation(
        "", "H5", HERE, note="骨干", predicate="memberOf", object="H3", role="4", valid_from="2022-03", as_of=DAY
    )
    assert second == Relation(
        "", "H4", HERE, predicate="memberOf", object="H3", role="N", as_of="2023-12-31", basis="inferred"
    )


def test_a_member_that_nobody_knows_is_entered_where_its_class_is_given(tmp_path: Path) -> None:
    row = {"member": "海城激光研究院", "class": "重点实验室", "system": "1+4+N"}
    _, entity, naming, relation = records(members(tmp_path, row))
    assert isinstance(entity, Entity)
    assert entity == Entity(entity.id, "海城激光研究院", "KeyLaboratory", first_source=DOCUMENT)
    assert entity.id.startswith("U") and len(entity.id) == 13
    assert naming == Naming("", entity.id, HERE, name="海城激光研究院", kind="official")
    assert relation == Relation("", entity.id, HERE, predicate="memberOf", object="H3", as_of=DAY)


def test_a_thing_entered_in_two_rows_is_entered_once(tmp_path: Path) -> None:
    row: dict[str, object] = {"member": "海城激光研究院", "class": "重点实验室", "system": "1+4+N"}
    said = records(members(tmp_path, row | {"role": "4"}, row | {"role": "N"}))
    assert [type(record) for record in said] == [Document, Entity, Naming, Relation, Relation]


def test_the_same_name_gets_the_same_id_from_either_list(tmp_path: Path) -> None:
    row: dict[str, object] = {"class": "重点实验室"}
    of_members = records(members(tmp_path, row | {"member": "海城 激光研究院", "system": "1+4+N"}))
    platforms = read_sheet(filled(tmp_path / "平台.xlsx", "platform", [row | {"name": "海城激光研究院"}]), directory())
    assert of_members[1].id == records(platforms)[1].id  # type: ignore[union-attr]


def test_a_list_read_again_says_the_same_once_its_things_are_known(tmp_path: Path) -> None:
    row = {"member": "海城激光研究院", "class": "重点实验室", "system": "1+4+N"}
    first = records(members(tmp_path, row))
    entity = first[1]
    assert isinstance(entity, Entity)
    entered = {
        "id": entity.id,
        "name": entity.name,
        "class": entity.cls,
        "status": "existing",
        "first_source": DOCUMENT,
    }
    again = records(read_sheet(tmp_path / "名单.xlsx", directory([entered])))
    assert again == first


def test_a_list_of_platforms_says_everything_its_columns_hold(tmp_path: Path) -> None:
    row = {
        "name": "海城激光研究院", "class": "创新平台", "short": "激光院；海激", "uscc": "９１３５０１００M000100Y43",
        "host": "海大", "place": "371099", "field": "光电子", "tier": "省级新型研发机构", "as_of": "2023",
        "note": "2021年设立",
    }  # fmt: skip
    said = records(read_sheet(filled(tmp_path / "平台.xlsx", "platform", [row]), directory()))
    id_ = said[1].id  # type: ignore[union-attr]

    def relation(predicate: str, object_: str, role: str = "") -> Relation:
        return Relation(
            "", id_, Span(source_of("platform")), predicate=predicate, object=object_, role=role, as_of="2023"
        )

    assert said[1:] == [
        Entity(id_, "海城激光研究院", "InnovationPlatform", first_source=source_of("platform")),
        Naming("", id_, Span(source_of("platform")), note="2021年设立", name="海城激光研究院", kind="official"),
        Naming("", id_, Span(source_of("platform")), name="激光院", kind="short"),
        Naming("", id_, Span(source_of("platform")), name="海激", kind="short"),
        Identifier("", id_, Span(source_of("platform")), scheme="USCC", value="91350100M000100Y43"),
        relation("hostedBy", "H4"),
        relation("locatedIn", "H1"),
        relation("inField", "H9", "stated"),
        relation("qualifiesAs", "H10"),
    ]


def test_a_known_platform_is_not_entered_again_but_the_list_says_its_name(tmp_path: Path) -> None:
    row = {"name": "光电院", "class": "创新平台", "place": "东海区"}
    said = records(read_sheet(filled(tmp_path / "平台.xlsx", "platform", [row]), directory()))
    assert said[1:] == [
        Naming("", "H5", Span(source_of("platform")), name="光电院", kind="alias"),
        Relation("", "H5", Span(source_of("platform")), predicate="locatedIn", object="H2", as_of=DAY),
    ]


def test_relations_whose_subject_is_the_other_thing_run_the_right_way(tmp_path: Path) -> None:
    row = {"name": "低温固化技术", "enterprise": "海城光电有限公司", "concerns": "光电产业链", "solver": "海大"}
    said = records(read_sheet(filled(tmp_path / "需求.xlsx", "demand", [row]), directory()))
    id_ = said[1].id  # type: ignore[union-attr]
    assert said[3:] == [
        Relation("", "H8", Span(source_of("demand")), predicate="posts", object=id_, as_of=DAY),
        Relation("", id_, Span(source_of("demand")), predicate="concerns", object="H6", as_of=DAY),
        Relation("", "H4", Span(source_of("demand")), predicate="solves", object=id_, as_of=DAY),
    ]


def test_a_post_and_a_secondment_are_different_relations(tmp_path: Path) -> None:
    rows = [
        {"person": "王某某", "body": "光电院", "role": "首席专家"},
        {"person": "李某某", "body": "海城光电有限公司", "role": "科技副总", "valid_from": "2024-05"},
    ]
    said = records(read_sheet(filled(tmp_path / "任职.xlsx", "role", rows), directory()))
    relations = [record for record in said if isinstance(record, Relation)]
    assert [(r.predicate, r.object, r.role, r.valid_from) for r in relations] == [
        ("worksAt", "H5", "chiefScientist", ""),
        ("secondedTo", "H8", "viceTechDirector", "2024-05"),
    ]


def test_a_list_of_figures_says_value_unit_bound_basis_and_period(tmp_path: Path) -> None:
    rows = [
        {"subject": "海城市", "indicator": "国家高新技术企业数", "value": "1,200", "unit": "家", "bound": "多",
         "basis": "存量", "period": "2024"},
        {"subject": "海城市（H1）", "indicator": "newRnDInstitutionShare", "value": 0.6821, "unit": "%",
         "period": "2021—2025年"},
    ]  # fmt: skip
    path = cell(filled(tmp_path / "数据.xlsx", "figure", rows), "数据", "D6", 0.6821, number_format="0.00%")
    first, second = records(read_sheet(path, directory()))[1:]
    assert first == Figure(
        "", "H1", Span(source_of("figure")), indicator="nationalHighTechEnterpriseCount", value=1200.0, unit="家",
        bound="over", basis="stock", period="2024",
    )  # fmt: skip
    assert second == Figure(
        "",
        "H1",
        Span(source_of("figure")),
        indicator="newRnDInstitutionShare",
        value=68.21,
        unit="%",
        basis="share",
        period="2021/2025",
    )


def test_examples_and_help_are_left_out(tmp_path: Path) -> None:
    assert records(members(tmp_path)) == [
        Document(DOCUMENT, "海城市创新平台名单", "sheet", "海城市科学技术局", date=DAY)
    ]


def test_every_row_is_a_statement_or_a_reject(tmp_path: Path) -> None:
    good, bad = {"member": "光电院", "system": "1+4+N"}, {"member": "光电院"}
    sheet = members(tmp_path, good, {}, bad, {"member": "海大", "system": "1+4+N"})
    counts = tally(sheet)["名单.xlsx[成员]"]
    assert (counts.rows, counts.taken, counts.rejected) == (3, 2, 1)


def test_a_name_with_several_bearers_is_reported_and_never_guessed(tmp_path: Path) -> None:
    ((place, reason),) = faults(members(tmp_path, {"member": "中心实验室", "system": "1+4+N"}))
    assert place == "B5"
    assert "中心实验室（H12" in reason and "海城医学重点实验室（H13" in reason


def test_the_id_in_brackets_says_which_bearer_is_meant(tmp_path: Path) -> None:
    sheet = members(tmp_path, {"member": "中心实验室（H13）", "system": "1+4+N"})
    assert [r.subject for r in records(sheet) if isinstance(r, Relation)] == ["H13"]


def test_an_id_of_another_thing_in_brackets_is_refused(tmp_path: Path) -> None:
    ((place, _),) = faults(members(tmp_path, {"member": "中心实验室（H5）", "system": "1+4+N"}))
    assert place == "B5"


def test_an_unknown_name_is_refused_with_near_ones(tmp_path: Path) -> None:
    ((place, reason),) = faults(members(tmp_path, {"member": "光电", "system": "1+4+N"}))
    assert place == "B5"
    assert "海城光电研究院" in reason


def test_a_name_of_another_class_of_body_is_not_entered_a_second_time(tmp_path: Path) -> None:
    path = filled(tmp_path / "平台.xlsx", "platform", [{"name": "海城船舶研究所", "class": "创新平台"}])
    ((place, reason),) = faults(read_sheet(path, directory()))
    assert place == "B5"
    assert "H11" in reason


@pytest.mark.parametrize(
    ("template", "row", "place", "words"),
    [
        ("membership", {"member": "光电院"}, "D5", "必填"),
        ("membership", {"member": "光电院", "system": "1+4+N", "role": "骨干"}, "E5", "只能是"),
        ("membership", {"member": "光电院", "system": "1+4+N", "valid_from": "去年"}, "F5", "不是日期"),
        ("membership", {"member": "光电院", "system": "1+4+N", "valid_from": 2021.1}, "F5", "2021-10"),
        ("membership", {"member": "光电院", "system": "1+4+N", "note": "=1+1"}, "K5", "公式"),
        ("membership", {"member": "光电院", "system": "1+4+N", "note": "长" * 2001}, "K5", "2000"),
        ("platform", {"name": "甲院", "class": "平台"}, "C5", "只能是"),
        ("platform", {"name": "——", "class": "创新平台"}, "B5", "不是名称"),
        ("platform", {"name": "院" * 301, "class": "创新平台"}, "B5", "最多 300 字"),
        ("platform", {"name": "光电院", "class": "重点实验室"}, "C5", "类别"),
        ("platform", {"name": "光电院", "class": "创新平台", "status": "在建"}, "H5", "状态"),
        ("platform", {"name": "甲院", "class": "创新平台", "uscc": "91350100M000100Y44"}, "G5", "校验码应为 3"),
        ("platform", {"name": "甲院", "class": "创新平台", "uscc": 913501000000000000}, "G5", "文本"),
        ("platform", {"name": "甲院", "class": "创新平台", "uscc": "12371099000000001N"}, "G5", "H8"),
        ("platform", {"name": "甲院", "class": "创新平台", "place": "379999"}, "K5", "没有名为"),
        ("enterprise", {"name": "甲公司", "industry": 111}, "G5", "文本"),
        ("enterprise", {"name": "甲公司", "industry": "C01"}, "G5", "门类"),
        ("result", {"name": "甲成果", "owner": "海大", "stage": "推荐"}, "F5", "匹配需求"),
        ("figure", {"subject": "海城市", "indicator": "国家高新技术企业数", "value": "1200多", "unit": "家",
                    "period": "2024"}, "D5", "只写数字"),
        ("figure", {"subject": "海城市", "indicator": "国家高新技术企业数", "value": "5%", "unit": "家",
                    "period": "2024"}, "F5", "%"),
        ("figure", {"subject": "海城市", "indicator": "企业数", "value": 1, "unit": "家",
                    "period": "2024"}, "C5", "只能是"),
        ("figure", {"subject": "光电", "indicator": "国家高新技术企业数", "value": 1, "unit": "家",
                    "period": "2024"}, "B5", "可指"),
    ],
)  # fmt: skip
def test_every_wrong_cell_is_located(
    tmp_path: Path, template: str, row: dict[str, object], place: str, words: str
) -> None:
    found = faults(read_sheet(filled(tmp_path / "表.xlsx", template, [row]), directory()))
    assert [where for where, _ in found] == [place]
    assert words in found[0][1]


def test_everything_wrong_in_a_row_is_said_at_once(tmp_path: Path) -> None:
    row: dict[str, object] = {"member": "无此单位", "role": "5", "valid_from": "不详", "as_of": "2024-13-01"}
    assert {place for place, _ in faults(members(tmp_path, row))} == {"B5", "D5", "E5", "F5", "J5"}


def test_what_only_the_check_can_see_is_located_in_the_list_too(tmp_path: Path) -> None:
    row = {"subject": "海城市", "indicator": "国家高新技术企业数", "value": 5, "unit": "亿元", "basis": "当期"}
    rows = [row | {"period": "2024"}, row | {"basis": "存量", "period": "2024"}]
    sheet = read_sheet(filled(tmp_path / "数据.xlsx", "figure", rows), directory())
    verdict = check(sheet, known=Known(lambda id_: THINGS[id_][1] if id_ in THINGS else None))
    assert [(r.file, r.line, r.column) for r in verdict.rejects] == [
        ("数据.xlsx[数据]", 5, "H5"),  # the basis 当期 is not one of the indicator
        ("数据.xlsx[数据]", 6, "F6"),  # 亿元 counts no firms
    ]


def test_a_row_marked_otherwise_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [{"member": "光电院", "system": "1+4+N"}])
    assert faults(read_sheet(cell(path, "成员", "A5", "完成"), directory()))[0][0] == "A5"


def test_hidden_rows_and_merged_cells_are_refused(tmp_path: Path) -> None:
    row = {"member": "光电院", "system": "1+4+N"}
    path = filled(tmp_path / "名单.xlsx", "membership", [row, row | {"role": "4"}, row | {"role": "N"}])
    book = openpyxl.load_workbook(path)
    book["成员"].row_dimensions[5].hidden = True
    book["成员"].merge_cells("D6:D7")
    book.save(path)
    reasons = faults(read_sheet(path, directory()))
    assert "隐藏" in reasons[0][1]
    assert all("合并单元格 D6:D7" in reason for _, reason in reasons[1:] if "必填" not in reason)
    assert len([1 for _, reason in reasons if "合并" in reason]) == 2


def test_dates_as_serial_numbers_and_as_dates_are_read(tmp_path: Path) -> None:
    path = filled(tmp_path / "名单.xlsx", "membership", [{"member": "光电院", "system": "1+4+N", "valid_from": 44561}])
    (relation,) = [r for r in records(read_sheet(path, directory())) if isinstance(r, Relation)]
    assert relation.valid_from == "2021-12-31"  # day 44561 after 1899-12-30
    cell(path, "成员", "F5", 44561, number_format="yyyy-mm-dd")
    (relation,) = [r for r in records(read_sheet(path, directory())) if isinstance(r, Relation)]
    assert relation.valid_from == "2021-12-31"


def test_columns_may_stand_in_another_order_or_be_left_out_on_purpose(tmp_path: Path) -> None:
    headings = ("序号", "所属体系或联盟", "成员名称*", "#联系人")
    path = filled_csv(tmp_path / "名单.csv", headings, [("1", "1+4+N", "光电院", "某某")])
    assert [r.subject for r in records(read_sheet(path, directory())) if isinstance(r, Relation)] == ["H5"]


def test_unknown_and_missing_headings_are_named(tmp_path: Path) -> None:
    headings = ("成员名称", "所属体系或联盟", "成员脚色", "成员名称")
    path = filled_csv(tmp_path / "名单.csv", headings, [("光电院", "1+4+N", "4", "")])
    with pytest.raises(BadInput) as caught:
        read_sheet(path, directory())
    assert "C4 模板“成员”没有“成员脚色”列。是否“成员角色”？" in caught.value.zh
    assert "D4 此列重复" in caught.value.zh


def test_a_cell_without_a_heading_is_refused(tmp_path: Path) -> None:
    path = filled_csv(tmp_path / "名单.csv", ("成员名称", "所属体系或联盟"), [("光电院", "1+4+N", "骨干")])
    assert faults(read_sheet(path, directory())) == [("C5", "此格上方没有标题；请删去，或补上标题。")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "gb18030"])
def test_csv_files_of_every_usual_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    rows = [("示例", "某某", "1+4+N"), ("", "光电院", "1+4+N"), ("", "", "")]
    path = filled_csv(tmp_path / "名单.csv", ("标记", "成员名称", "所属体系或联盟"), rows, encoding)
    assert [r.subject for r in records(read_sheet(path, directory())) if isinstance(r, Relation)] == ["H5"]


def test_signs_that_nobody_sees_do_not_hide_a_name(tmp_path: Path) -> None:
    sheet = members(tmp_path, {"member": " 光电院\u200b ", "system": "1+4+N\u00a0"})
    assert [r.subject for r in records(sheet) if isinstance(r, Relation)] == ["H5"]


@pytest.mark.parametrize("missing", SOURCE)
def test_a_list_without_a_source_is_refused(tmp_path: Path, missing: str) -> None:
    source = {key: text for key, text in SOURCE.items() if key != missing}
    path = filled(tmp_path / "名单.xlsx", "membership", [], source)
    with pytest.raises(BadInput) as caught:
        read_sheet(path, directory())
    assert f"“{missing}”没有填写" in caught.value.zh
    assert [p.column for r in caught.value.problems for p in r.problems] == [  # type: ignore[attr-defined]
        {"来源标题": "B2", "来源单位": "B3", "来源日期": "B5"}[missing]
    ]


def test_statements_are_kept_by_template_source_and_part(tmp_path: Path) -> None:
    one = read_sheet(filled(tmp_path / "甲.xlsx", "membership", []), directory())
    renamed = read_sheet(filled(tmp_path / "乙.xlsx", "membership", []), directory())
    other = read_sheet(filled(tmp_path / "丙.xlsx", "platform", []), directory())
    part = read_sheet(filled(tmp_path / "丁.xlsx", "membership", [], SOURCE | {"分表名称": "东海区"}), directory())
    assert one.dataset == renamed.dataset
    assert len({one.dataset, other.dataset, part.dataset}) == 3
