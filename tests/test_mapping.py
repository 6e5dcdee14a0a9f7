"""Foreign data is mapped by declaration: every row becomes records or a reject, and unknown names stop the start."""

import gzip
from itertools import islice
from pathlib import Path

import pytest

from bench.external import DATA, MAPPINGS, SETS
from bench.mapping import ForeignSet, read_mapping
from graph.model import Claim, Entity, Naming, Relation
from ingest.checks import check
from ingest.rows import Reading, Reject, tally
from ontology import OntologyError

HEAD = '[document]\nid = "X"\ntitle = "外部表"\nfile = "x"\n'


def mapping(folder: Path, tables: str, **files: str) -> ForeignSet:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    (folder / "x.toml").write_text(HEAD + tables, encoding="utf-8")
    return read_mapping(folder / "x.toml", folder)


FIRMS = """[[table]]
file = "firms.csv"
thing = [{ id = "F{code|name}", name = "{name}", class = "Enterprise" }]
relation = [{ when = { kind = "[A-Z].*" }, subject = "F{code|name}", predicate = "classifiedAs", object = "I{kind}" }]
ignore = [{ when = { name = "合计" }, reason = "合计行。 | a total." }]
"""


def test_every_row_becomes_records_or_a_reject_with_its_reason(tmp_path: Path) -> None:
    rows = mapping(tmp_path, FIRMS, firms__csv="code,name,kind\n1,威高,C27\n,新北洋,\n9,合计,\n,,C1\n")
    items = list(rows)
    records = [item.record for item in items if isinstance(item, Reading)]
    assert [r.id for r in records if isinstance(r, Entity)] == ["F1", "F新北洋"]
    assert [(r.subject, r.object) for r in records if isinstance(r, Relation)] == [("F1", "IC27")]
    assert [(r.line, r.reason_zh, r.reason_en) for r in items if isinstance(r, Reject)] == [
        (3, "合计行。", "a total."),
        (4, "对应表中没有这个取值。", "The mapping has no such value."),
    ]
    count = tally(items)["firms.csv#0"]
    assert (count.rows, count.taken, count.rejected) == (4, 2, 2)


def test_nested_rows_carry_what_they_lie_in(tmp_path: Path) -> None:
    tables = """[[table]]
file = "chains.json"
each = "chains.firms"
once = "{firms.n}"
thing = [{ id = "F{firms.n}", name = "{firms.n}（{chains.name}）", class = "Enterprise" }]
"""
    content = '{"chains": [{"name": "钓具", "firms": [{"n": "光威"}, {"n": "光威"}]}, {"name": "碳纤维", "firms": []}]}'
    rows = mapping(tmp_path, tables, chains__json=content)
    assert [item.record.name for item in rows if isinstance(item, Reading) and isinstance(item.record, Naming)] == [
        "光威（钓具）"
    ]


def test_values_are_translated_and_names_looked_up(tmp_path: Path) -> None:
    tables = """[lookup.code]
file = "codes.csv"
key = "{name}"
value = "{code}"
[[table]]
file = "orgs.csv"
[[table.thing]]
id = "O{code:name}"
name = "{name}"
class = { from = "type", map = { education = "University", company = "Enterprise" } }
"""
    orgs = "name,type\n哈工大（威海）,education\n未登记,company\n威高,club\n"
    rows = mapping(tmp_path, tables, orgs__csv=orgs, codes__csv="name,code\n哈工大（威海）,7\n威高,8\n")
    items = list(rows)
    assert [(e.id, e.cls) for i in items if isinstance(i, Reading) and isinstance(e := i.record, Entity)] == [
        ("O7", "University")
    ]
    assert [(i.line, i.column, i.value) for i in items if isinstance(i, Reject)] == [
        (2, "code:name", "未登记"),
        (3, "type", "club"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "error"),
    [
        ('class = "Enterprise"', 'class = "Company"', OntologyError),
        ('class = "Enterprise"', 'class = "Organization"', ValueError),
        ('predicate = "classifiedAs"', 'predicate = "isA"', OntologyError),
        ("ignore = ", "skip = ", ValueError),
        ("reason = ", "because = ", ValueError),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_refused(tmp_path: Path, right: str, wrong: str, error: type) -> None:
    with pytest.raises(error):
        mapping(tmp_path, FIRMS.replace(right, wrong))


@pytest.mark.parametrize("name", SETS)
def test_the_mappings_of_the_foreign_sets_are_read(name: str, tmp_path: Path) -> None:
    assert read_mapping(MAPPINGS / f"{name}.toml", tmp_path).document.title


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the foreign data sets do not lie beside the repository")
@pytest.mark.parametrize(
    ("name", "file", "fewest"),
    [
        ("ror", "ror/ror_orgs.jsonl.gz", 800),
        ("company_short_names", "company_short_names/company_short_names.txt.gz", 300),
    ],
)
def test_every_row_of_a_foreign_set_is_taken_or_explained(name: str, file: str, fewest: int, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir()
    with gzip.open(DATA / file, "rb") as whole, gzip.open(tmp_path / file, "wb") as part:
        part.writelines(islice(whole, 400))
    mapping = read_mapping(MAPPINGS / f"{name}.toml", tmp_path)
    verdict = check(mapping)
    read, taken = (sum(getattr(t, what) for t in verdict.tallies.values()) for what in ("rows", "taken"))
    assert read == taken + len(verdict.rejects)
    assert all(reject.reason_zh and reject.reason_en for reject in verdict.rejects)
    stated = {(r.row, r.id) for r in verdict.records(mapping) if isinstance(r, Claim)}
    assert len(stated) >= taken - 1 >= fewest  # the row of the document states nothing
