"""Rows of other bureaus over REST: one POST takes a list by template and answers row by row."""

import re
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException

from api.answers import linked
from api.contract import NAMED, NUMBER, PROBLEM, TEXT, XLSX, good, record
from api.deps import EditorDep, LangDep, StoreDep
from graph.arguments import wrong
from graph.errors import BadInput
from ingest.submission import LONGEST_KEY, MOST_ROWS, Outcome, Submission, Terms, of_rows, submit

SUFFIXES = {"text/csv": "csv", XLSX: "xlsx"}
Cell = str | int | float | bool | list[str] | None
Text = Annotated[str, Field(max_length=500)]
Flag = Annotated[bool, Query()]


class Source(BaseModel):
    """The document that the rows come from, and which part of it they are."""

    title: Annotated[str, Field(min_length=1, max_length=500)] = Field(examples=["海城市创新平台名单"])
    issuer: Annotated[str, Field(min_length=1, max_length=500)] = Field(examples=["海城市科学技术局"])
    date: Annotated[str, Field(min_length=4, max_length=20)] = Field(examples=["2024-12-31"])
    number: Text = ""
    kind: Text = ""
    part: Text = ""


class Rows(BaseModel):
    """Rows of a template by column key (`innograph template`, docs/templates.md)."""

    template: Annotated[str, Field(min_length=1, max_length=100)] = Field(examples=["membership"])
    source: Source
    rows: list[dict[Annotated[str, Field(max_length=100)], Cell]] = Field(
        min_length=1,
        max_length=MOST_ROWS,
        examples=[[{"member": "海城第一研究院", "class": "创新平台", "system": "“1+4+N”创新平台体系", "role": "N"}]],
    )


def submission_router() -> APIRouter:
    """The one route."""
    router = APIRouter(prefix="/api/v1", tags=["ingest"])
    summary = "按模板提交行 | Send rows by template"
    router.add_api_route(
        "/ingest", ingest, methods=["POST"], summary=summary, operation_id="ingest", openapi_extra=described()
    )
    return router


def described() -> dict[str, Any]:
    """What OpenAPI says about body and headers."""
    text = {**TEXT, "description": "名单文件 | a list by template"}
    header = {"in": "header", "required": False}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": f"{NAMED}Rows"}},
                "text/csv": {"schema": text},
                XLSX: {"schema": {**text, "format": "binary"}},
            },
        },
        "parameters": [
            {
                **header,
                "name": "Idempotency-Key",
                "description": "重发同一请求得同一回答 | sent again, the first answer",
                "schema": {**TEXT, "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
            },
            {
                **header,
                "name": "If-Match",
                "description": '所见修订号，如 "12" | the revision seen',
                "schema": {**TEXT, "pattern": r'^("[0-9]{1,15}"|\*)$'},
            },
        ],
        "responses": {
            "200": good({"$ref": f"{NAMED}Submission"}, tag=False),
            "207": good({"$ref": f"{NAMED}Submission"}, tag=False)
            | {"description": "部分行被退回，其余已写入 | some rows are refused, the others written"},
            "412": {"description": "图谱已有变更 | the graph has changed", "content": {PROBLEM: _problem()}},
            "415": {"description": "不支持的格式 | unknown media type", "content": {PROBLEM: _problem()}},
        },
    }


async def body_of(request: Request, caller: EditorDep) -> bytes:
    """The body, read only for who may send one."""
    return await request.body()


def ingest(
    request: Request,
    caller: EditorDep,
    body: Annotated[bytes, Depends(body_of)],
    store: StoreDep,
    lang: LangDep,
    dry_run: Flag = False,
    replace: Flag = True,
    atomic: Flag = False,
) -> Response:
    """One change set, or none: with `dry_run` only what would be added, changed, closed."""
    terms = Terms(caller.name, dry_run, replace, atomic, seen_of(request), key_of(request))
    return told(submit(store, sent_in(request, body), terms), lang, atomic)


