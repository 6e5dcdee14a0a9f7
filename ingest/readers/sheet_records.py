"""What one row of a list says: the records it makes, each with the cells that its fields were read from."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graph.model import Figure, Identifier, Naming, Relation, Span
from ingest.directory import Directory
from ingest.readers.sheet_cells import plain
from ingest.readers.sheet_names import Bearer, known, own
from ingest.readers.sheet_row import SheetRow
from ingest.rows import Record
from ingest.templates import Column, Kind, LinkRow, ThingRow
from ontology import read_indicators

ONE_THING = frozenset({"USCC"})  # schemes in which a value belongs to one thing


class Said(NamedTuple):
    """A record, and the cell of each of its fields."""

    record: Record
    columns: Mapping[str, str]


class Statements:
    """Rows of one list as records; a thing that several rows enter in passing is entered once."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._entered: dict[str, tuple[str, int]] = {}

    def of(self, row: SheetRow) -> list[Said]:
        """The records of a row; what is wrong is noted in the row."""
        says = row.layout.template.says
        if isinstance(says, ThingRow):
            return list(self._thing(row, says))
        if isinstance(says, LinkRow):
            return list(self._link(row, says))
        return list(self._figure(row))

    def _thing(self, row: SheetRow, says: ThingRow) -> Iterator[Said]:
        cls = row.choice(says.class_key) if says.class_key else says.cls
        bearer = own(row, self._directory, "name", says.cls, cls, (says.cls,)) if cls else None
        if bearer is None:
            return
        if bearer.entity:
            yield Said(bearer.entity, _cells(row, name="name", cls=says.class_key or "name", status="status"))
        yield _naming(row, bearer, "name", row.text("note"))
        for column in row.layout.template.columns:
            if row.filled(column.key):
                yield from self._about(row, bearer.id, column)
        _check_roles(row)

    def _about(self, row: SheetRow, subject: str, column: Column) -> Iterator[Said]:
        """What one cell says of the row's thing."""
        span = Span(row.layout.document.id)
        if column.kind is Kind.NAMES:
            for name in row.names(column.key):
                cells = _cells(row, name=column.key, subject="name")
                yield Said(Naming("", subject, span, name=name, kind=column.called), cells)
        elif column.kind is Kind.CODE:
            value = row.code(column.key)
            if value and column.scheme in ONE_THING:
                self._check_holder(row, subject, column.key, value)
            record = Identifier("", subject, span, scheme=column.scheme, value=value)
            yield Said(record, _cells(row, value=column.key, subject="name"))
        elif column.joined:
            for other in known(row, self._directory, column.key, column.classes):
                yield _joined(row, subject, other, column)

    def _check_holder(self, row: SheetRow, subject: str, key: str, value: str) -> None:
        """A code that the graph gives to another thing: either the code or the name is wrong."""
        for thing in self._directory.find(value, "Entity"):
            if thing["id"] != subject:
                holder = f"“{thing['name']}”（{thing['id']}）"
                zh = f"此代码在库中属于{holder}；若是同一单位请用其名称，若是依托单位的代码请留空。"
                row.wrong(key, (zh, f"The graph gives this code to {holder}; use that name, or leave the cell empty."))

    def _link(self, row: SheetRow, says: LinkRow) -> Iterator[Said]:
        role = row.choice("role")
        cls = row.choice(says.class_key) if says.class_key else says.new
        subjects = self._subjects(row, says, cls)
        objects = known(row, self._directory, says.object, row.layout.template.column(says.object).classes)
        if not subjects or not objects:
            return
        bearer, other = subjects[0], objects[0]
        if cls and self._first(row, bearer, cls, says):
            if bearer.entity:
                yield Said(bearer.entity, _cells(row, name=says.subject, cls=says.class_key))
            yield _naming(row, bearer, says.subject)
        record = Relation(
            "", bearer.id, Span(row.layout.document.id), note=row.text("note"),
            predicate=says.by_role.get(role, says.relation), object=other.id, role=role,
            basis=row.choice("basis", "stated"), kind=row.choice("kind", "actual"),
            valid_from=row.date("valid_from"), valid_to=row.date("valid_to"), as_of=_as_of(row),
        )  # fmt: skip
        cells = _cells(row, subject=says.subject, object=says.object, predicate="role")
        yield Said(record, cells | _cells(row, **{key: key for key in PLAIN}))

    def _subjects(self, row: SheetRow, says: LinkRow, cls: str) -> list[Bearer]:
        classes = row.layout.template.column(says.subject).classes
        if not says.new:
            return known(row, self._directory, says.subject, classes)
        bearer = own(row, self._directory, says.subject, says.new, cls, classes)
        return [bearer] if bearer else []

    def _first(self, row: SheetRow, bearer: Bearer, cls: str, says: LinkRow) -> bool:
        """Whether this row is the first to say what the thing is and is called; a later one must agree."""
        earlier, line = self._entered.setdefault(bearer.id, (cls, row.number))
        if bearer.entity and earlier != cls:
            zh, en = (
                f"与第 {line} 行的类别不一致；请统一。",
                f"The class differs from that in row {line}; make them agree.",
            )
            row.wrong(says.class_key, (zh, en))
        return line == row.number

    def _figure(self, row: SheetRow) -> Iterator[Said]:
        column = row.layout.template.column("subject")
        subjects = known(row, self._directory, "subject", column.classes)
        indicator = row.choice("indicator")
        value, unit = row.number_in("value"), plain(row.text("unit"))
        if row.percent("value") and unit != "%":
            zh, en = "数值带“%”，单位应为 %；请改正。", "The value has a percent sign, so the unit is %; correct it."
            row.wrong("unit", (zh, en))
        if not subjects or not indicator or value is None:
            return
        allowed = read_indicators()[indicator].basis_allowed
        usual = allowed[0] if len(allowed) == 1 else "notStated"
        record = Figure(
            "", subjects[0].id, Span(row.layout.document.id), note=row.text("note"),
            indicator=indicator, value=value, value_max=row.number_in("value_max"), unit=unit,
            bound=row.choice("bound", "exact"), basis=row.choice("basis", usual),
            kind=row.choice("kind", "actual"), period=row.period("period"), deadline=row.date("deadline"),
        )  # fmt: skip
        yield Said(record, _cells(row, **{column.key: column.key for column in row.layout.template.columns}))


