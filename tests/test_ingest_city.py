"""The bundled city: every row is read, checked and counted; what differs from the shared tables is written down."""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graph.model import Document
from ingest.checks import check
from ingest.readers import City, Reject, read_city
from ingest.rows import tally

ROOT = Path(__file__).parent.parent
WEIHAI = ROOT / "ingest" / "sources" / "weihai"
SHARED = ROOT.parent / "shared"
beside = pytest.mark.skipif(not SHARED.is_dir(), reason="no documents beside the repository")
KEYS = {
    "judgements": ("id1", "id2"),
    "names": ("entity_id", "name"),
    "fields": ("field",),
    "segments_proposed": ("chain_id", "name"),
    "identifiers": ("entity_id", "scheme"),
    "platform_fields": ("platform_id", "field", "document"),
}
KEPT = ["documents", "entities", "relations", "observations", "gaps", "segments", *KEYS]


@pytest.fixture(scope="module")
def weihai() -> City:
    return read_city(WEIHAI)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def by_key(name: str, rows: list[dict[str, str]]) -> Mapping[tuple[str, ...], dict[str, str]]:
    return {tuple(row[column] for column in KEYS.get(name, ("id",))): row for row in rows}


def test_no_row_of_the_bundled_city_is_rejected(weihai: City) -> None:
    assert [item for item in weihai if isinstance(item, Reject)] == []
    assert check(weihai).rejects == []


def test_every_row_is_counted_and_every_table_has_the_rows_we_expect(weihai: City) -> None:
    counts = tally(weihai)
    assert {file: count.rows for file, count in counts.items()} == {
        f"{name}.csv": rows for name, rows in weihai.rows.items()
    }
    assert all(count.rows == count.taken + count.rejected for count in counts.values())


def test_check_lets_every_record_through_and_counts_like_the_reader(weihai: City) -> None:
    verdict = check(weihai)
    assert verdict.tallies == tally(weihai)
    assert len(list(verdict.records(weihai))) == sum(count.records for count in verdict.tallies.values())


def test_positions_and_codes_of_segments_stand_in_the_relations() -> None:
    relations = table(WEIHAI, "relations")
    positions = {(r["object_id"], r["subject_id"], r["role"]) for r in relations if r["relation"] == "hasSegment"}
    codes = {row["entity_id"]: row["value"] for row in table(WEIHAI, "identifiers") if row["scheme"] == "GB/T 4754"}
    classed = {(r["subject_id"], codes[r["object_id"]]) for r in relations if r["relation"] == "classifiedAs"}
    segments = table(WEIHAI, "segments")
    assert positions == {(row["id"], row["owner_id"], row["position"]) for row in segments}
    assert classed == {(row["id"], row["gbt4754_proposed"]) for row in segments if row["gbt4754_proposed"]}


def test_every_gap_says_in_chinese_what_is_missing() -> None:
    assert all(re.search("[一-龥]", row["what_zh"]) for row in table(WEIHAI, "gaps"))


@beside
@pytest.mark.shared
def test_every_span_lies_in_its_document(weihai: City) -> None:
    def lines(document: Document) -> Sequence[str] | None:
        path = SHARED / "seeds" / document.file
        return path.read_bytes().decode("utf-8").split("\n") if document.file else None

    assert check(weihai, lines=lines).rejects == []


@beside
@pytest.mark.shared
@pytest.mark.parametrize("name", KEPT)
def test_every_shared_row_is_here_and_every_change_is_written_down(name: str) -> None:
    shared, ours = (by_key(name, table(folder, name)) for folder in (SHARED / "data" / "weihai", WEIHAI))
    written = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    changed = {
        key[0]
        for key, row in shared.items()
        for column, value in row.items()
        if ours[key][column] != ("E001" if value == "editorial" and column == "source" else value)
    }
    assert {key for key in changed if key not in written} == set()


@beside
@pytest.mark.shared
def test_what_was_added_stays_within_the_ids_that_are_written_down() -> None:
    shared = SHARED / "data" / "weihai"
    added = {
        name: sorted({row["id"] for row in table(WEIHAI, name)} - {row["id"] for row in table(shared, name)})
        for name in ("documents", "entities", "relations", "observations", "gaps")
    }
    assert added["documents"] == ["E001", "R002", "R003"]
    assert added["entities"] == [f"WH4{n:03d}" for n in range(1, 19)]
    assert added["relations"] == [f"WF{n}" for n in range(1001, 1058)] + [f"WM{n:03d}" for n in range(1, 9)]
    assert added["observations"] == added["gaps"] == []
