"""The web application: routers, error handlers, middleware, life span."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from api import conflicts, health, problems
from api.network_routes import network_router
from api.pages import mount_static, pages_router
from api.query_routes import question_router
from api.requests import RequestIds
from api.resources import resource_router
from api.security import SecurityHeaders
from graph import engine
from graph.asking import catalogue
from graph.settings import Settings
from graph.store import Store, open_store


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application over an open store; without one it opens (and closes) the store of the settings."""
    app = FastAPI(
        title="InnoGraph",
        version=version("innograph"),
        summary="城市创新生态知识图谱 | a knowledge graph of a city's innovation ecosystem",
        lifespan=_lifespan(settings, store),
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.store = store
    app.state.catalogue = catalogue()
    questions = app.state.catalogue
    for router in (
        health.router,
        conflicts.router,
        question_router(questions),
        resource_router(questions),
        network_router,
        pages_router,
    ):
        app.include_router(router)
    mount_static(app)
    problems.add_handlers(app)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    return app


def _lifespan(settings: Settings, store: Store | None) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if store:
            yield
            return
        with engine.session(settings) as connection, open_store(settings, connection) as opened:
            app.state.store = opened
            yield

    return lifespan
