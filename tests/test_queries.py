"""The question reader: header and body agree, or the start stops with the file and the reason."""

import pytest

from queries import QueryError, parse_query, read_queries

GOOD = """// title: 某链的平台 | Platforms of a chain
// about: 说明。
// param: chain entity(IndustryChain) required — 产业链
// param: kinds list(text) optional — 类型
// param: order choice(name|date) optional=name — 次序
// returns: platform entity, claims claims
// example: chain=钓具; order=date
// view: network platform
MATCH (p {id: $chain}) // a comment with $nothing
WHERE p.kind IN $kinds AND p.text <> 'a $quoted word' AND $today > ''
RETURN p AS platform, [] AS claims ORDER BY $order
"""


def test_a_header_becomes_a_contract():
    query = parse_query("x", GOOD)
    assert (query.title("zh"), query.title("en")) == ("某链的平台", "Platforms of a chain")
    chain, kinds, order = query.params
    assert (chain.cls, chain.required, chain.help) == ("IndustryChain", True, "产业链")
    assert (kinds.many, kinds.single) == (True, "text")
    assert (order.choices, order.default) == (("name", "date"), "name")
    assert query.example == {"chain": "钓具", "order": "date"}
    assert query.view == ("platform",)
    assert query.cypher.startswith("MATCH (p {id: $chain}) // a comment")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("$chain", "$chains", "undeclared \\['chains'\\]"),
        ("// title: 某链的平台 | Platforms of a chain", "// title: 某链的平台", "中文"),
        ("// about: 说明。\n", "", "about is missing"),
        ("entity(IndustryChain) required", "thing required", "cannot read param"),
        ("// view: network platform", "// view: network nothing", "nothing"),
        ("chain=钓具; order=date", "order=date", "lacks the required chain"),
        ("// about: 说明。", "// about: 说明。\n// about: 再来", "out of order or repeated"),
        ("// param: kinds", "// parm: kinds", "unknown header key"),
        ("param: kinds", "param: today", "provided by the system"),
        ("param: kinds", "param: class", "reserved word"),
    ],
)
def test_a_broken_contract_stops_the_start(old, new, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        parse_query("x", GOOD.replace(old, new))
    assert "queries/x.cypher" in caught.value.zh


def test_every_shipped_question_reads():
    assert "platforms_for_chain" in read_queries()
