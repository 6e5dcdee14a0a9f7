"""Headers that keep pages to their own scripts, styles and addresses."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
Pairs = tuple[tuple[bytes, bytes], ...]


class SecurityHeaders:
    """Adds the policy to every response; `ancestors` says who may embed a page under /embed/, nobody elsewhere."""

    def __init__(self, app: ASGIApp, ancestors: str = "'none'") -> None:
        self.app = app
        self.embedded, self.others = headers_for(ancestors), headers_for("'none'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        mine = self.embedded if scope["path"].startswith("/embed/") else self.others

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in mine if pair[0] not in given)]
            await send(message)

        await self.app(scope, receive, guarded)


def headers_for(ancestors: str) -> Pairs:
    """The headers of a page that `ancestors` may embed."""
    return (b"content-security-policy", POLICY.format(ancestors=ancestors).encode()), *HEADERS
