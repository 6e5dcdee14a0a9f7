"""Every request has a number, which errors show and the log repeats; every request is counted and timed."""

import logging
import re
from secrets import token_hex
from time import perf_counter

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.figures import Figures

GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
KNOWN = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = logging.getLogger("innograph.requests")


class Requests:
    """Takes the caller's X-Request-Id where it is a plain word, else makes one; sends it back. Answers HEAD as GET."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self.app = app
        self.figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        scope["request_id"] = given if GIVEN.fullmatch(given) else token_hex(8)
        method, started = scope["method"], perf_counter()
        answer = _Answer(scope["request_id"], send, bodyless=method == "HEAD")
        scope = {**scope, "method": "GET"} if method == "HEAD" else scope
        self.figures.at_once += 1
        try:
            await self.app(scope, receive, answer)
        finally:
            self.figures.at_once -= 1
            seconds = perf_counter() - started
            self.figures.count(method if method in KNOWN else "other", _route(scope), answer.status, seconds)
            if log.isEnabledFor(logging.INFO):
                log.info("request", extra={"said": _line(scope, method, answer, seconds)})


class _Answer:
    """Sends on, with the number of the request, and remembers status and size."""

    def __init__(self, number: str, send: Send, bodyless: bool) -> None:
        self.number, self.send, self.bodyless = number, send, bodyless
        self.status = 500
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message["headers"], (b"x-request-id", self.number.encode())]}
        elif self.bodyless:
            message = {**message, "body": b""}
        self.bytes += len(message.get("body", b""))
        await self.send(message)


def _route(scope: Scope) -> str:
    """The pattern of the address, so that counts stay few whatever callers ask for."""
    if known := scope.get("kept_route") or scope.get("counted_as"):
        return str(known)
    return str(getattr(scope.get("route"), "path", "/static" if scope["path"].startswith("/static/") else "none"))


def _line(scope: Scope, method: str, answer: _Answer, seconds: float) -> dict[str, object]:
    caller = scope.get("caller")
    return {
        "request_id": scope["request_id"],
        "method": method,
        "path": scope["path"],
        "status": answer.status,
        "ms": round(seconds * 1000, 2),
        "bytes": answer.bytes,
        "from": scope["client"][0] if scope.get("client") else "",
        "who": caller.name if caller else "",
    }
