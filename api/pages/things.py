"""The page of any thing: its names, every statement about it with its source, what it is tied to."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, StoreDep
from api.pages.render import page_of, render
from graph.asking import LIMIT, MOST, ask

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


@router.get("/documents")
def documents(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """Every document the graph rests on."""
    return render(request, "documents.html", answer=ask(store, catalogue["documents"], {}, 1000))


@router.get("/documents/{document}")
def document(request: Request, store: StoreDep, catalogue: CatalogueDep, document: str, cursor: str = "") -> Response:
    """The statements of a document in the order in which they stand."""
    rows = ask(store, catalogue["documents"], {}, 1000).items
    about = next((row for row in rows if row["id"] == document), None)
    answer = ask(store, catalogue["document_claims"], {"document": document}, MOST, cursor)
    return render(request, "document.html", about=about, document=document, answer=answer)
