"""The frozen table that the reader yields, and what can be asked of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from re import sub
from typing import NoReturn


class OntologyError(ValueError):
    """A name that the ontology lacks, or a file that breaks its rules; `zh` and `en` say the same."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Labelled:
    """What every term has: a name, an IRI, and a label and a definition in Chinese and English."""

    name: str
    iri: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class Class(Labelled):
    """A class. `lineage` is itself, then all ancestors; `group` the one whose colour and shape it wears.

    `implied` holds the IRIs of the classes of other vocabularies to which all of its things belong.
    """

    parent: str | None
    lineage: tuple[str, ...]
    abstract: bool
    colour: str
    shape: str
    group: str
    aligned: tuple[str, ...]
    implied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation(Labelled):
    """A relation between things. `type` is its Neo4j name, `roles` the role codes allowed, () where none are.

    `role_list` names the code list of the roles; `max_objects` is how many objects one subject may have, None
    for any number; `acyclic` says that following it never leads back. `implied` holds the IRIs of the properties of
    other vocabularies that hold wherever it does, `^` before those that run the other way.
    """

    domain: tuple[str, ...]
    range: tuple[str, ...]
    type: str
    symmetric: bool
    roles: tuple[str, ...]
    role_list: str
    max_objects: int | None
    acyclic: bool
    aligned: tuple[str, ...]
    implied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property(Labelled):
    """A property of a record. `field` is its name in the store; `range` a class or datatype, prefixed."""

    domain: tuple[str, ...]
    range: str
    field: str
    aligned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a code list; `code` is what rows and records hold. The definition may be empty.

    `spelling` is the regular expression that the values of an identifier scheme match, "" where none is set.
    """

    code: str
    iri: str
    label_zh: str
    label_en: str
    definition_zh: str
    definition_en: str
    spelling: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of values in the order of the file."""

    name: str
    iri: str
    label_zh: str
    label_en: str
    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything by name, in the order of `innovation.ttl`; `enumerations` holds the codes of each list."""

    classes: Mapping[str, Class]
    relations: Mapping[str, Relation]
    properties: Mapping[str, Property]
    code_lists: Mapping[str, CodeList]
    enumerations: Mapping[str, tuple[str, ...]]

    def cls(self, name: str) -> Class:
        """The class of that name; OntologyError naming the nearest known ones otherwise."""
        return self.classes.get(name) or _unknown("类", "class", name, self.classes.values())

    def relation(self, name: str) -> Relation:
        """The relation of that name; OntologyError naming the nearest known ones otherwise."""
        return self.relations.get(name) or _unknown("关系", "relation", name, self.relations.values())

    def term(self, code_list: str, code: str) -> Term:
        """The value `code` of a code list; OntologyError for an unknown list or code."""
        known = self.code_lists.get(code_list)
        if known is None:
            raise missing("代码表", "code list", code_list, sorted(self.code_lists))
        if code not in known.terms:
            raise missing(f"{known.label_zh}的取值", f"value of {known.label_en.lower()}", code, list(known.terms))
        return known.terms[code]

    def is_a(self, cls: str, *ancestors: str) -> bool:
        """Whether `cls` is one of `ancestors` or descends from one."""
        lineage = self.cls(cls).lineage
        return any(self.cls(ancestor).name in lineage for ancestor in ancestors)

    def labels(self, cls: str) -> tuple[str, ...]:
        """The Neo4j labels of a node of that class: itself, then all ancestors, `Entity` last for a thing."""
        return self.cls(cls).lineage

    def allows(self, relation: str, subject_cls: str, object_cls: str) -> str | None:
        """None where the relation may join the two classes, else the wrong side: subject, object or both."""
        known = self.relation(relation)
        left = self.is_a(subject_cls, *known.domain)
        right = self.is_a(object_cls, *known.range)
        if left and right:
            return None
        return "both" if not left and not right else "object" if left else "subject"


def missing(kind_zh: str, kind_en: str, name: str, known: list[str]) -> OntologyError:
    """The error for a name that is not known; it lists up to three near ones, or the first few."""
    near = get_close_matches(name, known, n=3, cutoff=0.6) or known[:8]
    return OntologyError(
        f"本体中没有{kind_zh}“{name}”；相近的有：{'、'.join(near)}。请改用其一，或先在 ontology 的 Turtle 文件中补充。",
        f"The ontology has no {kind_en} “{name}”; near ones: {', '.join(near)}. "
        "Use one of these, or add it to the Turtle files of the ontology first.",
    )


def relationship_type(name: str) -> str:
    """The Neo4j type of a relation: `servesChain` → `SERVES_CHAIN`."""
    return sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def field_name(name: str) -> str:
    """The field of a property: `validFrom` → `valid_from`."""
    return relationship_type(name).lower()


def _unknown(kind_zh: str, kind_en: str, name: str, known: Iterable[Labelled]) -> NoReturn:
    terms = list(known)
    by_label = [t.name for t in terms if name and name in (t.label_zh, t.label_en)]
    raise missing(kind_zh, kind_en, name, by_label or [t.name for t in terms])
