"""Units, bounds and periods: what a published number allows, and when it is about."""

from dataclasses import replace
from decimal import Decimal

import pytest

from graph.ledger.book import CONTAINMENT
from graph.ledger.bounds import Interval, quantity
from graph.ledger.periods import moment
from graph.ledger.statements import Statement, statement
from graph.ledger.units import unit_of
from graph.ledger.wording import BASES, ENGLISH, KINDS, wording
from graph.model import Document, Figure, Span
from ontology import read_ontology


def made(value: float, unit: str = "家", **more: object) -> Statement:
    given = {"basis": "stock", "period": "2021-12-31", **more}
    return Statement(row="A", indicator="i", subject="s", value=value, unit=unit, **given)  # type: ignore[arg-type]


def test_counters_are_one_kind() -> None:
    assert unit_of("家") == unit_of("个") == unit_of("场次") == unit_of("台（套）")


def test_money_and_people_carry_their_multiplier() -> None:
    assert unit_of("亿元").scale == 10**8
    assert unit_of("万元").scale == 10**4
    assert unit_of("万人") == unit_of("万个")
    assert unit_of("亿元").kind != unit_of("亿美元").kind


def test_a_percentage_point_is_no_percentage() -> None:
    assert unit_of("个百分点").kind != unit_of("%").kind


@pytest.mark.parametrize(
    ("value", "word", "low", "high"),
    [
        (400, "多", 401, 499),
        (160, "余", 161, 169),
        (1000, "多", 1001, 1999),
        (1420, "多", 1421, 1429),
        (10, "多", 11, 19),
        (100, "余", 101, 199),
    ],
)
def test_duo_and_yu_end_below_the_next_step_of_the_last_non_zero_digit(
    value: float, word: str, low: int, high: int
) -> None:
    assert quantity(made(value, bound="over", word=word)).allowed == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize("word", ["超", "突破", "超过", ""])
def test_chao_and_tupo_have_no_upper_end(word: str) -> None:
    assert quantity(made(1700, bound="over", word=word)).allowed == Interval(low=Decimal(1701))


def test_about_leaves_ten_per_cent_either_way() -> None:
    assert quantity(made(20, bound="about")).allowed == Interval(Decimal(18), Decimal(22))


def test_a_rounded_number_stands_for_all_that_rounds_to_it_and_a_plain_count_for_itself() -> None:
    assert quantity(made(49.5, "%", basis="share")).allowed == Interval(Decimal("49.45"), Decimal("49.55"))
    assert quantity(made(24)).allowed == Interval(Decimal(24), Decimal(24))
    assert quantity(made(66, "万人")).allowed == Interval(Decimal(655000), Decimal(665000))


def test_a_place_in_a_ranking_is_told_by_its_basis() -> None:
    assert quantity(made(3, "位", basis="rank")).unit.kind == "rank"
    assert quantity(made(3, "位")).unit.kind == "count"


def test_an_undated_figure_of_a_review_speaks_of_the_end_of_the_year_reviewed() -> None:
    reported = made(25, period="2022-01-27", as_reported=True, document_period="2021")
    assert moment(reported).text == "2021-12-31"


def test_an_undated_figure_of_a_paper_without_period_may_be_a_quarter_old() -> None:
    reported = moment(made(25, period="2022-01-27", as_reported=True))
    assert reported.earliest <= moment(made(25)).end <= reported.end


def test_a_period_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        moment(made(1, period="2021-13-01"))


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        (made(400, "场次", bound="over", word="多"), "400多场次", "over 400 场次"),
        (made(1700, bound="over", word="超"), "超1700家", "over 1700 家"),
        (made(70, "%", bound="atLeast"), "70%以上", "at least 70 %"),
        (made(3, value_max=5.0, bound="range"), "3—5家", "3—5 家"),
        (made(4, "位", basis="rank"), "第4位", "place 4"),
    ],
)
def test_figures_read_as_printed(figure: Statement, zh: str, en: str) -> None:
    assert wording(figure) == (zh, en)


def test_the_words_cover_the_code_lists_of_the_ontology() -> None:
    lists = read_ontology().code_lists
    assert set(BASES) == set(lists["figureBasis"].terms)
    assert set(KINDS) == set(lists["claimKind"].terms)
    assert {*ENGLISH, "exact", "range"} == set(lists["bound"].terms)


def test_the_relations_of_part_and_whole_are_in_the_ontology() -> None:
    assert set(read_ontology().relations) >= CONTAINMENT


def test_a_claim_and_its_document_make_a_statement() -> None:
    paper = Document(id="D1", title="年度盘点", date="2022-01-27", period="2021", reliability="press")
    claim = Figure(
        row="W1",
        subject="city",
        span=Span("D1"),
        status="proposed",
        indicator="firms",
        value=25.0,
        unit="家",
        basis="stock",
        period="2022-01-27",
        as_reported=True,
    )
    made_of_both = statement(claim, paper, word="", rank="preferred")
    assert (made_of_both.row, made_of_both.document, made_of_both.reliability) == ("W1", "D1", "press")
    assert made_of_both.marks == ("proposed",)
    assert moment(made_of_both).text == "2021-12-31"
    nameless = replace(claim, row="")
    assert statement(nameless, paper).row == nameless.id
