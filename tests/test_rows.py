"""Rows of the store follow from records alone."""

from graph.model import Entity, Naming, Relation, Span
from graph.rows import fact_of, filled, row_of

SERVES = Relation("W1", "P1", Span("D1", 3, 1, 9), predicate="servesChain", object="C1", role="")


def test_a_row_holds_what_the_record_says_and_leaves_out_what_is_empty():
    row = row_of(SERVES, "weihai")
    assert (row["subject"], row["predicate"], row["object"]) == ("P1", "servesChain", "C1")
    assert (row["document"], row["line"], row["start"], row["end"], row["dataset"]) == ("D1", 3, 1, 9, "weihai")
    assert "role" not in row
    assert "as_of" not in row


def test_the_digest_changes_with_what_is_said_and_not_with_where_the_claim_hangs():
    said = row_of(SERVES, "weihai")
    noted = row_of(Relation("W1", "P1", Span("D1", 3, 1, 9), predicate="servesChain", object="C1", note="新"), "weihai")
    hung = row_of(SERVES, "weihai", {"P1": "P9"})
    assert noted["digest"] != said["digest"]
    assert (hung["digest"], hung["subject"], hung["s"]) == (said["digest"], "P1", "P9")
    assert hung["fact"] == fact_of("P9", "servesChain", "C1", "actual")


def test_a_changed_row_takes_away_what_is_no_longer_said():
    assert filled(row_of(SERVES, "weihai"), "RelationClaim")["role"] is None
    entity = row_of(Entity("P1", "平台", "KeyLaboratory"), "weihai")
    assert entity["class"] == "KeyLaboratory"
    assert filled(entity, "Entity")["first_source"] is None


def test_a_name_is_kept_with_the_key_it_is_looked_up_by():
    assert row_of(Naming("N1", "P1", Span("D1"), name="哈工大（威海）"), "weihai")["key"] == "哈工大威海"
