"""One typed GET for each question, made from its header."""

import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute

from api.accepting import preferred
from api.answers import linked_row, to_csv, to_json, to_xlsx
from api.contract import DOCX, NAMED, XLSX, good, operation_of
from api.deps import LangDep, lang_of, store_of
from api.gathering import Gathering
from graph.arguments import wrong
from graph.asking import Answer
from graph.errors import NotFound
from graph.store import Store
from graph.wishes import LIMIT, MOST, wished
from queries import Query as Question

PREFIX = "/api/v1/queries"
RESERVED = ("limit", "cursor", "format", "lang")
NOTHING: Mapping[str, str] = {}
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]
# Formats that are written in no time; a workbook would keep others waiting.
LIGHT = ("json", "csv")
FORMATS: Mapping[str, tuple[str, Callable[[Question, Answer], bytes]]] = {
    "json": ("application/json", to_json),
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": (XLSX, to_xlsx),
}
KINDS = {media.partition(";")[0]: kind for kind, (media, _) in FORMATS.items()}


class QuestionRoute(APIRoute):
    """A route whose endpoint reads the request itself, so that FastAPI need not look for parameters in it first."""

    def get_route_handler(self) -> Endpoint:
        """The endpoint as it is."""
        return self.endpoint


def question_router(catalogue: Mapping[str, Question]) -> APIRouter:
    """Routes of every question, with and without a format suffix, and the catalogue itself."""
    router = APIRouter(prefix=PREFIX, tags=["queries"])
    listing: dict[int | str, dict[str, Any]] = {200: good({"$ref": f"{NAMED}Catalogue"})}
    router.add_api_route(
        "",
        _listing(catalogue),
        methods=["GET"],
        summary="查询目录 | Catalogue of questions",
        operation_id="queries",
        responses=listing,
    )
    router.add_api_route(
        "/{name}", _named(catalogue), methods=["GET"], include_in_schema=False, route_class_override=QuestionRoute
    )
    for question in catalogue.values():
        add_question(router, f"/{question.name}", question)
    return router


def _named(catalogue: Mapping[str, Question]) -> Endpoint:
    """The endpoint before all others: routes are tried one by one, and a hundred would cost more than an answer.

    The routes of the single questions stand behind it for the description.
    """
    endpoints = {name: endpoint_of(question) for name, question in catalogue.items()}

    async def endpoint(request: Request) -> Response:
        name, dot, suffix = request.path_params["name"].partition(".")
        if name not in endpoints or (dot and not suffix):
            raise HTTPException(404)
        request.scope["counted_as"] = f"{PREFIX}/{name}"
        request.path_params["suffix"] = suffix
        return await endpoints[name](request)

    return endpoint


def respond(question: Question, answer: Answer, kind: str) -> Response:
    """The answer in one format, with its revision as a header."""
    media, write = FORMATS[kind]
    headers = {"X-Revision": str(answer.revision)}
    if kind != "json":
        headers["Content-Disposition"] = f'attachment; filename="{question.name}.{kind}"'
    return Response(write(question, answer), media_type=media, headers=headers)


def evidence(request: Request, store: Store, question: Question, answer: Answer, given: Mapping[str, Any]) -> Response:
    """The answer as a Word document, with the conflicts among its figures."""
    from api.evidence import answered  # python-docx is only for those who ask for a document

    content = answered(store, question, answer, given, lang_of(request))
    return document(content, question.name, question.title_zh, answer.revision)


def document(content: bytes, name: str, title: str, revision: int) -> Response:
    """A Word document to keep, under a name in Chinese too."""
    named = f"attachment; filename=\"{name}.docx\"; filename*=UTF-8''{quote(title)}.docx"
    headers = {"X-Revision": str(revision), "Content-Disposition": named}
    return Response(content, media_type=DOCX, headers=headers)


def entry(question: Question, lang: str) -> dict[str, Any]:
    """One line of the catalogue."""
    return {
        "name": question.name,
        "title": question.title(lang),
        "about": question.told(lang),
        "href": f"{PREFIX}/{question.name}",
        "params": [
            {
                "name": p.name,
                "type": p.type,
                "required": p.required,
                "default": p.default or None,
                "help": p.help,
            }
            for p in question.params
        ],
        "returns": [{"name": c.name, "type": c.type} for c in question.returns],
        "example": dict(question.example),
        "view": list(question.view) or None,
    }


