"""How office people write dates, numbers, codes and choices, read into one form; what is unclear is said so.

Every function returns the value, or a `Fault`: the same reason in Chinese and in English.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from graph.dates import first_day, last_day
from graph.names import name_key
from ingest.identifiers import RULES

Fault = tuple[str, str]

LONGEST_TEXT = 2000
QUOTED = 200
SERIALS = range(20_000, 80_000)  # days since 1899-12-30: 1954 to 2119
YEARS = range(1900, 2101)
EXACT_DIGITS = 15  # a spreadsheet number keeps no more
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
# What staff write for a term of the ontology, beside its label and its code.
WORDS: Mapping[str, str] = {
    "明载": "stated", "载明": "stated", "原文": "stated",
    "超": "over", "多": "over", "余": "over", "突破": "over", "近": "under", "不足": "under", "左右": "about",
    "以上": "atLeast", "不低于": "atLeast", "以下": "atMost", "以内": "atMost",
}  # fmt: skip

_DAY = re.compile(r"(\d{4})([-./年])(\d{1,2})(?:[-./月](\d{1,2})日?|月)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MIDNIGHT = re.compile(r"[ T]00?:00(?::00(?:\.0+)?)?$")
_BETWEEN = re.compile(r"[—–~至到/]+|-(?=\d{4}(?:\D|$))")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?")
_LIST = re.compile(r"[;；\n]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


class Cell(NamedTuple):
    """What stands in a cell: `kind` is text, number, date (ISO text), formula, error, or untyped as in CSV."""

    text: str = ""
    kind: str = "text"

    @property
    def shown(self) -> str:
        """Its text without signs that nobody sees and without surrounding blanks."""
        if self.text.isprintable():
            return self.text.strip()
        return "".join(sign for sign in self.text if unicodedata.category(sign) != "Cf").strip()


def flaw(cell: Cell) -> Fault | None:
    """Why a cell cannot be read, whatever column it stands in."""
    if cell.kind == "formula" or cell.shown.startswith("="):
        return (
            "此格是公式；请复制后“选择性粘贴”为数值。",
            "The cell is a formula; copy it and paste it as a value.",
        )
    if cell.kind == "error":
        return "此格是错误值；请改正。", "The cell holds an error value; correct it."
    if len(cell.text) > LONGEST_TEXT:
        return f"超过 {LONGEST_TEXT} 字；请缩短。", f"It is longer than {LONGEST_TEXT} characters; shorten it."
    if _CONTROL.search(cell.text):
        return "含有控制字符；请重新键入。", "It holds a control character; type it again."
    return None


def shortened(text: str) -> str:
    """A text as a report quotes it."""
    return text if len(text) <= QUOTED else text[:QUOTED] + "……"


def plain(text: str) -> str:
    """Half-width signs without blanks: for dates, numbers and codes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def listed(text: str) -> list[str]:
    """The parts of a list with semicolons or line breaks, each once."""
    return list(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip()))


def read_date(cell: Cell, epoch_1904: bool = False) -> str | Fault:
    """A year, month or day as ISO 8601 text."""
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", cell.shown))
    text = "".join(text.split())
    if text.isdigit() and len(text) == 5 and int(text) in SERIALS:
        found = (EPOCHS[epoch_1904] + timedelta(days=int(text))).isoformat()
    elif cell.kind in {"number", "untyped"} and re.fullmatch(r"\d{4}\.1", text):
        return (
            f"{text} 可能是 1 月，也可能是 10 月（末尾的 0 会丢失）；请写 {text[:4]}-01 或 {text[:4]}-10。",
            f"{text} may be January or October (a spreadsheet drops the last 0); write {text[:4]}-01 or {text[:4]}-10.",
        )
    else:
        found = _iso(text)
    try:
        if found and int(found[:4]) in YEARS and first_day(found):
            return found
    except ValueError:
        pass
    return (
        f"{cell.shown!r} 不是日期；请写 2021、2021-03 或 2021-03-05。",
        f"{cell.shown!r} is no date; write 2021, 2021-03 or 2021-03-05.",
    )


