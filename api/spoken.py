"""What questions put together in Chinese, such as the path of an inference, in English: phrase by phrase."""

import re
from collections.abc import Sequence

from graph.ledger.ranks import RULES
from queries import Column

NAME = "「([^「」]*)」"
# Longer phrases first: a shorter one may stand within.
PHRASES = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        ("读者推断服务本链", "read as serving this chain"),
        ("明载服务本链", "stated to serve this chain"),
        (f"名称所示领域{NAME}", r"field in its name “\1”"),
        (f"明载领域{NAME}", r"stated field “\1”"),
        (f"项目领域{NAME}", r"field of a project “\1”"),
        (f"服务企业{NAME}", r"serves the enterprise “\1”"),
        (f"孵化企业{NAME}", r"raised the enterprise “\1”"),
        (f"服务集群{NAME}", r"serves the cluster “\1”"),
        (f"环节{NAME}", r"segment “\1”"),
        (f"经{NAME}", r"through “\1”"),
        (" → 集群含本链", " → which this chain belongs to"),
        (" → 本链", " → this chain"),
        ("编辑驳回了推断", "an editor rejected the inference"),
        ("没有记载领域", "no field is recorded"),
        ("领域经核定不属于任何一条链", "its field was found to belong to no chain"),
        ("，其中有名称的 ", ", of which named "),
        (r"^超(?=\d)", "over "),
        (r"^近(?=\d)", "nearly "),
        (r"^约(?=\d)", "about "),
        (r"^不少于(?=\d)", "at least "),
        (r"^不超过(?=\d)", "at most "),
        *((re.escape(rule.said.zh), rule.said.en) for rule in RULES),
        (" > ([A-Z]+[0-9]+)：", r" before \1: "),
        ("；(?=[a-z])", "; "),
    )
)


def spoken(text: str, lang: str) -> str:
    """A text that a question puts together, in `lang`; names in it stay as they are."""
    if lang != "en":
        return text
    for pattern, words in PHRASES:
        text = pattern.sub(words, text)
    return text


def columns_in(columns: Sequence[Column], lang: str) -> list[Column]:
    """The columns a reader of one language needs: of `x` and `x_en` only one."""
    names = {column.name for column in columns}
    if lang == "en":
        return [column for column in columns if f"{column.name}_en" not in names]
    return [column for column in columns if not column.name.endswith("_en")]
