"""Audits: every case of the reviewed key, and sums, shares and rates made up for the purpose."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_weihai import KEYS, SOURCES, book, figures, rows

from graph.errors import BadInput
from graph.ledger.arithmetic import add, divide, multiply, subtract
from graph.ledger.audit import Audit
from graph.ledger.audit_rules import read_rules
from graph.ledger.audits import audit
from graph.ledger.book import Book, wholes_of
from graph.ledger.bounds import Interval
from graph.ledger.statements import Statement

RULE_ROWS = rows(SOURCES / "audit_rules.csv")
CASES = rows(KEYS / "audits.csv")
BLANK = dict.fromkeys(RULE_ROWS[0], "") | {
    "subjects": "same",
    "times": "same",
    "kinds": "actual",
    "standing": "stated",
}


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, ...], Audit]:
    audits = list(audit(figures().values(), book(), read_rules(RULE_ROWS)))
    by_inputs = {item.inputs: item for item in audits}
    assert len(by_inputs) == len(audits), "the same figures are audited once"
    return by_inputs


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_reviewed_audit_comes_out_as_judged(case: dict[str, str], found: dict[tuple[str, ...], Audit]) -> None:
    assert found[tuple(case["inputs"].split(";"))].result == case["expected"]


def test_only_the_five_known_sums_of_the_city_fail(found: dict[tuple[str, ...], Audit]) -> None:
    assert {inputs for inputs, item in found.items() if item.result == "does_not_hold"} == {
        ("WO0006", "WO0172"),
        ("WO0011", "WO0187"),
        ("WO0088", "WO0185"),
        ("WO0129", "WO0131"),
        ("WO0130", "WO0131"),
    }


def test_audits_say_what_follows_where_no_paper_confirms_it(found: dict[tuple[str, ...], Audit]) -> None:
    share = found["WO0177", "WO0178"]
    assert "28 家" in share.reason_en and "28 家" in share.reason_zh
    assert found["WO0173", "WO0174"].computed == Interval(Decimal(75), Decimal(75))


def test_every_rule_of_the_table_names_measures_that_the_city_has() -> None:
    measures = {figure.indicator for figure in figures().values()}
    assert {row[column] for row in RULE_ROWS for column in ("a", "b", "whole")} - {""} <= measures


def test_a_rule_of_unknown_sort_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match="3"):
        read_rules([RULE_ROWS[0], RULE_ROWS[1] | {"rule": "guess"}])


def made(row: str, value: float, **more: object) -> Statement:
    given = {"indicator": "firms", "subject": "city", "unit": "家", "basis": "stock", "period": "2021-12-31", **more}
    return Statement(row=row, value=value, **given)  # type: ignore[arg-type]


def audited(
    *given: Statement, rule: dict[str, str] | None = None, book: Book | None = None
) -> dict[tuple[str, ...], str]:
    rules = read_rules([BLANK | rule] if rule else [])
    return {item.inputs: item.result for item in audit(given, book or Book(), rules)}


counts = st.integers(1, 10**6)


@given(counts, counts, st.integers(-3, 3))
def test_what_was_and_what_was_added_make_what_is(before: int, added: int, error: int) -> None:
    result = audited(
        made("A", before, period="2020-12-31"),
        made("B", added, basis="increment", period="2021"),
        made("C", before + added + error),
    )
    expected = "holds" if error == 0 else "does_not_hold"
    if before + added + error > 0:
        assert result["A", "B", "C"] == expected


@given(counts, counts)
def test_more_cannot_have_been_added_than_there_is(added: int, there: int) -> None:
    result = audited(made("A", added, basis="increment", period="2021"), made("B", there))
    assert result["A", "B"] == ("does_not_hold" if added > there else "not_checkable")


@given(counts, counts)
def test_a_place_holds_no_more_than_the_area_around_it(part: int, whole: int) -> None:
    known = Book(wholes=wholes_of([("park", "city")]))
    result = audited(made("A", part, subject="park"), made("B", whole), book=known)
    assert result["A", "B"] == ("holds" if part <= whole else "does_not_hold")


@given(counts, counts, counts)
def test_parts_add_up_to_the_whole(one: int, two: int, error: int) -> None:
    rule = {"rule": "total", "a": "one", "b": "two", "whole": "both"}
    parts = made("A", one, indicator="one"), made("B", two, indicator="two")
    assert audited(*parts, made("C", one + two, indicator="both"), rule=rule)["A", "B", "C"] == "holds"
    wrong = audited(*parts, made("C", one + two + error, indicator="both"), rule=rule)
    assert wrong["A", "B", "C"] == "does_not_hold"


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_printed_rate_never_refutes_the_numbers_it_was_worked_out_from(before: int, after: int) -> None:
    rate = round((after / before - 1) * 100, 1)
    growth = made("B", rate, unit="%", basis="yoy", period="2021")
    earlier, later = made("A", before, period="2020-12-31"), made("C", after)
    if after > before:
        assert audited(earlier, growth, later)["A", "B", "C"] == "holds"
        assert audited(growth, later)["C", "B"] == "not_checkable"


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_a_printed_share_never_refutes_the_numbers_it_was_worked_out_from(part: int, rest: int) -> None:
    rule = {"rule": "share", "a": "part", "b": "share", "whole": "whole"}
    share = round(part / (part + rest) * 100, 2)
    numbers = (
        made("A", part, indicator="part"),
        made("B", share, indicator="share", unit="%", basis="share"),
        made("C", part + rest, indicator="whole"),
    )
    if share > 0.01:
        assert audited(*numbers, rule=rule)["A", "B", "C"] == "holds"


def test_a_share_that_fits_no_total_is_found_out() -> None:
    rule = {"rule": "share", "a": "part", "b": "share", "whole": "whole"}
    numbers = (
        made("A", 18, indicator="part"),
        made("B", 64, indicator="share", unit="%", basis="share"),
        made("C", 40, indicator="whole"),
    )
    assert audited(*numbers, rule=rule)["A", "B", "C"] == "does_not_hold"


def test_an_open_relation_is_never_held_against_the_papers() -> None:
    rule = {"rule": "part", "a": "one", "whole": "two", "standing": "open"}
    result = audited(made("A", 9, indicator="one"), made("B", 5, indicator="two"), rule=rule)
    assert result == {("A", "B"): "not_checkable"}


def test_a_year_is_part_of_the_running_total_and_a_cut_figure_of_nothing() -> None:
    year = made("A", 129, basis="flow", period="2021")
    total = made("B", 100, basis="cumulative", period="2025-12-05")
    assert audited(year, total)["A", "B"] == "does_not_hold"
    cut = made("B", 100, basis="cumulative", period="2025-12-05", note="truncated: line cut")
    assert audited(year, cut) == {}


numbers = st.integers(1, 1000).map(Decimal)


@given(numbers, numbers, numbers, numbers)
def test_interval_arithmetic_misses_no_value(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    one, two = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    for x, y in ((a, c), (a, d), (b, c), (b, d), ((a + b) / 2, (c + d) / 2)):
        assert add(one, two).holds(x + y)
        assert subtract(one, two).holds(x - y)
        assert multiply(one, two).holds(x * y)
        assert divide(one, two).holds(x / y)


def test_the_rules_that_need_no_table_carry_a_good_part_of_the_city() -> None:
    without = Counter(item.rule for item in audit(figures().values(), book(), ()))
    assert without == {"restated": 13, "part": 10, "gain": 9, "growth": 4}
