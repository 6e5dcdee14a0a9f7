"""A chain: which platforms serve it, on what grounds, and who says so."""

from collections import Counter

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, StoreDep, lang_of
from api.pages.render import render
from api.pages.tallies import Rows, rows_of
from graph.asking import ask
from graph.wishes import MOST

router = APIRouter()
QUESTION = "platforms_for_chain"
# What a chain page shows of the profile, in this order; the rest stays one click away.
RELATIONS = ("chainOfCluster", "inSet", "allianceOfChain", "chainLeaderOf", "hasSegment", "gapAt", "cooperatesWith")


@router.get("/chains")
def chains() -> Response:
    """The list of chains stands on the home page."""
    return RedirectResponse("/#chains", 308)


@router.get("/chains/{chain}")
def chain(
    request: Request, store: StoreDep, catalogue: CatalogueDep, chain: str, as_of: str = "", sheet: bool = False
) -> Response:
    """The core answer as a table, and as a picture below it; `sheet` puts it on one page of paper."""
    # pyvis brings IPython, half a second and 60 MB that only a picture should cost.
    from api.views import view_model

    arguments = {"chain": chain} | ({"as_of": as_of} if as_of else {})
    answer = ask(store, catalogue[QUESTION], arguments, MOST)
    profile = ask(store, catalogue["chain_profile"], arguments, MOST)
    names = ask(store, catalogue["entity_names"], {"entity": chain}, MOST)
    related = {name: [row for row in profile.items if row["relation"] == name] for name in RELATIONS}
    places = {row["platform"]["id"]: row for row in rows_of(store, "platforms_by_type")}
    firms = ask(store, catalogue["enterprises_by_chain"], arguments, MOST)
    return render(
        request,
        "chain_sheet.html" if sheet else "chain.html",
        places=places,
        firms=firms.items,
        tiers=tiers_of(rows_of(store, "tiers")),
        chain=names.items[0]["entity"],
        names=names.items,
        answer=answer,
        related=related,
        counts=Counter(row["basis"] for row in answer.items),
        arguments=arguments,
        network=view_model(catalogue[QUESTION], answer, arguments, lang_of(request)),
    )


def tiers_of(rows: Rows) -> dict[str, list[str]]:
    """The tiers each enterprise or platform is recorded in, by id."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["member"]:
            found.setdefault(row["member"]["id"], []).append(row["tier"]["name"])
    return found
