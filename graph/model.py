"""What a source says, as frozen records, and how their ids are minted.

Every record names its row in the source table (`row`). A claim's id is a hash of what, when, source and
span: the same statement read twice has one id; two papers that disagree give two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Document:
    """A paper, a page, a code table or a sheet of the bureau's own; `date` and `period` are ISO 8601 text."""

    id: str
    title: str
    kind: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    period: str = ""
    file: str = ""
    sha256: str = ""
    address: str = ""
    reliability: str = "official"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with an id that outlives its names; `cls` is the most specific class of the ontology."""

    id: str
    name: str
    cls: str
    status: str = "existing"
    first_source: str = ""
    standing: str = "accepted"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a statement stands: document id, line and columns from 1, both ends included; 0 means not known."""

    document: str
    line: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """What every statement has. Subclasses add the what; `identity` names the fields that the id is made of."""

    row: str
    subject: str
    span: Span
    status: str = "accepted"
    note: str = ""

    label: ClassVar[str] = "Claim"
    identity: ClassVar[tuple[str, ...]] = ()

    @property
    def id(self) -> str:
        """`c` and 16 hexadecimal digits."""
        span = self.span
        parts = (*_told(self.identity)(self), span.document, span.line, span.start, span.end)
        return (
            "c" + blake2b("\x1f".join((self.label, self.subject, *map(str, parts))).encode(), digest_size=8).hexdigest()
        )


@cache
def _told(names: tuple[str, ...]) -> Callable[[Claim], tuple[Any, ...]]:
    """What reads these fields, two at least."""
    return attrgetter(*names)


@dataclass(frozen=True, slots=True)
class Relation(Claim):
    """subject – predicate – object; `kind` is actual or plan, `basis` stated or inferred, `count` unnamed members."""

    predicate: str = ""
    object: str = ""
    basis: str = "stated"
    kind: str = "actual"
    valid_from: str = ""
    valid_to: str = ""
    as_of: str = ""
    role: str = ""
    count: int | None = None

    label: ClassVar[str] = "RelationClaim"
    identity: ClassVar[tuple[str, ...]] = (
        "predicate", "object", "basis", "kind", "valid_from", "valid_to", "as_of", "role", "count",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure(Claim):
    """subject – indicator – value; measure, attributes and time as in RDF Data Cube.

    `period` and `deadline` are ISO 8601 years, days or intervals; `as_reported` means that the text gives no
    date and the date of the report stands in.
    """

    indicator: str = ""
    value: float = 0.0
    value_max: float | None = None
    unit: str = ""
    bound: str = "exact"
    word: str = ""
    basis: str = "notStated"
    kind: str = "actual"
    period: str = ""
    as_reported: bool = False
    deadline: str = ""

    label: ClassVar[str] = "Observation"
    identity: ClassVar[tuple[str, ...]] = (
        "indicator", "value", "value_max", "unit", "bound", "basis", "kind", "period", "deadline",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming(Claim):
    """subject – name; `kind` is official, short, former, alias or english."""

    name: str = ""
    kind: str = "alias"

    label: ClassVar[str] = "NameClaim"
    identity: ClassVar[tuple[str, ...]] = ("name", "kind")


@dataclass(frozen=True, slots=True)
class Gap(Claim):
    """A number of members without their names: `count` of which `named` stand in the graph."""

    predicate: str = ""
    what: str = ""
    what_zh: str = ""
    count: int = 0
    bound: str = "exact"
    named: int = 0
    chain: str = ""

    label: ClassVar[str] = "GapClaim"
    identity: ClassVar[tuple[str, ...]] = ("predicate", "what", "count", "bound", "chain")


@dataclass(frozen=True, slots=True)
class Identifier(Claim):
    """subject – scheme – value: USCC, GB/T 2260, ROR, document number."""

    scheme: str = ""
    value: str = ""

    label: ClassVar[str] = "IdentifierClaim"
    identity: ClassVar[tuple[str, ...]] = ("scheme", "value")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A signed decision on two ids: same, different or unsure; `by` a person or a table, `sources` locators."""

    left: str
    right: str
    decision: str
    reason: str = ""
    sources: tuple[str, ...] = ()
    by: str = "editorial"