def read_period(cell: Cell, epoch_1904: bool = False) -> str | Fault:
    """A date, or an interval of two dates as ISO 8601 text: 2021—2025年 is 2021/2025."""
    single = read_date(cell, epoch_1904)
    if isinstance(single, str):
        return single
    parts = _BETWEEN.split("".join(unicodedata.normalize("NFKC", cell.shown).split()))
    ends = [read_date(Cell(part), epoch_1904) for part in parts]
    if len(ends) == 2 and isinstance(ends[0], str) and isinstance(ends[1], str):
        if first_day(ends[0]) <= last_day(ends[1]):
            return f"{ends[0]}/{ends[1]}"
        return "区间的起止颠倒；请改正。", "The interval runs backwards; correct it."
    if cell.kind in {"number", "untyped"} and "." in cell.shown and len(parts) == 1:
        return single
    return (
        f"{cell.shown!r} 不是日期或区间；请写 2021、2021-03-05 或 2021/2025。",
        f"{cell.shown!r} is no date or interval; write 2021, 2021-03-05 or 2021/2025.",
    )


def read_number(cell: Cell) -> Decimal | Fault:
    """A decimal number; separators of thousands and a percent sign may stand in it."""
    text = plain(cell.shown)
    if _NUMBER.fullmatch(text) and len(text) < 40:
        return Decimal(text.replace(",", "").rstrip("%"))
    return (
        f"{cell.shown!r} 不是数；请只写数字，单位和“约、多、以上”写在各自的列。",
        f"{cell.shown!r} is no number; write digits only, unit and bound have columns of their own.",
    )


def read_code(cell: Cell, scheme: str) -> str | Fault:
    """A standard identifier that obeys the rule of its scheme."""
    text = plain(cell.shown).upper()
    digits = len(text.replace(".", "").lstrip("0"))
    if cell.kind == "number" and (scheme == "GB/T 4754" or digits > EXACT_DIGITS):
        return (
            "此格是数字格式，开头的 0 或末几位可能已丢失；请把单元格设为“文本”后重新键入。",
            "The cell is a number: leading zeros or last digits may be lost; format it as text and type it again.",
        )
    return RULES[scheme](text) or text


def read_choice(text: str, options: Mapping[str, str]) -> str | Fault:
    """The code of what was chosen, by label, code or usual word."""
    if text in options:
        return options[text]
    key = name_key(text)
    for label, code in options.items():
        if key in (name_key(label), name_key(code)):
            return code
    if WORDS.get(text) in options.values():
        return WORDS[text]
    some = "、".join(list(options)[:12]) + ("……" if len(options) > 12 else "")
    codes = ", ".join(list(options.values())[:12]) + (" …" if len(options) > 12 else "")
    return f"不能填 {text!r}，只能是：{some}。", f"It cannot be {text!r}, only one of: {codes}."


def cell_of(value: object, number_format: str = "General") -> Cell:
    """A spreadsheet value as text; what is shown as a percentage becomes one: 0.6821 as 0.00% is 68.21%."""
    if value is None:
        return Cell()
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if "%" in number_format:
            return Cell(_digits(number * 100) + "%", "number")
        return Cell(_digits(number), "number")
    if isinstance(value, datetime):
        whole = value.time() == datetime.min.time()
        return Cell((value.date() if whole else value).isoformat(), "date")
    return Cell(str(value))


def _digits(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _iso(text: str) -> str:
    """ISO text of a date as written in China, or "" where it is none."""
    if year := re.fullmatch(r"(\d{4})年?", text):
        return year[1]
    if compact := _COMPACT.fullmatch(text):
        return "-".join(compact.groups())
    match = _DAY.fullmatch(text)
    if not match:
        return ""
    year_, _, month, day = match.groups()
    return "-".join([year_, month.zfill(2), *([day.zfill(2)] if day else [])])
