"""Figures and days as a reader of the language writes them; data files keep plain numbers and ISO days."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from typing import Any

DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
HALVES = {"H1": ("上半年", "-06-30"), "H2": ("下半年", "-12-31")}
QUARTERS = {
    "Q1": ("一季度", "-03-31"),
    "Q2": ("二季度", "-06-30"),
    "Q3": ("三季度", "-09-30"),
    "Q4": ("四季度", "-12-31"),
}
PARTS = HALVES | QUARTERS
BEFORE = {"over": "超", "under": "近", "about": "约", "atMost": "不超过"}
ENGLISH = {"over": "over ", "under": "nearly ", "about": "about ", "atLeast": "at least ", "atMost": "at most "}
# A unit that begins with one of these has its scale already; a share or a place has none.
SCALED = ("万", "亿", "千", "百", "%", "位", "年")
# Words that only count say nothing in English; of a unit, the factor and the word that do.
COUNTERS = (*"家项个件次套条笔种户单只", "场次", "批次", "篇次", "台（套）", "人（项）")
UNITS = {
    "%": (1, "%"),
    "亿元": (0.1, " billion yuan"),
    "万元": (0.01, " million yuan"),
    "元": (1, " yuan"),
    "人": (1, " people"),
    "名": (1, " people"),
    "万人": (10_000, " people"),
    "人次": (1, " attendances"),
    "倍": (1, " times"),
    "个百分点": (1, " percentage points"),
    "年": (1, " years"),
    **dict.fromkeys(COUNTERS, (1, "")),
}
SCALES = ((10**8, "亿"), (10**4, "万"))


def day(text: str | None, lang: str) -> str:
    """2024-12-31 → 2024年12月31日, 2024-03 → 2024年3月, a range with 至; ISO in English, other text as it is."""
    if not text or lang == "en":
        return text or ""
    return "至".join(_day(part) for part in text.split("/"))


def moment(text: str | None, lang: str) -> str:
    """2026-11-22T23:57:01+00:00 → 2026年11月23日 07:57 in China: a time as the clock on this machine shows it."""
    if not text:
        return ""
    at = datetime.fromisoformat(text).astimezone()
    return f"{day(at.date().isoformat(), lang)} {at:%H:%M}"


def _day(text: str) -> str:
    year, _, part = text.partition("-")
    if part in PARTS:
        return f"{year}年{PARTS[part][0]}"
    found = DAY.fullmatch(text)
    if not found:
        return text
    return "".join(f"{int(number)}{sign}" for number, sign in zip(found.groups(), "年月日", strict=True) if number)


def last_day(period: str | None) -> str:
    """The last day of a period as ISO text: 2021 → 2021-12-31; empty where there is none."""
    text = (period or "").split("/")[-1]
    year, _, part = text.partition("-")
    if part in PARTS:
        return year + PARTS[part][1]
    found = DAY.fullmatch(text)
    if not found:
        return ""
    month = int(found[2] or 12)
    return text if found[3] else f"{year}-{month:02}-{monthrange(int(year), month)[1]:02}"


def plain(value: float) -> str:
    """A number without exponent, idle zeros or lost digits, thousands apart."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def digits(value: float, unit: str) -> str:
    """The number with 万 or 亿 where that loses nothing and the unit has no scale of its own."""
    if not unit.startswith(SCALED):
        for scale, sign in SCALES:
            scaled = value / scale
            if abs(scaled) >= 1 and round(scaled, 2) == scaled:
                return plain(scaled) + sign
    return plain(value)


def amount(figure: Mapping[str, Any], lang: str) -> str:
    """A figure in words: 超73%, 25家, 第4位, 24—27个; 未载明 is for the page to say; English units."""
    value, unit = figure.get("value"), figure.get("unit") or ""
    if value is None:
        return ""
    if figure.get("basis") == "rank" and unit == "位":
        return f"place {plain(value)}" if lang == "en" else f"第{plain(value)}位"
    most, bound = figure.get("value_max"), figure.get("bound") or ""
    if lang == "en":
        factor, word = UNITS.get(unit, (1, f" {unit}".rstrip()))
        numbers = dict.fromkeys(plain(number * factor) for number in (value, most) if number is not None)
        return f"{ENGLISH.get(bound, '')}{'–'.join(numbers)}{word}"
    text = digits(value, unit)
    if most is not None and most != value:
        text += f"–{digits(most, unit)}"
    return f"{BEFORE.get(bound, '')}{text}{unit}{'以上' if bound == 'atLeast' else ''}"