def sent_in(request: Request, body: bytes) -> Submission:
    """The list in a body: JSON rows, or a CSV or XLSX file."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media in SUFFIXES:
        return Submission(f"list.{SUFFIXES[media]}", body)
    if media != "application/json":
        raise HTTPException(415)
    try:
        rows = Rows.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from error
    return of_rows(rows.template, rows.source.model_dump(), rows.rows)


def seen_of(request: Request) -> int | None:
    """The revision in If-Match; any (`*`) is none in particular."""
    text = request.headers.get("if-match", "*").strip()
    if text == "*":
        return None
    match = re.fullmatch(r'"([0-9]{1,15})"', text)
    if not match:
        raise wrong("If-Match", '应为带引号的修订号，如 "12"。', 'must be a revision in quotes, such as "12".')
    return int(match[1])


def key_of(request: Request) -> str:
    """The Idempotency-Key; empty where there is none."""
    text = request.headers.get("idempotency-key")
    if text is not None and not (re.fullmatch("[!-~]+", text) and len(text) <= LONGEST_KEY):
        zh = f"应为 1 到 {LONGEST_KEY} 个可见的 ASCII 字符。"
        raise wrong("Idempotency-Key", zh, f"must be 1 to {LONGEST_KEY} visible ASCII characters.")
    return text or ""


def told(outcome: Outcome, lang: str, atomic: bool) -> Response:
    """The answer in the caller's language: 207 where some rows were refused, 422 where one refuses all."""
    found = outcome.answer["errors"]
    if found and atomic:
        zh, en = "有行被退回，全部没有写入；见 errors。", "rows are refused, so nothing is written; see errors."
        raise BadInput(zh, en, errors=[{"field": _field(error), **error} for error in found])
    errors = [said(error, lang) for error in found]
    status = 207 if errors else 200
    headers = {"X-Revision": str(outcome.answer["revision"])}
    if outcome.repeated:
        headers["Idempotent-Replayed"] = "true"
    content = orjson.dumps({**outcome.answer, "errors": errors})
    return Response(content, status, headers, "application/json")


def said(error: dict[str, Any], lang: str) -> dict[str, Any]:
    """One fault with its reason in one language, candidates with links."""
    kept = {key: value for key, value in error.items() if key != "reason_en"}
    reason = error["reason_en"] if lang == "en" else error["reason"]
    return {**kept, "reason": reason, "candidates": linked(error["candidates"])}


def submission_schemas() -> dict[str, Any]:
    """The shapes of body and answer, for OpenAPI."""
    made = Rows.model_json_schema(ref_template=NAMED + "{model}")
    parts = made.pop("$defs")
    counts = {"type": "object", "additionalProperties": NUMBER}
    fault = record(
        {"row": NUMBER, **dict.fromkeys(("cell", "column", "value", "reason"), TEXT)}
        | {"candidates": {"type": "array", "items": {"$ref": f"{NAMED}Entity"}}}
    )
    answer = record(
        {"template": TEXT, "source": record({"id": TEXT, "title": TEXT, "date": TEXT}), "dry_run": {"type": "boolean"}}
        | dict.fromkeys(("rows", "taken", "rejected", "revision"), NUMBER)
        | dict.fromkeys(("added", "changed", "closed", "same"), counts)
        | {"samples": {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}}
        | {"things": {"type": "array", "items": record({"row": NUMBER, "id": TEXT})}}
        | {"errors": {"type": "array", "items": {"$ref": f"{NAMED}RowFault"}}}
    )
    return {"Rows": made, **parts, "RowFault": fault, "Submission": answer}


def _field(error: dict[str, Any]) -> str:
    return f"rows[{error['row']}].{error['column']}".rstrip(".")


def _problem() -> dict[str, Any]:
    return {"schema": {"$ref": f"{NAMED}Problem"}}
