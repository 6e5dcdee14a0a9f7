"""By day, by night, or as the system wishes: a choice that a cookie keeps, with or without scripts."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.pages.login import local
from api.pages.render import THEME, THEMES
from graph.arguments import wrong

router = APIRouter()
YEAR = 31_536_000


@router.get("/theme/{theme}")
def choose(theme: str, back: str = "/") -> Response:
    """Keep the choice and go back; `system` forgets it."""
    if theme not in (*THEMES, "system"):
        raise wrong("theme", "应为 light、dark 或 system。", "must be light, dark or system.")
    response = RedirectResponse(local(back), 303)
    if theme == "system":
        response.delete_cookie(THEME, path="/")
    else:
        response.set_cookie(THEME, theme, max_age=YEAR, samesite="lax", path="/")
    return response
