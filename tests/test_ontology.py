"""The ontology is complete in two languages and agrees with the reviewed model and rows of Weihai."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest
from rdflib.namespace import DCAT, DCTERMS, ORG, PROV, QB, RDF, SDO, SKOS, XSD, DefinedNamespace

from ontology import TERMS, Ontology, OntologyError, read_indicators, read_ontology

REVIEWED = Path(__file__).parents[2] / "shared" / "data" / "weihai"
BUNDLED = Path(__file__).parents[1] / "ingest" / "sources" / "weihai"

# The reviewed model let any agent be part of an organisation; a person is a member or works there instead.
NARROWED = {("subOrganizationOf", "domain", "Agent")}


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology()


@pytest.fixture(scope="module")
def reviewed() -> Path:
    if not REVIEWED.is_dir():
        pytest.skip("the reviewed model lies beside the repository and is not here")
    return REVIEWED


def table(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_every_class_relation_and_property_is_described_in_both_languages(ontology: Ontology) -> None:
    terms = [*ontology.classes.values(), *ontology.relations.values(), *ontology.properties.values()]
    assert len(terms) > 200
    for term in terms:
        assert all((term.label_zh, term.label_en, term.definition_zh, term.definition_en)), term.name
        assert any("\u4e00" <= character <= "\u9fff" for character in term.label_zh + term.definition_zh), term.name
        assert term.definition_en.isascii() or "元" in term.definition_en, term.name
        assert term.iri == TERMS + term.name


def test_labels_of_classes_are_unique(ontology: Ontology) -> None:
    for language in ("label_zh", "label_en"):
        labels = [getattr(cls, language) for cls in ontology.classes.values()]
        assert len(labels) == len(set(labels))


def test_every_code_has_labels_in_both_languages(ontology: Ontology) -> None:
    for known in ontology.code_lists.values():
        assert known.label_zh and known.label_en, known.name
        assert all(term.code and term.label_zh and term.label_en for term in known.terms.values()), known.name
        assert ontology.enumerations[known.name] == tuple(known.terms)


def test_lineage_runs_from_the_class_to_its_root(ontology: Ontology) -> None:
    for cls in ontology.classes.values():
        assert cls.lineage[0] == cls.name
        assert len(set(cls.lineage)) == len(cls.lineage)
        assert ontology.cls(cls.lineage[-1]).parent is None
        if cls.parent:
            assert cls.lineage[1:] == ontology.cls(cls.parent).lineage
    assert ontology.labels("InnovationChain") == ("InnovationChain", "IndustryChain", "Concept", "Entity")
    assert ontology.labels("Observation") == ("Observation", "Claim")


def test_a_relation_has_the_neo4j_type_of_its_name(ontology: Ontology) -> None:
    assert ontology.relation("servesChain").type == "SERVES_CHAIN"
    assert ontology.relation("inField").type == "IN_FIELD"
    types = [relation.type for relation in ontology.relations.values()]
    assert len(types) == len(set(types))


def test_relations_and_properties_share_no_name(ontology: Ontology) -> None:
    assert not set(ontology.relations) & set(ontology.properties)


def test_cardinality_symmetry_cycles_and_roles_are_known(ontology: Ontology) -> None:
    assert ontology.relation("editionOf").max_objects == 1
    assert ontology.relation("locatedIn").max_objects is None
    assert ontology.relation("cooperatesWith").symmetric
    assert not ontology.relation("serves").symmetric
    assert ontology.relation("partOfArea").acyclic
    assert ontology.relation("hasSegment").roles == ("upstream", "midstream", "downstream", "support")
    assert ontology.relation("inField").roles == ("stated", "name", "project")
    assert ontology.relation("serves").roles == ()
    assert ontology.term("position", "upstream").label_zh == "上游"


def test_a_symmetric_relation_has_the_same_classes_on_both_sides(ontology: Ontology) -> None:
    symmetric = [relation for relation in ontology.relations.values() if relation.symmetric]
    assert symmetric and all(set(relation.domain) == set(relation.range) for relation in symmetric)


def test_an_unknown_name_is_an_error_that_names_near_ones(ontology: Ontology) -> None:
    with pytest.raises(OntologyError) as error:
        ontology.cls("Enterprize")
    assert "“Enterprize”" in error.value.zh and "Enterprise" in error.value.zh
    assert "“Enterprize”" in error.value.en and "Enterprise" in error.value.en
    with pytest.raises(OntologyError, match="servesChain"):
        ontology.relation("serveChain")
    with pytest.raises(OntologyError, match="GovernmentBody"):
        ontology.cls("政府部门")
    with pytest.raises(OntologyError, match="atLeast"):
        ontology.term("bound", "atleast")
    with pytest.raises(OntologyError):
        ontology.is_a("Enterprise", "Company")


def test_the_sides_of_a_relation_are_checked(ontology: Ontology) -> None:
    assert ontology.is_a("KeyLaboratory", "Enterprise", "InnovationPlatform")
    assert ontology.allows("servesChain", "KeyLaboratory", "InnovationChain") is None
    assert ontology.allows("servesChain", "Enterprise", "InnovationChain") == "subject"
    assert ontology.allows("servesChain", "KeyLaboratory", "IndustryCluster") == "object"
    assert ontology.allows("servesChain", "Enterprise", "IndustryCluster") == "both"


def contrast_on_white(colour: str) -> float:
    """Contrast ratio by WCAG 2.1, 1.4.3: (1 + 0.05) / (relative luminance + 0.05)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_contrast_formula_gives_the_published_ratios() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#777777") == pytest.approx(4.48, abs=0.01)


