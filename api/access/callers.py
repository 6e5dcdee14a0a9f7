"""The layer that says who asks: by key, by session, or nobody; and what nobody may do."""

from time import monotonic
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.control import Access
from api.access.roles import SAFE, Caller
from api.access.sessions import COOKIE
from api.addresses import is_loopback
from api.problems import refuse
from graph.errors import NoKey, Refused, TooFast

OPEN = ("/healthz", "/readyz", "/login", "/static/")


class Callers:
    """Sets `caller` on every request, refuses those without a right to read, slows the fast ones, keeps the record."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self._paces: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        watched = _Watched(send)
        try:
            scope["caller"] = self._caller(Headers(scope=scope))
            self._pace(scope)
            if not scope["caller"].role and not scope["path"].startswith(OPEN):
                raise NoKey(
                    "需要密钥：请在 Authorization: Bearer 中给出，或在 /login 登录。",
                    "a key is needed: send it as Authorization: Bearer, or sign in at /login.",
                )
            await self.app(scope, receive, watched)
        except NoKey as error:
            await self._turn_away(error, scope, receive, watched)
        except Refused as error:
            await refuse(error, scope, receive, watched)
        finally:
            self._record(scope, watched.status)

    def _caller(self, headers: Headers) -> Caller:
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            key = self.access.keys.holder(secret.strip())
            if key is None:
                raise NoKey(
                    "密钥不存在、已过期或已撤销；请向管理员要一把新的。",
                    "the key is unknown, expired or revoked; ask for a new one.",
                )
            return Caller(key.role, key.name, key.id)
        session = self.access.sessions.read(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""))
        key = self.access.keys.known(session.key) if session else None
        return Caller(key.role, key.name, key.id, session.nonce) if session and key else self.access.anonymous

    def _pace(self, scope: Scope) -> None:
        """A bucket that fills within a minute, for each key or address; this machine itself has none."""
        who = scope["caller"].key or address_of(scope)
        if not scope["caller"].key and is_loopback(who):
            return
        most, now = float(self.access.per_minute), monotonic()
        left, then = self._paces.get(who, (most, now))
        left = min(most, left + (now - then) * most / 60)
        if left < 1:
            seconds = int((1 - left) * 60 / most) + 1
            raise TooFast(
                f"每分钟最多 {most:.0f} 次请求；请 {seconds} 秒后再试。",
                f"at most {most:.0f} requests a minute; try again in {seconds} seconds.",
                retry_after=seconds,
            )
        self._paces[who] = (left - 1, now)
        if len(self._paces) > 10_000:
            self._paces = {w: pace for w, pace in self._paces.items() if now - pace[1] < 60}

    async def _turn_away(self, error: NoKey, scope: Scope, receive: Receive, send: Send) -> None:
        """A person is shown where to sign in; a program gets the problem."""
        person = "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith("/api/")
        if person and scope["method"] in SAFE:
            await RedirectResponse(f"/login?next={quote(scope['path'])}", 303)(scope, receive, send)
        else:
            await refuse(error, scope, receive, send)

    def _record(self, scope: Scope, status: int) -> None:
        caller: Caller = scope.get("caller") or Caller("")
        if not caller.key and scope["method"] in SAFE and status not in (401, 403, 429):
            return
        self.access.audit.note(
            {
                "who": caller.name,
                "key": caller.key,
                "role": caller.role,
                "what": f"{scope['method']} {scope['path']}",
                "query": scope["query_string"].decode("latin-1"),
                "status": status,
                "from": address_of(scope),
                "request_id": scope.get("request_id", ""),
            }
        )


class _Watched:
    """Sends on and remembers the status."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self.send(message)


def address_of(scope: Scope) -> str:
    """The address of the caller; empty where the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""
