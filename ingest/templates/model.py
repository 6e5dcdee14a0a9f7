"""A template: its columns and what one row of it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.templates.columns import Column

Names = Callable[[str], Sequence[str]]  # the names of the things of a class


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A row enters or names one thing; its other columns say something about it.

    The class is `cls`, or the one chosen in the column `class_key`.
    """

    cls: str
    class_key: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A row states one relation between the things of two columns.

    A subject that the graph lacks becomes a new thing of the class `new`, or of the one chosen in `class_key`.
    `by_role` gives the relation by role where that decides it.
    """

    subject: str
    object: str
    relation: str = ""
    by_role: Mapping[str, str] = field(default_factory=dict)
    new: str = ""
    class_key: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row states one figure."""


@dataclass(frozen=True, slots=True)
class Template:
    """A list that staff fill in: `examples` are rows by column key that show how."""

    name: str
    label_zh: str
    label_en: str
    about_zh: str
    about_en: str
    columns: tuple[Column, ...]
    says: ThingRow | LinkRow | FigureRow
    aliases: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column of that key."""
        return next(column for column in self.columns if column.key == key)
