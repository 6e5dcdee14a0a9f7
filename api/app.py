"""The web application: routers, error handlers, middleware, life span."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from api import conflicts, exporting, health, linked, problem_types, problems, review, sparql
from api.access.callers import Callers
from api.access.control import Access
from api.contract import describe
from api.figures import Figures
from api.gathering import Gathering
from api.kept import WORTH_PACKING, KeptAnswers, Packing, Shelf
from api.limits import Limits
from api.network_routes import network_router
from api.pages import mount_static, pages_router
from api.query_routes import question_router
from api.requests import Requests
from api.resources import resource_router
from api.revisions import Revisions
from api.security import SecurityHeaders
from api.submissions import submission_router, submission_schemas
from graph import engine
from graph.asking import catalogue
from graph.rdf.sparql import Sparql
from graph.settings import Settings
from graph.store import Store, open_store
from queries import Query

EXPOSED = ("ETag", "X-Revision", "X-Request-Id", "Retry-After")


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application over an open store; one that has none when it starts opens (and closes) that of the settings."""
    app = FastAPI(
        title="InnoGraph",
        version=version("innograph"),
        summary="城市创新生态知识图谱 | a knowledge graph of a city's innovation ecosystem",
        lifespan=_lifespan(settings),
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours are /metrics and the log
    )
    app.state.settings = settings
    app.state.store = store
    app.state.begun = time.monotonic()
    app.state.sparql = Sparql(settings.text("base_iri"))
    app.state.gathering = Gathering()
    app.state.catalogue = catalogue()
    questions = app.state.catalogue
    for router in routers(questions):
        app.include_router(router)
    app.openapi = describe(app, questions, submission_schemas())  # type: ignore[method-assign]
    mount_static(app)
    problems.add_handlers(app)
    add_layers(app, settings)
    return app


def routers(questions: Mapping[str, Query]) -> tuple[APIRouter, ...]:
    """All doors. Routes are tried one by one: what is asked most comes first."""
    return (
        health.router,
        resource_router(questions),
        question_router(questions),
        conflicts.router,
        review.router,
        submission_router(),
        exporting.router,
        network_router,
        pages_router,
        linked.router,
        sparql.router,
        problem_types.router,
    )


def add_layers(app: FastAPI, settings: Settings) -> None:
    """What a request passes on its way in, innermost first."""
    figures, shelf = Figures(), Shelf(settings.number("kept_bytes"))
    revisions = Revisions(lambda: app.state.store)
    app.state.access = Access.of(settings)
    app.state.figures, app.state.shelf, app.state.revisions = figures, shelf, revisions
    app.add_middleware(Packing, minimum_size=WORTH_PACKING)
    app.add_middleware(Limits, figures=figures, body=settings.number("body_limit"), at_once=settings.number("at_once"))
    app.add_middleware(KeptAnswers, revisions=revisions, shelf=shelf, figures=figures)
    app.add_middleware(Callers, access=app.state.access)
    app.add_middleware(SecurityHeaders, ancestors=settings.text("frame_ancestors").replace(",", " ") or "'none'")
    if origins := [origin.strip() for origin in settings.text("cors").split(",") if origin.strip()]:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_headers=["Authorization"], expose_headers=EXPOSED
        )
    app.add_middleware(Requests, figures=figures)


def _lifespan(settings: Settings) -> Callable[[FastAPI], Any]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.number("threads")
        with ExitStack() as stack:
            stack.callback(app.state.access.audit.close)
            stack.callback(app.state.sparql.close)
            if app.state.store is None:
                connection = stack.enter_context(engine.session(settings))
                app.state.store = stack.enter_context(open_store(settings, connection))
            yield

    return lifespan
