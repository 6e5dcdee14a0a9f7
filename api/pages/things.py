"""The page of any thing: its names, every statement about it with its source, what it is tied to."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, StoreDep, lang_of
from api.pages.profiles import profile_of
from api.pages.render import page_of, render
from graph.asking import ask
from graph.wishes import LIMIT

router = APIRouter()


@router.get("/entities/{entity}")
def entity(request: Request, store: StoreDep, catalogue: CatalogueDep, entity: str, cursor: str = "") -> Response:
    """Names, relations and figures; a chain has a page of its own."""
    names = ask(store, catalogue["entity_names"], {"entity": entity})
    thing = names.items[0]["entity"]
    if page_of(thing) != f"/entities/{entity}":
        return RedirectResponse(page_of(thing), 308)
    claims = ask(store, catalogue["entity_claims"], {"entity": thing["id"]}, LIMIT, cursor)
    profile = {} if cursor else profile_of(store, thing, lang_of(request))
    return render(
        request, "entity.html", thing=thing, names=names.items, answer=claims, profile=profile, **picture_in(profile)
    )


def picture_in(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The picture under the name that its template knows, where there is one to show."""
    return {"network": profile["network"]} if profile and profile["network"]["nodes"] else {}
