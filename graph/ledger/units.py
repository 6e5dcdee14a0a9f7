"""Units: what kind of quantity a unit counts, and how many base units it holds.

Counters (家, 个, 项, 人 …) are one kind: 24 家 and 24 个 are equal. Money, lengths and masses keep their own
kind. A percentage point (个百分点) is a difference of two shares and never a share (%).
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` decides what may be compared; `scale` is the number of base units in one of this unit."""

    kind: str
    scale: Decimal = Decimal(1)


MULTIPLIERS: Final = (
    ("万亿", Decimal(10) ** 12),
    ("千亿", Decimal(10) ** 11),
    ("百亿", Decimal(10) ** 10),
    ("十亿", Decimal(10) ** 9),
    ("亿", Decimal(10) ** 8),
    ("千万", Decimal(10) ** 7),
    ("百万", Decimal(10) ** 6),
    ("十万", Decimal(10) ** 5),
    ("万", Decimal(10) ** 4),
)

# Anything that is not named here is a counter; a place in a ranking is told by its basis, not by 位 or 名.
NAMED: Final = {
    "%": Unit("share"),
    "％": Unit("share"),
    "‰": Unit("share", Decimal("0.1")),
    "个百分点": Unit("points"),
    "百分点": Unit("points"),
    "倍": Unit("multiple"),
    "元": Unit("money"),
    "人民币元": Unit("money"),
    "美元": Unit("money:usd"),
    "日元": Unit("money:jpy"),
    "欧元": Unit("money:eur"),
    "千克": Unit("mass"),
    "公斤": Unit("mass"),
    "吨": Unit("mass", Decimal(1000)),
    "米": Unit("length"),
    "公里": Unit("length", Decimal(1000)),
    "海里": Unit("length", Decimal(1852)),
    "平方米": Unit("area"),
    "平方公里": Unit("area", Decimal(10) ** 6),
    "公顷": Unit("area", Decimal(10) ** 4),
    "亩": Unit("area", Decimal(2000) / 3),
    "千瓦": Unit("power"),
    "兆瓦": Unit("power", Decimal(1000)),
    "千瓦时": Unit("energy"),
    "度": Unit("energy"),
    "年": Unit("duration"),
}


@lru_cache(maxsize=1024)
def unit_of(text: str) -> Unit:
    """The unit written as `text`; unknown words are counters of scale 1, so no figure is refused here."""
    plain = "".join(text.split())
    if plain in NAMED:
        return NAMED[plain]
    for word, factor in MULTIPLIERS:
        if plain.startswith(word):
            rest = NAMED.get(plain[len(word) :], Unit("count"))
            return Unit(rest.kind, rest.scale * factor)
    return Unit("count")
