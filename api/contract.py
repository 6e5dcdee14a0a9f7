"""The OpenAPI document: rows typed by the headers of the questions, and every status the routes answer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI

from graph.arguments import LONGEST
from graph.wishes import LIMIT, MOST
from queries import Column, Param, Query

Schema = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROBLEM = "application/problem+json"
NAMED = "#/components/schemas/"
VALUES: Mapping[str, Schema] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
COLUMNS: Mapping[str, Schema] = {
    "text": {"type": ["string", "null"]},
    "relation": {"type": ["string", "null"]},
    "integer": {"type": ["integer", "null"]},
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "date": {"type": ["string", "null"]},
    "entity": {"anyOf": [{"$ref": f"{NAMED}Entity"}, {"type": "null"}]},
    "claims": {"type": "array", "items": {"$ref": f"{NAMED}Claim"}},
    "list": {"type": ["array", "null"], "items": {}},
    "map": {"type": ["object", "null"], "additionalProperties": True},
    "path": {},
}
STATUSES: Mapping[int, str] = {
    400: "请求体无法读取 | the body cannot be read",
    401: "没有密钥或已失效 | no key, or no longer valid",
    403: "角色不够 | the role does not suffice",
    404: "没有此物 | no such thing",
    408: "请求体迟迟没有送达 | the body did not arrive in time",
    409: "名称有歧义或状态冲突 | ambiguous name or conflicting state",
    413: "请求体过大 | body too large",
    414: "地址过长 | address too long",
    422: "参数有误 | bad parameter",
    429: "请求过于频繁 | too many requests",
    503: "暂不可用，请按 Retry-After 重试 | try again after Retry-After",
}


def record(properties: Mapping[str, Schema]) -> Schema:
    """An object with all of these members."""
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


TEXT: Schema = {"type": "string"}
NUMBER, WORD = VALUES["integer"], COLUMNS["text"]
SHARED: Mapping[str, Schema] = {
    "Entity": record({"id": TEXT, "name": TEXT, "class": TEXT, "href": TEXT}),
    "DocumentReference": record({"id": TEXT, "title": WORD, "date": WORD}),
    "Claim": record(
        {"id": TEXT, "row": WORD, "basis": WORD, "document": {"$ref": f"{NAMED}DocumentReference"}}
        | dict.fromkeys(("line", "start", "end"), COLUMNS["integer"])
        | {"href": TEXT}
    ),
    "Page": record({"limit": NUMBER, "next": WORD}),
    "Catalogue": record(
        {"items": {"type": "array", "items": {"$ref": f"{NAMED}Question"}}, "page": {"$ref": f"{NAMED}Page"}}
    ),
    "Question": record(
        {
            **dict.fromkeys(("name", "title", "about", "href"), TEXT),
            "params": {"type": "array", "items": {"$ref": f"{NAMED}QuestionParameter"}},
            "returns": {"type": "array", "items": record({"name": TEXT, "type": TEXT})},
            "example": {"type": "object", "additionalProperties": TEXT},
            "view": {"type": ["array", "null"], "items": TEXT},
        }
    ),
    "QuestionParameter": record(
        {"name": TEXT, "type": TEXT, "required": {"type": "boolean"}, "default": WORD, "help": TEXT}
    ),
    "Fault": record({"field": TEXT, "reason": TEXT}),
    "Problem": {
        **record({"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "instance": TEXT, "request_id": TEXT}),
        "additionalProperties": True,
    },
}
SHARED["Problem"]["properties"] |= {
    "errors": {"type": "array", "items": {"$ref": f"{NAMED}Fault"}},
    "candidates": {"type": "array", "items": {"$ref": f"{NAMED}Entity"}},
}


def schema_of(media: str) -> Schema:
    """What can be said of a body by its media type alone."""
    if media.endswith("json"):
        return {"type": ["object", "array"]}
    return {} if media.endswith("xml") else {"type": "string"}


def operation_of(question: Query, path: Mapping[str, str], single: bool) -> Schema:
    """What OpenAPI says about a route of a question beyond its summary: parameters and the good answer."""
    inside = [_path_parameter(name, _param(question, param)) for name, param in path.items()]
    outside = [_query_parameter(param, question) for param in question.params if param.name not in path.values()]
    schema = {"$ref": NAMED + _camel(question.name) + ("One" if single else "Answer")}
    return {
        "parameters": [*inside, *outside, *([] if single else PAGE)],
        "responses": {"200": good(schema, files=not single), "304": {"description": "未变 | not modified"}},
    }


def good(schema: Schema, files: bool = False, tag: bool = True) -> Schema:
    """A 200 answer as JSON, and as files where there are any."""
    content: Schema = {"application/json": {"schema": schema}}
    if files:
        content["text/csv"] = {"schema": {"type": "string"}}
        content[XLSX] = content[DOCX] = {"schema": {"type": "string", "format": "binary"}}
    revision = {"description": "修订号 | revision of the graph", "schema": NUMBER}
    tagged = {"ETag": {"description": "用于 If-None-Match | for If-None-Match", "schema": TEXT}} if tag else {}
    return {"description": "回答 | the answer", "headers": {"X-Revision": revision, **tagged}, "content": content}


def schemas_of(question: Query) -> Iterator[tuple[str, Schema]]:
    """Row, page of rows, and single row of a question, by name."""
    name = _camel(question.name)
    columns = {column.name: _column(column) for column in question.returns}
    row = {"$ref": f"{NAMED}{name}Row"}
    yield f"{name}Row", record(columns) | {"title": f"{name}Row", "description": question.title("zh")}
    rows = {"type": "array", "items": row}
    yield (
        f"{name}Answer",
        record({"items": rows, "page": {"$ref": f"{NAMED}Page"}, "revision": NUMBER, "as_of": TEXT}),
    )
    yield f"{name}One", record(columns | {"revision": NUMBER})


def describe(app: FastAPI, questions: Mapping[str, Query], more: Mapping[str, Schema]) -> Callable[[], Schema]:
    """The function that makes the document once, with shared and `more` schemas and the statuses of every route."""
    plain = app.openapi

    def document() -> Schema:
        if app.openapi_schema is None:
            made = plain()
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            schemas.update({**SHARED, **more})
            schemas.update(part for question in questions.values() for part in schemas_of(question))
            for path, operations in made["paths"].items():
                for operation in operations.values():
                    _complete(path, operation)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            made["components"]["responses"] = problems()
            made["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
            made["security"] = [{}, {"key": []}]
        return app.openapi_schema or {}

    return document


def _complete(path: str, operation: Schema) -> None:
    if path in ("/healthz", "/readyz", "/metrics"):
        return
    for status in STATUSES:
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def problems() -> Schema:
    """The answer of each bad status, shared by all routes."""
    body = {PROBLEM: {"schema": {"$ref": f"{NAMED}Problem"}}}
    waiting = {"headers": {"Retry-After": {"description": "秒 | seconds", "schema": NUMBER}}}
    return {
        f"Problem{status}": {"description": why, "content": body} | (waiting if status in (429, 503) else {})
        for status, why in STATUSES.items()
    }


def _param(question: Query, name: str) -> Param:
    return next(param for param in question.params if param.name == name)


def _path_parameter(name: str, param: Param) -> Schema:
    schema = {**TEXT, "minLength": 1, "maxLength": LONGEST}
    return {"name": name, "in": "path", "required": True, "description": param.help, "schema": schema}


def _query_parameter(param: Param, question: Query) -> Schema:
    made = {"name": param.name, "in": "query", "required": param.required, "description": param.help}
    example = question.example.get(param.name)
    return made | {"schema": _value(param)} | ({"example": [example] if param.many else example} if example else {})


def _value(param: Param) -> Schema:
    schema: Schema = {**VALUES.get(param.single, {"type": "string", "maxLength": LONGEST})}
    if schema["type"] == "string" and "format" not in schema:
        schema["minLength"] = 1
    if param.choices:
        schema["enum"] = list(param.choices)
    return {"type": "array", "items": schema} if param.many else schema


def _column(column: Column) -> Schema:
    return {**COLUMNS[column.type]}


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _page(name: str, help_: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": help_, "schema": schema}


PAGE = (
    _page("limit", "每页行数 | rows per page", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
    _page("cursor", "下一页游标 | cursor of the next page", {"type": "string"}),
    _page("format", "json、csv、xlsx 或 docx", {"type": "string", "enum": ["json", "csv", "xlsx", "docx"]}),
)
