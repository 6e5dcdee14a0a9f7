"""Checks on statements: what they refer to, whether the ontology allows them, whether they fit together."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from graph.dates import first_day, last_day
from graph.model import Claim, Entity, Gap, Judgement, Relation
from ingest.checks.check import Check, Keys, Late
from ingest.checks.index import Index, references
from ingest.rows import Place, Problem, Reading
from ontology import Ontology


class References(Check):
    """Whatever a record refers to is in the batch or in the graph."""

    takes = (Claim, Entity, Judgement)

    def __init__(self, index: Index) -> None:
        self._index = index

    def judge(self, reading: Reading) -> Iterator[Problem]:
        for field, kind, id_ in references(reading.record):
            if kind == "entity" and self._index.cls(id_) is None:
                zh = f"没有编号为 {id_!r} 的对象（或其所在行未被接受）；请先登记。"
                yield reading.problem(
                    field, zh, f"No thing has the id {id_!r}, or its row was rejected; enter it first."
                )
            elif kind == "document" and self._index.document(id_) is None:
                zh = f"没有编号为 {id_!r} 的文件（或其所在行未被接受）；请先登记来源。"
                yield reading.problem(
                    field,
                    zh,
                    f"No document has the id {id_!r}, or its row was rejected; enter the source first.",
                )


class Signatures(Check):
    """A relation is one of the ontology and joins two things of classes it allows."""

    takes = (Relation, Gap, Judgement)

    def __init__(self, ontology: Ontology, index: Index) -> None:
        self._ontology = ontology
        self._wrong_side = cache(ontology.allows)
        self._index = index

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if isinstance(record, Judgement) and record.left == record.right:
            yield reading.problem("right", "两个编号相同；请填写另一个。", "Both ids are the same; give another one.")
        if not isinstance(record, Relation | Gap):
            return
        if record.predicate not in self._ontology.relations:
            zh = f"没有关系 {record.predicate!r}；请对照本体填写。"
            yield reading.problem(
                "predicate", zh, f"The ontology has no relation {record.predicate!r}; choose one it has."
            )
        elif isinstance(record, Relation):
            yield from self._ends(reading, record)
            yield from self._role(reading, record)

    def _ends(self, reading: Reading, record: Relation) -> Iterator[Problem]:
        subject, object_ = self._index.cls(record.subject), self._index.cls(record.object)
        if record.subject == record.object:
            yield reading.problem(
                "object", "不能与自身建立关系；请改正。", "A thing cannot relate to itself; correct it."
            )
        elif subject and object_ and (side := self._wrong_side(record.predicate, subject, object_)):
            yield reading.problem(
                "object" if side == "object" else "subject",
                f"{record.predicate} 不能连接 {subject} 与 {object_}；请检查方向和类。",
                f"{record.predicate} cannot join {subject} and {object_}; check direction and classes.",
            )

    def _role(self, reading: Reading, record: Relation) -> Iterator[Problem]:
        roles = self._ontology.relations[record.predicate].roles
        if record.role and record.role not in roles:
            listed = "、".join(roles) or "（无）"
            zh = f"{record.predicate} 的角色不能是 {record.role!r}，只能是：{listed}。"
            yield reading.problem(
                "role", zh, f"{record.predicate} has no role {record.role!r}, only: {', '.join(roles)}."
            )


class Periods(Check):
    """What begins does not end before."""

    takes = (Relation,)

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Relation) or not record.valid_from or not record.valid_to:
            return
        if first_day(record.valid_from) > last_day(record.valid_to):
            yield reading.problem(
                "valid_to",
                f"止于 {record.valid_to}，早于起始 {record.valid_from}；请改正。",
                f"It ends {record.valid_to}, before it begins {record.valid_from}; correct it.",
            )


class Cardinality(Check):
    """One source gives a subject at most as many objects of a relation as the ontology allows.

    Sources may disagree with each other: that is a contradiction to be shown, not a row to be refused.
    """

    takes = (Relation,)

    def __init__(self, ontology: Ontology) -> None:
        self._limits = {name: rel.max_objects for name, rel in ontology.relations.items() if rel.max_objects}
        self._objects = Keys()

    def keep(self, reading: Reading) -> None:
        record = reading.record
        if not isinstance(record, Relation) or not _holds(record) or record.valid_to:
            return
        if limit := self._limits.get(record.predicate):
            key = (record.subject, record.predicate, record.span.document)
            self._objects.add(key, record.object, reading, limit)

    def finish(self) -> Iterator[Late]:
        for group in self._objects.groups():
            limit, given = group[0].tag, len({entry.content for entry in group})
            if given > limit:
                zh = f"此关系至多 {limit} 个对象，同一来源给出 {given} 个；请核对。"
                en = f"The relation takes at most {limit} objects, this source gives {given}; check them."
                yield from (Late(entry.place, "object", zh, en) for entry in group)


class Cycles(Check):
    """Relations that lead upwards never come back to where they began."""

    takes = (Relation,)

    def __init__(self, ontology: Ontology) -> None:
        self._acyclic = {name for name, rel in ontology.relations.items() if rel.acyclic}
        self._edges: dict[str, list[tuple[str, str, Place]]] = defaultdict(list)

    def keep(self, reading: Reading) -> None:
        record = reading.record
        if isinstance(record, Relation) and record.predicate in self._acyclic and _holds(record):
            self._edges[record.predicate].append((record.subject, record.object, reading.place))

    def finish(self) -> Iterator[Late]:
        for predicate, edges in self._edges.items():
            zh = f"{predicate} 首尾相接成环；请改正其中一行。"
            en = f"{predicate} runs in a circle; correct one of its rows."
            yield from (Late(place, "object", zh, en) for place in _circling(edges))


def _holds(record: Relation) -> bool:
    return record.status == "accepted" and record.kind == "actual"


def _circling(edges: list[tuple[str, str, Place]]) -> list[Place]:
    """Edges left once those that cannot lie on a circle are taken away.

    An edge between two circles stays too: it is named with them.
    """
    while True:
        starts, ends = {edge[0] for edge in edges}, {edge[1] for edge in edges}
        left = [edge for edge in edges if edge[0] in ends and edge[1] in starts]
        if len(left) == len(edges):
            return [place for _, _, place in left]
        edges = left
