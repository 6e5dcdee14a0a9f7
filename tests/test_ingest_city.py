"""The bundled city: every row is read, checked and counted."""

from pathlib import Path

import pytest

from ingest.checks import check
from ingest.readers import City, Reject, read_city
from ingest.rows import tally

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def weihai() -> City:
    return read_city(ROOT / "ingest" / "sources" / "weihai")


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
