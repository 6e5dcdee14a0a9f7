"""What one caller may cost: bytes of a body and of an address, seconds to send it, requests at one time."""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.figures import Figures
from api.problems import refuse
from graph.errors import Refused, TooLarge, TooLong, TooMany

# The HTTP parser itself gives up at 64 kB, without a sentence.
LONGEST_ADDRESS = 32_768
# Seconds: for the head of a request, and between two pieces of its body.
PATIENCE = 10.0
OPEN = ("/healthz", "/readyz", "/metrics")


class Limits:
    """Refuses bodies and addresses that are too long, and requests beyond those that can be worked on at one time."""

    def __init__(self, app: ASGIApp, figures: Figures, body: int, at_once: int) -> None:
        self.app = app
        self.figures = figures
        self.body = body
        self.at_once = at_once
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self._check(scope)
        except Refused as error:
            self.figures.refused[error.kind] += 1
            await refuse(error, scope, receive, send)
            return
        self._working += 1
        try:
            await self.app(scope, _measured(receive, self.body), send)
        finally:
            self._working -= 1

    def _check(self, scope: Scope) -> None:
        length = Headers(scope=scope).get("content-length", "0")
        if len(scope["query_string"]) > LONGEST_ADDRESS:
            raise TooLong("地址过长；请改用 POST 或分批。", "the address is too long; use POST or ask in parts.")
        if length.isdigit() and int(length) > self.body:
            raise too_large(self.body)
        if self._working >= self.at_once and scope["path"] not in OPEN:
            raise TooMany(
                "请求太多，服务器正忙；请按 Retry-After 稍后重试。",
                "too many requests at one time; try again after Retry-After seconds.",
            )


def too_large(most: int) -> TooLarge:
    """The refusal of a body over `most` bytes."""
    return TooLarge(
        f"请求体超过 {most} 字节；请分批发送，或调大 INNOGRAPH_BODY_LIMIT。",
        f"the body is over {most} bytes; send it in parts, or raise INNOGRAPH_BODY_LIMIT.",
    )


def _measured(receive: Receive, most: int) -> Receive:
    """Counts the body while it comes, as a caller may say nothing or something wrong about its length."""
    total = 0
    whole = False

    async def counted() -> Message:
        nonlocal total, whole
        # Once the body is there the next message is the end of the connection, which may take as long as the answer.
        message = await (receive() if whole else _in_time(receive))
        total += len(message.get("body", b""))
        whole = whole or not message.get("more_body", False)
        if total > most:
            raise HTTPException(413)
        return message

    return counted


async def _in_time(receive: Receive) -> Message:
    try:
        return await asyncio.wait_for(receive(), PATIENCE)
    except TimeoutError as error:
        raise HTTPException(408) from error
