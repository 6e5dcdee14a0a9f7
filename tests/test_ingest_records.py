"""From rows to records: a small city, and what is wrong in each kind of cell."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import BadInput
from graph.model import Entity, Figure, Gap, Identifier, Naming, Relation, Span
from ingest.checks import check
from ingest.readers import City, Reading, Reject, read_city
from ingest.readers.records import TABLES
from ingest.rows import tally

Write = Callable[..., City]

SMALL: Mapping[str, str] = {
    "documents": "id=D1 title=计划 kind=plan period=2021 reliability=official",
    "entities": "id=T1 name=钓具中心 class=TechInnovationCenter status=existing first_source=D1#L4 standing=accepted",
    "names": "id=N1 entity_id=T1 name=钓具中心 kind=official source=D1 status=accepted",
    "identifiers": "id=I1 entity_id=T1 scheme=other value=7 document=D1",
    "fields": "id=F1 field_id=TF1 field=钓具 target_id=T2 reason=same basis=close",
    "relations": "id=R1 subject_id=T1 relation=servesChain object_id=T2 basis=stated kind=actual as_of=2021-12-31 "
    "document=D1 line=4 start=2 end=9 status=accepted",
    "platform_fields": "id=P1 platform_id=T1 field=钓具 how=name document=D1 line=4 start=2 end=5 status=accepted",
    "observations": "id=O1 indicator=patentGranted subject=钓具中心 value=5 unit=项 bound=exact basis=flow kind=actual "
    "period=2021 as_reported=no document=D1 line=5 start=1 end=2 status=accepted",
    "gaps": "id=G1 what=members what_zh=成员 count=8 bound=over named=1 entity_id=T1 relation=memberOf chain_id=T2 "
    "document=D1 line=4 start=1 end=2",
    "judgements": "id1=T1 id2=T2 decision=unsure reason=alike source=D1#L4;D1#L5",
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the small city with some cells changed: `write("names", kind="nickname")`."""

    def writing(table: str = "", folder: Path = tmp_path, **changes: str) -> City:
        described = "".join(f"[tables.{name}]\nrows = 1\nread = true\n" for name in TABLES)
        head = 'title = "小城"\ntitle_en = "Small town"\nlicence = "Apache-2.0"\n'
        (folder / "source.toml").write_text(head + described, encoding="utf-8")
        for name, description in TABLES.items():
            row = dict(pair.split("=") for pair in SMALL[name].split()) | (changes if name == table else {})
            cells = ",".join(row.get(column, "") for column in description.columns)
            header = ",".join(description.columns)
            (folder / f"{name}.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
        return read_city(folder)

    return writing


def records(city: City) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for item in city:
        assert isinstance(item, Reading), item
        found.setdefault(item.file.removesuffix(".csv"), []).append(item.record)
    return found


def test_each_table_gives_its_records(write: Write) -> None:
    found = records(write())
    here = Span("D1", 4, 2, 9)
    assert found["entities"] == [Entity("T1", "钓具中心", "TechInnovationCenter", first_source="D1#L4")]
    assert found["names"] == [Naming("N1", "T1", Span("D1"), name="钓具中心", kind="official")]
    assert found["identifiers"] == [Identifier("I1", "T1", Span("D1"), scheme="other", value="7")]
    assert found["relations"] == [Relation("R1", "T1", here, predicate="servesChain", object="T2", as_of="2021-12-31")]
    (gap,) = found["gaps"]
    assert isinstance(gap, Gap)
    assert (gap.subject, gap.predicate, gap.count, gap.bound, gap.named, gap.chain) == (
        "T1",
        "memberOf",
        8,
        "over",
        1,
        "T2",
    )
    assert (gap.what, gap.what_zh) == ("members", "成员")


def test_a_field_is_a_thing_with_a_name_and_an_inferred_mapping_of_ours(write: Write) -> None:
    thing, name, mapping = records(write())["fields"]
    assert thing == Entity("TF1", "钓具", "Field", first_source="E001")
    assert name == Naming("F1", "TF1", Span("E001"), name="钓具", kind="official")
    assert mapping == Relation(
        "F1", "TF1", Span("E001"), note="same", predicate="fieldOf", object="T2", basis="inferred", role="close"
    )


def test_a_field_without_a_chain_keeps_the_reason_with_its_name(write: Write) -> None:
    thing, name = records(write("fields", target_id="", basis="no chain", reason="too wide"))["fields"]
    assert isinstance(thing, Entity)
    assert isinstance(name, Naming) and name.note == "too wide"


def test_a_field_read_from_a_name_is_inferred_and_dated_by_the_end_of_the_period_of_its_source(write: Write) -> None:
    (row,) = records(write())["platform_fields"]
    assert row == Relation(
        "P1",
        "T1",
        Span("D1", 4, 2, 5),
        predicate="inField",
        object="TF1",
        basis="inferred",
        as_of="2021-12-31",
        role="name",
    )


def test_a_figure_is_about_the_thing_that_bears_the_name_quotes_aside_or_has_the_id(write: Write) -> None:
    for subject in ("钓具中心", "“钓具中心”", "T1"):
        (figure,) = records(write("observations", subject=subject))["observations"]
        assert isinstance(figure, Figure)
        assert (figure.subject, figure.value, figure.value_max, figure.period) == ("T1", 5.0, None, "2021")


BAD = [
    ("documents", "kind", "leaflet", "only one of"),
    ("documents", "date", "2021-02-30", "is no date"),
    ("documents", "reliability", "", "only one of"),
    ("entities", "id", "a b", "is no id"),
    ("entities", "name", "", "must not be empty"),
    ("entities", "name", "长" * 301, "at most 300"),
    ("entities", "status", "closed", "only one of"),
    ("names", "kind", "nickname", "only one of"),
    ("identifiers", "scheme", "ISBN", "only one of"),
    ("fields", "target_id", "", "exclude each other"),
    ("relations", "kind", "target", "only one of: actual, plan"),
    ("relations", "valid_from", "2021/2022", "is no date"),
    ("relations", "as_of", "31.12.2021", "is no date"),
    ("relations", "count", "-3", "no whole number"),
    ("relations", "count", "9007199254740993", "no whole number"),
    ("relations", "line", "", "go together"),
    ("relations", "end", "1", "before the start"),
    ("relations", "line", "0", "go together"),
    ("platform_fields", "field", "渔船", "No field is named"),
    ("platform_fields", "how", "rumour", "only one of"),
    ("observations", "subject", "渔船中心", "Nothing is named"),
    ("observations", "value", "", "must not be empty"),
    ("observations", "value", "５", "is no number"),
    ("observations", "value", "1e400", "is no number"),
    ("observations", "value", "9" * 390, "is no number"),
    ("observations", "as_reported", "true", "only one of: no, yes"),
    ("observations", "period", "2022/2021", "is no date"),
    ("observations", "period", "2021/2022/2023", "is no date"),
    ("observations", "deadline", "2021-13", "is no date"),
    ("gaps", "count", "", "must not be empty"),
    ("gaps", "bound", "range", "only one of"),
    ("judgements", "decision", "maybe", "only one of"),
]


@pytest.mark.parametrize(("table", "column", "value", "reason"), BAD)
def test_a_wrong_cell_is_rejected_with_file_line_column_and_reason(
    write: Write, table: str, column: str, value: str, reason: str
) -> None:
    first = next(item for item in write(table, **{column: value}) if isinstance(item, Reject))
    assert (first.file, first.line, first.column, first.value) == (f"{table}.csv", 2, column, value)
    assert reason in first.reason_en
    assert first.reason_zh


def test_everything_wrong_in_a_row_is_told_at_once(write: Write) -> None:
    (reject,) = (item for item in write("relations", basis="maybe", count="x", end="") if isinstance(item, Reject))
    assert [problem.column for problem in reject.problems] == ["end", "basis", "count"]


def test_a_subject_that_may_mean_two_things_is_rejected_with_both(write: Write, tmp_path: Path) -> None:
    city = write()
    with open(tmp_path / "entities.csv", "a", encoding="utf-8") as rows:
        rows.write("T9,另一中心,University,existing,D1#L4,accepted\n")
    with open(tmp_path / "names.csv", "a", encoding="utf-8") as rows:
        rows.write("N9,T9,钓具中心,alias,D1,accepted\n")
    (reject,) = (item for item in city if isinstance(item, Reject))
    assert (reject.file, reject.column) == ("observations.csv", "subject")
    assert "T1" in reject.reason_en and "T9" in reject.reason_en and "University" in reject.reason_zh


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        (None, "cannot be read"),
        ("title = ", "cannot be read"),
        ('title = "x"\n', "cannot be read"),
        (
            'title = "x"\ntitle_en = "x"\nlicence = "x"\n[tables.rumours]\nrows = 1\nread = true\n',
            "unknown tables: rumours",
        ),
    ],
)
def test_a_source_without_a_sound_description_is_refused(tmp_path: Path, toml: str | None, reason: str) -> None:
    if toml is not None:
        (tmp_path / "source.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(BadInput, match=reason):
        read_city(tmp_path)


def test_a_table_that_is_described_and_missing_is_refused(write: Write, tmp_path: Path) -> None:
    city = write()
    (tmp_path / "gaps.csv").unlink()
    with pytest.raises(BadInput, match=r"gaps\.csv is missing"):
        list(city)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.sampled_from(sorted(TABLES)), body=st.binary(max_size=200))
def test_any_bytes_in_any_table_are_counted_and_never_stop_the_reader_or_the_checks(
    write: Write, tmp_path_factory: pytest.TempPathFactory, table: str, body: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    city = write(folder=folder)
    path = folder / f"{table}.csv"
    path.write_bytes(path.read_bytes() + body)
    read, checked = tally(city), check(city).tallies
    assert set(read) == {f"{name}.csv" for name in TABLES}
    for file, count in read.items():
        assert count.rows == count.taken + count.rejected
        assert (checked[file].rows, checked[file].taken + checked[file].rejected) == (count.rows, count.rows)
