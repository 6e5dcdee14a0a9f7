"""Cursors: where a page begins, as a text that callers hand back."""

import base64
import binascii
from collections.abc import Sequence

import orjson

from graph.arguments import wrong
from queries import Query


def cursor_of(place: Sequence[str | int]) -> str:
    """An opaque cursor: how many rows were told, or the columns that the last of them ended at."""
    return base64.urlsafe_b64encode(orjson.dumps([1, *place])).decode().rstrip("=")


def place_of(query: Query, cursor: str) -> tuple[list[str | int] | None, int]:
    """Where a page begins: after which row, or after how many; BadParameter for anything this API did not hand out."""
    if not cursor:
        return None, 0
    try:
        version, *place = orjson.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error):
        version, place = 0, []
    kinds = [int if column.type == "integer" else str for column in query.keyed] or [int]
    fits = len(place) == len(kinds) and all(type(part) is kind for part, kind in zip(place, kinds, strict=False))
    if version != 1 or not fits or any(type(part) is int and not 0 <= part < 10**9 for part in place):
        raise wrong(
            "cursor",
            "不是本接口给出的游标；请从第一页重新开始。",
            "is no cursor of this API; start again at the first page.",
        )
    return (place, 0) if query.keyed else (None, place[0])
