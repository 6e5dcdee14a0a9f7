"""Pages, each of them an answer to a question and a template."""

from importlib.resources import files

from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from api.pages import (
    about,
    chains,
    compare,
    deciding,
    districts,
    documents,
    explore,
    home,
    indicators,
    lists,
    login,
    packs,
    quality,
    questions,
    reference,
    theme,
    things,
)

PAGES = (
    home,
    login,
    chains,
    compare,
    about,
    districts,
    indicators,
    packs,
    things,
    documents,
    quality,
    questions,
    explore,
    lists,
    deciding,
    reference,
    theme,
)
pages_router = APIRouter(include_in_schema=False)
for page in PAGES:
    pages_router.include_router(page.router)


class Assets(StaticFiles):
    """Static files; an address with a digest never changes its content."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lasting = b"v=" in scope.get("query_string", b"")

        async def kept(message: Message) -> None:
            if lasting and message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"].append((b"cache-control", b"public, max-age=31536000, immutable"))
            await send(message)

        await super().__call__(scope, receive, kept)


def mount_static(app: FastAPI) -> None:
    """Serve our own and the vendored assets."""
    app.mount("/static", Assets(directory=str(files("api") / "static")), name="static")