def _listing(catalogue: Mapping[str, Question]) -> Callable[..., Response]:
    def listing(lang: LangDep) -> Response:
        items = [entry(question, lang) for question in catalogue.values()]
        return Response(
            orjson.dumps({"items": items, "page": {"limit": len(items), "next": None}}),
            media_type="application/json",
        )

    return listing


def endpoint_of(question: Question, path: Mapping[str, str] = NOTHING, single: bool = False) -> Endpoint:
    """The endpoint of a question; `path` maps parts of the address to parameters, `single` answers its one row."""

    async def endpoint(request: Request) -> Response:
        store = store_of(request)
        kind = "json" if single else format_of(request)
        given: dict[str, Any] = {path[name]: request.path_params[name] for name in path}
        given |= filled(request)
        wish = wished(question, given, limit_of(request), plain_of(request, "cursor"))

        def write(answer: Answer) -> Response:
            if kind == "docx":
                return evidence(request, store, question, answer, given)
            return one(question, answer, given) if single else respond(question, answer, kind)

        gathering: Gathering = request.app.state.gathering
        asked = gathering.ask if kind in LIGHT else gathering.ask_alone
        return await asked(store, wish, write)  # type: ignore[no-any-return]

    return endpoint


def filled(request: Request) -> dict[str, list[str]]:
    """The parameters of a question in the address; one that is there has to hold something."""
    given = {name: request.query_params.getlist(name) for name in request.query_params if name not in RESERVED}
    for name, values in given.items():
        if not all(values):
            raise wrong(name, "为空；不用时请去掉。", "is empty; leave it out instead.")
    return given


def add_question(
    router: APIRouter, address: str, question: Question, path: Mapping[str, str] = NOTHING, single: bool = False
) -> None:
    """Serve a question at an address below the prefix of the router, described from its header."""
    router.add_api_route(
        address,
        endpoint_of(question, path, single),
        methods=["GET"],
        name=f"{router.prefix}{address}",
        summary=f"{question.title_zh} | {question.title_en}",
        description=f"{question.about} | {question.about_en}".removesuffix(" | "),
        operation_id="_".join(re.findall(r"\w+", f"{router.prefix}{address}".removeprefix("/api/v1"))),
        openapi_extra=operation_of(question, path, single),
        responses={200: {"description": "回答 | the answer"}},
        route_class_override=QuestionRoute,
    )


def one(question: Question, answer: Answer, given: Mapping[str, Any]) -> Response:
    """The first row as a resource of its own; NotFound where there is none."""
    if not answer.items:
        what = "、".join(map(str, given.values()))
        raise NotFound(f"没有 {what}；请核对编号。", f"there is no {what}; check the id.")
    content = {**linked_row(question, answer.items[0]), "revision": answer.revision}
    return Response(orjson.dumps(content), media_type="application/json", headers={"X-Revision": str(answer.revision)})


def limit_of(request: Request) -> int:
    """The page size asked for."""
    text = plain_of(request, "limit") or str(LIMIT)
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4):
        raise wrong("limit", f"应为 1 到 {MOST} 的整数。", f"must be a whole number from 1 to {MOST}.")
    return int(text)


def plain_of(request: Request, name: str) -> str:
    """A parameter of the page, given once at most; empty where it is not."""
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise wrong(name, "只能给一个值。", "takes one value only.")
    if given == [""] and name != "cursor":  # an empty cursor is the first page
        raise wrong(name, "为空；不用时请去掉。", "is empty; leave it out instead.")
    return given[0] if given else ""


def format_of(request: Request) -> str:
    """json, csv, xlsx or docx: by suffix, ?format=, or Accept."""
    asked = request.path_params.get("suffix") or plain_of(request, "format")
    if asked:
        if asked not in (*FORMATS, "docx"):
            known = (*FORMATS, "docx")
            raise wrong("format", f"应为 {'、'.join(known)} 之一。", f"must be one of {', '.join(known)}.")
        return str(asked)
    return next(iter(preferred(request.headers.get("accept", ""), KINDS)), "json")