def test_every_thing_has_a_colour_seen_on_white_and_a_shape_of_its_group(ontology: Ontology) -> None:
    shapes = {"dot", "square", "diamond", "triangle", "triangleDown", "star", "hexagon", "box", "ellipse"}
    things = [cls for cls in ontology.classes.values() if "Entity" in cls.lineage]
    for cls in things:
        assert contrast_on_white(cls.colour) >= 4.5, cls.name
        assert cls.shape in shapes, cls.name
        assert cls.group in cls.lineage
    looks = {cls.group: (cls.colour, cls.shape) for cls in things}
    for (one, look), (other, second) in combinations(looks.items(), 2):
        assert look != second, f"{one} and {other} look the same"


def test_every_reviewed_class_is_known(ontology: Ontology, reviewed: Path) -> None:
    rows = list(table(reviewed, "classes"))
    assert len(rows) == 63
    assert all(row["class"] in ontology.classes for row in rows)
    for row in rows:
        if row["has_rows"] == "yes":
            assert not ontology.cls(row["class"]).abstract or row["class"] == "Claim"


def test_every_reviewed_relation_joins_at_least_what_was_reviewed(ontology: Ontology, reviewed: Path) -> None:
    rows = list(table(reviewed, "relations_model"))
    assert len(rows) == 54
    for row in rows:
        relation = ontology.relation(row["relation"])
        for side, allowed in (("domain", relation.domain), ("range", relation.range)):
            for cls in row[side].split(";"):
                assert ontology.is_a(cls, *allowed) or (row["relation"], side, cls) in NARROWED


@pytest.mark.parametrize("folder", [REVIEWED, BUNDLED], ids=["reviewed", "bundled"])
def test_every_row_of_the_city_fits(ontology: Ontology, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"no tables at {folder.name}")
    classes = {row["id"]: row["class"] for row in table(folder, "entities")}
    assert not [cls for cls in classes.values() if ontology.cls(cls).abstract]
    for row in table(folder, "relations"):
        relation = ontology.relation(row["relation"])
        subject, target = classes[row["subject_id"]], classes[row["object_id"]]
        assert ontology.allows(relation.name, subject, target) is None, row
        assert not row["role"] or row["role"] in relation.roles, row


CODED = {
    "relations": {"status": "claimStatus", "kind": "claimKind", "basis": "claimBasis"},
    "observations": {"status": "claimStatus", "kind": "claimKind", "basis": "figureBasis", "bound": "bound"},
    "names": {"status": "claimStatus", "kind": "nameKind"},
    "entities": {"status": "entityStatus", "standing": "standing"},
    "documents": {"kind": "documentKind", "reliability": "reliability"},
    "gaps": {"bound": "gapBound"},
    "judgements": {"decision": "decision"},
    "identifiers": {"scheme": "identifierScheme"},
    "platform_fields": {"status": "claimStatus", "how": "evidence"},
    "segments": {"position": "position", "position_basis": "positionBasis"},
}


