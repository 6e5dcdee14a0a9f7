"""Signing in with a key, and out."""

from secrets import token_hex

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.access.control import Access
from api.access.roles import Caller, check_token
from api.access.sessions import COOKIE, SECONDS
from api.pages.render import render

router = APIRouter()
VISIT = "visit"


@router.get("/login")
def login(request: Request) -> Response:
    """The form; a visitor gets a number of their own, to which its token is bound."""
    return _form(request, 200, "")


@router.post("/login")
async def sign_in(request: Request) -> Response:
    """A session for a good key."""
    form = await request.form()
    access: Access = request.app.state.access
    await check_token(request, request.cookies.get(VISIT, ""))
    key = access.keys.holder(str(form.get("key", "")).strip())
    if key is None:
        access.audit.note({"who": "", "what": "login refused", "request_id": request.scope["request_id"]})
        return _form(request, 403, "unknown")
    access.audit.note({"who": key.name, "key": key.id, "what": "login", "request_id": request.scope["request_id"]})
    response = RedirectResponse(local(str(form.get("next", ""))), 303)
    _cookie(response, request, COOKIE, access.sessions.start(key.id), SECONDS)
    response.delete_cookie(VISIT, path="/login")
    return response


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """The cookie goes; a session that is not there needs no token."""
    caller: Caller = request.scope["caller"]
    if caller.nonce:
        await check_token(request, caller.nonce)
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


def local(address: str) -> str:
    """An address on this site, else home: nobody is sent elsewhere after signing in."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if plain else "/"


def _form(request: Request, status: int, fault: str) -> Response:
    visit, access = token_hex(16), request.app.state.access
    wish = local(request.query_params.get("next", ""))
    page = render(request, "login.html", status, fault=fault, next=wish, token=access.sessions.token(visit))
    page.headers["Cache-Control"] = "no-store"
    _cookie(page, request, VISIT, visit, 3600, "/login")
    return page


def _cookie(response: Response, request: Request, name: str, value: str, seconds: int, path: str = "/") -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, seconds, path=path, secure=secure, httponly=True, samesite="strict")
