"""The shapes accept a right graph and refuse each kind of wrong one, with a message in both languages."""

from importlib.resources import files

import pytest
from pyshacl import validate
from rdflib import RDF, Graph
from rdflib.namespace import SH

from ontology import read_ontology
from tests.shapes import held_against

GOOD = """
@prefix : <https://innograph.example/ontology#> .
@prefix id: <https://innograph.example/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

id:T1 a :KeyLaboratory ; :id "T1" ; rdfs:label "甲重点实验室"@zh ;
    :status :entityStatus-existing ; :standing :standing-accepted ; :partOfArea id:T9 .
id:T2 a :InnovationChain ; :id "T2" ; rdfs:label "乙链"@zh ;
    :status :entityStatus-existing ; :standing :standing-accepted .
id:T3 a :ChainSegment ; :id "T3" ; rdfs:label "丙环节"@zh ;
    :status :entityStatus-existing ; :standing :standing-accepted .
id:patents a :Indicator ; :id "patents" ; rdfs:label "专利数"@zh ; :status :entityStatus-existing ;
    :standing :standing-accepted ; :unit "件" ; :unitKind :unitKind-count ; :basisAllowed :figureBasis-flow ;
    :theme :theme-projects ; :periodicity :periodicity-annual .
id:S1 a :SourceDocument ; :id "S1" ; :title "某报告" ; :kind :documentKind-plan ; :reliability :reliability-official ;
    :date "2024-03" ; :period "2021/2025" .

id:c0000000000000001 a :RelationClaim ; :id "c0000000000000001" ; :row "WF1" ; :subject id:T1 ;
    :predicate :servesChain ; :object id:T2 ; prov:wasDerivedFrom id:S1 ; :locator "S1#L15C3-9" ;
    :line 15 ; :start 3 ; :end 9 ; :status :claimStatus-accepted ; :basis :claimBasis-stated ;
    :kind :claimKind-actual ; :asOf "2021-12-31" .
id:c0000000000000002 a :RelationClaim ; :id "c0000000000000002" ; :subject id:T2 ;
    :predicate :hasSegment ; :object id:T3 ; :role "upstream" ; prov:wasDerivedFrom id:S1 ; :locator "S1" ;
    :status :claimStatus-accepted ; :basis :claimBasis-stated ; :kind :claimKind-actual ;
    :validFrom "2021" ; :validTo "2023-06" .
id:c0000000000000003 a :Observation ; :id "c0000000000000003" ; :subject id:T1 ; :indicator id:patents ;
    qb:dataSet id:figures ; :value 12.0 ; :unit "件" ; :bound :bound-atLeast ; :basis :figureBasis-flow ;
    :kind :claimKind-target ; :period "2021" ; :deadline "2025" ; prov:wasDerivedFrom id:S1 ; :locator "S1#L2" ;
    :line 2 ; :status :claimStatus-accepted .
id:c0000000000000004 a :NameClaim ; :id "c0000000000000004" ; :subject id:T1 ; :name "甲实验室" ;
    :kind :nameKind-short ; prov:wasDerivedFrom id:S1 ; :locator "S1" ; :status :claimStatus-accepted .
id:c0000000000000005 a :IdentifierClaim ; :id "c0000000000000005" ; :subject id:T1 ;
    :scheme :identifierScheme-USCC ; :identifierValue "91110108551385082Q" ;
    prov:wasDerivedFrom id:S1 ; :locator "S1" ; :status :claimStatus-accepted .
id:c0000000000000006 a :GapClaim ; :id "c0000000000000006" ; :subject id:T1 ; :predicate :servesChain ;
    :count 8 ; :named 0 ; :bound :gapBound-exact ; :chain id:T2 ;
    prov:wasDerivedFrom id:S1 ; :locator "S1" ; :status :claimStatus-accepted .
id:j1 a :Judgement ; :left id:T2 ; :right id:T3 ; :decision :decision-different ; :by "someone" .
id:m1 a :ConceptMapping ; :mappingSource id:T3 ; :mappingRelation skos:closeMatch ; :mappingTarget id:T2 ;
    :by "someone" ; :at "2026-01-02" ; :reason "相近。"@zh, "Near."@en .
"""

