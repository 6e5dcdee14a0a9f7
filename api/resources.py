"""Addresses that other bureaus bookmark; each is a question under another name, so there is one way to answer."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.answers import body
from api.contract import NAMED, good
from api.deps import CatalogueDep, StoreDep
from api.query_routes import add_question
from graph.asking import ask
from graph.wishes import MOST
from queries import Query

PREFIX = "/api/v1"


class LookUp(BaseModel):
    """Identifiers of one scheme."""

    scheme: str = Field(min_length=1, max_length=100, examples=["USCC"])
    values: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=500, examples=[["371002"]])


class Resource(NamedTuple):
    """An address, the question behind it, which part of the address is which parameter, and whether it is one row."""

    path: str
    question: str
    parts: Mapping[str, str] = {}
    single: bool = False


RESOURCES = (
    Resource("/entities/{id}", "entity", {"id": "entity"}, single=True),
    Resource("/entities/{id}/names", "entity_names", {"id": "entity"}),
    Resource("/entities/{id}/claims", "entity_claims", {"id": "entity"}),
    Resource("/entities/{id}/neighbours", "neighbours", {"id": "entity"}),
    Resource("/entities", "by_identifier"),
    Resource("/claims/{id}", "claim", {"id": "claim"}, single=True),
    Resource("/chains", "chains"),
    Resource("/search", "search"),
    Resource("/search/facets", "search_facets"),
    Resource("/documents", "documents"),
    Resource("/documents/{id}/claims", "document_claims", {"id": "document"}),
    Resource("/observations", "observations"),
    Resource("/changes", "changes"),
    Resource("/review", "decisions"),
)


def resource_router(catalogue: Mapping[str, Query]) -> APIRouter:
    """Routes of every resource; a question that is not shipped stops the start."""
    router = APIRouter(prefix=PREFIX, tags=["resources"])
    for resource in RESOURCES:
        add_question(router, resource.path, catalogue[resource.question], resource.parts, resource.single)
    router.add_api_route(
        "/entities",
        look_up,
        methods=["POST"],
        summary="成批按标准编号查对象 | Look up many at once",
        operation_id="entities_look_up",
        responses={200: good({"$ref": f"{NAMED}ByIdentifierAnswer"})},
    )
    router.add_api_route(
        "/chains/{id}/platforms",
        platforms,
        methods=["GET"],
        response_class=RedirectResponse,
        status_code=308,
        operation_id="chains_id_platforms",
        responses={308: {"description": "见 Location | see Location"}},
        summary="服务某产业链的平台（转到查询）| Platforms of a chain (moves to the question)",
    )
    return router


def platforms(id: str, request: Request) -> Response:
    """The platforms of a chain stand under their question."""
    parameters = [("chain", id), *request.query_params.multi_items()]
    return RedirectResponse(f"{PREFIX}/queries/platforms_for_chain?{urlencode(parameters)}", 308)


def look_up(wish: LookUp, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """Our ids for many identifiers of one scheme; values without a thing have no row."""
    question = catalogue["by_identifier"]
    answer = ask(store, question, {"scheme": wish.scheme, "value": wish.values}, MOST)
    return Response(orjson.dumps(body(question, answer)), media_type="application/json")
