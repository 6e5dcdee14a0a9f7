"""Checks on things and their names."""

from collections.abc import Iterator

from graph.model import Entity, Naming
from graph.names import name_key
from ingest.checks.check import Check, Entry, Keys, Late
from ingest.checks.index import Index
from ingest.rows import Problem, Reading
from ontology import Ontology

THING, NAME = 0, 1


class Classes(Check):
    """Every class is one of the ontology and may have things of its own."""

    takes = (Entity,)

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Entity):
            return
        cls = self._ontology.classes.get(record.cls)
        if cls is None or "Entity" not in cls.lineage:
            zh = f"本体中没有类 {record.cls!r}；请改填其中之一。"
            yield reading.problem("cls", zh, f"The ontology has no class {record.cls!r}; choose one it has.")
        elif cls.abstract:
            zh = f"{cls.label_zh}（{record.cls}）是总类；请填更具体的类。"
            yield reading.problem("cls", zh, f"{record.cls} is abstract; give a more specific class.")


class OfficialNames(Check):
    """A thing has one official name, and it is the name in its row."""

    takes = (Entity, Naming)

    def __init__(self) -> None:
        self._names = Keys()

    def keep(self, reading: Reading) -> None:
        record = reading.record
        if isinstance(record, Entity):
            self._names.add(record.id, record.name, reading, THING)
        elif isinstance(record, Naming) and record.kind == "official":
            self._names.add(record.subject, record.name, reading, NAME)

    def finish(self) -> Iterator[Late]:
        for group in self._names.groups(least=1):
            things = [entry for entry in group if entry.tag == THING]
            names = [entry for entry in group if entry.tag == NAME]
            if things and not names:
                zh, en = (
                    "没有正式名称；请补一行 official。",
                    "It has no official name; add a row of kind official.",
                )
                yield Late(things[0].place, "name", zh, en)
            elif len(names) > 1:
                zh, en = (
                    f"有 {len(names)} 个正式名称；请只留一个。",
                    f"It has {len(names)} official names; keep one.",
                )
                yield from (Late(name.place, "kind", zh, en) for name in names)
            elif things and names[0].content != things[0].content:
                zh, en = (
                    "正式名称与对象表不同；请统一。",
                    "The table of things has another name; make them agree.",
                )
                yield Late(names[0].place, "name", zh, en)


class UniqueNames(Check):
    """Within a class and its subclasses a name means one thing, quotes and brackets aside.

    Where a name clashes with an official one, the official one stays.
    """

    takes = (Naming,)

    def __init__(self, ontology: Ontology, index: Index) -> None:
        self._ontology = ontology
        self._index = index
        self._classes = list(ontology.classes)
        self._numbers = {name: number for number, name in enumerate(self._classes)}
        self._names = Keys()

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        cls = self._index.cls(record.subject) if isinstance(record, Naming) else None
        if isinstance(record, Naming) and cls in self._numbers:
            bearers = self._index.known.names(record.name)
            if record.subject in (id_ for id_, _ in bearers):
                return  # the graph gives it the name already
            for other, other_cls in bearers:
                if self._related(cls, other_cls):
                    yield reading.problem("name", *_taken(other))

    def keep(self, reading: Reading) -> None:
        record = reading.record
        cls = self._index.cls(record.subject) if isinstance(record, Naming) else None
        if isinstance(record, Naming) and cls in self._numbers:
            tag = 2 * self._numbers[cls] + (record.kind == "official")
            self._names.add(name_key(record.name), record.subject, reading, tag)

    def finish(self) -> Iterator[Late]:
        for group in self._names.groups():
            for entry in group:
                rivals = [other for other in group if self._clash(entry, other)]
                if rivals and not (entry.tag % 2 and all(other.tag % 2 == 0 for other in rivals)):
                    file, line = rivals[0].place
                    yield Late(entry.place, "name", *_taken(f"{file}:{line}"))

    def _clash(self, one: Entry, other: Entry) -> bool:
        mine, theirs = self._classes[one.tag // 2], self._classes[other.tag // 2]
        return one.content != other.content and self._related(mine, theirs)

    def _related(self, one: str, other: str) -> bool:
        return self._ontology.is_a(one, other) or self._ontology.is_a(other, one)


def _taken(other: str) -> tuple[str, str]:
    return (
        f"同类的另一对象（{other}）也叫这个名称；请改名，或判定二者相同。",
        f"Another thing of its class ({other}) has this name; change it, or judge the two the same.",
    )
