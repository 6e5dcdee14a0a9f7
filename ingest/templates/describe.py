"""A template in words: how each column is filled in, an example, the help of the workbook and of the documentation."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.templates.columns import Column, Kind
from ingest.templates.model import Template
from ingest.templates.source import EXAMPLE, HELP_SHEET
from ontology import read_ontology

HINTS: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("", ""),
    Kind.NAME: ("写全称。", "Give the full name."),
    Kind.NAMES: ("", ""),
    Kind.THING: ("写库中的名称、简称或编号。", "Give a name or id that the graph has."),
    Kind.CHOICE: ("", ""),
    Kind.DATE: ("写 2021、2021-03 或 2021-03-05。", "Write 2021, 2021-03 or 2021-03-05."),
    Kind.PERIOD: ("写年、月、日，或区间 2021/2025。", "Write a year, month, day, or an interval 2021/2025."),
    Kind.NUMBER: ("只写数字。", "Digits only."),
    Kind.CODE: ("", ""),
}
SHOWN = 15  # values of a list that are written out
HOW = (
    ("一行一条；红底标题为必填列。", "One statement a row; headings on red must be filled in."),
    (
        "“标记”列写“示例”或“说明”的行不装载，其余各行都装载。",
        "Rows marked 示例 or 说明 are left out, all others are loaded.",
    ),
    (
        "先在“来源”表写明名单出自哪份文件；没有来源的名单不能装载。",
        "Name the document in the sheet 来源 first; a list without a source is refused.",
    ),
    (
        "一格写几个名称时用分号隔开。重名时写“名称（编号）”。",
        "Separate several names by semicolons; where a name has several bearers, write name（id）.",
    ),
    (
        "不装载的列在标题前加“#”，不装载的工作表在表名前加“#”。",
        "Put # before a heading or a sheet's name to leave it out.",
    ),
    ("不用公式，不合并单元格，不隐藏行。", "No formulas, no merged cells, no hidden rows."),
    (
        "改正后再装载同一份名单，只有改动处变化；删去的行，其陈述随之撤下。",
        "Load a corrected list again and only what differs changes; what a deleted row said is closed.",
    ),
)


def shown_label(column: Column) -> str:
    """The heading: required columns carry an asterisk."""
    return column.label_zh + ("*" if column.required else "")


def help_row(template: Template) -> list[str]:
    """The row below the headings."""
    return [HELP_SHEET, *(column_line(column)[2] for column in template.columns)]


def example_row(template: Template, names: Callable[[str], Sequence[str]]) -> list[str]:
    """A row that could be loaded; `@Class` stands for the first thing of that class, nothing where there is none."""
    return [EXAMPLE, *(_example(column.example, names) for column in template.columns)]


def described(template: Template) -> Iterator[tuple[str, ...]]:
    """The sheet of help: what the list is, how it is filled in, then a line for each column."""
    yield (f"{template.label_zh} | {template.label_en}",)
    yield template.about_zh, "", "", template.about_en
    yield from ((zh, "", "", en) for zh, en in HOW)
    yield ("",)
    yield "列", "必填", "怎么填", "English"
    yield from (column_line(column) for column in template.columns)


def column_line(column: Column) -> tuple[str, str, str, str]:
    """Heading, whether it is required, how it is filled in, and the same in English."""
    hint_zh, hint_en = HINTS[column.kind]
    may_zh, may_en = _may(column)
    zh, en = f"{column.help_zh}{hint_zh}{may_zh}", f"{column.label_en}: {column.help_en} {hint_en}".rstrip() + may_en
    return column.label_zh, "是" if column.required else "", zh, en


def _may(column: Column) -> tuple[str, str]:
    """What may stand in a cell: the values of a short list, the classes of things."""
    if column.options:
        labels, codes, more = (
            list(column.options)[:SHOWN],
            list(column.options.values())[:SHOWN],
            len(column.options) > SHOWN,
        )
        return (
            f"可填：{'、'.join(labels)}{'……' if more else '。'}",
            f" One of: {', '.join(codes)}{' …' if more else '.'}",
        )
    known = [read_ontology().cls(cls) for cls in column.classes]
    if column.kind is not Kind.THING or not known:
        return "", ""
    return (
        f"可填：{'、'.join(cls.label_zh for cls in known)}。",
        f" Things of: {', '.join(cls.label_en for cls in known)}.",
    )


def _example(text: str, names: Callable[[str], Sequence[str]]) -> str:
    if not text.startswith("@"):
        return text
    return next(iter(names(text[1:])), "")
