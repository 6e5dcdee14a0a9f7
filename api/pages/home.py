"""Home: search first, then every chain with what is known of its platforms; search results."""

from functools import lru_cache
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, StoreDep
from api.pages.render import render
from graph.asking import MOST, ask
from graph.store import Store
from queries import read_queries

router = APIRouter()


@router.get("/")
def home(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """The chains, grouped by cluster."""
    answer = ask(store, catalogue["chains"], {}, MOST)
    rows = sorted(answer.items, key=cluster_of)
    groups = [(cluster, list(members)) for cluster, members in groupby(rows, key=cluster_of)]
    return render(request, "home.html", groups=groups, answer=answer, loaded=loaded(store, answer.revision))


@router.get("/search")
def search(request: Request, store: StoreDep, catalogue: CatalogueDep, q: str = "") -> Response:
    """Things by name, grouped by class."""
    answer = ask(store, catalogue["search"], {"q": q}) if q.strip() else None
    rows = answer.items if answer else []
    classes = list(dict.fromkeys(row["entity"]["class"] for row in rows))
    groups = [(cls, [row for row in rows if row["entity"]["class"] == cls]) for cls in classes]
    return render(request, "search.html", q=q, groups=groups, answer=answer)


@lru_cache(maxsize=4)
def loaded(store: Store, revision: int) -> str:
    """When the change set `revision` was written, as ISO 8601 text, kept; empty for an empty graph."""
    rows = ask(store, read_queries()["changes"], {"since": str(max(0, revision - 1))}, 1).items
    return str(rows[0]["at"]) if rows else ""


def cluster_of(row: dict[str, Any]) -> tuple[str, str]:
    """Id and name of the cluster of a chain, empty where no source gives one."""
    cluster = row["cluster"]
    return (cluster["id"], cluster["name"]) if cluster else ("", "")
