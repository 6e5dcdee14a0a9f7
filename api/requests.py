"""Every request has a number, which errors show and the log repeats."""

import re
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIds:
    """Takes the caller's X-Request-Id where it is a plain word, else makes one; sends it back."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        scope["request_id"] = given if GIVEN.fullmatch(given) else token_hex(8)

        async def numbered(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-Id"] = scope["request_id"]
            await send(message)

        await self.app(scope, receive, numbered)
