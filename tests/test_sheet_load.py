"""A list of members on the real engine: loaded, loaded again, corrected, sent back."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from sheet_world import SOURCE

from api.cli import cli
from api.commands.lists import load, names_in
from graph.errors import BadInput
from graph.identity import merge, split
from graph.settings import Settings
from graph.store import Store
from ingest import build
from ingest.templates import read_templates, write_template

CITY = build.bundled("weihai")
MEMBERS = "MATCH (m)-[r:MEMBER_OF]->(:Entity {id: 'WHR001'}) WHERE r.role = $role RETURN m.name AS name ORDER BY name"
SYSTEM = "“1+4+N”创新平台体系"
FOUR = [{"member": f"海城第{n}研究院", "class": "创新平台", "system": SYSTEM, "role": "N"} for n in "一二三四"]


def quiet(text: str, done: int, total: int) -> None:
    """No progress bar."""


def listed(path: Path, rows: Sequence[Mapping[str, str]], source: Mapping[str, str] = SOURCE) -> Path:
    """A list of members with drop-downs of the bundled city."""
    path.unlink(missing_ok=True)
    form = read_templates()["membership"]
    write_template(form, path, names_in(CITY))
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, 5):
        for key, value in row.items():
            book["成员"].cell(number, 2 + [c.key for c in form.columns].index(key)).value = value
    for line in book["来源"].iter_rows(min_row=2):
        line[1].value = source.get(line[0].value.rstrip("*"))
    book.save(path)
    return path


@pytest.fixture(scope="module")
def loaded(second_engine: Store) -> Store:
    """The bundled city on the engine for tests that write."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    assert not build.load(second_engine, CITY, by="tests").rejects
    return second_engine


@pytest.fixture
def city(loaded: Store) -> Store:
    """The bundled city without what lists brought."""
    loaded.write("MATCH (c:Claim) WHERE c.dataset STARTS WITH 'sheet:' DETACH DELETE c")
    loaded.write("MATCH (n:Entity|Document) WHERE n.id STARTS WITH 'U' DETACH DELETE n")
    return loaded


def names(store: Store, role: str) -> list[str]:
    return [row["name"] for row in store.read(MEMBERS, role=role)]


