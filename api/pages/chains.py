"""A chain: which platforms serve it, on what grounds, and who says so."""

from collections import Counter

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, StoreDep, lang_of
from api.pages.render import render
from graph.asking import MOST, ask

router = APIRouter()
QUESTION = "platforms_for_chain"
# What a chain page shows of the profile, in this order; the rest stays one click away.
RELATIONS = ("chainOfCluster", "inSet", "allianceOfChain", "chainLeaderOf", "hasSegment", "gapAt", "cooperatesWith")


@router.get("/chains")
def chains() -> Response:
    """The list of chains stands on the home page."""
    return RedirectResponse("/#chains", 308)


@router.get("/chains/{chain}")
def chain(request: Request, store: StoreDep, catalogue: CatalogueDep, chain: str, as_of: str = "") -> Response:
    """The core answer as a table, and as a picture below it."""
    # pyvis brings IPython, half a second and 60 MB that only a picture should cost.
    from api.views import view_model

    arguments = {"chain": chain} | ({"as_of": as_of} if as_of else {})
    answer = ask(store, catalogue[QUESTION], arguments, MOST)
    profile = ask(store, catalogue["chain_profile"], arguments, MOST)
    names = ask(store, catalogue["entity_names"], {"entity": chain}, MOST)
    related = {name: [row for row in profile.items if row["relation"] == name] for name in RELATIONS}
    return render(
        request,
        "chain.html",
        chain=names.items[0]["entity"],
        names=names.items,
        answer=answer,
        related=related,
        counts=Counter(row["basis"] for row in answer.items),
        arguments=arguments,
        network=view_model(catalogue[QUESTION], answer, arguments, lang_of(request)),
    )