@pytest.mark.parametrize("folder", [REVIEWED, BUNDLED], ids=["reviewed", "bundled"])
def test_every_coded_cell_of_the_city_is_in_its_code_list(ontology: Ontology, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"no tables at {folder.name}")
    for name, columns in CODED.items():
        for row in table(folder, name):
            for column, code_list in columns.items():
                assert row[column] in ontology.enumerations[code_list], (name, row)


def test_turtle_is_found_where_the_package_is() -> None:
    assert files("ontology").joinpath("innovation.ttl").read_text(encoding="utf-8").startswith("#")


def test_every_indicator_is_described_in_both_languages() -> None:
    indicators = read_indicators()
    assert len(indicators) == 240
    for code, indicator in indicators.items():
        assert code == indicator.code
        assert indicator.label_zh and indicator.label_en and indicator.unit and indicator.patterns
        assert indicator.definition_zh.endswith("。") and indicator.definition_en.endswith(".")
    definitions = [indicator.definition_zh for indicator in indicators.values()]
    assert len(definitions) == len(set(definitions))


# The reviewed table names two periodicities for one code; its basis already tells year from running total.
CORRECTED = {("bidChallengeProjectCount", "periodicity"): "annual"}


def test_indicators_agree_with_the_reviewed_table(reviewed: Path) -> None:
    indicators = read_indicators()
    rows = list(table(reviewed, "indicators"))
    assert [row["code"] for row in rows] == list(indicators)
    for row in rows:
        indicator = indicators[row["code"]]
        for column in ("label_zh", "unit", "unit_kind", "periodicity", "theme"):
            expected = CORRECTED.get((row["code"], column), row[column])
            assert getattr(indicator, column) == expected, row["code"]
        assert indicator.basis_allowed == tuple(row["basis_allowed"].split("|")), row["code"]
        assert indicator.patterns == tuple(row["patterns"].split("|")), row["code"]


def test_every_figure_of_the_city_fits_its_indicator() -> None:
    indicators = read_indicators()
    rows = list(table(BUNDLED, "observations"))
    assert len(rows) == 335
    for row in rows:
        allowed = indicators[row["indicator"]].basis_allowed
        assert row["basis"] in allowed, row


PUBLISHED: dict[str, type[DefinedNamespace]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "org": ORG,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "schema": SDO,
    "skos": SKOS,
    "xsd": XSD,
}


def test_terms_of_other_vocabularies_exist_there(ontology: Ontology) -> None:
    described = [*ontology.classes.values(), *ontology.relations.values(), *ontology.properties.values()]
    aligned = [(term.name, other) for term in described for other in term.aligned]
    ranges = [(term.name, term.range) for term in ontology.properties.values() if ":" in term.range]
    assert len(aligned) > 80
    for name, other in [*aligned, *ranges]:
        prefix, local = other.removeprefix("^").split(":")
        assert prefix == "rdfs" or local in PUBLISHED[prefix], (name, other)


def test_main_classes_are_aligned(ontology: Ontology) -> None:
    assert "org:Organization" in ontology.cls("Organization").aligned
    assert "qb:Observation" in ontology.cls("Observation").aligned
    assert "skos:Concept" in ontology.cls("Concept").aligned
    assert "dcat:Resource" in ontology.cls("Document").aligned
    assert "prov:Activity" in ontology.cls("Change").aligned
    assert ontology.relation("establishes").aligned == ("^schema:founder",)


def test_sets_are_not_concepts(ontology: Ontology) -> None:
    """SKOS keeps concepts, collections and schemes apart (S9, S37)."""
    for cls in ("ChainSet", "ClusterSet", "FigureScope"):
        assert not ontology.is_a(cls, "Concept")


def test_the_page_on_the_ontology_names_what_exists(ontology: Ontology) -> None:
    page = (Path(__file__).parents[1] / "docs" / "ontology.md").read_text(encoding="utf-8")
    missing = [name for name in ontology.properties if f"`:{name}`" not in page]
    assert missing == []
    quoted = set(
        re.findall(r"`([A-Za-z]+)`", page.split("### Which class for what")[1].split("### What the review")[0])
    )
    unknown = quoted - set(ontology.classes) - set(ontology.relations) - set(ontology.enumerations["agreement"])
    assert unknown <= {"N"}
