"""What routes ask for, as annotated aliases."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from api.access.roles import Caller, allowed
from graph.errors import StoreUnreachable
from graph.people import for_readers
from graph.settings import Settings
from graph.store import Store
from queries import Query

LANGUAGES = ("zh", "en")
T = TypeVar("T")


def store_of(request: Request) -> Store:
    """The open store, for readers without personal data; StoreUnreachable while the engine is still starting."""
    store: Store | None = request.app.state.store
    if store is None:
        raise StoreUnreachable("数据库正在启动，请稍后重试。", "the database is starting; try again in a moment.")
    caller: Caller = request.scope["caller"]
    return store if caller.may("editor") else for_readers(store)


def settings_of(request: Request) -> Settings:
    """The settings this app was made with."""
    return request.app.state.settings  # type: ignore[no-any-return]


def catalogue_of(request: Request) -> Mapping[str, Query]:
    """Every question by name."""
    return request.app.state.catalogue  # type: ignore[no-any-return]


def age_of(request: Request) -> float:
    """Seconds since the application was made."""
    return time.monotonic() - float(request.app.state.begun)


def lang_of(request: Request) -> str:
    """ "zh" or "en": ?lang=, then the cookie; a program may also say so by Accept-Language, a page is Chinese first."""
    for wish in (request.query_params.get("lang"), request.cookies.get("lang")):
        if wish in LANGUAGES:
            return wish
    if is_page(request):
        return "zh"
    first = request.headers.get("accept-language", "zh").split(",")[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def is_page(request: Request) -> bool:
    """Whether a person is looking: outside the API, with a browser."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


async def editor_of(request: Request) -> Caller:
    """The caller, who may decide and write."""
    return await allowed(request, "editor")


async def admin_of(request: Request) -> Caller:
    """The caller, who may do everything."""
    return await allowed(request, "admin")


def at_once(given: Callable[[Request], T]) -> Callable[[Request], Awaitable[T]]:
    """The same without a thread of its own, which would cost a request more than it does."""

    async def asked(request: Request) -> T:
        return given(request)

    return asked


EditorDep = Annotated[Caller, Depends(editor_of)]
AdminDep = Annotated[Caller, Depends(admin_of)]
StoreDep = Annotated[Store, Depends(at_once(store_of))]
SettingsDep = Annotated[Settings, Depends(at_once(settings_of))]
CatalogueDep = Annotated[Mapping[str, Query], Depends(at_once(catalogue_of))]
LangDep = Annotated[str, Depends(at_once(lang_of))]
