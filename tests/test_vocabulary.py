"""Arguments that name a class, a relation or an indicator; and what people type to find a thing."""

from collections import Counter

import pytest

from graph.arguments import typed
from graph.errors import BadParameter
from graph.names import name_key
from graph.vocabulary import relation_names, typed_name
from ontology import read_indicators, read_ontology
from queries import parse_query

QUERY = parse_query(
    "q",
    """// title: 甲 | A
// about: 说明。
// param: type class optional — 类
// param: relation list(relation) optional — 关系
// param: indicator indicator optional — 指标
// param: q name optional — 名称
// returns: x relation
// example: -
RETURN $type + $relation + $indicator + $q.key AS x
""",
)


@pytest.mark.parametrize(
    ("argument", "said", "meant"),
    [
        ("type", "Enterprise", "Enterprise"),
        ("type", "产业链", "IndustryChain"),
        ("type", "industry chain", "IndustryChain"),
        ("relation", "memberOf,设立", ["MEMBER_OF", "ESTABLISHES"]),
        ("relation", "SERVES_CHAIN", ["SERVES_CHAIN"]),
        ("indicator", "“1+4+N”体系成员数", "systemMemberCount"),
    ],
)
def test_a_name_or_a_label_means_the_term(argument, said, meant):
    assert typed(QUERY, {argument: said})[argument] == meant


def test_an_unknown_term_is_refused_with_near_ones():
    with pytest.raises(BadParameter, match="institute") as caught:
        typed(QUERY, {"type": "research institut"})
    assert caught.value.details["errors"][0]["field"] == "type"


def test_no_two_terms_share_a_label():
    ontology = read_ontology()
    indicators = [(i.code, i.label_zh, i.label_en) for i in read_indicators().values()]
    for terms in (ontology.classes, ontology.relations):
        assert shared([(t.name, t.label_zh, t.label_en) for t in terms.values()]) == []
    assert shared(indicators) == []


def shared(terms):
    said = Counter(said for term in terms for said in {name_key(label) for label in term})
    return [label for label, times in said.items() if times > 1]


def test_a_relation_has_one_name_outside():
    assert relation_names()["SERVES_CHAIN"] == "servesChain"


def test_what_is_typed_becomes_key_sound_and_a_harmless_query():
    found = typed_name("碳纤维")
    assert (found["key"], found["sound"], found["short"]) == ("碳纤维", "tanxianwei", "txw")
    assert (
        typed_name('a") OR 1+1 (')["lucene"]
        == '"a ) OR 1+1 ("^8 OR aor1\\+1*^4 OR pinyin:aor1\\+1*^2 OR a OR or OR 1 OR 1'
    )


def test_a_wrong_sign_of_the_same_sound_sounds_the_same():
    assert typed_name("炭纤维")["sound"] == typed_name("碳纤维")["sound"]
