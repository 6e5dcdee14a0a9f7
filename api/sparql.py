"""The SPARQL 1.1 protocol, read only, and a page for people; see `graph.rdf.sparql` for how questions are answered."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from api.accepting import preferred
from api.contract import PROBLEM, schema_of
from api.deps import is_page, lang_of, store_of
from api.pages.render import render
from api.query_routes import plain_of
from graph.arguments import wrong
from graph.errors import BadQuery, InnographError
from graph.people import any_private, withheld
from graph.rdf.sparql import WAITING, Asked, Found, Sparql
from graph.store import Store, Veiled

router = APIRouter(tags=["sparql"])
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
# What callers may ask for by Accept or by `format=`, and what the process calls it.
MEDIA: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
FORMATS = tuple(dict.fromkeys(MEDIA.values()))
TEXT = {"type": "string"}
GRAPHS = {
    "description": "RDF 数据集，见 SPARQL 1.1 协议 | the data set, by the SPARQL 1.1 protocol",
    "schema": {"type": "array", "items": TEXT},
}
FORMAT = {
    "name": "format",
    "in": "query",
    "description": "格式，缺省看 Accept | format; by Accept",
    "schema": {**TEXT, "enum": list(FORMATS)},
}
DATASET = [{"name": f"{part}-graph-uri", "in": "query", **GRAPHS} for part in ("default", "named")]
ASKING = {"name": "query", "in": "query", "description": "SPARQL 1.1 查询 | a query", "schema": TEXT}
GIVEN = {
    "200": {
        "description": "结果；不带查询时为服务说明 | results; without a query the description of the service",
        "content": {media: {"schema": schema_of(media)} for media in MEDIA},
    }
}
UNKNOWN = {"415": {"description": "不支持的格式 | unknown media type", "content": {PROBLEM: {}}}}
FORM_FIELDS = {"type": "object", "required": ["query"], "properties": {"query": TEXT}}
BODY = {"required": True, "content": {QUERY: {"schema": TEXT}, FORM: {"schema": FORM_FIELDS}}}
EXAMPLES = (
    (
        "谁与碳纤维链有何关系，出自何处 | what is tied to the carbon fibre chain, and who says so",
        "SELECT ?relation ?name ?title WHERE {\n  ?claim :predicate ?relation ; :subject ?thing ; :object id:WHR084 ;\n"
        "    :status :claimStatus-accepted ; prov:wasDerivedFrom/:title ?title .\n"
        '  ?thing rdfs:label ?name FILTER(lang(?name) = "zh")\n}',
    ),
    (
        "一份资料说了什么 | what one document says",
        "SELECT ?claim ?p ?o WHERE { GRAPH id:D000 { ?claim ?p ?o } } LIMIT 50",
    ),
    (
        "各类事物的数目 | how many things of each class",
        "SELECT ?label (COUNT(?thing) AS ?n) WHERE {\n  ?thing a ?class . ?class a owl:Class ; rdfs:label ?label "
        'FILTER(lang(?label) = "zh")\n} GROUP BY ?label ORDER BY DESC(?n)',
    ),
)


@router.get(
    "/sparql",
    summary="SPARQL 1.1 查询 | a SPARQL 1.1 query",
    operation_id="sparql",
    openapi_extra={"parameters": [ASKING, FORMAT, *DATASET], "responses": GIVEN},
    response_class=Response,
)
async def by_address(request: Request) -> Response:
    """A query in the address; without one a page for people and the description of the service for programs."""
    given = request.query_params
    if is_page(request):
        return await _page(request, given.get("query", ""))
    if "update" in given:
        raise refused_update()
    wanted_of(request)
    if "query" not in given:
        return Response(description(request), media_type="text/turtle")
    return await _answer(request, _asked(request, given.get("query", ""), given))


@router.post(
    "/sparql",
    summary="SPARQL 1.1 查询（正文）| a SPARQL 1.1 query as a body",
    operation_id="sparql_by_body",
    openapi_extra={"parameters": [FORMAT, *DATASET], "requestBody": BODY, "responses": GIVEN | UNKNOWN},
    response_class=Response,
)
async def by_body(request: Request) -> Response:
    """A query as the body itself, or as a field of a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == QUERY:
        return await _answer(request, _asked(request, _text(await request.body()), request.query_params))
    if kind == FORM:
        form = await request.form()
        if "update" in form:
            raise refused_update()
        return await _answer(request, _asked(request, str(form.get("query", "")), form))
    if kind == "application/sparql-update":
        raise refused_update()
    raise HTTPException(415, f"{QUERY} | {FORM}")


