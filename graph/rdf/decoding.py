"""Statements about one subject as one node of the store; what would be lost on the way is a fault, never dropped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from graph.rdf.kinds import FIGURES, TYPE, Pair
from graph.rdf.reading import Statement
from graph.rdf.resources import MEDIA, Resource, Sayer, implied
from graph.rdf.terms import BadTerm, known, spoken
from graph.store import Row
from ontology import TERMS, read_indicators, read_ontology

NEEDED = {
    "Document": "id title kind reliability",
    "Entity": "id name status standing",
    "NameClaim": "id subject document status name kind",
    "IdentifierClaim": "id subject document status scheme value",
    "RelationClaim": "id subject document status predicate object basis kind",
    "Observation": "id subject document status indicator value unit bound basis kind period",
    "GapClaim": "id subject document status predicate count bound named",
    "Judgement": "id left right decision by",
    "Decision": "id action by reason at revision",
    "DecidedClaim": "decision claim",
    "Change": "revision",
    "Dataset": "",
    "KnowledgeGraph": "revision",
}
# Said of things beside their own properties: each follows from a claim, or from the name.
NAMING = ("rdfs:label", "skos:altLabel", "skos:prefLabel", "owl:sameAs")


class Fault(NamedTuple):
    """What is wrong with a statement, or with a subject as a whole: its line, 0 where the format has none."""

    line: int
    sign: str
    zh: str
    en: str


class Node(NamedTuple):
    """A node of the store: its label, its properties, the line on which it begins, and what follows from claims."""

    label: str
    row: Row
    line: int
    follows: Sequence[Statement]


class Decoder:
    """From the statements about one subject to a node."""

    def __init__(self, base: str) -> None:
        self.sayer = Sayer(base)
        self._fixed = {self.sayer.things.iri(name) for name in (FIGURES, *(f"export-{name}" for name in MEDIA))}

    @cached_property
    def predicates(self) -> frozenset[str]:
        """Every predicate that has a meaning here."""
        fields = {field.predicate for kind in self.sayer.kinds.values() for field in kind.fields}
        relations = {known(name) for name in read_ontology().relations}
        follow = {p for name in read_ontology().relations for _, p, _ in implied(name, "", "")}
        follow |= {known(f"skos:{role}") for role in read_ontology().enumerations["mapping"]}
        described = {
            "locator", "code", "unitKind", "theme", "periodicity", "basisAllowed", "pattern", "rdf:type",
            "prov:wasGeneratedBy", "qb:dataSet", "qb:structure", "dcterms:title", "dcterms:license",
            "dcterms:modified", "dcterms:hasPart", "void:uriSpace", "void:vocabulary", "void:sparqlEndpoint",
            "void:entities", "void:documents", "dcat:distribution", "dcat:mediaType", "dcat:downloadURL", *NAMING,
        }  # fmt: skip
        return frozenset(fields | relations | follow | set(map(known, described)))

    def strange(self, statement: Statement) -> Fault | None:
        """What is wrong with a statement by itself: a predicate or a class that nobody here knows."""
        if statement.predicate not in self.predicates:
            zh = f"没有属性 {statement.predicate}；只接受本图谱导出所用的词汇。"
            en = f"There is no property {statement.predicate}; only the vocabulary of our own exports is taken."
            return Fault(statement.line, statement.predicate, zh, en)
        if statement.predicate == TYPE and statement.object not in self.classes:
            zh, en = f"没有类 {statement.object}。", f"There is no class {statement.object}."
            return Fault(statement.line, statement.object, zh, en)
        return None

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class that has a meaning here."""
        classes = read_ontology().classes.values()
        ours = {f"<{cls.iri}>" for cls in classes} | {f"<{iri}>" for cls in classes for iri in cls.implied}
        return frozenset(ours | set(map(known, ("void:Dataset", "dcat:Distribution", "qb:DataSet"))))

    def node(self, group: Sequence[Statement]) -> tuple[Node | None, list[Fault]]:
        """The node that the statements about one subject make, and what is wrong with them."""
        subject, line = group[0].subject, min(statement.line for statement in group)
        if subject in self._fixed:
            return None, []
        try:
            self.sayer.things.id(subject)
        except BadTerm as fault:
            return None, [Fault(line, subject, f"{subject} {fault.zh}", f"{subject}: {fault.en}")]
        classes = [s.object.removeprefix(f"<{TERMS}")[:-1] for s in group if _is_class(s)]
        if len(classes) != 1:
            zh = f"{subject} 须恰有一个本体中的类，现有 {len(classes)} 个。"
            en = f"{subject} needs exactly one class of the ontology and has {len(classes)}."
            return None, [Fault(line, subject, zh, en)]
        if classes[0] == "Indicator":
            return None, self._indicator(subject, group)
        return self._node(subject, classes[0], line, group)

    def _node(self, subject: str, cls: str, line: int, group: Sequence[Statement]) -> tuple[Node | None, list[Fault]]:
        label = self._label(cls)
        if not label:
            zh, en = f"类 {cls} 不能有自己的记录。", f"{cls} has no records of its own."
            return None, [Fault(line, subject, zh, en)]
        kind = self.sayer.kinds[label]
        row, bad = kind.heard((s.predicate, s.object) for s in group if not _follows(label, s))
        faults = [
            Fault(_line(group, pair), pair[1], f"{pair[1][:80]} {fault.zh}", f"{pair[1][:80]}: {fault.en}")
            for pair, fault in bad
        ]
        if faults:
            return None, faults
        if label == "Entity":
            row["class"] = cls
        if label == "Dataset":
            row["dataset"] = self.sayer.things.id(subject).removeprefix("dataset-")
        if missing := [name for name in NEEDED[label].split() if row.get(name) in (None, "")]:
            zh, en = f"{subject} 缺少 {'、'.join(missing)}。", f"{subject} lacks {', '.join(missing)}."
            return None, [Fault(line, subject, zh, en)]
        said = self._said(label, row)
        if said.subject != subject:
            zh, en = f"{subject} 与其编号不符，应为 {said.subject}。", f"{subject} does not fit its id: {said.subject}."
            return None, [Fault(line, subject, zh, en)]
        return self._whole(label, row, said, line, group)

    def _whole(
        self, label: str, row: Row, said: Resource, line: int, group: Sequence[Statement]
    ) -> tuple[Node | None, list[Fault]]:
        """The node, where saying it again says every statement again."""
        again = set(said.pairs)
        beyond = [s for s in group if (s.predicate, s.object) not in again]
        follows = [s for s in beyond if label == "Entity" and s.predicate != TYPE]
        faults = [] if label == "KnowledgeGraph" else [_lost(s) for s in beyond if s not in follows]
        faults += [_astray(s) for s in group if s.graph not in ("", said.graph)]
        own = {known("rdfs:label"), known("skos:prefLabel")}
        follows = [s for s in follows if s.predicate not in own or s.object != spoken(row["name"], "zh")]
        return Node(label, row, line, follows), faults

    def _said(self, label: str, row: Row) -> Resource:
        if label == "Entity":
            return self.sayer.entity({"p": row, "english": [], "codes": []})
        if label == "Dataset":
            return self.sayer.dataset(row["dataset"], row)
        return self.sayer.node(label, row)

    def _label(self, cls: str) -> str:
        lineage = read_ontology().cls(cls).lineage
        if "Entity" in lineage:
            return "Entity"
        found = "Document" if cls == "SourceDocument" else cls
        return found if found in self.sayer.kinds else ""

    def _indicator(self, subject: str, group: Sequence[Statement]) -> list[Fault]:
        """Indicators are those of the ontology, said in its words."""
        code = self.sayer.things.id(subject)
        if code not in read_indicators():
            zh, en = f"没有指标 {code}。", f"There is no indicator {code}."
            return [Fault(min(s.line for s in group), subject, zh, en)]
        again = set(self.sayer.indicator(code).pairs)
        return [_lost(s) for s in group if (s.predicate, s.object) not in again]

    def supports(self, label: str, row: Row) -> Iterator[tuple[str, str, str]]:
        """What follows from a live claim about things: a plain relation, a label, an IRI by which others know it."""
        subject = self.sayer.things.iri(row["s"])
        if label == "RelationClaim" and row["kind"] == "actual":
            object_ = self.sayer.things.iri(row["o"])
            yield subject, known(row["predicate"]), object_
            yield from implied(row["predicate"], subject, object_, row.get("role"))
        elif label == "NameClaim":
            yield from ((subject, known("skos:altLabel"), spoken(row["name"], lang)) for lang in ("zh", "en"))
            yield subject, known("rdfs:label"), spoken(row["name"], "en")
        elif label == "IdentifierClaim":
            yield subject, known("owl:sameAs"), self.sayer.things.code(row["scheme"], row["value"])


