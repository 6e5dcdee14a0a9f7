"""Data quality: what contradicts, what does not add up, what is aimed at, what lacks names, what waits, what is old."""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, StoreDep
from api.pages.render import render
from graph.asking import ask
from graph.wishes import MOST
from queries import Query

router = APIRouter()


class Part(NamedTuple):
    """A part of the page: the question, what it always asks, and the filter it offers."""

    question: str
    fixed: Mapping[str, str] = {}
    filter: str = ""


PARTS: Mapping[str, Part] = {
    "conflicts": Part("conflicts", {"verdict": "contradiction"}, "verdict"),
    "audits": Part("arithmetic_audit", {"result": "does_not_hold"}, "result"),
    "targets": Part("target_progress", {}, "verdict"),
    "gaps": Part("unnamed_counts"),
    "segments": Part("chain_gaps"),
    "proposed": Part("proposed_statements", {}, "type"),
    "stale": Part("stale_figures", {}, "theme"),
}


@router.get("/quality")
def quality(request: Request, store: StoreDep, catalogue: CatalogueDep, part: str = "conflicts") -> Response:
    """One part at a time, with the number of rows of each."""
    part = part if part in PARTS else "conflicts"
    chosen = PARTS[part]
    question = catalogue[chosen.question]
    given = {**chosen.fixed, **filters(request, question, chosen)}
    answer = ask(store, question, given, MOST)
    counts = {name: len(ask(store, catalogue[p.question], p.fixed, MOST).items) for name, p in PARTS.items()}
    choices = next((param.choices for param in question.params if param.name == chosen.filter), ())
    return render(
        request,
        "quality.html",
        parts=PARTS,
        part=part,
        counts=counts,
        choices=choices,
        filter=chosen.filter,
        given=given,
        question=question,
        answer=answer,
    )


def filters(request: Request, question: Query, part: Part) -> dict[str, str]:
    """The filters in the address that the question knows."""
    names = {param.name for param in question.params} & {part.filter, "subject", "entity", "of", "chain"}
    return {name: text for name in names if (text := request.query_params.get(name, "").strip())}
