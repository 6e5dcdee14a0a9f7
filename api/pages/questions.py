"""A form for every question: its parameters as fields, its answer as a table, all from the header."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, StoreDep
from api.pages.render import render
from graph.asking import ask
from graph.errors import NotFound
from graph.wishes import LIMIT
from queries import Query

router = APIRouter()


@router.get("/queries")
def questions(request: Request, catalogue: CatalogueDep) -> Response:
    """Everything that can be asked."""
    return render(request, "questions.html", questions=list(catalogue.values()))


@router.get("/queries/{name}")
def question(request: Request, store: StoreDep, catalogue: CatalogueDep, name: str, cursor: str = "") -> Response:
    """The form; with arguments in the address also the answer."""
    query = named(catalogue, name)
    given = {p.name: text for p in query.params if (text := request.query_params.get(p.name, "").strip())}
    asked = bool(given) or not any(param.required for param in query.params)
    answer = ask(store, query, given, LIMIT, cursor) if asked else None
    return render(request, "question.html", query=query, given=given, answer=answer)


def named(catalogue: Mapping[str, Query], name: str) -> Query:
    """The question of that name; NotFound for any other."""
    if name not in catalogue:
        raise NotFound(
            f"没有名为“{name}”的查询；请从查询目录中选择。", f"there is no question “{name}”; choose one in the list."
        )
    return catalogue[name]
