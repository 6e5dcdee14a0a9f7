"""The whole graph over HTTP, sent on while it is read."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.deps import SettingsDep, StoreDep
from api.query_routes import plain_of
from graph import rdf
from graph.arguments import wrong
from graph.people import any_private, withheld
from graph.store import Veiled

router = APIRouter(prefix="/api/v1", tags=["export"])
CONTENT = {media: {"schema": {"type": "object" if kind == "jsonld" else "string"}} for kind, media in rdf.MEDIA.items()}
FORMAT = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "格式，缺省看 Accept，再缺省为 nq | format; by Accept, then nq",
    "schema": {"type": "string", "enum": list(rdf.MEDIA)},
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
    headers = {"Content-Disposition": f'attachment; filename="innograph.{kind}"'}
    pieces = rdf.export(store, settings.text("base_iri"), kind)
    return StreamingResponse(pieces, media_type=rdf.MEDIA[kind], headers=headers)


def kind_of(request: Request) -> str:
    """A format by `format=`, else by Accept, else N-Quads."""
    if asked := plain_of(request, "format"):
        if asked not in rdf.MEDIA:
            raise wrong("format", f"应为 {'、'.join(rdf.MEDIA)} 之一。", f"must be one of {', '.join(rdf.MEDIA)}.")
        return asked
    accept = request.headers.get("accept", "")
    return next((kind for kind, media in rdf.MEDIA.items() if media in accept), "nq")
