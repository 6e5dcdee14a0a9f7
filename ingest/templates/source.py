"""The source of a list: what the officer states of the document it comes from, and the names of a file's sheets."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from ontology import read_ontology

SOURCE_SHEET = "来源"
HELP_SHEET = "说明"
LIST_SHEET = "选项"
REPORT_SHEET = "退回说明"
KEY_ROW = "innograph:"  # cell A1 of the rows: this, then the name of the template; the keys of the columns follow
MARK = "标记"  # heading of the first column
EXAMPLE = "示例"
SKIPPED = frozenset({EXAMPLE, "说明", "example", "help"})  # rows marked so are not loaded


class SourceField(NamedTuple):
    """One line of the source; `options` by label where one is chosen."""

    key: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    required: bool = False
    options: Mapping[str, str] | None = None
    default: str = ""


@cache
def source_fields() -> tuple[SourceField, ...]:
    """Title, issuer, number, date and kind of the document, and which part of it the list is."""
    kinds = {term.label_zh: term.code for term in read_ontology().code_lists["documentKind"].terms.values()}
    return (
        SourceField(
            "title",
            "来源标题",
            "Title",
            "名单所依据的文件或台账的全名",
            "full title of the paper or register",
            True,
        ),
        SourceField("issuer", "来源单位", "Issuer", "发布或管理它的单位", "body that issued or keeps it", True),
        SourceField("number", "来源文号", "Number", "发文字号，没有则空", "document number, if any"),
        SourceField("date", "来源日期", "Date", "如 2024-12-31；名单所说的时点", "such as 2024-12-31", True),
        SourceField(
            "kind",
            "来源类别",
            "Kind",
            "空为本单位表格",
            "empty: list of the bureau",
            options=kinds,
            default="sheet",
        ),
        SourceField(
            "part",
            "分表名称",
            "Part",
            "来源分成几个文件装载时填写，如 环翠区",
            "where the source is loaded in several files",
        ),
    )
