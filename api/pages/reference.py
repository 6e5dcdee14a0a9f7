"""The description of the interface as a page, where every address can be tried."""

from fastapi import APIRouter, Request, Response

from api.pages.render import render

router = APIRouter()


@router.get("/docs")
def docs(request: Request) -> Response:
    """Swagger UI from our own address, in the caller's language."""
    return render(request, "docs.html")
