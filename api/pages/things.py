"""The page of any thing: its names, every statement about it with its source, what it is tied to."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, StoreDep
from api.pages.render import page_of, render
from graph.asking import LIMIT, ask

router = APIRouter()


@router.get("/entities/{entity}")
def entity(request: Request, store: StoreDep, catalogue: CatalogueDep, entity: str, cursor: str = "") -> Response:
    """Names, relations and figures; a chain has a page of its own."""
    names = ask(store, catalogue["entity_names"], {"entity": entity})
    thing = names.items[0]["entity"]
    if page_of(thing) != f"/entities/{entity}":
        return RedirectResponse(page_of(thing), 308)
    claims = ask(store, catalogue["entity_claims"], {"entity": thing["id"]}, LIMIT, cursor)
    return render(request, "entity.html", thing=thing, names=names.items, answer=claims)
