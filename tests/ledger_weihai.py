"""The bundled figures of Weihai as the ledger sees them, read straight from the tables."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.ledger.book import CONTAINMENT, Book, near_measures, wholes_of
from graph.ledger.statements import Statement
from ontology import read_indicators

SOURCES = Path(__file__).parents[1] / "ingest" / "sources" / "weihai"
KEYS = Path(__file__).parent / "keys"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def figures() -> Mapping[str, Statement]:
    """All figures of the city by row."""
    subjects = {row["name"]: row["entity_id"] for row in rows(SOURCES / "names.csv")}
    documents = {row["id"]: row for row in rows(SOURCES / "documents.csv")}
    found = [
        figure(row, subjects[row["subject"]], documents[row["document"]]) for row in rows(SOURCES / "observations.csv")
    ]
    return {item.row: item for item in found}


def figure(row: Mapping[str, str], subject: str, document: Mapping[str, str]) -> Statement:
    return Statement(
        row=row["id"],
        indicator=row["indicator"],
        subject=subject,
        value=float(row["value"]),
        value_max=float(row["value_max"]) if row["value_max"] else None,
        unit=row["unit"],
        bound=row["bound"],
        word=row["word"],
        basis=row["basis"],
        kind=row["kind"],
        period=row["period"],
        as_reported=row["as_reported"] == "yes",
        deadline=row["deadline"],
        status=row["status"],
        note=row["note"],
        document=row["document"],
        document_date=document["date"],
        document_period=document["period"],
        reliability=document["reliability"],
    )


@cache
def book() -> Book:
    """What the reviewed tables say beside the figures."""
    scopes = rows(SOURCES / "figure_scopes.csv")
    stated = [(row["part"], row["whole"]) for row in scopes if row["standing"] == "stated"]
    related = [
        (row["subject_id"], row["object_id"])
        for row in rows(SOURCES / "relations.csv")
        if row["relation"] in CONTAINMENT and row["kind"] == "actual"
    ]
    return Book(
        measures=read_indicators(),
        near=near_measures(rows(SOURCES / "related_indicators.csv")),
        wholes=wholes_of(stated + related),
        open_scopes=frozenset((row["part"], row["whole"]) for row in scopes if row["standing"] == "open"),
    )