PLAIN = ("role", "basis", "kind", "valid_from", "valid_to", "as_of", "note")


def _naming(row: SheetRow, bearer: Bearer, key: str, note: str = "") -> Said:
    kind = "official" if bearer.official else "alias"
    record = Naming("", bearer.id, Span(row.layout.document.id), note=note, name=bearer.said, kind=kind)
    return Said(record, _cells(row, name=key, subject=key, kind=key))


def _joined(row: SheetRow, subject: str, other: Bearer, column: Column) -> Said:
    joined = column.joined
    assert joined is not None
    ends = (other.id, subject) if joined.inverse else (subject, other.id)
    role = row.choice(joined.role_key) if joined.role_key else joined.role
    dates = (row.date("valid_from"), row.date("valid_to")) if joined.dated else ("", "")
    span = Span(row.layout.document.id)
    record = Relation(
        "", ends[0], span, predicate=joined.relation, object=ends[1], role=role, as_of=_as_of(row),
        valid_from=dates[0], valid_to=dates[1],
    )  # fmt: skip
    sides = ("object", "subject") if joined.inverse else ("subject", "object")
    cells = {sides[0]: "name", sides[1]: column.key, "predicate": column.key, "role": joined.role_key}
    return Said(record, _cells(row, **cells, as_of="as_of", valid_from="valid_from", valid_to="valid_to"))


def _check_roles(row: SheetRow) -> None:
    """A role without the thing it belongs to would be lost."""
    for column in row.layout.template.columns:
        key = column.joined.role_key if column.joined else ""
        if key and row.filled(key) and not row.filled(column.key):
            zh = f"填了此格就要填“{column.label_zh}”。"
            row.wrong(key, (zh, f"This cell needs the column “{column.label_en}” to be filled in."))


def _as_of(row: SheetRow) -> str:
    """The day the row speaks of: that of the source where it does not say."""
    return row.date("as_of") or row.layout.document.date


def _cells(row: SheetRow, **keys: str) -> dict[str, str]:
    """The cell of each field, where the file has its column."""
    return {field: row.at(key) for field, key in keys.items() if row.at(key)}
