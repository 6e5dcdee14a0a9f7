"""Verdicts on pairs: every pair of the reviewed key, and rules that hold for made-up figures."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_weihai import KEYS, book, figures, rows

from graph.ledger.book import Book, Said, wholes_of
from graph.ledger.conflicts import classify
from graph.ledger.groups import group
from graph.ledger.statements import Statement

PAIRS = rows(KEYS / "conflict_pairs.csv")
FOUR = {("WO0006", "WO0172"), ("WO0011", "WO0187"), ("WO0047", "WO0237"), ("WO0088", "WO0185")}
EMPTY = Book()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['a_id']}-{pair['b_id']}")
def test_every_reviewed_pair_comes_out_as_judged(pair: dict[str, str]) -> None:
    verdict = classify(figures()[pair["a_id"]], figures()[pair["b_id"]], book())
    assert verdict.kind == pair["class"]
    if pair["class"] == "succession":
        assert (verdict.first, verdict.then) == (pair["a_id"], pair["b_id"])


def test_all_pairs_of_the_city_give_the_numbers_its_documents_give() -> None:
    verdicts = [classify(a, b, book()) for a, b in combinations(figures().values(), 2)]
    counted = Counter(verdict.kind for verdict in verdicts)
    del counted["different_measure"]
    assert counted == {"contradiction": 4, "succession": 33, "rounding": 1, "agreement": 8, "unsure": 3}
    assert {(v.first, v.then) for v in verdicts if v.kind == "contradiction"} == FOUR


def test_the_contradiction_by_size_alone_is_marked_so() -> None:
    verdict = classify(figures()["WO0047"], figures()["WO0237"], book())
    assert verdict.marks == ("magnitude",)


def test_grouping_finds_the_same_as_all_pairs_do() -> None:
    kinds = ("contradiction", "rounding", "agreement", "unsure")
    grouped = [v for item in group(figures().values(), book()) for v in item.verdicts]
    singly = [classify(a, b, book()) for a, b in combinations(figures().values(), 2)]
    assert {v for v in grouped if v.kind in kinds} == {v for v in singly if v.kind in kinds}
    assert len(set(grouped)) == len(grouped)


def test_reasons_are_given_in_both_languages() -> None:
    verdict = classify(figures()["WO0006"], figures()["WO0172"], book())
    assert "24家；25家" in verdict.reason_zh and "2021-12-31" in verdict.reason_zh
    assert "24 家; 25 家" in verdict.reason_en


def made(row: str = "A", value: float = 100, **more: object) -> Statement:
    given = {"unit": "家", "basis": "stock", "period": "2021-12-31", "document": f"doc-{row}", **more}
    return Statement(row=row, indicator="firms", subject="city", value=value, **given)  # type: ignore[arg-type]


def kind(a: Statement, b: Statement, known: Book = EMPTY) -> str:
    return classify(a, b, known).kind


values = st.one_of(
    st.integers(min_value=1, max_value=10**6).map(float),
    st.decimals(min_value="0.01", max_value="9999.99", places=2).map(float),
)
bounds = st.sampled_from(["exact", "over", "under", "about", "atLeast", "atMost"])
statements = st.builds(
    made,
    row=st.sampled_from("ABCD"),
    value=values,
    unit=st.sampled_from(["家", "个", "万元", "亿元", "%", "个百分点", "倍"]),
    bound=bounds,
    word=st.sampled_from(["", "多", "超"]),
    basis=st.sampled_from(["stock", "cumulative", "flow", "increment", "yoy", "share", "rank", "notStated"]),
    kind=st.sampled_from(["actual", "target", "plan", "condition"]),
    period=st.sampled_from(["2020", "2021", "2021-12-31", "2022-01-27", "2023/2025", "2021-06"]),
    as_reported=st.booleans(),
    status=st.sampled_from(["accepted", "proposed"]),
    note=st.sampled_from(["", "truncated: cut"]),
)


@given(statements, statements)
def test_the_order_of_the_two_does_not_matter(a: Statement, b: Statement) -> None:
    one, two = classify(a, replace(b, row="Z"), EMPTY), classify(replace(b, row="Z"), a, EMPTY)
    assert one == two


@given(statements)
def test_a_figure_agrees_with_itself(figure: Statement) -> None:
    expected = "unsure" if figure.marks and "truncated" in figure.marks else "agreement"
    expected = "different_measure" if figure.kind == "condition" else expected
    assert kind(figure, replace(figure, row="Z")) == expected


@given(statements, statements)
def test_actual_figures_never_contradict_intentions(a: Statement, b: Statement) -> None:
    assert kind(replace(a, kind="actual"), replace(b, kind="target")) == "different_measure"


@given(st.decimals(min_value="0.01", max_value="999", places=2).map(float))
def test_a_unit_of_ten_thousand_times_the_size_makes_no_difference(value: float) -> None:
    wan = float(str(round(value * 100))) * 100
    assert kind(made("A", value, unit="亿元"), made("B", wan, unit="万元")) == "agreement"


@given(st.integers(min_value=1, max_value=10**6), st.sampled_from("家个项人"), st.sampled_from("家个项人"))
def test_counters_may_be_exchanged(value: int, one: str, two: str) -> None:
    assert kind(made("A", value, unit=one), made("B", value, unit=two)) == "agreement"


@given(st.integers(1, 9), st.integers(0, 4), st.data())
def test_a_number_inside_duo_is_the_same_loosely_said_and_one_outside_contradicts(
    digit: int, zeros: int, data: st.DataObject
) -> None:
    low, step = digit * 10**zeros, 10**zeros
    vague = made("A", low, bound="over", word="多")
    if step > 1:
        inside = data.draw(st.integers(low + 1, low + step - 1))
        assert kind(vague, made("B", inside)) == "rounding"
    outside = data.draw(st.one_of(st.integers(0, low), st.integers(low + step, 10 * (low + step))))
    assert kind(vague, made("B", outside)) == "contradiction"


@given(st.integers(1, 10**6), st.floats(1.01, 20))
def test_chao_contradicts_a_larger_figure_only_beyond_a_factor_of_two(value: int, factor: float) -> None:
    larger = round(value * factor) + 1
    verdict = classify(made("A", value, bound="over", word="超"), made("B", larger), EMPTY)
    beyond = larger > 2 * value
    assert verdict.kind == ("contradiction" if beyond else "rounding")
    assert ("magnitude" in verdict.marks) == beyond


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_different_counts_for_one_day_contradict(one: int, two: int) -> None:
    assert kind(made("A", one), made("B", two)) == ("agreement" if one == two else "contradiction")


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(2000, 2020), st.integers(1, 5))
def test_figures_of_two_years_follow_each_other(one: int, two: int, year: int, later: int) -> None:
    a = made("A", one, basis="flow", period=str(year))
    b = made("B", two, basis="flow", period=str(year + later))
    verdict = classify(b, a, EMPTY)
    assert (verdict.kind, verdict.first, verdict.then) == ("succession", "A", "B")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (made("A", 9, unit="亿元"), made("B", 9.38, unit="亿元"), "rounding"),
        (made("A", 1.2, unit="亿元"), made("B", 11987, unit="万元"), "rounding"),
        (
            made("A", 67.13, unit="%", basis="share"),
            made("B", 68.21, unit="%", basis="share"),
            "contradiction",
        ),
        (
            made("A", 2, unit="%", basis="change"),
            made("B", 2, unit="个百分点", basis="change"),
            "different_measure",
        ),
        (made("A", 100, unit="%", basis="yoy"), made("B", 2, unit="倍", basis="yoy"), "unsure"),
        (made("A", 26), made("B", 26, basis="cumulative"), "different_measure"),
        (made("A", 26, basis="flow", period="2021"), made("B", 29, basis="notStated"), "contradiction"),
        (made("A", 26, period="2021"), made("B", 27, period="2021-12-31"), "contradiction"),
        (made("A", 26, period="2021-06"), made("B", 27, period="2021"), "succession"),
        (
            made("A", 26, basis="flow", period="2024"),
            made("B", 80, basis="flow", period="2023/2025"),
            "different_measure",
        ),
        (made("A", 2000, bound="under"), made("B", 1900), "rounding"),
        (made("A", 2000, bound="under"), made("B", 900), "contradiction"),
        (made("A", 100, bound="atMost"), made("B", 3), "rounding"),
        (made("A", 24), made("B", 25, status="proposed"), "unsure"),
        (made("A", 30), made("B", 30, note="truncated: line cut"), "unsure"),
        (made("A", 30), replace(made("B", 31), subject="park"), "different_measure"),
        (made("A", 27), made("B", 27, period="2025-12-05", as_reported=True), "agreement"),
        (made("A", 27), made("B", 30, period="2025-12-05", as_reported=True), "succession"),
        (made("A", 27), made("B", 27, period="2025-12-05"), "succession"),
        (made("A", 1420, bound="over", word="余"), made("B", 1425), "rounding"),
        (made("A", 1420, bound="over", word="余"), made("B", 1431), "contradiction"),
        (made("A", 1.2, unit="万人", bound="over", word="余"), made("B", 12500, unit="人"), "rounding"),
        (made("A", 24.3, unit="万人"), made("B", 243012, unit="人"), "rounding"),
        (made("A", 24.3, unit="万人"), made("B", 243812, unit="人"), "contradiction"),
        (made("A", 100, bound="over", word="突破"), made("B", 99), "contradiction"),
        (made("A", 5, unit="‰", basis="share"), made("B", 0.5, unit="%", basis="share"), "agreement"),
        (made("A", 10, unit="亿元"), made("B", 10, unit="亿美元"), "different_measure"),
        (made("A", 45, unit="位", basis="rank"), made("B", 47, unit="名", basis="rank"), "contradiction"),
        (made("A", 100, unit="位", bound="atMost", basis="rank"), made("B", 45, unit="位", basis="rank"), "rounding"),
        (made("A", 67.1, unit="%", basis="share"), made("B", 67.13, unit="%", basis="share"), "rounding"),
        (made("A", 67.1, unit="%", basis="share"), made("B", 67.17, unit="%", basis="share"), "contradiction"),
    ],
)
def test_rules_by_example(a: Statement, b: Statement, expected: str) -> None:
    assert kind(a, b) == expected


def test_near_synonyms_are_unsure_for_one_subject_and_where_the_scope_is_open() -> None:
    needs, problems = made("A", 146), replace(made("B", 191), indicator="problems")
    known = Book(
        near={frozenset(("firms", "problems")): Said("可能相同", "may be one")},
        wholes=wholes_of([("institute", "city")]),
        open_scopes=frozenset({("community", "city")}),
    )
    assert kind(needs, problems, known) == "unsure"
    assert kind(needs, replace(problems, subject="community"), known) == "unsure"
    assert kind(needs, replace(problems, subject="institute"), known) == "different_measure"
    assert kind(needs, replace(problems, period="2024"), known) == "different_measure"
    assert kind(needs, problems) == "different_measure"


def test_wholes_reach_through_several_steps_and_survive_a_circle() -> None:
    wholes = wholes_of([("park", "district"), ("district", "city"), ("city", "park")])
    assert wholes["park"] == {"district", "city"}


@given(st.lists(statements, max_size=12))
def test_grouping_agrees_with_judging_each_pair(drawn: list[Statement]) -> None:
    given_rows = [replace(item, row=f"R{number}") for number, item in enumerate(drawn)]
    singly = {(v.first, v.then): v for v in (classify(a, b, EMPTY) for a, b in combinations(given_rows, 2))}
    for item in group(given_rows, EMPTY):
        for verdict in item.verdicts:
            assert singly[verdict.first, verdict.then] == verdict
    found = {(v.first, v.then) for item in group(given_rows, EMPTY) for v in item.verdicts}
    together = {pair for pair, v in singly.items() if v.kind in ("contradiction", "rounding")}
    assert together <= found
