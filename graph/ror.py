"""Organisations in the shape of the ROR schema 2: for those who match or register institutions.

The shape is that of https://github.com/ror-community/ror-schema. The id is that of ROR where there is one,
else our IRI; codes of other schemes stand among the external ids; `locations` is empty, as no source gives one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from graph.rdf.terms import ROR, Things
from graph.store import Row, Store
from ontology import read_ontology

LONG = 3600.0
# Types of ROR by the class of ours that comes nearest.
TYPES: Mapping[str, str] = {
    "University": "education",
    "ResearchInstitute": "facility",
    "InnovationPlatform": "facility",
    "Enterprise": "company",
    "GovernmentBody": "government",
    "FinancialInstitution": "company",
    "Fund": "funder",
    "Association": "nonprofit",
    "Alliance": "nonprofit",
}
NAMES = {
    "official": ["label", "ror_display"],
    "english": ["label"],
    "short": ["alias"],
    "alias": ["alias"],
    "former": ["alias"],
}
RELATED: Mapping[str, tuple[str, str]] = {
    "SUB_ORGANIZATION_OF": ("parent", "child"),
    "CAMPUS_OF": ("parent", "child"),
    "DERIVES": ("child", "parent"),
    "SUCCEEDS": ("predecessor", "successor"),
    "COOPERATES_WITH": ("related", "related"),
}
ORGANISATIONS = """MATCH (e:Organization) WHERE e.standing = 'accepted' RETURN properties(e) AS p,
COLLECT { MATCH (e)<-[:SUBJECT]-(n:NameClaim {status: 'accepted'}) WHERE n.closed_revision IS NULL
  RETURN [n.kind, n.name] ORDER BY n.kind <> 'official', n.name } AS names,
COLLECT { MATCH (e)<-[:SUBJECT]-(i:IdentifierClaim {status: 'accepted'}) WHERE i.closed_revision IS NULL
  RETURN [i.scheme, i.value] ORDER BY i.scheme, i.value } AS codes,
COLLECT { MATCH (e)-[r]-(o:Organization) WHERE type(r) IN $related AND r.kind = 'actual'
  RETURN [type(r), startNode(r) = e, o.id, o.name] ORDER BY o.id } AS related"""


def organisations(store: Store, base: str) -> Iterator[bytes]:
    """A JSON array of records, one line each."""
    between = b"[\n"
    with store.streaming(LONG) as tx:
        for row in tx.each(ORGANISATIONS, related=list(RELATED)):
            yield between + orjson.dumps(record(row, Things(base)))
            between = b",\n"
    yield b"\n]\n" if between != b"[\n" else b"[]\n"


def record(row: Row, things: Things) -> dict[str, Any]:
    """One organisation; fields that ROR keeps about its own curation are left out."""
    codes = dict(row["codes"])
    thing = row["p"]
    curated = {"date": thing.get("recorded"), "schema_version": "2.1"}
    return {
        "admin": {"created": curated, "last_modified": curated},
        "id": f"{ROR}{codes['ROR']}" if "ROR" in codes else things.iri(thing["id"])[1:-1],
        "names": [_name(kind, name) for kind, name in row["names"]],
        "types": [_type(thing["class"])],
        "status": "inactive" if thing["status"] == "ended" else "active",
        "established": None,
        "domains": [],
        "links": [{"type": "website", "value": things.iri(thing["id"])[1:-1]}],
        "locations": [],
        "external_ids": [
            {"type": scheme, "all": [value], "preferred": value} for scheme, value in row["codes"] if scheme != "ROR"
        ],
        "relationships": [
            {"type": RELATED[kind][not outward], "id": things.iri(id_)[1:-1], "label": label}
            for kind, outward, id_, label in row["related"]
        ],
    }


def _name(kind: str, name: str) -> dict[str, Any]:
    return {"value": name, "types": NAMES[kind], "lang": "en" if kind == "english" else "zh"}


def _type(cls: str) -> str:
    return next((TYPES[name] for name in read_ontology().cls(cls).lineage if name in TYPES), "other")
