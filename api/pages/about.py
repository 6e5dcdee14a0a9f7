"""What this is, how to read it, how to quote it, and how programs ask it."""

from importlib.metadata import version

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, StoreDep
from api.pages.render import render
from graph.asking import ask

router = APIRouter()


@router.get("/about")
def about(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """Reading, quoting, taking away; the addresses of the interface."""
    answer = ask(store, catalogue["documents"], {}, 1)
    return render(request, "about.html", answer=answer, version=version("innograph"), questions=len(catalogue))
