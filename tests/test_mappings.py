"""Names of one vocabulary lead into another: taken where the match is exact, told where it is not; and exported."""

import csv

import pytest

from graph.asking import ask, catalogue
from graph.errors import NotFound
from graph.model import Document, Entity, Naming, Relation, Span
from graph.rdf.describing import describe, written
from ingest import build
from ontology import read_mappings
from tests.conftest import CITY
from tests.test_standing import load

HERE = Span("D1", 3, 1, 9)
PLATFORMS = catalogue()["platforms_for_chain"]


def test_every_signed_mapping_between_chains_and_clusters_is_a_statement_of_the_city():
    with (build.bundled(CITY) / "relations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["relation"] == "mapsTo"]
    stated = {(r["id"], r["subject_id"], r["role"], r["object_id"], r["as_of"], r["note"]) for r in rows}
    assert stated == {
        (m.id, m.source, m.relation, m.target, m.at, f"{m.reason_zh} | {m.reason_en}")
        for m in read_mappings()
        if m.id.startswith("WM")
    }
    assert {row["id"] for row in rows} == {f"WM00{n}" for n in range(1, 9)}
    assert {row["document"] for row in rows} == {"E001"}


@pytest.mark.parametrize(
    ("name", "chain", "how_zh", "how_en"),
    [
        ("钓具行业", "WHR096", "钓具产业技术创新链（相近）", "(close match)"),
        ("高效电机", "WHR089", "电机产业技术创新链（对方更宽）", "(broad match)"),
    ],
)
def test_a_name_of_another_vocabulary_is_told_with_its_counterpart(store, name, chain, how_zh, how_en):
    with pytest.raises(NotFound) as caught:
        ask(store, PLATFORMS, {"chain": name})
    assert [e["id"] for e in caught.value.details["candidates"]] == [chain]
    assert how_zh in caught.value.zh
    assert how_en in caught.value.en


def test_the_match_of_a_mapped_concept_is_exported_in_the_words_of_skos(store):
    base = "https://city.example"
    said = written(describe(store, base, "WH2049"), base, "nq")
    match = "<http://www.w3.org/2004/02/skos/core#closeMatch>"
    assert f"<{base}/id/WH2049> {match} <{base}/id/WHR096>" in said


@pytest.fixture
def mapped(blank):
    def named(id_, name):
        return Naming(f"N{id_}", id_, HERE, name=name, kind="official")

    records = [
        Document("D1", "甲文件", date="2022"),
        Entity("C1", "碳纤维产业链", "IndustryChain"),
        Entity("F1", "碳纤维行业", "IndustryField"),
        Entity("P1", "碳纤维研究院", "InnovationPlatform"),
        *(named("C1", "碳纤维产业链"), named("F1", "碳纤维行业"), named("P1", "碳纤维研究院")),
        Relation("R1", "P1", HERE, predicate="servesChain", object="C1"),
        Relation("M1", "F1", HERE, predicate="mapsTo", object="C1", role="exactMatch"),
    ]
    load(blank, "a", records)
    return blank


def test_an_exact_match_stands_for_the_chain_itself(mapped):
    items = ask(mapped, PLATFORMS, {"chain": "碳纤维行业"}).items
    assert [(row["platform"]["id"], row["chain"]["id"]) for row in items] == [("P1", "C1")]
