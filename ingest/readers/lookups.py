"""What later rows of a source refer to: documents, things by name, fields by name."""

from graph.dates import last_day
from graph.model import Document, Entity
from graph.names import name_key
from ingest.readers.cells import Cells


class Lookups:
    """Filled while the first tables are read, asked while the later ones are."""

    def __init__(self) -> None:
        self._days: dict[str, str] = {}
        self._classes: dict[str, str] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self._fields: dict[str, str] = {}

    def add_document(self, document: Document) -> None:
        """Remember the day a document speaks of: its date, or the last day of its period."""
        self._days[document.id] = document.date or (document.period and last_day(document.period))

    def add_entity(self, entity: Entity) -> None:
        """Remember the class of a thing."""
        self._classes[entity.id] = entity.cls

    def add_name(self, name: str, entity: str) -> None:
        """Remember that `name` may mean `entity`."""
        key = name_key(name)
        known = self._named.get(key, ())
        if entity not in known:
            self._named[key] = (*known, entity)

    def add_field(self, name: str, field: str) -> None:
        """Remember the id of a field."""
        self._fields[name] = field

    def speaks_of(self, document: str) -> str:
        """The day a document speaks of, or "" where that is not known."""
        return self._days.get(document, "")

    def field(self, cells: Cells, column: str) -> str:
        """The id of the field named in the cell."""
        name = cells.need(column)
        if name and name not in self._fields:
            cells.wrong(
                column,
                f"领域表中没有 {name!r}；请先加到领域表。",
                f"No field is named {name!r}; add it to the fields first.",
            )
        return self._fields.get(name, "")

    def subject(self, cells: Cells, column: str) -> str:
        """The id of the one thing that the cell names, by id or by any of its names."""
        name = cells.need(column)
        if name in self._classes or not name:
            return name
        found = self._named.get(name_key(name), ())
        if len(found) == 1:
            return found[0]
        if found:
            listed = "、".join(f"{entity}（{self._classes.get(entity, '?')}）" for entity in found)
            cells.wrong(
                column,
                f"{name!r} 可指 {listed}；请改写编号。",
                f"{name!r} may mean {', '.join(found)}; write the id instead.",
            )
        else:
            cells.wrong(
                column,
                f"没有名为 {name!r} 的对象；请先登记名称。",
                f"Nothing is named {name!r}; enter the name first.",
            )
        return ""
