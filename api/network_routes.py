"""Network views of the questions that name one: a page, its data, and a still picture of the same positions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, LangDep, StoreDep
from api.network_picture import picture_of
from api.network_svg import svg_of
from api.pages.render import render
from graph.arguments import wrong
from graph.asking import Answer, ask
from graph.errors import NotFound
from graph.network import MOST_NODES, USUAL
from graph.store import Store
from graph.wishes import MOST
from queries import Query

network_router = APIRouter(include_in_schema=False)
OWN = ("limit", "layout", "lang")
MOST_ROWS = 10_000


@network_router.get("/network/{name}.json")
def network_json(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, name: str) -> Response:
    """Nodes, edges and the equivalent table as JSON."""
    model = _model(request, store, viewed(catalogue, name), lang)
    body = {
        key: model[key] for key in ("nodes", "edges", "claims", "documents", "legend", "hidden", "revision", "as_of")
    }
    body |= {key: model["script"][key] for key in ("groups", "layers", "layout")}
    table = [
        {"id": n["id"], "name": n["name"], "class": n["cls"] or None, "degree": n["degree"]} for n in model["nodes"]
    ]
    body |= {"table": table, "truncated": model["hidden"] > 0 or model["more"]}
    return Response(orjson.dumps(body), media_type="application/json", headers={"X-Revision": str(model["revision"])})


@network_router.get("/network/{name}.svg")
def network_svg(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, name: str) -> Response:
    """The picture without a script: for print, for documents, and where scripts are off."""
    query = viewed(catalogue, name)
    picture = picture_of(query, rows_of(store, query, given(request)).items, lang, cap(request))
    text = svg_of(picture, request.query_params.get("layout") or picture.layout)
    headers = {"Content-Disposition": f'inline; filename="{name}.svg"'}
    return Response(text, media_type="image/svg+xml", headers=headers)


@network_router.get("/network/{name}")
def network_page(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, name: str) -> Response:
    """The page: picture, legend as filter, details with sources, the same as a table."""
    query = viewed(catalogue, name)
    model = _model(request, store, query, lang)
    return render(request, "network.html", network=model, query=query)


@network_router.get("/embed/network/{name}")
def network_embed(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, name: str) -> Response:
    """The picture alone, for a frame in a page of another bureau; INNOGRAPH_FRAME_ANCESTORS says whose."""
    model = _model(request, store, viewed(catalogue, name), lang)
    return render(request, "network_embed.html", network=model)


def viewed(catalogue: Mapping[str, Query], name: str) -> Query:
    """The question of that name, if it names a view; NotFound lists those that do."""
    query = catalogue.get(name)
    if query is None or not query.view:
        known = "、".join(q.name for q in catalogue.values() if q.view)
        raise NotFound(
            f"没有名为“{name}”的网络图；可用的有：{known}。", f"there is no network “{name}”; there are: {known}."
        )
    return query


def given(request: Request) -> dict[str, list[str]]:
    """The question's own parameters in the address."""
    return {name: request.query_params.getlist(name) for name in request.query_params if name not in OWN}


def cap(request: Request) -> int:
    """The number of nodes asked for, at most 1,500."""
    text = request.query_params.get("limit") or str(USUAL)
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
        raise wrong("limit", f"应为 1 到 {MOST_NODES} 的整数。", f"must be a whole number from 1 to {MOST_NODES}.")
    return min(int(text), MOST_NODES)


def rows_of(store: Store, query: Query, arguments: Mapping[str, str | Sequence[str]], timeout: float = 0) -> Answer:
    """All rows of an answer, up to 10,000; `next` is set where there are more."""
    answer = ask(store, query, arguments, MOST, timeout=timeout)
    items = list(answer.items)
    while answer.next and len(items) < MOST_ROWS:
        answer = ask(store, query, arguments, MOST, answer.next, timeout)
        items.extend(answer.items)
    return replace(answer, items=items)


def _model(request: Request, store: Store, query: Query, lang: str) -> dict[str, Any]:
    # pyvis brings IPython, half a second and 60 MB that only a picture should cost.
    from api.views import view_model

    arguments = given(request)
    return view_model(query, rows_of(store, query, arguments), arguments, lang, cap(request))
