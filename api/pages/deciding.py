"""What awaits an editor's word, and the forms that give it: signed, with a reason, undone on the same page."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, EditorDep, StoreDep
from api.pages.login import local
from api.pages.render import render
from graph.arguments import wrong
from graph.asking import ask
from graph.errors import NotFound
from graph.pairs import deny
from graph.standing import decide, undo
from graph.store import Store
from graph.wishes import LIMIT
from queries import Query as Question

router = APIRouter()
# What is listed, and the question that lists it.
LISTS: Mapping[str, str] = {
    "proposed": "proposed_statements",
    "inferred": "inferred_statements",
    "decisions": "decisions",
}
ACTIONS = ("accept", "reject", "propose")
MOST_CLAIMS = 50
Ids = Annotated[list[str], Query(max_length=MOST_CLAIMS)]
Chosen = Annotated[list[str], Form(max_length=1000)]


@router.get("/review")
def review(request: Request, store: StoreDep, catalogue: CatalogueDep, cursor: str = "") -> Response:
    """Proposals, statements that rest on inference, or the decisions made so far."""
    shown = request.query_params.get("list", "proposed")
    if shown not in LISTS:
        raise wrong("list", f"应为 {'、'.join(LISTS)} 之一。", f"must be one of {', '.join(LISTS)}.")
    entity = request.query_params.get("entity", "").strip()
    given = {"entity": entity} if entity and shown != "decisions" else {}
    question = catalogue[LISTS[shown]]
    answer = ask(store, question, given, LIMIT, cursor)
    return _page(request, "review.html", shown=shown, lists=list(LISTS), question=question, answer=answer, given=given)


@router.get("/review/claims")
def claims(
    request: Request,
    store: StoreDep,
    catalogue: CatalogueDep,
    claim: Ids,
    back: str = "/review",
    about: str = "",
    platform: str = "",
    chain: str = "",
) -> Response:
    """The statements a row rests on, each in full, and the form that decides about those chosen."""
    rows = [row for id_ in dict.fromkeys(claim) for row in ask(store, catalogue["claim"], {"claim": id_}).items]
    given = {"back": local(back), "about": about[:300], "platform": platform, "chain": chain}
    return _page(request, "review_claims.html", rows=rows, actions=ACTIONS, **given)


@router.post("/review")
def decided(
    store: StoreDep,
    caller: EditorDep,
    action: Annotated[str, Form()] = "",
    claim: Chosen = [],  # noqa: B006 — the framework copies it
    reason: Annotated[str, Form(max_length=500)] = "",
    back: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """One change set; the page of the decision tells what it did and undoes it."""
    if action not in ACTIONS:
        raise wrong("action", "请选择采信或驳回。", "choose to accept or to reject.")
    if not claim:
        raise wrong("claim", "请至少选择一条说法。", "choose one statement at least.")
    if not reason.strip():
        raise wrong("reason", "请写明理由。", "give a reason.")
    made = decide(store, action, claim, caller.name, reason.strip())
    return _to(made.id, back)


@router.post("/review/pairs")
def denied(
    store: StoreDep,
    caller: EditorDep,
    platform: Annotated[str, Form(max_length=100)] = "",
    chain: Annotated[str, Form(max_length=100)] = "",
    reason: Annotated[str, Form(max_length=500)] = "",
    back: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """Reject one inferred tie of a platform and a chain; all other rows stay."""
    if not reason.strip():
        raise wrong("reason", "请写明理由。", "give a reason.")
    return _to(deny(store, platform, chain, caller.name, reason.strip()).id, back)


@router.get("/review/decisions/{decision}")
def decision(
    request: Request, store: StoreDep, catalogue: CatalogueDep, decision: str, back: str = "/review"
) -> Response:
    """A decision: who, when, why, about what; and the button that undoes it."""
    return _page(
        request, "review_decision.html", row=_decision(store, catalogue["decisions"], decision), back=local(back)
    )


@router.post("/review/decisions/{decision}/undo")
def undone(
    store: StoreDep, caller: EditorDep, decision: str, back: Annotated[str, Form(max_length=2000)] = "/review"
) -> Response:
    """Every statement stands again as it stood before."""
    undo(store, decision, caller.name)
    return _to(decision, back)


def _decision(store: Store, question: Question, id_: str) -> Mapping[str, Any]:
    answer = ask(store, question, {"decision": id_})
    if not answer.items:
        raise NotFound(f"没有决定 {id_}；请从决定列表中选择。", f"there is no decision {id_}; choose one in the list.")
    return answer.items[0]


def _to(decision: str, back: str) -> Response:
    return RedirectResponse(f"/review/decisions/{decision}?back={quote(local(back))}", 303)


def _page(request: Request, template: str, **context: Any) -> Response:
    """A page with a form is not kept by the browser."""
    page = render(request, template, **context)
    page.headers["Cache-Control"] = "no-store"
    return page
