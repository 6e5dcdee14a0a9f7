"""How office people write dates, numbers, codes and choices; expected values by hand and from the standards."""

from decimal import Decimal

import pytest

from ingest.readers.sheet_cells import (
    Cell,
    cell_of,
    flaw,
    listed,
    read_choice,
    read_code,
    read_date,
    read_number,
    read_period,
)
from ontology import read_ontology


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021", "2021"),
        ("2021年", "2021"),
        ("2021-03", "2021-03"),
        ("2021.3", "2021-03"),
        ("2021年3月", "2021-03"),
        ("2021/12", "2021-12"),
        ("2021-12-31", "2021-12-31"),
        ("2021.12.31", "2021-12-31"),
        ("2021/1/5", "2021-01-05"),
        ("2021年12月31日", "2021-12-31"),
        ("２０２１年１月５日", "2021-01-05"),
        ("2021 年 1 月 5 日", "2021-01-05"),
        ("20211231", "2021-12-31"),
        ("2021-12-31 00:00:00", "2021-12-31"),
        ("44561", "2021-12-31"),
        ("45000", "2023-03-15"),
    ],
)
def test_dates_are_read_as_they_are_written_in_china(written: str, iso: str) -> None:
    assert read_date(Cell(written)) == iso


@pytest.mark.parametrize(
    "written",
    ["", "去年", "2021年底", "2021-13", "2021-02-30", "31.12.2021", "21-12-31", "0021-01-01", "2201", "2021/2025"],
)
def test_what_is_no_date_is_said_so(written: str) -> None:
    assert isinstance(read_date(Cell(written)), tuple)


def test_days_are_counted_from_1904_where_the_workbook_does() -> None:
    assert read_date(Cell("43099", "number"), epoch_1904=True) == "2021-12-31"  # 1462 days later


def test_a_tenth_month_whose_zero_was_lost_is_not_taken_for_january() -> None:
    assert isinstance(read_date(Cell("2021.1", "number")), tuple)
    assert isinstance(read_date(Cell("2021.1", "untyped")), tuple)
    assert read_date(Cell("2021.1", "text")) == "2021-01"
    assert read_date(Cell("2021.2", "number")) == "2021-02"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2021", "2021"),
        ("2021/2025", "2021/2025"),
        ("2021-2025", "2021/2025"),
        ("2021—2025年", "2021/2025"),
        ("2021年至2025年", "2021/2025"),
        ("2021～2025", "2021/2025"),
        ("2021.1.1-2021.6.30", "2021-01-01/2021-06-30"),
        ("2021-01-01/2021-06-30", "2021-01-01/2021-06-30"),
        ("2021年1月—6月", None),
        ("2025/2021", None),
    ],
)
def test_intervals_are_read_as_they_are_written(written: str, iso: str | None) -> None:
    found = read_period(Cell(written))
    assert found == iso if iso else isinstance(found, tuple)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("24", "24"),
        ("67.13", "67.13"),
        ("1,234.5", "1234.5"),
        ("１，２３４", "1234"),
        (" 1 200 ", "1200"),
        ("-3.2", "-3.2"),
        ("68.21%", "68.21"),
    ],
)
def test_numbers_may_carry_separators_and_a_percent_sign(written: str, number: str) -> None:
    assert read_number(Cell(written)) == Decimal(number)


@pytest.mark.parametrize("written", ["", "约100", "100多", "120家", "1,23", "1e5", "十", "∞", "NaN", "1" * 40])
def test_what_is_no_number_is_said_so(written: str) -> None:
    assert isinstance(read_number(Cell(written)), tuple)


def test_a_percentage_is_read_as_it_is_shown() -> None:
    assert cell_of(0.6821, "0.00%") == Cell("68.21%", "number")
    assert cell_of(0.1 + 0.2) == Cell("0.30000000000000004", "number")
    assert cell_of(1e20) == Cell("100000000000000000000", "number")
    assert cell_of(24.0) == Cell("24", "number")


def test_the_check_character_of_a_credit_code_is_computed() -> None:
    # Weights 3^i mod 31; the sum for 91350100M000100Y4 is 1640 = 52 * 31 + 28, so the character is 31 - 28 = 3.
    assert read_code(Cell("91350100m000100y43"), "USCC") == "91350100M000100Y43"
    assert read_code(Cell("９１３５０１００Ｍ０００１００Ｙ４３"), "USCC") == "91350100M000100Y43"
    assert isinstance(read_code(Cell("91350100M000100Y45"), "USCC"), tuple)


def test_a_code_in_a_number_cell_is_refused_where_digits_may_be_lost() -> None:
    assert isinstance(read_code(Cell("913501000000000000", "number"), "USCC"), tuple)
    assert isinstance(read_code(Cell("111", "number"), "GB/T 4754"), tuple)
    assert read_code(Cell("371002", "number"), "GB/T 2260") == "371002"
    assert read_code(Cell("0111"), "GB/T 4754") == "0111"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("“4”：骨干平台", "4"),
        ("4", "4"),
        ("n", "N"),
        ("理事长单位", "chair"),
        ("龙头", None),
    ],
)
def test_a_choice_is_read_by_label_or_code(written: str, code: str | None) -> None:
    terms = read_ontology().code_lists["member"].terms.values()
    found = read_choice(written, {term.label_zh: term.code for term in terms})
    assert found == code if code else isinstance(found, tuple)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("多", "over"),
        ("突破", "over"),
        ("近", "under"),
        ("左右", "about"),
        ("以上", "atLeast"),
        ("以下", "atMost"),
        ("约", "about"),
    ],
)
def test_bounds_may_be_given_by_the_words_of_the_papers(written: str, code: str) -> None:
    terms = read_ontology().code_lists["bound"].terms.values()
    assert read_choice(written, {term.label_zh: term.code for term in terms}) == code


def test_lists_are_parted_by_semicolons_and_line_breaks() -> None:
    assert listed("甲；乙; 丙\n甲\n；") == ["甲", "乙", "丙"]


def test_formulas_errors_and_control_characters_are_faults() -> None:
    assert flaw(Cell("=A1", "formula")) and flaw(Cell("#N/A", "error")) and flaw(Cell("a\x00b"))
    assert flaw(Cell("两\n行")) is None
