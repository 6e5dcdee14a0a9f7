"""The whole graph over HTTP, sent on while it is read."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.accepting import preferred
from api.contract import XLSX, schema_of
from api.deps import SettingsDep, StoreDep
from api.query_routes import plain_of
from graph import rdf
from graph.arguments import wrong
from graph.graphml import graphml
from graph.people import any_private, withheld
from graph.ror import organisations
from graph.store import Store, Veiled

router = APIRouter(prefix="/api/v1", tags=["export"])
MEDIA = {
    **rdf.MEDIA,
    "graphml": "application/graphml+xml",
    "ror": "application/json",
    "csv": "application/zip",
    "xlsx": XLSX,
}
SUFFIX = {"csv": "zip", "ror": "json"}
ASKED = {media: kind for kind, media in MEDIA.items() if kind != "ror"}  # plain JSON names no one form
CONTENT = {media: {"schema": schema_of(media)} for media in MEDIA.values()}
FORMAT = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "格式，缺省看 Accept，再缺省为 nq | format; by Accept, then nq",
    "schema": {"type": "string", "enum": list(MEDIA)},
}


@router.get(
    "/export",
    summary="导出整个图谱 | The whole graph",
    description="一边读库一边发送；其间图谱有变更则中断，请重取。| Sent while it is read; cut off by a change.",
    operation_id="export",
    openapi_extra={"parameters": [FORMAT]},
    response_class=StreamingResponse,
    responses={200: {"description": "图谱 | the graph", "content": CONTENT}},
)
def export(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """The graph in the format asked for."""
    kind = kind_of(request)
    if isinstance(store, Veiled) and any_private(store):
        raise withheld()
    name = f"innograph.{SUFFIX.get(kind, kind)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept"}
    pieces = pieces_of(store, settings.text("base_iri"), kind)
    return StreamingResponse(pieces, media_type=MEDIA[kind], headers=headers)


def pieces_of(store: Store, base: str, kind: str) -> Iterator[bytes]:
    """The graph in any of MEDIA, piece by piece."""
    if kind in rdf.MEDIA:
        return rdf.export(store, base, kind)
    if kind == "graphml":
        return graphml(store)
    return iter(organisations(store, base)) if kind == "ror" else filed(store, base, kind)


def filed(store: Store, base: str, kind: str) -> Iterator[bytes]:
    """Tables, which are made in a file before they are sent."""
    from api import tables  # the library of workbooks is slow to import

    write = tables.write_csv if kind == "csv" else tables.write_xlsx
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables"
        write(store, base, path)
        with path.open("rb") as file:
            while piece := file.read(1 << 16):
                yield piece


def kind_of(request: Request) -> str:
    """A format by `format=`, else by Accept and its weights, else N-Quads."""
    if asked := plain_of(request, "format"):
        if asked not in MEDIA:
            raise wrong("format", f"应为 {'、'.join(MEDIA)} 之一。", f"must be one of {', '.join(MEDIA)}.")
        return asked
    return next(iter(preferred(request.headers.get("accept", ""), ASKED)), "nq")