# what is changed in the good graph, into what, and what the message must say
WRONG = {
    "abstract class": ("id:T1 a :KeyLaboratory", "id:T1 a :Organization", "not abstract"),
    "no name": ('rdfs:label "甲重点实验室"@zh ;', "", "at least one label"),
    "unknown status": (":status :entityStatus-existing ; :standing :standing-accepted ; :partOfArea", ":status "
                       ":entityStatus-gone ; :standing :standing-accepted ; :partOfArea", "State of a thing"),
    "subject outside the domain": ("id:T1 a :KeyLaboratory", "id:T1 a :Enterprise", "outside the domain"),
    "object outside the range": ("id:T2 a :InnovationChain", "id:T2 a :IndustryCluster", "outside the range"),
    "not a relation": (":predicate :servesChain ; :object", ":predicate :line ; :object", "relation of the ontology"),
    "role not allowed": ('"upstream"', '"1"', "the relation allows"),
    "no source": ('prov:wasDerivedFrom id:S1 ; :locator "S1#L15', ':locator "S1#L15', "exactly one document"),
    "source is no document": ("id:S1 a :SourceDocument", "id:S1 a :Enterprise", "exactly one document"),
    "columns the wrong way round": (":start 3 ; :end 9", ":start 9 ; :end 3", "the start is not after the end"),
    "columns without a line": (":line 15 ; :start 3", ":start 3", "line and end column"),
    "impossible day": ('"2021-12-31"', '"2021-13-31"', "ISO 8601"),
    "ends before it begins": (':validFrom "2021"', ':validFrom "2024"', "ISO 8601"),
    "target of a relation": (":kind :claimKind-actual ; :asOf", ":kind :claimKind-target ; :asOf", "or plan"),
    "relation to itself": (":object id:T3", ":object id:T2", "to itself"),
    "value is text": (":value 12.0", ':value "12"', "one value"),
    "no unit": (':unit "件" ; :bound', ":bound", "exactly one unit"),
    "range without an upper value": (":bound :bound-atLeast", ":bound :bound-range", "a range has an upper value"),
    "upper value below": (":bound :bound-atLeast", ":valueMax 3.0 ; :bound :bound-range", "not above the upper end"),
    "basis not allowed": (":basis :figureBasis-flow ;\n    :kind", ":basis :figureBasis-rank ;\n    :kind",
                          "does not allow this basis"),
    "target without a deadline": (' ; :deadline "2025"', "", "and it has one"),
    "unit of another kind": (':unit "件" ; :bound', ':unit "亿元" ; :bound', "does not fit the kind of unit"),
    "weak source": (":reliability :reliability-official", ":reliability :reliability-weak", "only by a decision"),
    "deadline of a fact": (":kind :claimKind-target ; :period", ":kind :claimKind-actual ; :period", "Only a target"),
    "period": (':period "2021" ;', ':period "last year" ;', "interval with a slash"),
    "blank at the end of a name": ('"甲实验室"', '"甲实验室 "', "without blanks"),
    "credit code too short": ('"91110108551385082Q"', '"91110108551385082"', "as its scheme demands"),
    "more named than counted": (":count 8 ; :named 0", ":count 8 ; :named 9", "from nought to the count"),
    "judged against itself": (":left id:T2", ":left id:T3", "not the right side"),
    "unsigned mapping": (':by "someone" ; :at', ":at", "who made it"),
    "mapping without a day": (':at "2026-01-02" ;', "", "when it was made"),
    "circle of places": (":partOfArea id:T9 .", ":partOfArea id:T9 . id:T9 :partOfArea id:T1 .", "must not lead back"),
    "two series of one edition": (":partOfArea id:T9 .", ":editionOf id:T2, id:T3 .", "at most 1 object"),
}  # fmt: skip


def parsed(name: str) -> Graph:
    return Graph().parse(data=files("ontology").joinpath(name).read_text(encoding="utf-8"), format="turtle")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return parsed("shapes.ttl")


@pytest.fixture(scope="module")
def model() -> Graph:
    return parsed("innovation.ttl")


def findings(data: str, shapes: Graph, model: Graph) -> list[tuple[str, str]]:
    """The messages (zh, en) of each finding."""
    _, report, _ = held_against(shapes, Graph().parse(data=data, format="turtle"), model)
    messages = []
    for finding in report.subjects(RDF.type, SH.ValidationResult):
        # pyshacl drops the language of a message of a SPARQL constraint; Chinese is known by its characters
        found = [str(message) for message in report.objects(finding, SH.resultMessage)]
        assert len(found) == 2, found
        english, chinese = sorted(found, key=lambda message: any("\u4e00" <= c <= "\u9fff" for c in message))
        messages.append((chinese, english))
    return messages


def test_the_shapes_are_right_shacl(shapes: Graph, model: Graph) -> None:
    conforms, _, text = validate(model, shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_a_right_graph_has_no_finding(shapes: Graph, model: Graph) -> None:
    assert findings(GOOD, shapes, model) == []


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_graph_is_found_out(wrong: str, shapes: Graph, model: Graph) -> None:
    before, after, expected = WRONG[wrong]
    assert GOOD.count(before) == 1
    messages = findings(GOOD.replace(before, after), shapes, model)
    assert any(expected in en for _, en in messages), messages
    assert all("\u4e00" <= zh[0] <= "\u9fff" or zh[0] == "“" for zh, _ in messages)


def test_lists_in_the_shapes_are_the_code_lists(shapes: Graph) -> None:
    lists = {frozenset(term.iri for term in known.terms.values()) for known in read_ontology().code_lists.values()} | {
        frozenset(read_ontology().term("claimKind", code).iri for code in ("actual", "plan"))
    }
    used = [frozenset(map(str, shapes.items(head))) for head in shapes.objects(None, SH["in"])]
    ours = [values for values in used if any(value.startswith("https://innograph.example/") for value in values)]
    assert len(ours) > 15
    assert all(values in lists for values in ours)


def test_every_acyclic_or_limited_relation_has_its_shape(shapes: Graph) -> None:
    ends = {str(target) for target in shapes.objects(None, SH.targetSubjectsOf)}
    relations = read_ontology().relations.values()
    assert ends == {relation.iri for relation in relations if relation.acyclic or relation.max_objects}