def unsupported(group: Iterable[Mapping[str, str | int]]) -> Iterator[Fault]:
    """Statements about one thing that follow from no claim, for they would not come out again."""
    rows = list(group)
    backed = {(row["p"], row["o"]) for row in rows if not row["n"]}
    for row in rows:
        if row["n"] and (row["p"], row["o"]) not in backed:
            said = f"{row['s']} {row['p']} {row['o']}"
            zh, en = f"没有断言支持 {said}。", f"No claim states {said}."
            yield Fault(abs(int(row["n"])) - 1, str(row["s"]), zh, en)


def _is_class(statement: Statement) -> bool:
    return statement.predicate == TYPE and statement.object.startswith(f"<{TERMS}")


def _follows(label: str, statement: Statement) -> bool:
    """Whether a label is not the one the node itself holds."""
    return label == "Entity" and statement.predicate == known("rdfs:label") and not statement.object.endswith("@zh")


def _line(group: Sequence[Statement], pair: Pair) -> int:
    return next(s.line for s in group if (s.predicate, s.object) == pair)


def _lost(statement: Statement) -> Fault:
    said = f"{statement.predicate} {statement.object[:80]}"
    zh = f"{statement.subject} 的 {said} 与其余内容不符，或不属于这类记录。"
    en = f"{said} of {statement.subject} does not fit the rest, or does not belong to such a record."
    return Fault(statement.line, statement.object, zh, en)


def _astray(statement: Statement) -> Fault:
    zh = f"{statement.subject} 应在其来源文件的命名图中，而在 {statement.graph}。"
    en = f"{statement.subject} belongs into the named graph of its document, not into {statement.graph}."
    return Fault(statement.line, statement.subject, zh, en)
