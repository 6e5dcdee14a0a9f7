"""How each kind of node is said in RDF: one table for both directions, so that what goes out can come back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from graph.errors import StoreError
from graph.rdf.terms import (
    ADDRESS,
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    MOMENT,
    NAME,
    PERIOD,
    TEXT,
    TRIMMED,
    WORDS,
    BadTerm,
    Codec,
    Things,
    coded,
    known,
    relations,
)
from graph.store import Row
from ontology import read_ontology

Pair = tuple[str, str]
TYPE = known("rdf:type")
OF_RANGE = {
    "xsd:string": TEXT,
    "xsd:integer": INTEGER,
    "xsd:decimal": DECIMAL,
    "xsd:boolean": BOOLEAN,
    "xsd:date": DATE,
    "xsd:anyURI": ADDRESS,
}
# Properties whose values are codes, by kind of node: the same word may have another list elsewhere.
CODES: Mapping[str, str] = {
    "Entity.status": "entityStatus",
    "status": "claimStatus",
    "decided": "claimStatus",
    "statusBefore": "claimStatus",
    "decidedBefore": "claimStatus",
    "rank": "rank",
    "rankBefore": "rank",
    "standing": "standing",
    "RelationClaim.basis": "claimBasis",
    "Observation.basis": "figureBasis",
    "NameClaim.kind": "nameKind",
    "Document.kind": "documentKind",
    "kind": "claimKind",
    "Observation.bound": "bound",
    "GapClaim.bound": "gapBound",
    "scheme": "identifierScheme",
    "reliability": "reliability",
    "decision": "decision",
}
# Texts that are written by a rule.
SPELT: Mapping[str, Codec] = {
    "period": PERIOD,
    "name": TRIMMED,
    **dict.fromkeys(("date", "validFrom", "validTo", "asOf", "deadline"), MOMENT),
    **dict.fromkeys(("absent", "source"), WORDS),
}
NOT_KNOWN = ("line", "start", "end")  # 0 in the store where a source gives no place
LEDGER = "recorded revision changedRevision digest"
UNDONE = "undoneRevision undoneOn undoneAt undoneBy"
CLAIM = (
    "id row subject line start end status rank confidence note dataset recordedBy closedRevision closedOn closedBy "
    f"decided retracted absent {LEDGER}"
)
PROPERTIES: Mapping[str, str] = {
    "Document": "id title kind issuer number date period file sha256 address reliability retractedRevision retractedOn "
    f"retractedBy {LEDGER}",
    "Entity": f"id status standing firstSource mergedInto mergedBy {LEDGER}",
    "NameClaim": f"{CLAIM} name kind",
    "IdentifierClaim": f"{CLAIM} scheme identifierValue",
    "RelationClaim": f"{CLAIM} predicate object basis kind validFrom validTo asOf role count",
    "Observation": f"{CLAIM} indicator value valueMax unit bound word basis kind period asReported deadline",
    "GapClaim": f"{CLAIM} predicate what whatZh count bound named chain",
    "Judgement": f"id left right decision reason source by at decidedOn {UNDONE} {LEDGER}",
    "Decision": f"id action by reason at revision decidedOn document pair claimCount {UNDONE}",
    "DecidedClaim": "ofDecision onClaim statusBefore rankBefore decidedBefore closedBefore",
    "Change": "revision by at what added changed closed",
    "Dataset": "digest relatedIndicators figureScopes auditRules",
    "KnowledgeGraph": "revision loaded loadedOn",
}
CLAIMS = ("NameClaim", "IdentifierClaim", "RelationClaim", "Observation", "GapClaim")
# What a node is an instance of where the label in the store is not the class.
CLASS_OF = {"Document": "SourceDocument"}
GRAPH, FIGURES = "graph", "figures"


class Field(NamedTuple):
    """One property: its field in the store, its predicate, its codec; `empty` is the value that is not said."""

    name: str
    predicate: str
    codec: Codec
    empty: Any = ""


@dataclass(frozen=True)
class Kind:
    """A kind of node: its fields, and how its id follows from its row."""

    label: str
    fields: tuple[Field, ...]
    id_of: Callable[[Row], str]

    def said(self, row: Row) -> list[Pair]:
        """Predicates and objects for the stored properties of a node; StoreError for a code that no list holds."""
        pairs: list[Pair] = []
        try:
            for name, predicate, codec, empty in self.fields:
                value = row.get(name)
                if value is not None and value != empty:
                    pairs.append((predicate, codec.encode(value)))
        except KeyError as error:
            id_, wrong = self.id_of(row), error.args[0]
            raise StoreError(
                f"{id_} 的 {name} 为 {wrong!r}，不在代码表中；请先改正该记录。",
                f"{name} of {id_} is {wrong!r}, which no code list holds; correct that record first.",
            ) from error
        return pairs

    def heard(self, pairs: Iterable[Pair]) -> tuple[Row, list[tuple[Pair, BadTerm]]]:
        """The stored properties that pairs say, and the pairs that say them wrongly."""
        row: Row = {field.name: field.empty for field in self.fields if field.empty == 0}
        faults: list[tuple[Pair, BadTerm]] = []
        fields = self.by_predicate()
        for pair in pairs:
            if field := fields.get(pair[0]):
                try:
                    _put(row, field, field.codec.decode(pair[1]))
                except BadTerm as fault:
                    faults.append((pair, fault))
        return row, faults

    def by_predicate(self) -> Mapping[str, Field]:
        """The fields by what says them."""
        return {field.predicate: field for field in self.fields}


def _put(row: Row, field: Field, value: Any) -> None:
    if row.get(field.name, field.empty) != field.empty:
        raise BadTerm("此项只能有一个值。", "It takes one value only.")
    row[field.name] = value


@cache
def types_of(cls: str) -> tuple[Pair, ...]:
    """A class and the classes of other vocabularies to which its things belong too."""
    found = read_ontology().cls(cls)
    return ((TYPE, f"<{found.iri}>"), *((TYPE, f"<{iri}>") for iri in found.implied))


def kinds(things: Things) -> Mapping[str, Kind]:
    """Every kind of node by its label."""
    return {label: Kind(label, _fields(label, names, things), _identity(label)) for label, names in PROPERTIES.items()}


def _fields(label: str, names: str, things: Things) -> tuple[Field, ...]:
    first: list[Field] = []
    if label == "Entity":
        first = [Field("name", known("rdfs:label"), NAME)]
    elif label in CLAIMS:
        first = [Field("document", known("prov:wasDerivedFrom"), things.codec)]
    return (*first, *(_field(label, name, things) for name in names.split()))


def _field(label: str, name: str, things: Things) -> Field:
    known_as = read_ontology().properties[name]
    return Field(
        known_as.field,
        known(name),
        _codec(label, name, known_as.range, things),
        0 if name in NOT_KNOWN else "",
    )


def _codec(label: str, name: str, range_: str, things: Things) -> Codec:
    if code_list := CODES.get(f"{label}.{name}") or CODES.get(name):
        return coded(code_list)
    if name == "predicate":
        return relations()
    if name == "dataset":
        return things.prefixed("dataset-")
    return SPELT.get(name) or OF_RANGE.get(range_) or things.codec


def _identity(label: str) -> Callable[[Row], str]:
    if label == "Change":
        return lambda row: f"revision-{row['revision']}"
    if label == "DecidedClaim":
        return lambda row: f"{row['decision']}-{row['claim']}"
    if label == "Dataset":
        return lambda row: f"dataset-{row['dataset']}"
    if label == "KnowledgeGraph":
        return lambda row: GRAPH
    return lambda row: str(row["id"])
