"""ISO 8601 years, months, days and intervals as days that compare as text."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from time import time
from zoneinfo import ZoneInfo

from graph.errors import BadParameter, SettingError
from graph.settings import read_settings

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(text: str) -> str:
    """The first day of a year, month, day or interval: 2021 → 2021-01-01; ValueError for anything else."""
    year, month, day = _parts(text.partition("/")[0])
    return date(year, month or 1, day or 1).isoformat()


@lru_cache(maxsize=10_000)
def last_day(text: str) -> str:
    """The last day of a year, month, day or interval: 2021 → 2021-12-31; ValueError for anything else."""
    year, month, day = _parts(text.rpartition("/")[2])
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1]).isoformat()


def today() -> str:
    """Today in the city, wherever the machine stands: what is recorded, decided or asked has the city's day."""
    return _day(int(time()) // 60)


def day_at(moment: datetime, zone: str) -> str:
    """The day that a moment with its offset falls on in a time zone (IANA name); SettingError for no such zone."""
    return moment.astimezone(_zone(zone)).date().isoformat()


@lru_cache(maxsize=1)
def _day(minute: int) -> str:
    """The day in the city at a minute since 1970; everywhere days begin with a minute."""
    return day_at(datetime.fromtimestamp(minute * 60, UTC), _city())


@cache
def _city() -> str:
    return read_settings().text("time_zone")


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(
            f"没有时区 {name!r}；INNOGRAPH_TIME_ZONE 应写作 Asia/Shanghai 这样的名称。",
            f"there is no time zone {name!r}; write INNOGRAPH_TIME_ZONE like Asia/Shanghai.",
        ) from error


def day_of(name: str, text: str) -> str:
    """A parameter as a day (a bare year or month means its last day); BadParameter where it is none."""
    try:
        return today() if text == "today" else last_day(text)
    except ValueError:
        zh, en = f"{text!r} 不是日期，应为 2021-12-31 这样的写法。", f"{text!r} is no date; write 2021-12-31."
        raise BadParameter(zh, en, errors=[{"field": name, "reason": zh, "reason_en": en}]) from None


def _parts(text: str) -> tuple[int, int, int]:
    match = FORM.fullmatch(text)
    if not match or not match[1].isascii():
        raise ValueError(text)
    return int(match[1]), int(match[2] or 0), int(match[3] or 0)
