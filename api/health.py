"""Whether the service lives and whether it can answer."""

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from api.deps import SettingsDep
from api.figures import MEDIA
from graph.errors import InnographError

router = APIRouter(tags=["health"])
STATE = "MATCH (s:State {id: 'graph'}) RETURN s.revision AS revision, s.loaded AS loaded"
PATIENCE = 2.0


@router.get("/healthz", operation_id="healthz", summary="进程是否活着 | is the process alive")
async def healthz() -> Response:
    """Always 200 while the process serves."""
    return _said(200, {"status": "ok"})


@router.get(
    "/readyz", operation_id="readyz", summary="能否回答 | can it answer", responses={503: {"description": "not ready"}}
)
def readyz(request: Request, settings: SettingsDep) -> Response:
    """200 only while the database answers and the bundled city is loaded."""
    store = request.app.state.store
    try:
        rows = store.reading(lambda tx: tx.run(STATE), PATIENCE) if store else []
    except InnographError as error:
        return _said(503, {"status": "unavailable", "reason": error.zh, "reason_en": error.en})
    state = rows[0] if rows else {"loaded": None, "revision": 0}
    if state["loaded"] != settings.text("city"):
        return _said(
            503,
            {
                "status": "loading",
                "reason": "内置城市尚未装载完毕。",
                "reason_en": "the bundled city is not loaded yet",
            },
        )
    return _said(200, {"status": "ready", "city": state["loaded"], "revision": state["revision"]})


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="运行指标（Prometheus）| figures for Prometheus",
    responses={200: {"description": "文本 | text", "content": {"text/plain": {"schema": {"type": "string"}}}}},
    response_class=PlainTextResponse,
)
async def metrics(request: Request) -> Response:
    """Counts and times of this process."""
    state = request.app.state
    try:
        revision = await state.revisions.current()
    except InnographError:
        revision = None
    return Response(state.figures.text(revision, state.shelf.bytes), media_type=MEDIA)


def _said(status: int, content: dict[str, object]) -> Response:
    headers = {"Retry-After": "2"} if status == 503 else {}
    return Response(orjson.dumps(content), status, headers, "application/json")
