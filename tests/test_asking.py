"""Arguments are typed before the database sees them; every fault is told at once."""

import pytest

from graph.arguments import typed
from graph.dates import first_day, last_day
from graph.errors import BadParameter
from graph.names import name_key
from graph.paging import cursor_of, place_of
from queries import parse_query

QUERY = parse_query(
    "q",
    """// title: 甲 | A
// about: 说明。
// param: chain entity(IndustryChain) required — 链
// param: n integer optional=5 — 数
// param: day date optional — 日
// param: flag boolean optional — 是否
// param: ids list(text) optional — 多个
// param: order choice(a|b) optional=a — 次序
// returns: x text
// example: chain=1
RETURN $chain + $n + $day + $flag + $ids + $order AS x
""",
)


def test_values_get_their_types_and_defaults():
    values = typed(QUERY, {"chain": " 钓具 ", "flag": "是", "ids": ["a,b", "c"], "day": "2021"})
    assert values == {
        "chain": "钓具",
        "n": 5,
        "day": "2021-12-31",
        "flag": True,
        "ids": ["a", "b", "c"],
        "order": "a",
    }


def test_every_fault_is_told_at_once():
    with pytest.raises(BadParameter) as caught:
        typed(QUERY, {"n": "五", "day": "2021-02-30", "order": "z", "what": "?"})
    assert {e["field"] for e in caught.value.details["errors"]} == {"what", "chain", "n", "day", "order"}


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "长" * 501])
def test_hostile_text_is_refused(text):
    with pytest.raises(BadParameter):
        typed(QUERY, {"chain": text})


@pytest.mark.parametrize("cursor", ["x", "!!!!", "W10", cursor_of([-1]), "e30", "é"])
def test_a_foreign_cursor_is_refused(cursor):
    with pytest.raises(BadParameter):
        place_of(QUERY, cursor)


def test_a_cursor_comes_back():
    assert place_of(QUERY, cursor_of([300])) == (None, 300)


def test_days_of_periods():
    assert (first_day("2021"), last_day("2021")) == ("2021-01-01", "2021-12-31")
    assert (first_day("2016-01-01/2020-12-31"), last_day("2024-02")) == ("2016-01-01", "2024-02-29")


def test_names_compare_without_width_quotes_and_brackets():
    assert name_key("“1+4+N”创新平台体系") == name_key("1＋4＋N 创新平台体系")
    assert name_key("哈尔滨工业大学（威海）") == name_key("哈尔滨工业大学(威海)")
