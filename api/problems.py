"""Errors leave as RFC 9457 problems, in the caller's language, once."""

from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from api.answers import linked
from api.deps import is_page, lang_of
from api.pages.render import render
from graph.errors import BadParameter, InnographError
from ingest.rows import Reject

RETRY_SECONDS = "2"
PLAIN = {
    400: ("bad-body", "请求体无法读取", "The body cannot be read"),
    404: ("not-found", "没有这个地址", "No such address"),
    405: ("method", "该地址不支持这种请求", "Method not allowed"),
    408: ("slow", "请求体迟迟没有送达", "The body did not arrive in time"),
    413: ("body-size", "请求体过大", "Body too large"),
    415: ("media", "不支持的格式；请发送 JSON、CSV 或 XLSX", "Unknown media type; send JSON, CSV or XLSX"),
    500: ("internal", "内部错误", "Internal error"),
}


def problem_of(error: InnographError, request: Request) -> dict[str, Any]:
    """The problem document of one of our errors."""
    lang = lang_of(request)
    details = {key: linked(value) for key, value in {**located(error), **error.details}.items()}
    if "errors" in details:
        key = "reason_en" if lang == "en" else "reason"
        details["errors"] = [{**e, "reason": e[key]} for e in details["errors"]]
        for fault in details["errors"]:
            fault.pop("reason_en")
    return document(request, error.kind, error.title(lang), error.status, error.say(lang)) | details


def located(error: InnographError) -> dict[str, Any]:
    """What is wrong where in a list that was refused as a whole."""
    rejects = [reject for reject in getattr(error, "problems", ()) if isinstance(reject, Reject)]
    found = [problem for reject in rejects for problem in reject.problems]
    return {"errors": [{"field": p.column, "reason": p.zh, "reason_en": p.en} for p in found]} if found else {}


def document(request: Request, kind: str, title: str, status: int, detail: str) -> dict[str, Any]:
    """The members every problem has."""
    base = request.app.state.settings.text("base_iri")
    return {
        "type": f"{base}/problems/{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        "request_id": request.scope.get("request_id", ""),
    }


def respond(request: Request, problem: dict[str, Any]) -> Response:
    """The problem as a page for a browser, else as a document; 503 says when to come back."""
    headers = {"Retry-After": str(problem.pop("retry_after", RETRY_SECONDS))} if problem["status"] in (429, 503) else {}
    if problem["status"] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if is_page(request):
        page = render(request, "error.html", problem["status"], problem=problem)
        page.headers.update(headers)
        return page
    return Response(orjson.dumps(problem), problem["status"], headers, "application/problem+json")


async def refuse(error: InnographError, scope: Scope, receive: Receive, send: Send) -> None:
    """The problem as the whole answer of a layer before the routes."""
    request = Request(scope)
    await respond(request, problem_of(error, request))(scope, receive, send)


def on_ours(request: Request, error: Exception) -> Response:
    """An error of ours, on a page or on the API."""
    assert isinstance(error, InnographError)
    return respond(request, problem_of(error, request))


def on_validation(request: Request, error: Exception) -> Response:
    """A missing or ill-typed parameter, as the same problem that the question itself would raise."""
    assert isinstance(error, RequestValidationError)
    errors = [{"field": _field(e), "reason": _zh(e["type"]), "reason_en": str(e["msg"])} for e in error.errors()]
    zh = "；".join(f"参数 {e['field']}：{e['reason']}" for e in errors)
    en = "; ".join(f"parameter {e['field']}: {e['reason_en']}" for e in errors)
    return on_ours(request, BadParameter(zh, en, errors=errors))


def on_http(request: Request, error: Exception) -> Response:
    """An address or method that is not there."""
    assert isinstance(error, HTTPException)
    kind, zh, en = PLAIN.get(error.status_code, ("http", str(error.detail), str(error.detail)))
    title = en if lang_of(request) == "en" else zh
    response = respond(request, document(request, kind, title, error.status_code, title))
    response.headers.update(error.headers or {})
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(methods_at(request))
    return response


def methods_at(request: Request) -> list[str]:
    """Every method that some route of this address takes."""
    root = request.app.router
    tried = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return [m for m in tried if any(r.matches({**request.scope, "method": m})[0] is Match.FULL for r in root.routes)]


def on_surprise(request: Request, error: Exception) -> Response:
    """Anything unforeseen: the log has the traceback, the caller a number to quote."""
    kind, zh, en = PLAIN[500]
    title = en if lang_of(request) == "en" else zh
    return respond(request, document(request, kind, title, 500, title))


def add_handlers(app: FastAPI) -> None:
    """Every handler, in one place."""
    app.add_exception_handler(InnographError, on_ours)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_surprise)


def _field(error: dict[str, Any]) -> str:
    """The parameter, or the place in a body: source.title."""
    inside = ".".join(map(str, error["loc"][1:]))
    return "body" if error["type"] == "json_invalid" or not inside else inside


def _zh(kind: str) -> str:
    return "必填，现为空。" if kind == "missing" else "写法有误。"
