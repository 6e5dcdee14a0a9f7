"""The bundled city, read row by row."""

from pathlib import Path

import pytest

import ingest
from ingest.readers.city import City, read_city
from ingest.rows import Reject, tally


@pytest.fixture(scope="module")
def weihai() -> City:
    return read_city(Path(ingest.__file__).parent / "sources" / "weihai")


def test_no_row_of_the_bundled_city_is_rejected(weihai: City) -> None:
    assert [item for item in weihai if isinstance(item, Reject)] == []


def test_every_row_is_counted_and_every_table_has_the_rows_we_expect(weihai: City) -> None:
    counts = tally(weihai)
    assert {file: count.rows for file, count in counts.items()} == {
        f"{name}.csv": rows for name, rows in weihai.rows.items()
    }
    assert all(count.rows == count.taken + count.rejected for count in counts.values())
