"""What a column of a template is, and the ways to make one from the ontology."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ontology import read_indicators, read_ontology


class Kind(Enum):
    """What a cell holds; each has one way of being read (`ingest.readers.sheet_cells`)."""

    TEXT = "text"
    NAME = "name"  # the name that the row's own thing is entered under
    NAMES = "names"  # further names
    THING = "thing"  # a thing of the graph, by any of its names
    CHOICE = "choice"
    DATE = "date"
    PERIOD = "period"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Joined:
    """A cell that joins the row's thing to the things it names.

    `inverse`: they are the subject; `role` is a fixed role, `role_key` the column that gives it; `dated`: the
    columns valid_from and valid_to belong to this statement.
    """

    relation: str
    inverse: bool = False
    role: str = ""
    role_key: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `options` maps what may be chosen, as shown, to its code; `scheme` names an identifier scheme.

    `called` is the kind of name given by a column of names. `several` allows a list with semicolons.
    """

    key: str
    label_zh: str
    label_en: str
    kind: Kind
    help_zh: str
    help_en: str
    required: bool = False
    several: bool = False
    classes: tuple[str, ...] = ()
    options: Mapping[str, str] | None = None
    scheme: str = ""
    called: str = ""
    joined: Joined | None = None
    example: str = ""


def name(label_zh: str, label_en: str, cls: str, example: str) -> Column:
    """The name of the row's own thing; `cls` is the class it has or descends from."""
    known = read_ontology().cls(cls)
    return Column(
        "name", label_zh, label_en, Kind.NAME, known.definition_zh, known.definition_en, True,
        classes=(cls,), example=example,
    )  # fmt: skip


def other_names(key: str, called: str, example: str = "") -> Column:
    """Short, former or English names of the row's thing."""
    term = read_ontology().term("nameKind", called)
    zh, en = f"{term.label_zh}，多个用分号隔开。", f"Names of kind {term.label_en}, separated by semicolons."
    label = term.label_en.capitalize() + " name"
    return Column(key, term.label_zh, label, Kind.NAMES, zh, en, several=True, called=called, example=example)


def thing(
    key: str,
    label_zh: str,
    label_en: str,
    joined: Joined,
    required: bool = False,
    classes: tuple[str, ...] = (),
    said: tuple[str, str] | None = None,
    example: str = "",
) -> Column:
    """Things on the other side of a relation: of all the classes it allows or of some, with its definition as help."""
    relation = read_ontology().relation(joined.relation)
    zh, en = said or (relation.definition_zh, relation.definition_en)
    classes = classes or (relation.domain if joined.inverse else relation.range)
    return Column(
        key, label_zh, label_en, Kind.THING, zh, en, required, several=True,
        classes=classes, joined=joined, example=example,
    )  # fmt: skip


def end(key: str, label_zh: str, label_en: str, classes: tuple[str, ...], relation: str, example: str) -> Column:
    """One end of the statement that a row makes."""
    known = read_ontology().relation(relation)
    return Column(
        key, label_zh, label_en, Kind.THING, known.definition_zh, known.definition_en, True,
        classes=classes, example=example,
    )  # fmt: skip


def choice(
    key: str, code_list: str, label_zh: str = "", label_en: str = "", only: tuple[str, ...] = (), example: str = ""
) -> Column:
    """One value of a code list of the ontology, or one of `only`."""
    known = read_ontology().code_lists[code_list]
    options = {term.label_zh: term.code for term in known.terms.values() if not only or term.code in only}
    return Column(
        key, label_zh or known.label_zh, label_en or known.label_en, Kind.CHOICE, "", "",
        options=options, example=example,
    )  # fmt: skip


def class_choice(key: str, label_zh: str, label_en: str, ancestor: str, required: bool, example: str) -> Column:
    """One of the classes that may have things and descend from `ancestor`."""
    ontology = read_ontology()
    classes = [c for c in ontology.classes.values() if ancestor in c.lineage and not c.abstract]
    options = {c.label_zh: c.name for c in classes}
    zh, en = "选最具体的一类。", "The most specific class."
    return Column(key, label_zh, label_en, Kind.CHOICE, zh, en, required, options=options, example=example)


def indicator(example: str) -> Column:
    """One of the indicators."""
    options = {known.label_zh: known.code for known in read_indicators().values()}
    zh, en = "指标的定义见指标表。", "The table of indicators has the definitions."
    return Column("indicator", "指标", "Indicator", Kind.CHOICE, zh, en, True, options=options, example=example)


def attribute(
    key: str,
    property_: str,
    kind: Kind,
    label_zh: str = "",
    label_en: str = "",
    required: bool = False,
    more: tuple[str, str] = ("", ""),
    example: str = "",
) -> Column:
    """A property of the statement itself: dates, value, unit, note; `more` is said after its definition."""
    known = read_ontology().properties[property_]
    zh, en = known.definition_zh + more[0], f"{known.definition_en} {more[1]}".rstrip()
    label_zh, label_en = label_zh or known.label_zh, label_en or known.label_en.capitalize()
    return Column(key, label_zh, label_en, kind, zh, en, required, example=example)


def code(key: str, scheme: str, label_en: str, example: str) -> Column:
    """A standard identifier, kept as text and checked by the rule of its scheme."""
    term = read_ontology().term("identifierScheme", scheme)
    zh, en = "按文本填写，按校验规则核对。", "Written as text, checked by the rule of the scheme."
    return Column(key, term.label_zh, label_en, Kind.CODE, zh, en, scheme=scheme, example=example)