def refused_update() -> BadQuery:
    """The refusal of what would change the graph."""
    return BadQuery("这里只能查询，不能更新。", "only queries are answered here, no updates.")


def wanted_of(request: Request) -> list[str]:
    """The formats a caller takes, best first: `format=`, else Accept by its weights; BadParameter for another one."""
    if asked := plain_of(request, "format"):
        if asked not in FORMATS:
            raise wrong("format", f"应为 {'、'.join(FORMATS)} 之一。", f"must be one of {', '.join(FORMATS)}.")
        return [asked]
    return preferred(request.headers.get("accept", ""), MEDIA)


def description(request: Request) -> str:
    """What the service is, by the SPARQL 1.1 service description."""
    base = request.app.state.settings.text("base_iri").rstrip("/")
    formats = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle")
    listed = " , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in formats)
    return (
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
        f"<{base}/sparql> a sd:Service ; sd:endpoint <{base}/sparql> ; sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"    sd:feature sd:UnionDefaultGraph ; sd:resultFormat {listed} .\n"
    )


async def _answer(request: Request, asked: Asked) -> Response:
    found = await found_by(request, asked)
    headers = {"X-Revision": str(found.revision), "Vary": "Accept"}
    return Response(found.body, media_type=found.media, headers=headers)


async def found_by(request: Request, asked: Asked) -> Found:
    """The answer, waited for in a thread that nothing else uses."""
    state = request.app.state
    place: CapacityLimiter = getattr(state, "sparql_place", None) or CapacityLimiter(WAITING + 1)
    state.sparql_place = place
    sparql: Sparql = state.sparql
    return await to_thread.run_sync(answered, sparql, store_of(request), asked, limiter=place)


def answered(sparql: Sparql, store: Store, asked: Asked) -> Found:
    """The answer; Forbidden for readers while the snapshot holds a private person."""
    if isinstance(store, Veiled) and any_private(store):
        raise withheld()
    return sparql.ask(store, asked)


def _asked(request: Request, query: str, given: Any) -> Asked:
    graphs: Sequence[str] = given.getlist("default-graph-uri")
    return Asked(query, wanted_of(request), graphs, given.getlist("named-graph-uri"))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadQuery("查询须为 UTF-8。", "the query must be UTF-8.") from error


async def _page(request: Request, query: str) -> Response:
    lang, fault, status, text = lang_of(request), "", 200, ""
    rows: list[list[dict[str, str]]] = []
    names: list[str] = []
    if query:
        try:
            found = await found_by(request, Asked(query, ["json", "ttl"]))
            names, rows, text = table_of(found)
        except InnographError as error:
            fault, status = error.say(lang), error.status
    shown = [(title.split(" | ")[lang == "en"], example) for title, example in EXAMPLES]
    return render(
        request, "sparql.html", status, query=query, fault=fault, names=names, rows=rows, text=text, examples=shown
    )


def table_of(found: Found) -> tuple[list[str], list[list[dict[str, str]]], str]:
    """Columns and cells of an answer, or its text where it has none."""
    if not found.media.endswith("results+json"):
        return [], [], found.body.decode()
    answer = orjson.loads(found.body)
    if "boolean" in answer:
        return [], [], str(answer["boolean"]).lower()
    names = answer["head"]["vars"]
    return names, [[row.get(name, {}) for name in names] for row in answer["results"]["bindings"]], ""
