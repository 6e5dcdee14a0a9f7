"""What a role may do."""

from dataclasses import dataclass
from hmac import compare_digest

from starlette.requests import Request

from api.access.keys import ROLES
from api.access.sessions import Sessions
from graph.errors import Forbidden, NoKey

SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; an empty role may not even read. `nonce` is there for a session only."""

    role: str
    name: str = ""
    key: str = ""
    nonce: str = ""

    def may(self, role: str) -> bool:
        """Whether this role includes that one."""
        return self.role in ROLES and ROLES.index(self.role) >= ROLES.index(role)


async def allowed(request: Request, role: str) -> Caller:
    """The caller, where the role suffices and a form came from a page of ours; NoKey or Forbidden otherwise."""
    caller: Caller = request.scope["caller"]
    if not caller.may(role):
        if caller.key:
            raise Forbidden(
                f"这把密钥的角色是 {caller.role}，此操作需要 {role}。",
                f"this key has the role {caller.role}; this needs {role}.",
            )
        raise NoKey(
            f"此操作需要角色为 {role} 的密钥；请在 /login 登录，或用 Authorization: Bearer 给出。",
            f"this needs a key with the role {role}; sign in at /login or send it as Authorization: Bearer.",
        )
    if caller.nonce and request.method not in SAFE:
        await check_token(request, caller.nonce)
    return caller


async def check_token(request: Request, nonce: str) -> None:
    """A browser sends cookies with forms of other sites too, so ours carry a token; Forbidden without it."""
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").partition(";")[0] in FORMS:
        given = str((await request.form()).get("csrf", ""))
    sessions: Sessions = request.app.state.access.sessions
    if not compare_digest(given.encode("utf-8", "surrogatepass"), sessions.token(nonce).encode()):
        raise Forbidden(
            "表单已过期或不是本站的；请刷新页面后重试。",
            "the form is too old or not ours; reload the page and try again.",
        )
