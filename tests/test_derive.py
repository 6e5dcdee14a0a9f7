"""Relationships and names follow from claims by rules that can be checked by hand."""

from hypothesis import given
from hypothesis import strategies as st

from graph.derive import naming, relationship

CLAIM = {"id": "c1", "row": "W1", "status": "accepted", "basis": "inferred", "kind": "actual", "as_of": "2021-12-31"}


def test_one_stated_claim_makes_the_relationship_stated():
    both = [CLAIM, {**CLAIM, "id": "c2", "row": "W2", "basis": "stated", "as_of": "2025-12-05", "role": "1"}]
    found = relationship(both)
    assert found["basis"] == "stated"
    assert found["claims"] == ["c1", "c2"]
    assert (found["since"], found["role"]) == ("2021-12-31", "1")


def test_claims_that_are_not_live_leave_no_relationship():
    assert relationship([{**CLAIM, "status": "proposed"}]) is None
    assert relationship([{**CLAIM, "closed_revision": 3}]) is None
    assert relationship([{**CLAIM, "rank": "deprecated"}]) is None


def test_a_stated_beginning_counts_before_the_day_of_the_report():
    found = relationship([{**CLAIM, "valid_from": "2020-06", "valid_to": "2023"}])
    assert (found["from"], found["to"]) == ("2020-06", "2023")
    assert (found["since"], found["until"]) == ("2020-06-30", "2023-12-31")


def test_an_end_that_one_of_two_claims_states_does_not_end_the_relationship():
    assert relationship([CLAIM, {**CLAIM, "id": "c2", "valid_to": "2022"}])["until"] is None


@given(st.permutations([{**CLAIM, "id": f"c{n}", "row": f"W{n}", "role": r} for n, r in enumerate("abc")]))
def test_the_order_of_claims_does_not_matter(claims):
    assert relationship(claims) == relationship(sorted(claims, key=lambda c: c["id"]))


def test_the_official_name_comes_first_and_pinyin_follows():
    names = [
        {"id": "c1", "status": "accepted", "kind": "alias", "name": "碳纤维"},
        {"id": "c2", "status": "accepted", "kind": "official", "name": "碳纤维及复合材料产业技术创新链"},
    ]
    found = naming(names)
    assert found["name"] == "碳纤维及复合材料产业技术创新链"
    assert found["pinyin"][1] == "tanxianwei"
    assert found["initials"][1] == "txw"


def test_places_and_firms_are_read_as_locals_read_them():
    names = [{"id": "c1", "status": "accepted", "kind": "official", "name": "乳山市"}]
    assert naming(names)["pinyin"] == ["rushanshi"]
