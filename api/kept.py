"""Answers kept as bytes, and served again for as long as the graph has not changed."""

import asyncio
import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.figures import Figures
from api.problems import refuse
from api.revisions import Revisions
from graph.dates import today
from graph.errors import InnographError, TooMany

PREFIX = "/api/v1/"
# Below this many bytes packing costs more than it saves.
WORTH_PACKING = 1024
VARY = b"Accept, Accept-Language, Accept-Encoding, Authorization, Cookie"
LANG = re.compile(r"(?:^|; )lang=(zh|en)")
Key = tuple[str, ...]
Pairs = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Kept:
    """One answer: its headers without length, encoding and tag, and its body."""

    revision: int
    headers: Pairs
    body: bytes
    route: str

    @cached_property
    def packed(self) -> bytes:
        """The body as gzip."""
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def size(self) -> int:
        """Bytes it takes, roughly, packed form included."""
        return len(self.body) * 5 // 4 + 1000


class Shelf:
    """The answers used last, up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.bytes = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key, revision: int) -> Kept | None:
        """The answer kept for `key` at this revision."""
        kept = self._kept.get(key)
        if kept is None or kept.revision != revision:
            return None
        self._kept.move_to_end(key)
        return kept

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer; those not used for longest make room."""
        if kept.size > self.most // 4:
            return
        if old := self._kept.pop(key, None):
            self.bytes -= old.size
        self._kept[key] = kept
        self.bytes += kept.size
        while self.bytes > self.most:
            self.bytes -= self._kept.popitem(last=False)[1].size


class KeptAnswers:
    """Serves GET answers of the API from memory: the whole answer, or 304 where the caller has it already.

    Only answers that name their revision are kept. Equal questions at one time are asked of the database once.
    """

    def __init__(self, app: ASGIApp, revisions: Revisions, shelf: Shelf, figures: Figures) -> None:
        self.app = app
        self.revisions = revisions
        self.shelf = shelf
        self.figures = figures
        self._asked: dict[Key, asyncio.Event] = {}
        self._version = version("innograph")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        least = least_of(headers)
        try:
            revision = await self.revisions.current(least)
        except InnographError:
            revision = None
        if revision is None:
            await self.app(scope, receive, send)
        elif revision < least:
            await refuse(behind(least, revision), scope, receive, send)
        else:
            await self._answer(scope, receive, send, headers, revision)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, headers: Headers, revision: int) -> None:
        key = self._key(scope, headers)
        mark = mark_of(key)
        tag = tag_of(mark, revision)
        if tag in headers.get("if-none-match", ""):
            self.figures.memory["unchanged"] += 1
            scope["kept_route"] = "304"
            await send(
                {"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode()), (b"vary", VARY)]}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        kept = self.shelf.get(key, revision) or await self._other_asks(key, revision)
        if kept:
            self.figures.memory["hit"] += 1
            scope["kept_route"] = kept.route
            await _send(kept, tag, headers, send)
            return
        self.figures.memory["miss"] += 1
        # What is kept is not packed: callers differ in what they can unpack.
        scope["kept"] = True
        asked = self._asked[key] = asyncio.Event()
        try:
            await self.app(scope, receive, _Recorder(self.shelf, scope, key, mark, headers, send))
        finally:
            self._asked.pop(key, None)
            asked.set()

    async def _other_asks(self, key: Key, revision: int) -> Kept | None:
        """The answer to the same question that another caller is waiting for, if it can be kept."""
        event = self._asked.get(key)
        if event is None:
            return None
        await event.wait()
        return self.shelf.get(key, revision)

    def _key(self, scope: Scope, headers: Headers) -> Key:
        caller, chosen = scope.get("caller"), LANG.search(headers.get("cookie", ""))
        return (
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("accept", ""),
            headers.get("accept-language", "")[:2],
            chosen[1] if chosen else "",
            caller.role if caller else "",
            today(),
            self._version,
        )


class Packing(GZipMiddleware):
    """Packs what is not kept; what is kept is packed once for all (`Kept.packed`)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if scope.get("kept") else super().__call__)(scope, receive, send)


class _Recorder:
    """Passes an answer on; where it is good and names its revision, keeps it whole first."""

    def __init__(self, shelf: Shelf, scope: Scope, key: Key, mark: str, headers: Headers, send: Send) -> None:
        self.shelf, self.scope, self.key, self.mark = shelf, scope, key, mark
        self.headers, self.send = headers, send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            given = Headers(raw=message["headers"])
            if message["status"] == 200 and "x-revision" in given:
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.parts.append(message.get("body", b""))
        if not message.get("more_body"):
            kept = self._kept(self.start)
            self.shelf.put(self.key, kept)
            await _send(kept, tag_of(self.mark, kept.revision), self.headers, self.send)

    def _kept(self, start: Message) -> Kept:
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        revision = int(Headers(raw=headers)["x-revision"])
        route = str(self.scope.get("counted_as") or getattr(self.scope.get("route"), "path", "none"))
        return Kept(revision, headers, b"".join(self.parts), route)


def least_of(headers: Headers) -> int:
    """The revision that the caller has seen elsewhere, such as after writing through another replica."""
    text = headers.get("x-revision-at-least", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def behind(least: int, revision: int) -> TooMany:
    """This replica has not seen that write yet."""
    return TooMany(
        f"本副本的修订号是 {revision}，还没有到 {least}；请按 Retry-After 重试。",
        f"this replica is at revision {revision}, not yet at {least}; try again after Retry-After seconds.",
        retry_after=1,
    )


def mark_of(key: Key) -> str:
    """A question in few signs."""
    return blake2b(repr(key).encode(), digest_size=9).hexdigest()


def tag_of(mark: str, revision: int) -> str:
    """The weak entity tag of an answer: known from question and revision, without the answer."""
    return f'W/"{revision}-{mark}"'


async def _send(kept: Kept, tag: str, headers: Headers, send: Send) -> None:
    body = kept.body
    mine: Pairs = [(b"etag", tag.encode()), (b"cache-control", b"private, no-cache")]
    if len(body) >= WORTH_PACKING and "gzip" in headers.get("accept-encoding", "") and body[:2] != b"PK":
        body = kept.packed
        mine.append((b"content-encoding", b"gzip"))
    mine += [(b"vary", VARY), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": [*kept.headers, *mine]})
    await send({"type": "http.response.body", "body": body})
