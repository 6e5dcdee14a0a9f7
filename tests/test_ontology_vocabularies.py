"""The vocabularies say the same as the tables of the bundled city, and leave open what no source names."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from rdflib import BNode, Graph

from ontology import THINGS, Concept, OntologyError, read_mappings, read_ontology, read_vocabulary

BUNDLED = Path(__file__).parents[1] / "ingest" / "sources" / "weihai"
NAMES = ("clusters", "chains", "segments", "districts", "platform_tiers", "enterprise_tiers", "event_series", "fields")
FILES = sorted(file.name for file in files("ontology").joinpath("vocab").iterdir())


def table(name: str) -> Iterator[dict[str, str]]:
    with (BUNDLED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def concepts() -> dict[str, Concept]:
    return {id_: concept for name in NAMES for id_, concept in read_vocabulary(name).concepts.items()}


def linked(relation: str, *statuses: str) -> dict[str, set[str]]:
    """subject → objects of the rows of a relation"""
    found = defaultdict(set)
    for row in table("relations"):
        if row["relation"] == relation and row["status"] in (statuses or ("accepted",)):
            found[row["subject_id"]].add(row["object_id"])
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_vocabulary_parses_and_has_no_blank_node(file: str) -> None:
    text = files("ontology").joinpath("vocab", file).read_text(encoding="utf-8")
    graph = Graph().parse(data=text, format="turtle")
    assert len(graph) > 50
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]


def test_every_file_has_its_reader() -> None:
    assert set(FILES) == {f"{name}.ttl" for name in (*NAMES, "indicators", "mappings")}
    with pytest.raises(OntologyError, match="chains"):
        read_vocabulary("chain")


def test_concepts_have_labels_in_both_languages_and_public_ids() -> None:
    for concept in concepts().values():
        assert concept.iri == THINGS + concept.id
        assert concept.label_zh and concept.label_en, concept.id
        read_ontology().cls(concept.cls)


def test_classes_and_names_are_those_of_the_tables() -> None:
    entities = {row["id"]: row for row in table("entities")}
    names = defaultdict(set)
    for row in table("names"):
        names[row["entity_id"]].add(row["name"])
    for concept in concepts().values():
        if concept.cls == "Field":
            continue
        row = entities[concept.id]
        assert (concept.cls, concept.label_zh) == (row["class"], row["name"])
        assert concept.proposed == (row["standing"] == "proposed"), concept.id
        assert names[concept.id] >= {concept.label_zh, *concept.names}  # the tables may know more names


@pytest.mark.parametrize(
    ("vocabulary", "classes"),
    [
        ("clusters", {"IndustryCluster", "RecognisedCluster"}),
        ("chains", {"IndustryChain", "InnovationChain"}),
        ("segments", {"ChainSegment"}),
        ("districts", {"AdministrativeDivision", "FunctionalZone"}),
        ("platform_tiers", {"PlatformTier"}),
        ("enterprise_tiers", {"EnterpriseTier"}),
        ("event_series", {"EventSeries"}),
    ],
)
def test_a_vocabulary_holds_all_things_of_its_classes(vocabulary: str, classes: set[str]) -> None:
    ours = {concept.id for concept in read_vocabulary(vocabulary).concepts.values() if concept.cls in classes}
    assert ours == {row["id"] for row in table("entities") if row["class"] in classes}


def test_lists_hold_their_accepted_members_only() -> None:
    accepted = linked("inSet")
    for concept in [*read_vocabulary("clusters").concepts.values(), *read_vocabulary("chains").concepts.values()]:
        sets = {scheme for scheme in concept.schemes if scheme != "recognisedClusters"}
        assert sets == accepted[concept.id], concept.id


def test_known_sizes_and_unknown_members_of_the_lists() -> None:
    clusters, chains = read_vocabulary("clusters").schemes, read_vocabulary("chains").schemes
    assert (chains["WH2044"].size, len(chains["WH2044"].members)) == (17, 17)
    assert (clusters["WH2043"].size, len(clusters["WH2043"].members)) == (8, 8)
    for scheme, size in (
        (chains["WHR097"], 10),
        (chains["WHR098"], 7),
        (clusters["WH2041"], 7),
        (clusters["WH2042"], 8),
    ):
        assert (scheme.size, scheme.members) == (size, ())


def test_hierarchy_is_that_of_the_relations() -> None:
    wider = linked("chainOfCluster"), linked("partOfCluster")
    for name, rows in zip(("chains", "clusters"), wider, strict=True):
        for concept in read_vocabulary(name).concepts.values():
            assert set(concept.broader) == rows[concept.id], concept.id


def test_segments_stand_where_the_tables_put_them() -> None:
    rows = {row["id"]: row for row in table("segments")}
    owners = linked("hasSegment", "accepted", "proposed")
    for segment in read_vocabulary("segments").concepts.values():
        assert segment.broader == (rows[segment.id]["owner_id"],)
        assert segment.position == rows[segment.id]["position"]
        assert segment.id in owners[segment.broader[0]]


def test_codes_of_districts_are_those_of_the_tables() -> None:
    codes = {row["entity_id"]: row["value"] for row in table("identifiers")}
    for place in read_vocabulary("districts").concepts.values():
        assert place.code == codes.get(place.id, "")
    assert read_vocabulary("districts").concepts["WHR151"].code == "371002"  # GB/T 2260: 环翠区


def test_tiers_are_defined_levelled_and_form_ladders() -> None:
    tiers = read_vocabulary("platform_tiers").concepts | read_vocabulary("enterprise_tiers").concepts
    assert all(tier.definition_zh and tier.definition_en for tier in tiers.values())
    assert all(wider in tiers for tier in tiers.values() for wider in (*tier.broader, *tier.next))
    levels = {tier.level for tier in tiers.values()} - {""}
    assert levels <= set(read_ontology().enumerations["level"])
    assert tiers["WH2078"].level == "provincial" and tiers["WH2078"].broader == ("WH2077",)
    assert tiers["WH2061"].next == ("WH2060",)  # technology SME → high-tech enterprise


def test_mappings_are_signed_dated_and_reasoned() -> None:
    known = concepts() | {row["id"]: None for row in table("entities")}
    relations = set(read_ontology().enumerations["mapping"])
    for mapping in read_mappings():
        assert mapping.relation in relations
        assert mapping.source in known and mapping.target in known
        assert mapping.by and mapping.at and mapping.reason_zh and mapping.reason_en


def test_fields_are_mapped_as_the_reviewed_table_says() -> None:
    kinds = {"narrower": "broadMatch", "part of the name": "broadMatch", "close": "closeMatch"}
    rows = [row for row in table("fields") if row["target_id"]]
    expected = {(row["id"], row["field_id"], kinds[row["basis"]], row["target_id"]) for row in rows}
    ours = {(m.id, m.source, m.relation, m.target) for m in read_mappings() if m.id.startswith("FM")}
    assert ours == expected
    labels = {concept.id: concept.label_zh for concept in read_vocabulary("fields").concepts.values()}
    assert labels == {row["field_id"]: row["field"] for row in table("fields")}
