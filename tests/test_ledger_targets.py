"""Targets against later figures, and which claim is shown first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_weihai import KEYS, SOURCES, figures, rows

from graph.ledger.audit_rules import read_rules
from graph.ledger.ranks import choose
from graph.ledger.statements import Statement
from graph.ledger.targets import progress

CASES = rows(KEYS / "targets.csv")
RULES = read_rules(rows(SOURCES / "audit_rules.csv"))
AFTER = "2026-01-31"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['target_id']}@{case['as_of']}")
def test_every_reviewed_target_comes_out_as_judged(case: dict[str, str]) -> None:
    found = progress(figures()[case["target_id"]], figures().values(), case["as_of"] or AFTER, RULES)
    assert found.verdict == case["verdict"]
    assert sorted(found.actuals) == [row for row in case["actual_ids"].split(";") if row]
    assert found.reason_zh and found.reason_en


def test_a_sum_over_several_years_does_not_decide_the_target_of_one() -> None:
    found = progress(figures()["WO0266"], figures().values(), AFTER, RULES)
    assert (found.verdict, found.actuals) == ("undecidable", ("WO0321",))


def test_a_bound_below_the_target_leaves_it_open() -> None:
    found = progress(figures()["WO0283"], figures().values(), AFTER, RULES)
    assert (found.verdict, found.actuals) == ("undecidable", ("WO0308",))


def made(row: str, value: float, **more: object) -> Statement:
    given = {"indicator": "firms", "subject": "city", "unit": "家", "basis": "stock", "period": "2024-12-31", **more}
    return Statement(row=row, value=value, **given)  # type: ignore[arg-type]


def goal(value: float, **more: object) -> Statement:
    given = {
        "kind": "target",
        "bound": "atLeast",
        "period": "2024",
        "deadline": "2024-12-31",
        "document_date": "2024-03-21",
    }
    return made("T", value, **(given | more))


def verdict(target: Statement, *actuals: Statement, as_of: str = AFTER) -> str:
    return progress(target, actuals, as_of).verdict


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_level_at_the_deadline_decides(wanted: int, found: int) -> None:
    assert verdict(goal(wanted), made("A", found)) == ("met" if found >= wanted else "missed")
    upper = goal(wanted, bound="atMost")
    assert verdict(upper, made("A", found)) == ("met" if found <= wanted else "missed")


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_figure_of_the_year_decides_a_flow(wanted: int, found: int) -> None:
    target, actual = goal(wanted, basis="flow"), made("A", found, basis="flow", period="2024")
    assert verdict(target, actual) == ("met" if found >= wanted else "missed")
    assert verdict(target, replace(actual, period="2023")) == "no_later_figure"


@pytest.mark.parametrize(
    ("target", "actual", "as_of", "expected"),
    [
        (goal(100), made("A", 90, period="2024-06-30"), "2024-07-31", "on_the_way"),
        (goal(100), made("A", 90, period="2024-06-30"), AFTER, "undecidable"),
        (goal(100), made("A", 110, period="2024-06-30"), "2024-07-31", "met"),
        (goal(100), made("A", 90, period="2025-06-30"), AFTER, "missed"),
        (goal(100), made("A", 110, period="2025-06-30"), AFTER, "undecidable"),
        (goal(100), made("A", 90, period="2025-12-05", as_reported=True), AFTER, "undecidable"),
        (goal(100), made("A", 90, bound="over"), AFTER, "undecidable"),
        (goal(100), made("A", 90, period="2022-12-31"), "2024-03-21", "on_the_way"),
        (goal(100), made("A", 90, period="2022-12-31"), AFTER, "no_later_figure"),
        (goal(100), made("A", 90, document_date="2025-02-01"), "2024-12-31", "no_later_figure"),
        (goal(100, deadline="2024"), made("A", 110, document_date="2025-02"), AFTER, "met"),
        (goal(100), made("A", 110, document_date="2025-02"), "2025-02-10", "no_later_figure"),
        (goal(100), made("A", 110, subject="park"), AFTER, "no_later_figure"),
        (goal(100), made("A", 110, kind="plan"), AFTER, "no_later_figure"),
        (goal(100), made("A", 12, unit="%", basis="yoy"), AFTER, "no_later_figure"),
        (goal(100, note="truncated: line cut"), made("A", 110), AFTER, "undecidable"),
        (goal(20, bound="about", basis="flow"), made("A", 19, basis="flow", period="2024"), AFTER, "met"),
        (goal(20, basis="flow"), made("A", 26, basis="cumulative"), AFTER, "undecidable"),
        (goal(20, basis="flow"), made("A", 25, basis="flow", period="2024-06"), AFTER, "met"),
        (goal(20, basis="flow"), made("A", 9, basis="flow", period="2024-06"), "2024-08-01", "on_the_way"),
        (goal(3, basis="rank", unit="位", bound="exact"), made("A", 2, basis="rank", unit="位"), AFTER, "met"),
        (goal(3, basis="rank", unit="位", bound="exact"), made("A", 5, basis="rank", unit="位"), AFTER, "missed"),
        (goal(2, unit="亿元", basis="flow"), made("A", 25000, unit="万元", basis="flow", period="2024"), AFTER, "met"),
    ],
)
def test_rules_by_example(target: Statement, actual: Statement, as_of: str, expected: str) -> None:
    assert verdict(target, actual, as_of=as_of) == expected


def test_papers_that_disagree_about_a_target_leave_it_open() -> None:
    assert verdict(goal(100), made("A", 101), made("B", 99)) == "undecidable"


def test_the_newest_whole_figure_is_shown_and_the_rule_is_named() -> None:
    members = [item for item in figures().values() if item.indicator == "systemMemberCount" and item.basis == "stock"]
    choice = choose(members)
    assert choice.first == "WO0315"
    assert [(step.row, step.over, step.rule) for step in choice.trace] == [
        ("WO0315", "WO0006", "newest"),
        ("WO0006", "WO0172", "dated"),
    ]


def test_a_person_beats_every_rule() -> None:
    old, new = made("A", 1, period="2020-12-31", rank="preferred"), made("B", 2)
    assert choose([new, old]).trace[0].rule == "person"
    assert choose([new, old]).first == "A"
    assert choose([replace(new, rank="deprecated"), replace(old, rank="normal")]).first == "A"


@pytest.mark.parametrize(
    ("better", "worse", "rule"),
    [
        ({}, {"status": "proposed"}, "accepted"),
        ({}, {"note": "truncated: line cut"}, "complete"),
        ({}, {"kind": "target"}, "actual"),
        ({}, {"bound": "over", "word": "多"}, "exact"),
        ({"bound": "over", "word": "多"}, {"bound": "over", "word": "超"}, "exact"),
        ({"document_date": "2025-12-05"}, {"document_date": "2024-03-21"}, "recorded"),
        ({"document_date": "2024-03-21"}, {}, "recorded"),
        ({}, {"reliability": "press"}, "source"),
        ({}, {}, "row"),
    ],
)
def test_each_rule_decides_where_those_before_it_do_not(
    better: dict[str, str], worse: dict[str, str], rule: str
) -> None:
    choice = choose([made("B", 5, **worse), made("A", 5, **better)])
    assert (choice.first, choice.trace[0].rule) == ("A", rule)


@given(st.permutations([made(row, value) for row, value in zip("ABCD", (1, 2, 3, 4), strict=True)]))
def test_the_order_of_the_claims_does_not_matter(shuffled: list[Statement]) -> None:
    assert choose(shuffled).order == ("A", "B", "C", "D")


def test_nothing_cannot_be_chosen_from() -> None:
    with pytest.raises(ValueError, match="no figure"):
        choose([])
