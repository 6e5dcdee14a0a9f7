"""Other forms of the whole graph: GraphML, tables, organisations after ROR; the notebooks run on them."""

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import httpx2
import networkx as nx
import pytest
from openpyxl import load_workbook

from api import tables
from graph.graphml import graphml
from graph.rdf import export
from graph.ror import organisations

BASE = "https://innograph.example"
NOTEBOOKS = Path(__file__).resolve().parent.parent / "docs" / "notebooks"
YED = "{http://www.yworks.com/xml/graphml}"


@pytest.fixture(scope="module")
def folder(store, tmp_path_factory):
    """The files that the notebooks read."""
    made = tmp_path_factory.mktemp("exports")
    (made / "city.ttl").write_bytes(b"".join(export(store, BASE, "ttl")))
    (made / "city.graphml").write_bytes(b"".join(graphml(store)))
    return made


def test_graphml_has_labels_types_and_every_relation(folder, store):
    read = nx.read_graphml(folder / "city.graphml", force_multigraph=True)
    things = store.read("MATCH (e:Entity) RETURN count(*) AS n")[0]["n"]
    ties = store.read("MATCH (:Entity)-[r]->(:Entity) WHERE r.fact IS NOT NULL RETURN count(*) AS n")[0]["n"]
    assert (read.number_of_nodes(), read.number_of_edges()) == (things, ties)
    assert read.nodes["WHR084"]["label"] == "碳纤维及复合材料产业技术创新链"
    assert read.nodes["WHR084"]["class"] == "InnovationChain"
    weights = [data["weight"] for *_, data in read.edges(data=True)]
    assert all(isinstance(weight, float) and weight >= 1 for weight in weights)
    text = (folder / "city.graphml").read_text(encoding="utf-8")
    assert 'attr.type="double"' in text and 'yfiles.type="nodegraphics"' in text
    assert "<y:NodeLabel>碳纤维及复合材料产业技术创新链</y:NodeLabel>" in text


def test_tables_hold_every_record(store, tmp_path):
    tables.write_csv(store, BASE, tmp_path / "city.zip")
    tables.write_xlsx(store, BASE, tmp_path / "city.xlsx")
    book = load_workbook(tmp_path / "city.xlsx", read_only=True)
    counts = {
        "Entity": "Entity",
        "Observation": "Observation",
        "RelationClaim": "RelationClaim",
        "Document": "Document",
    }
    with zipfile.ZipFile(tmp_path / "city.zip") as pack:
        for name, label in counts.items():
            number = store.read(f"MATCH (n:{label}) RETURN count(*) AS n")[0]["n"]
            rows = list(csv.DictReader(io.StringIO(pack.read(f"{name}.csv").decode("utf-8-sig"))))
            assert len(rows) == number
            assert sum(1 for _ in book[name].rows) == number + 1
            assert len({row["id"] for row in rows}) == number
    book.close()


def test_every_form_is_served_as_the_command_line_writes_it(store, address):
    def got(kind):
        answer = httpx2.get(f"{address}/api/v1/export", params={"format": kind}, timeout=60)
        assert answer.status_code == 200
        return answer.content

    assert got("graphml") == b"".join(graphml(store))
    assert got("ror") == b"".join(organisations(store, BASE))
    things = store.read("MATCH (e:Entity) RETURN count(*) AS n")[0]["n"]
    with zipfile.ZipFile(io.BytesIO(got("csv"))) as pack:
        assert len(list(csv.DictReader(io.StringIO(pack.read("Entity.csv").decode("utf-8-sig"))))) == things
    book = load_workbook(io.BytesIO(got("xlsx")), read_only=True)
    assert sum(1 for _ in book["Entity"].rows) == things + 1
    book.close()


def test_graphml_has_what_its_schema_and_its_readers_ask_for(folder):
    """Every value belongs to a declared key of its kind, ids are unique, ends exist, no value is a list."""
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.parse(folder / "city.graphml").getroot()
    keys = {key.get("id"): key for key in root.iter(f"{space}key")}
    assert [child.tag for child in root] == [f"{space}key"] * len(keys) + [f"{space}graph"]
    typed = [key for key in keys.values() if key.get("yfiles.type") is None]
    # graphml+xmlschema: the types an attribute may have
    assert {key.get("attr.type") for key in typed} <= {"boolean", "int", "long", "float", "double", "string"}
    nodes = [node.get("id") for node in root.iter(f"{space}node")]
    edges = [edge.get("id") for edge in root.iter(f"{space}edge")]
    assert len(set(nodes)) == len(nodes) and len(set(edges)) == len(edges)
    for kind in ("node", "edge"):
        for item in root.iter(f"{space}{kind}"):
            data = list(item.iter(f"{space}data"))
            assert all(keys[d.get("key")].get("for") == kind for d in data)
            assert len({d.get("key") for d in data}) == len(data)
            assert not any((d.text or "").startswith("[") for d in data)
    ends = {end for edge in root.iter(f"{space}edge") for end in (edge.get("source"), edge.get("target"))}
    assert ends <= set(nodes)


def test_organisations_have_the_shape_of_ror(store):
    records = json.loads(b"".join(organisations(store, BASE)))
    # fields that ror_schema_v2_1.json requires
    needed = {"admin", "domains", "established", "external_ids", "id", "links", "locations", "names", "relationships",
              "status", "types"}  # fmt: skip
    kinds = {"education", "funder", "healthcare", "company", "archive", "nonprofit", "government", "facility", "other"}
    for record in records:
        assert set(record) == needed
        assert sum("ror_display" in name["types"] for name in record["names"]) == 1, record
        assert set(record["types"]) <= kinds and record["status"] in {"active", "inactive", "withdrawn"}
        assert all(
            r["type"] in {"related", "parent", "child", "predecessor", "successor"} for r in record["relationships"]
        )
    by_id = {record["id"]: record for record in records}
    # identifiers.csv: 03cve4549 is the ROR id of one institution of the city
    assert "https://ror.org/03cve4549" in by_id


@pytest.mark.parametrize("name", ["rdflib", "networkx"])
def test_a_notebook_runs_from_top_to_bottom(name, folder, monkeypatch):
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert all(not cell.get("outputs") for cell in notebook["cells"])
    monkeypatch.chdir(folder)
    known: dict = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{name}.ipynb", "exec"), known)
    if name == "rdflib":
        assert len(known["tied"]) >= 1 and len(known["figures"]) >= 2
    else:
        assert known["classes"]["产业技术创新链"] >= 17 and known["central"]
