"""Decisions of editors over REST: signed with the caller's name, each undone by its id."""

from dataclasses import asdict
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.deps import EditorDep, StoreDep
from graph import identity
from graph.arguments import wrong
from graph.pairs import deny
from graph.standing import Decision, decide, retract, undo

router = APIRouter(prefix="/api/v1", tags=["review"])
Text = Annotated[str, Field(min_length=1, max_length=500)]
Id = Annotated[str, Field(min_length=1, max_length=100)]


class Review(BaseModel):
    """An action on claims (by id or row), `retract` on a document, or `deny` on an inferred pair."""

    action: Literal["accept", "reject", "propose", "prefer", "deprecate", "normal", "retract", "deny"]
    claims: list[Id] = Field(default=[], max_length=1000, examples=[["WF0042"]])
    document: str = Field(default="", max_length=100, examples=["D004"])
    platform: str = Field(default="", max_length=100, examples=["WHR030"])
    chain: str = Field(default="", max_length=100, examples=["WHR092"])
    reason: Text = Field(examples=["误读"])


class Identity(BaseModel):
    """Two ids judged to be one thing, or one taken out again (`keep` is then left empty)."""

    action: Literal["merge", "split"]
    keep: str = Field(default="", max_length=100, examples=["WHR002"])
    drop: Id = Field(examples=["WH2001"])
    reason: Text = Field(examples=["文件中两名并用"])


@router.post(
    "/review", status_code=201, operation_id="decide", summary="决定说法或来源的效力 | Decide about claims or a source"
)
def review(wish: Review, store: StoreDep, caller: EditorDep) -> Response:
    """One change set; the answer holds the id that undoes it and the revision that shows it."""
    if wish.action == "retract":
        if not wish.document:
            raise wrong("document", "撤回来源时必填。", "is required to retract a source.")
        return _made(retract(store, wish.document, caller.name, wish.reason))
    if wish.action == "deny":
        if not (wish.platform and wish.chain):
            raise wrong("platform", "驳回一对推断时，平台和产业链都必填。", "and chain are required to deny a pair.")
        return _made(deny(store, wish.platform, wish.chain, caller.name, wish.reason))
    if not wish.claims:
        raise wrong("claims", "至少一条说法。", "takes at least one claim.")
    return _made(decide(store, wish.action, wish.claims, caller.name, wish.reason))


@router.delete("/review/{decision}", operation_id="undo", summary="撤销一个决定 | Undo a decision")
def undone(decision: Annotated[str, Path(max_length=100)], store: StoreDep, caller: EditorDep) -> Response:
    """Every claim stands again as it stood before; the answer holds the new revision."""
    return _said({"decision": decision, "revision": undo(store, decision, caller.name)})


@router.post("/identity", operation_id="identify", summary="合并或拆分对象 | Merge or split things")
def identify(wish: Identity, store: StoreDep, caller: EditorDep) -> Response:
    """One change set that moves no fact: splitting gives back the graph as it was."""
    if wish.action == "split":
        revision = identity.split(store, wish.drop, caller.name, wish.reason)
    else:
        revision = identity.merge(store, wish.keep, wish.drop, caller.name, wish.reason)
    return _said({"action": wish.action, "keep": wish.keep or None, "drop": wish.drop, "revision": revision})


def _made(decision: Decision) -> Response:
    return _said(asdict(decision), 201)


def _said(content: dict[str, object], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json")
