"""Turtle to plain facts: the only place that meets rdflib's types when the ontology is read."""

from collections.abc import Iterator
from importlib.resources import files

from rdflib import RDF, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDFS, SKOS
from rdflib.term import Node

from ontology.model import OntologyError

TERMS = "https://innograph.example/ontology#"
THINGS = "https://innograph.example/id/"
OUR = Namespace(TERMS)

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Facts:
    """The triples of a file by subject and predicate, in the order of the file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.graph = Graph(store="SimpleMemory", bind_namespaces="none")  # this store keeps the order of the file
        self.graph.parse(data=files("ontology").joinpath(file).read_text(encoding="utf-8"), format="turtle")
        self._by_subject: dict[Node, dict[Node, list[Node]]] = {}
        for subject, predicate, value in self.graph:
            self._by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def of_type(self, *kinds: Node) -> Iterator[Node]:
        """The subjects of any of these types, in the order of the file."""
        return (s for s, facts in self._by_subject.items() if not set(kinds).isdisjoint(facts.get(RDF.type, ())))

    def having(self, predicate: Node) -> Iterator[Node]:
        """The subjects that have a value for a predicate, in the order of the file."""
        return (s for s, facts in self._by_subject.items() if predicate in facts)

    def all(self, subject: Node, predicate: Node) -> list[Node]:
        """Every value of a predicate."""
        return self._by_subject.get(subject, {}).get(predicate, [])

    def one(self, subject: Node, predicate: Node) -> Node | None:
        """The value of a predicate, None without one; OntologyError for several."""
        values = self.all(subject, predicate)
        if len(values) > 1:
            raise self.broken(subject, f"{predicate} 有多个值", f"{predicate} has several values")
        return values[0] if values else None

    def text(self, subject: Node, predicate: Node, lang: str | None = None) -> str:
        """The one literal of a predicate in a language; "" without one."""
        found = [str(v) for v in self.all(subject, predicate) if isinstance(v, Literal) and v.language == lang]
        if len(found) > 1:
            raise self.broken(subject, f"{predicate} 有多个值（{lang}）", f"{predicate} has several values ({lang})")
        return found[0] if found else ""

    def labelled(self, subject: Node, label: Node = RDFS.label) -> dict[str, str]:
        """The fields of `Labelled`; OntologyError where a label or definition is missing."""
        fields = {
            "name": local(subject),
            "iri": str(subject),
            "label_zh": self.text(subject, label, "zh"),
            "label_en": self.text(subject, label, "en"),
            "definition_zh": self.text(subject, SKOS.definition, "zh"),
            "definition_en": self.text(subject, SKOS.definition, "en"),
        }
        if empty := [name for name, value in fields.items() if not value]:
            raise self.broken(subject, f"缺少 {'、'.join(empty)}", f"lacks {', '.join(empty)}")
        return fields

    def union(self, subject: Node, predicate: Node) -> tuple[str, ...]:
        """The local names of a domain or range: one class, or the members of its owl:unionOf."""
        value = self.one(subject, predicate)
        if value is None:
            raise self.broken(subject, f"缺少 {predicate}", f"lacks {predicate}")
        members = self.one(value, OWL.unionOf)
        return tuple(map(local, Collection(self.graph, members))) if members is not None else (local(value),)

    def aligned(self, subject: Node, predicate: Node) -> tuple[str, ...]:
        """The terms of other vocabularies it is aligned to, prefixed; `^` marks the inverse of a property."""
        found = [v for p in (predicate, SKOS.closeMatch) for v in self.all(subject, p) if not str(v).startswith(TERMS)]
        inverses = {v: self.one(v, OWL.inverseOf) for v in found}
        return tuple(f"^{prefixed(i)}" if (i := inverses[v]) is not None else prefixed(v) for v in found)

    def implied(self, subject: Node, predicate: Node) -> tuple[str, ...]:
        """The IRIs of terms of other vocabularies that hold wherever it does; `^` marks the inverse of a property."""
        found = [value for value in self.all(subject, predicate) if not str(value).startswith(TERMS)]
        inverses = {value: self.one(value, OWL.inverseOf) for value in found}
        return tuple(str(value) if (inverse := inverses[value]) is None else f"^{inverse}" for value in found)

    def broken(self, subject: Node, zh: str, en: str) -> OntologyError:
        """The error for a term of this file."""
        name = local(subject)
        return OntologyError(f"ontology/{self.file} 中 {name} 有误：{zh}。", f"ontology/{self.file}, {name}: {en}.")


def local(node: Node) -> str:
    """The part of an IRI after its last # or /."""
    return str(node).replace("#", "/").rsplit("/", 1)[-1]


def prefixed(node: Node) -> str:
    """A term of a known vocabulary with its prefix, ours without one."""
    for prefix, base in PREFIXES.items():
        if str(node).startswith(base):
            return f"{prefix}:{str(node)[len(base) :]}"
    return local(node)
