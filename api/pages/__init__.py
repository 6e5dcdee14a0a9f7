"""Pages, served from templates."""

from fastapi import APIRouter, FastAPI

pages_router = APIRouter()


def mount_static(app: FastAPI) -> None:
    """Serve the vendored and own assets."""
