"""What is refused before anything is written, on rows made up for each rule."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Document, Entity, Figure, Gap, Identifier, Judgement, Naming, Relation, Span
from ingest.checks import Again, Known, Sieve, Verdict, check
from ingest.rows import Reading, Record, Reject

PLAN = Document("D1", "A plan", file="plan.txt")
PAGE = Document("P1", "A forum", reliability="weak")
HERE = Span("D1", 3, 1, 5)


def thing(id_: str, cls: str, name: str = "") -> list[Record]:
    """A thing with its official name."""
    return [
        Entity(id_, name or id_, cls, first_source="D1#L1"),
        Naming(f"N-{id_}", id_, Span("D1"), name=name or id_, kind="official"),
    ]


def relation(row: str, subject: str, predicate: str, object_: str, **more: str) -> Relation:
    return replace(Relation(row, subject, HERE, predicate=predicate, object=object_), **more)  # type: ignore[arg-type]


def figure(**more: object) -> Figure:
    sound = Figure("O1", "F", HERE, indicator="patentGranted", value=5, unit="项", basis="flow", period="2021")
    return replace(sound, **more)  # type: ignore[arg-type]


BASE: list[Record] = [
    PLAN, PAGE, *thing("F", "Enterprise", "船厂"), *thing("G", "Enterprise", "渔具厂"),
    *thing("P", "TechInnovationCenter"), *thing("C", "InnovationChain"), *thing("S", "ChainSegment"),
    *thing("E", "Event"), *thing("A", "EventSeries"), *thing("B", "EventSeries"),
    *thing("Z", "FunctionalZone"), *thing("Y", "FunctionalZone"), *thing("X", "IndustrialPark"),
]  # fmt: skip


def rows(*records: Record) -> list[Reading | Reject]:
    """The base and these records, one row each, in one file."""
    return [Reading("all.csv", line, record) for line, record in enumerate([*BASE, *records], 2)]


FIRST = len(BASE) + 2  # line of the first record added to the base


def refused(verdict: Verdict) -> dict[int, tuple[str, str]]:
    """Line → column and English reason."""
    assert all(reject.reason_zh for reject in verdict.rejects)
    return {reject.line: (reject.column, reject.reason_en) for reject in verdict.rejects}


def test_sound_rows_are_all_taken() -> None:
    sound = [
        relation("R1", "P", "servesChain", "C"),
        figure(),
        Identifier("I1", "F", Span("D1"), scheme="USCC", value="9144030071526726XG"),
        Gap("G1", "C", HERE, predicate="hasSegment", what="segments", what_zh="环节", count=3),
        Judgement("F", "G", "different", sources=("D1#L2",)),
    ]
    verdict = check(rows(*sound))
    assert refused(verdict) == {}
    assert list(verdict.records(rows(*sound))) == [*BASE, *sound]


@pytest.mark.parametrize(
    ("record", "column", "reason"),
    [
        (Entity("Q", "Q", "Enterprise", first_source="D9#L3"), "first_source", "No document has the id 'D9'"),
        (Entity("Q", "Q", "Platfrom", first_source="D1"), "cls", "no class 'Platfrom'"),
        (Entity("Q", "Q", "Organization", first_source="D1"), "cls", "Organization is abstract"),
        (Entity("Q", "Q", "Claim", first_source="D1"), "cls", "no class 'Claim'"),
        (relation("R", "P", "servesChains", "C"), "predicate", "no relation 'servesChains'"),
        (relation("R", "C", "servesChain", "P"), "subject", "cannot join InnovationChain and TechInnovationCenter"),
        (relation("R", "P", "servesChain", "S"), "object", "cannot join TechInnovationCenter and ChainSegment"),
        (relation("R", "F", "cooperatesWith", "F"), "object", "cannot relate to itself"),
        (relation("R", "C", "hasSegment", "S", role="sideways"), "role", "no role 'sideways'"),
        (relation("R", "P", "servesChain", "nobody"), "object", "No thing has the id 'nobody'"),
        (relation("R", "P", "servesChain", "C", span=Span("D9")), "document", "No document has the id 'D9'"),
        (relation("R", "F", "locatedIn", "Z", valid_from="2022", valid_to="2021-06"), "valid_to", "before it begins"),
        (relation("R", "P", "servesChain", "C", span=Span("P1")), "status", "P1 is a weak source"),
        (figure(span=Span("P1", 3, 1, 2), status="proposed"), "line", "This source has no text"),
        (Gap("G", "C", HERE, predicate="has", count=3), "predicate", "no relation 'has'"),
        (Judgement("F", "F", "same"), "right", "Both ids are the same"),
        (Judgement("F", "G", "same", sources=("D7#L2",)), "sources", "No document has the id 'D7'"),
        (Identifier("I", "F", Span("D1"), scheme="USCC", value="9144030071526726XH"), "value", "should be G"),
        (figure(indicator="patents"), "indicator", "no indicator 'patents'"),
        (figure(unit="万元"), "unit", "'万元' does not fit patentGranted"),
        (figure(basis="stock"), "basis", "no basis 'stock', only: flow"),
        (figure(bound="range"), "value_max", "go together"),
        (figure(value_max=9.0), "value_max", "go together"),
        (figure(bound="range", value_max=5.0), "value_max", "above the lower one"),
        (figure(period=""), "period", "period is missing"),
        (figure(kind="target"), "deadline", "A target has a deadline"),
        (figure(kind="target", period="2025", deadline="2024-12-31"), "deadline", "before the period"),
    ],
)
def test_a_wrong_record_is_refused_with_its_column_and_reason(record: Record, column: str, reason: str) -> None:
    found = refused(check(rows(record)))
    assert list(found) == [FIRST]
    assert found[FIRST][0] == column
    assert reason in found[FIRST][1]


@pytest.mark.parametrize(
    ("unit", "code", "basis"),
    [
        ("个", "patentGranted", "flow"),
        ("位", "highTechOutputShare", "rank"),
        ("亿元", "systemOutputValue", "notStated"),
    ],
)
def test_counters_are_one_kind_and_a_basis_may_bring_its_own_unit(unit: str, code: str, basis: str) -> None:
    assert refused(check(rows(figure(indicator=code, unit=unit, basis=basis)))) == {}


def test_one_source_may_not_give_two_series_to_an_event_but_two_sources_may_disagree() -> None:
    one = [relation("R1", "E", "editionOf", "A"), relation("R2", "E", "editionOf", "B")]
    assert {column for column, _ in refused(check(rows(*one))).values()} == {"object"}
    two = [one[0], replace(one[1], span=Span("P1"), status="proposed")]
    assert refused(check(rows(*two))) == {}


def test_places_may_not_lie_in_each_other_in_a_circle() -> None:
    circle = [relation(f"R{a}{b}", a, "partOfArea", b) for a, b in ("XZ", "ZY", "YX")]
    assert list(refused(check(rows(*circle)))) == [FIRST, FIRST + 1, FIRST + 2]
    assert refused(check(rows(*circle[:2]))) == {}
    planned = [*circle[:2], replace(circle[2], kind="plan")]
    assert refused(check(rows(*planned))) == {}


def test_the_same_row_again_is_one_too_many() -> None:
    row = relation("R1", "P", "servesChain", "C")
    found = refused(check(rows(row, row)))
    assert found == {FIRST + 1: ("id", f"It repeats line {FIRST} of all.csv; delete one of the two.")}


@pytest.mark.parametrize(
    "pair",
    [
        (Entity("Q", "甲", "Event", first_source="D1"), Entity("Q", "乙", "Event", first_source="D1")),
        (relation("R1", "P", "servesChain", "C"), relation("R1", "P", "servesChain", "C", basis="inferred")),
        (relation("R1", "P", "servesChain", "C"), relation("R2", "P", "servesChain", "C", note="other words")),
    ],
)
def test_one_id_with_two_contents_rejects_both_rows(pair: tuple[Record, Record]) -> None:
    assert list(refused(check(rows(*pair)))) == [FIRST, FIRST + 1]


def test_a_thing_without_an_official_name_is_refused_and_so_is_all_that_refers_to_it() -> None:
    nameless = Entity("Q", "无名", "Enterprise", first_source="D1")
    found = refused(check(rows(nameless, relation("R1", "Q", "locatedIn", "Z"))))
    assert found[FIRST][1] == "It has no official name; add a row of kind official."
    assert "No thing has the id 'Q'" in found[FIRST + 1][1]


def test_two_official_names_and_a_name_that_differs_from_its_row_are_refused() -> None:
    second = Naming("N2", "F", Span("D1"), name="船舶厂", kind="official")
    assert {column for column, _ in refused(check(rows(second))).values()} >= {"kind"}
    other = [Entity("Q", "甲", "Event", first_source="D1"), Naming("N2", "Q", Span("D1"), name="乙", kind="official")]
    assert "another name" in refused(check(rows(*other)))[FIRST + 1][1]


def test_an_alias_that_is_the_official_name_of_another_thing_of_its_class_is_refused() -> None:
    alias = Naming("N2", "G", Span("D1"), name="“船厂”")
    assert list(refused(check(rows(alias)))) == [FIRST]
    elsewhere = Naming("N2", "C", Span("D1"), name="船厂")
    assert refused(check(rows(elsewhere))) == {}


def test_a_name_that_the_graph_gives_to_another_thing_of_the_class_is_refused() -> None:
    known = Known(names=lambda name: [("OLD", "Enterprise")] if name == "渔具厂" else [])
    reasons = [reason for _, reason in refused(check(rows(), known=known)).values()]
    assert len([reason for reason in reasons if "(OLD) has this name" in reason]) == 1


def test_a_name_that_the_graph_gives_to_the_thing_too_is_said_again() -> None:
    known = Known(names=lambda name: [("OLD", "Enterprise"), ("G", "Enterprise")] if name == "渔具厂" else [])
    assert refused(check(rows(), known=known)) == {}


def test_what_the_graph_knows_need_not_be_in_the_batch() -> None:
    known = Known(
        entity=lambda id_: "TechInnovationCenter" if id_ == "OLD" else None,
        document=lambda id_: Document("D9", "old paper") if id_ == "D9" else None,
    )
    row = relation("R1", "OLD", "servesChain", "C", span=Span("D9"))
    assert refused(check(rows(row), known=known)) == {}
    assert list(refused(check(rows(row)))) == [FIRST]


def test_an_identifier_belongs_to_one_thing() -> None:
    same = [Identifier(f"I{n}", n, Span("D1"), scheme="ROR", value="05dxps055") for n in ("F", "G")]
    assert list(refused(check(rows(*same)))) == [FIRST, FIRST + 1]


@pytest.mark.parametrize(
    ("span", "column", "reason"),
    [(Span("D1", 9, 1, 2), "line", "has 3 lines only"), (Span("D1", 3, 2, 8), "end", "Line 3 has 7 characters only")],
)
def test_a_span_outside_the_text_at_hand_is_refused(span: Span, column: str, reason: str) -> None:
    text = ["first", "", "7 signs"]
    found = refused(check(rows(figure(span=span)), lines=lambda document: text if document.id == "D1" else None))
    assert found[FIRST][0] == column
    assert reason in found[FIRST][1]


def test_a_row_with_several_records_is_taken_whole_or_not_at_all() -> None:
    place = ("all.csv", 99)
    field = Entity("W", "钓具", "Field", first_source="D1")
    name = Naming("W1", "W", Span("D1"), name="钓具", kind="official")
    bad = relation("W1", "W", "fieldOf", "F")
    items = [*rows(), *(Reading(*place, record) for record in (field, name, bad))]
    verdict = check(items)
    assert list(refused(verdict)) == [99]
    assert list(verdict.records(items)) == BASE
    assert (verdict.tallies["all.csv"].rows, verdict.tallies["all.csv"].rejected) == (len(BASE) + 1, 1)


def test_what_the_reader_rejected_stays_rejected_and_is_counted() -> None:
    broken = Reject("all.csv", 500, (Reading("all.csv", 500, PLAN).problem("title", "坏", "bad"),))
    verdict = check([*rows(), broken])
    assert verdict.rejects == [broken]
    assert verdict.tallies["all.csv"].rows == len(BASE) + 1


def test_another_number_of_rows_than_expected_is_told_and_stops_nothing() -> None:
    verdict = check(rows(), expected={"all.csv": 40, "none.csv": 2})
    assert verdict.rejects == []
    assert [notice.en.split(";")[0] for notice in verdict.notices] == [
        f"all.csv has {len(BASE)} rows, its description says 40",
        "none.csv has 0 rows, its description says 2",
    ]


Mixed = list[Reading | Reject]
ODD = rows(
    relation("R1", "P", "servesChain", "C"),
    relation("R1", "P", "servesChain", "C", basis="inferred"),
    relation("R3", "C", "servesChain", "P"),
    Entity("Q", "无名", "Enterprise", first_source="D1"),
    relation("R4", "Q", "locatedIn", "Z"),
    Naming("N2", "G", Span("D1"), name="船厂"),
    relation("R5", "X", "partOfArea", "Z"),
    relation("R6", "Z", "partOfArea", "X"),
    figure(unit="万元"),
    figure(row="O2", value=6),
)


@settings(max_examples=30)
@given(order=st.permutations(ODD))
def test_the_order_of_rows_decides_nothing(order: Mixed) -> None:
    def outcome(items: Mixed) -> tuple[set[int], set[str]]:
        verdict = check(items)
        return set(refused(verdict)), {repr(record) for record in verdict.records(items)}

    assert outcome(order) == outcome(ODD)


@settings(max_examples=30)
@given(order=st.permutations(ODD))
def test_what_a_sieve_lets_pass_is_what_the_checks_take(order: Mixed) -> None:
    verdict, sieve = check(order), Sieve(order)
    passed = sieve.through(list)
    assert sieve.verdict == verdict
    assert {repr(record) for record in passed} == {repr(record) for record in verdict.records(order)}
    there: set[str] = set()
    for record in passed:
        assert isinstance(record, Document | Entity) or record.subject in there  # type: ignore[union-attr]
        there |= {record.id} if isinstance(record, Document | Entity) else set()


def test_what_has_passed_is_void_where_the_last_row_shows_it_wrong() -> None:
    nameless = Entity("Q", "无名", "Enterprise", first_source="D1")
    sieve, seen = Sieve(rows(nameless, relation("R1", "Q", "locatedIn", "Z"))), list[Record]()
    with pytest.raises(Again):
        seen.extend(sieve)
    assert nameless in seen
    assert not hasattr(sieve, "verdict")
    assert list(sieve) == BASE
    assert list(refused(sieve.verdict)) == [FIRST, FIRST + 1]


@pytest.mark.parametrize("record", [PLAN, BASE[2], BASE[3]])
def test_documents_things_and_names_may_not_repeat_either(record: Record) -> None:
    again = Reading("more.csv", 2, record)
    found = [(reject.file, reject.line) for reject in check([*rows(), again]).rejects]
    assert found == [("more.csv", 2)]
