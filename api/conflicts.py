"""How figures stand to each other: all that is known, or one pair on the spot."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.answers import linked
from api.deps import LangDep, StoreDep
from graph.arguments import wrong
from graph.dates import today
from graph.errors import NotFound
from graph.figures import pair

router = APIRouter(prefix="/api/v1", tags=["ledger"])
Figure = Annotated[str | None, Query(max_length=100, description="说法编号或行号", examples=["WO0006"])]


@router.get(
    "/conflicts",
    summary="数据的矛盾与衔接 | How figures stand to each other",
    operation_id="conflicts",
    responses={308: {"description": "见 Location | see Location"}},
)
def conflicts(request: Request, store: StoreDep, lang: LangDep, a: Figure = None, b: Figure = None) -> Response:
    """With `a` and `b` the verdict on that pair; without them the question `conflicts`."""
    if a is None and b is None:
        return RedirectResponse(f"/api/v1/queries/conflicts?{request.url.query}", 308)
    if not a or not b:
        raise wrong("b" if a else "a", "要同时给出两个说法。", "give both claims.")
    found, missing = pair(store, a, b)
    if missing:
        names = "、".join(missing)
        raise NotFound(f"没有数据 {names}；请核对编号。", f"there is no figure {names}; check the id.")
    return Response(orjson.dumps(envelope(found, store.revision(), lang)), media_type="application/json")


def envelope(found: dict[str, Any], revision: int, lang: str) -> dict[str, Any]:
    """One verdict in the shape of every list."""
    reason = found["reason_en"] if lang == "en" else found["reason"]
    item = {
        "class": found["class"],
        "reason": reason,
        "marks": found["marks"],
        "claims": linked(found["claims"], "claims"),
    }
    return {"items": [item], "page": {"limit": 1, "next": None}, "revision": revision, "as_of": today()}
