"""One typed GET for each question, made from its header."""

import inspect
from collections.abc import Callable, Mapping
from keyword import iskeyword
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from api.answers import linked_row, to_csv, to_json, to_xlsx
from api.deps import LangDep, StoreDep
from graph.asking import LIMIT, MOST, Answer, ask, wrong
from graph.errors import NotFound
from queries import Param
from queries import Query as Question

PREFIX = "/api/v1/queries"
RESERVED = ("limit", "cursor", "format", "lang")
NOTHING: Mapping[str, str] = {}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, tuple[str, Callable[[Question, Answer], bytes]]] = {
    "json": ("application/json", to_json),
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": (XLSX, to_xlsx),
}
SCHEMAS: Mapping[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def question_router(catalogue: Mapping[str, Question]) -> APIRouter:
    """Routes of every question, with and without a format suffix, and the catalogue itself."""
    router = APIRouter(prefix=PREFIX, tags=["queries"])
    router.add_api_route("", _listing(catalogue), methods=["GET"], summary="查询目录 | Catalogue of questions")
    for question in catalogue.values():
        endpoint = endpoint_of(question)
        title = f"{question.title_zh} | {question.title_en}"
        router.add_api_route(
            f"/{question.name}",
            endpoint,
            methods=["GET"],
            name=question.name,
            summary=title,
            description=question.about,
        )
        suffixed = f"/{question.name}.{{suffix}}"
        router.add_api_route(suffixed, endpoint_of(question), methods=["GET"], include_in_schema=False)
    return router


def respond(question: Question, answer: Answer, kind: str) -> Response:
    """The answer in one format, with its revision as a header."""
    media, write = FORMATS[kind]
    headers = {"X-Revision": str(answer.revision)}
    if kind != "json":
        headers["Content-Disposition"] = f'attachment; filename="{question.name}.{kind}"'
    return Response(write(question, answer), media_type=media, headers=headers)


def entry(question: Question, lang: str) -> dict[str, Any]:
    """One line of the catalogue."""
    return {
        "name": question.name,
        "title": question.title(lang),
        "about": question.about,
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


def endpoint_of(question: Question, path: Mapping[str, str] = NOTHING, single: bool = False) -> Callable[..., Response]:
    """The endpoint of a question; `path` maps parts of the address to parameters, `single` answers its one row."""

    def endpoint(request: Request, store: StoreDep, **_: Any) -> Response:
        kind = format_of(request)
        given: dict[str, Any] = {path[name]: request.path_params[name] for name in path}
        given |= {name: request.query_params.getlist(name) for name in request.query_params if name not in RESERVED}
        answer = ask(store, question, given, limit_of(request), request.query_params.get("cursor", ""))
        return one(question, answer, given) if single else respond(question, answer, kind)

    own = list(inspect.signature(endpoint).parameters.values())[:2]
    parts = [_part(name, question, path[name]) for name in path]
    declared = [_declared(param) for param in question.params if param.name not in path.values()]
    signature = [*own, *parts, *declared, *(() if single else PAGE)]
    endpoint.__signature__ = inspect.Signature(signature)  # type: ignore[attr-defined]
    endpoint.__annotations__ = {p.name: p.annotation for p in signature}
    return endpoint


def one(question: Question, answer: Answer, given: Mapping[str, Any]) -> Response:
    """The first row as a resource of its own; NotFound where there is none."""
    if not answer.items:
        what = "、".join(map(str, given.values()))
        raise NotFound(f"没有 {what}；请核对编号。", f"there is no {what}; check the id.")
    content = {**linked_row(question, answer.items[0]), "revision": answer.revision}
    return Response(orjson.dumps(content), media_type="application/json", headers={"X-Revision": str(answer.revision)})


def limit_of(request: Request) -> int:
    """The page size asked for."""
    text = request.query_params.get("limit") or str(LIMIT)
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 4):
        raise wrong("limit", f"应为 1 到 {MOST} 的整数。", f"must be a whole number from 1 to {MOST}.")
    return int(text)


def format_of(request: Request) -> str:
    """json, csv or xlsx: by suffix, ?format=, or Accept."""
    asked = request.path_params.get("suffix") or request.query_params.get("format")
    if asked:
        if asked not in FORMATS:
            raise wrong("format", f"应为 {'、'.join(FORMATS)} 之一。", f"must be one of {', '.join(FORMATS)}.")
        return str(asked)
    accept = request.headers.get("accept", "")
    return next((kind for kind, (media, _) in FORMATS.items() if media.partition(";")[0] in accept), "json")


def _part(name: str, question: Question, param: str) -> inspect.Parameter:
    help_ = next(p.help for p in question.params if p.name == param)
    annotation: Any = Annotated[str, Path(description=help_)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)


def _declared(param: Param) -> inspect.Parameter:
    schema = dict(SCHEMAS.get(param.single, {"type": "string"}))
    if param.choices:
        schema["enum"] = list(param.choices)
    if param.many:
        schema = {"type": "array", "items": schema}
    note = Query(alias=param.name, description=param.help, json_schema_extra=schema)
    default = inspect.Parameter.empty if param.required else None
    kind: Any = list[str] if param.many else str
    annotation: Any = Annotated[kind, note] if param.required else Annotated[kind | None, note]
    name = f"{param.name}_" if iskeyword(param.name) else param.name
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _page(name: str, help: str, schema: dict[str, Any]) -> inspect.Parameter:
    note = Query(description=help, json_schema_extra=schema)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[str | None, note], default=None)


PAGE = (
    _page(
        "limit",
        "每页行数 | rows per page",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    ),
    _page("cursor", "下一页游标 | cursor of the next page", {"type": "string"}),
    _page("format", "json、csv 或 xlsx", {"type": "string", "enum": list(FORMATS)}),
)