def test_a_list_is_loaded_again_and_corrected_without_a_trace_of_what_stayed(city: Store, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    first = load(city, listed(path, FOUR), Settings(), False, quiet)
    assert (first.rows, len(first.rejects)) == (4, 0)
    assert first.difference.added == {"Document": 1, "Entity": 4, "NameClaim": 4, "RelationClaim": 4}
    assert names(city, "N") == sorted(row["member"] for row in FOUR)

    again = load(city, path, Settings(), False, quiet)
    assert again.difference.empty
    assert again.difference.same == {"Document": 1, "Entity": 4, "NameClaim": 4, "RelationClaim": 4}
    assert city.revision() == first.difference.revision

    corrected = [FOUR[0], FOUR[1] | {"role": "4"}, FOUR[3]]
    third = load(city, listed(path, corrected), Settings(), False, quiet)
    assert third.difference.added == {"RelationClaim": 1}  # the second one's new role
    assert third.difference.closed == {"Claim": 3}  # its old role; name and membership of the third
    assert not third.difference.changed
    assert set(names(city, "N")) == {"海城第一研究院", "海城第四研究院"}
    assert "海城第二研究院" in names(city, "4")


def test_a_dry_run_says_what_would_change_and_changes_nothing(city: Store, tmp_path: Path) -> None:
    before = city.revision()
    report = load(city, listed(tmp_path / "名单.xlsx", FOUR), Settings(), True, quiet)
    assert report.difference.added["RelationClaim"] == 4
    assert city.revision() == before and names(city, "N") == []


def test_a_list_with_faults_closes_nothing_and_comes_back_marked(
    city: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.xlsx"
    load(city, listed(path, FOUR), Settings(), False, quiet)
    faulty = [FOUR[0], FOUR[1] | {"member": "海城第五研究院", "class": ""}, FOUR[2] | {"role": "骨干"}]
    report = load(city, listed(path, faulty), Settings(), False, quiet)
    assert report.rows == 3 and [(r.line, r.column) for r in report.rejects] == [(6, "B6"), (7, "E7")]
    assert report.difference.empty
    copy = openpyxl.load_workbook(tmp_path / "名单.退回.xlsx")
    assert copy["成员"]["B6"].comment is not None
    assert "名单.退回.xlsx" in capsys.readouterr().err


def test_two_lists_of_one_source_do_not_close_each_other(city: Store, tmp_path: Path) -> None:
    load(city, listed(tmp_path / "甲.xlsx", FOUR[:2], SOURCE | {"分表名称": "甲"}), Settings(), False, quiet)
    load(city, listed(tmp_path / "乙.xlsx", FOUR[2:], SOURCE | {"分表名称": "乙"}), Settings(), False, quiet)
    assert len(names(city, "N")) == 4


def test_lists_in_another_order_give_the_same_things_and_statements(city: Store, tmp_path: Path) -> None:
    parts = [(FOUR[:3], "甲"), (FOUR[1:], "乙")]
    paths = [listed(tmp_path / f"{p}.xlsx", rows, SOURCE | {"来源标题": f"名单{p}"}) for rows, p in parts]
    for path in paths:
        load(city, path, Settings(), False, quiet)
    one = claims(city)
    city.write("MATCH (n:Entity|Claim) WHERE n.id STARTS WITH 'U' OR n.dataset STARTS WITH 'sheet:' DETACH DELETE n")
    for path in reversed(paths):
        load(city, path, Settings(), False, quiet)
    assert claims(city) == one


def claims(store: Store) -> list[str]:
    rows = store.read("MATCH (c:Claim) WHERE c.dataset STARTS WITH 'sheet' RETURN c.id AS id ORDER BY id")
    return [row["id"] for row in rows]


def test_a_thing_judged_to_be_a_known_one_does_not_hinder_loading_again(city: Store, tmp_path: Path) -> None:
    path = listed(tmp_path / "名单.xlsx", FOUR[:1])
    load(city, path, Settings(), False, quiet)
    (new,) = city.read("MATCH (e:Entity {name: $name}) RETURN e.id AS id", name=FOUR[0]["member"])
    merge(city, "WHR002", new["id"], "tester", "the same body")
    again = load(city, path, Settings(), False, quiet)
    assert not again.rejects and again.difference.empty
    split(city, new["id"], "tester", "two bodies after all")


def test_a_list_whose_source_is_missing_comes_back_marked(city: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        load(city, listed(tmp_path / "名单.xlsx", FOUR, {}), Settings(), False, quiet)
    copy = openpyxl.load_workbook(tmp_path / "名单.退回.xlsx")
    assert [bool(copy["来源"][f"B{row}"].comment) for row in range(2, 8)] == [True, True, False, True, False, False]


def test_the_command_writes_a_template_by_either_name(tmp_path: Path) -> None:
    for name in ("成员", "membership"):
        path = tmp_path / f"{name}.xlsx"
        assert CliRunner().invoke(cli, ["template", name, "-o", str(path)], catch_exceptions=False).exit_code == 0
        assert "成员" in openpyxl.load_workbook(path).sheetnames


def test_a_platform_list_and_a_member_list_of_one_source_keep_their_own_statements(city: Store, tmp_path: Path) -> None:
    form = read_templates()["platform"]
    path = tmp_path / "平台.xlsx"
    write_template(form, path, names_in(CITY))
    book = openpyxl.load_workbook(path)
    book["平台"]["B5"].value, book["平台"]["C5"].value = FOUR[0]["member"], "创新平台"
    for line in book["来源"].iter_rows(min_row=2):
        line[1].value = SOURCE.get(line[0].value.rstrip("*"))
    book.save(path)
    load(city, path, Settings(), False, quiet)
    load(city, listed(tmp_path / "成员.xlsx", FOUR), Settings(), False, quiet)
    assert load(city, path, Settings(), False, quiet).difference.empty
    load(city, listed(tmp_path / "成员.xlsx", FOUR[1:]), Settings(), False, quiet)
    assert load(city, path, Settings(), False, quiet).difference.empty
