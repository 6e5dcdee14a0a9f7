"""Strict CSV: what is broken is named with its line, and the rest of the file is still read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadInput
from ingest.readers.tables import LINES_IN_A_ROW, Row, read_table
from ingest.rows import Reject

COLUMNS = ("id", "name", "note")
HEADER = b"id,name,note\n"


def read(folder: Path, content: bytes) -> list[Row | Reject]:
    path = folder / "things.csv"
    path.write_bytes(content)
    return list(read_table(path, COLUMNS))


def taken(items: list[Row | Reject]) -> list[tuple[int, dict[str, str]]]:
    return [(item.line, item.cells) for item in items if isinstance(item, Row)]


def test_a_row_has_its_line_and_its_cells_without_surrounding_blanks(tmp_path: Path) -> None:
    rows = taken(read(tmp_path, HEADER + "a, 船舶 ,\u3000x\n".encode()))
    assert rows == [(2, {"id": "a", "name": "船舶", "note": "x"})]


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_is_no_part_of_them(tmp_path: Path) -> None:
    rows = taken(read(tmp_path, b"\xef\xbb\xbfnote,id,name\r\nn,a,b\r\n"))
    assert rows == [(2, {"note": "n", "id": "a", "name": "b"})]


def test_blank_lines_and_rows_of_empty_cells_are_no_rows(tmp_path: Path) -> None:
    assert taken(read(tmp_path, HEADER + b"\n  \n,,\na,b,c\n")) == [(5, {"id": "a", "name": "b", "note": "c"})]


def test_a_quoted_cell_may_run_over_lines_and_hold_commas_and_quotes(tmp_path: Path) -> None:
    rows = taken(read(tmp_path, HEADER + b'a,"x, ""y""\nz",n\nb,c,d\n'))
    assert rows == [(2, {"id": "a", "name": 'x, "y"\nz', "note": "n"}), (4, {"id": "b", "name": "c", "note": "d"})]


def test_a_quote_in_the_middle_of_a_bare_cell_is_a_sign_like_any_other(tmp_path: Path) -> None:
    assert taken(read(tmp_path, HEADER + b'a,b,5" disk\n')) == [(2, {"id": "a", "name": "b", "note": '5" disk'})]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"a,b", "The row has 2 cells, not 3"),
        (b"a,b,c,d", "The row has 4 cells, not 3"),
        (b"a,b,\xb4\xac", "Not UTF-8 from byte 5 on"),
        (b'a,b,"open', "A quote is open or misplaced"),
        (b'a,"b"x,c', "A quote is open or misplaced"),
        (b"a,b,\x00", "Character 5 is a control character"),
    ],
)
def test_a_broken_row_is_rejected_with_its_line_and_the_next_one_is_read(
    tmp_path: Path, broken: bytes, reason: str
) -> None:
    items = read(tmp_path, HEADER + b"1,first,\n" + broken + b"\n3,third,\n")
    rejects = [item for item in items if isinstance(item, Reject)]
    assert [(r.file, r.line) for r in rejects] == [("things.csv", 3)]
    assert reason in rejects[0].reason_en
    assert rejects[0].reason_zh
    assert [line for line, _ in taken(items)] == [2, 4]


def test_an_open_quote_does_not_swallow_the_rest_of_a_long_file(tmp_path: Path) -> None:
    body = b'a,"open,\n' + b"".join(b"%d,b,c\n" % n for n in range(3 * LINES_IN_A_ROW))
    items = read(tmp_path, HEADER + body)
    assert [item.line for item in items if isinstance(item, Reject)] == [2]
    assert len(taken(items)) == 3 * LINES_IN_A_ROW


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"", "things.csv is empty"),
        (b"id,name\n", "lacks the column 'note'"),
        (b"id,name,note,colour\n", "has the unknown column 'colour'"),
        (b"id,name,note,id\n", "repeats the column 'id'"),
        (b"id,name,\xff\n", "Not UTF-8 from byte 9 on"),
    ],
)
def test_a_file_whose_header_is_wrong_is_refused_as_a_whole(tmp_path: Path, header: bytes, reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, header + (b"a,b,c\n" if header else b""))
    assert reason in refused.value.en
    assert refused.value.zh


@given(body=st.binary(max_size=300))
def test_any_bytes_end_as_rows_and_rejects_each_on_a_line_of_its_own(
    body: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    items = read(tmp_path_factory.mktemp("any"), HEADER + body)
    lines = [item.line for item in items]
    written = (HEADER + body).split(b"\n")
    assert lines == sorted(set(lines))
    assert all(written[line - 1].strip() for line in lines)


@given(
    rows=st.lists(st.lists(st.sampled_from([b"a", b"\xe9\x93\xbe", b"\xff", b"7"]), min_size=1, max_size=5), max_size=8)
)
def test_without_quotes_every_written_line_is_one_row_or_one_reject(
    rows: list[list[bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    items = read(tmp_path_factory.mktemp("plain"), HEADER + b"".join(b",".join(row) + b"\n" for row in rows))
    good = [n for n, row in enumerate(rows, 2) if len(row) == 3 and b"\xff" not in row]
    assert [item.line for item in items] == [n for n, _ in enumerate(rows, 2)]
    assert [line for line, _ in taken(items)] == good
