"""Home: search first, then every chain with what is known of its platforms; search results."""

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, SettingsDep, StoreDep, age_of
from api.pages.front import front
from api.pages.render import render
from api.pages.tallies import by_chain, by_cluster
from graph.asking import ask
from graph.wishes import MOST

router = APIRouter()


@router.get("/")
def home(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """Counts with their sources, every chain with its platforms, districts, freshness, open questions."""
    shown = front(store, settings.home, age_of(request))
    groups, platforms = by_cluster(shown.chains), by_chain(shown.pairs)
    return render(request, "home.html", groups=groups, platforms=platforms, tallies=shown.tallies, answer=shown)


@router.get("/matrix")
def matrix(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """Chains down, platforms across, the basis in the cell."""
    answer = ask(store, catalogue["chains"], {}, MOST)
    pairs = ask(store, catalogue["chain_platform_matrix"], {}, MOST)
    across = {row["platform"]["id"]: row["platform"] for row in pairs.items}
    cells = {(row["chain"]["id"], row["platform"]["id"]): row["basis"] for row in pairs.items}
    return render(
        request, "matrix.html", groups=by_cluster(answer.items), across=across.values(), cells=cells, answer=answer
    )


@router.get("/search")
def search(request: Request, store: StoreDep, catalogue: CatalogueDep, q: str = "") -> Response:
    """Things by name, grouped by class."""
    answer = ask(store, catalogue["search"], {"q": q}) if q.strip() else None
    rows = answer.items if answer else []
    classes = list(dict.fromkeys(row["entity"]["class"] for row in rows))
    groups = [(cls, [row for row in rows if row["entity"]["class"] == cls]) for cls in classes]
    return render(request, "search.html", q=q, groups=groups, answer=answer)
