"""Documents: the list, the statements of each by span, the passage itself where the text has been loaded."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.deps import CatalogueDep, EditorDep, SettingsDep, StoreDep
from api.pages.render import render
from api.passages import marked, passage
from api.uploads import safe_name
from graph.asking import ask
from graph.errors import BadInput, NotFound
from graph.store import Store
from graph.wishes import MOST
from ingest.texts import Text, keep, kept_in, text_of
from queries import Query as Question

router = APIRouter()
LINES = 400  # of a text on one page


@router.get("/documents")
def documents(request: Request, store: StoreDep, settings: SettingsDep, catalogue: CatalogueDep) -> Response:
    """Every document the graph rests on, and whether its text is here."""
    answer = ask(store, catalogue["documents"], {}, MOST)
    return render(request, "documents.html", answer=answer, texts=kept_in(settings.home))


@router.post("/documents")
def bring(
    store: StoreDep,
    settings: SettingsDep,
    caller: EditorDep,
    file: Annotated[UploadFile | str, File()] = "",
    document: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Keep the text of a paper for the document it belongs to."""
    if isinstance(file, str):
        raise BadInput("没有选文件；请选原文的 .txt 或 .md。", "no file; choose the text as .txt or .md.")
    with TemporaryDirectory() as folder:
        path = Path(folder, safe_name(file.filename or ""))
        path.write_bytes(file.file.read())
        text = keep(store, settings.home, path, caller.name, document)
    return RedirectResponse(f"/documents/{text.document}", 303)


@router.get("/documents/{document}")
def document(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    catalogue: CatalogueDep,
    document: str,
    cursor: str = "",
    line: Annotated[int | None, Query(ge=1, le=10_000_000)] = None,
) -> Response:
    """The statements of a document in the order in which they stand, each in its passage."""
    given = {"document": document} | ({"line": str(line)} if line else {})
    answer = ask(store, catalogue["document_claims"], given, MOST, cursor)
    return render(
        request,
        "document.html",
        about=_about(store, catalogue, document),
        document=document,
        answer=answer,
        rows=sorted(answer.items, key=lambda row: row["line"] is None),  # what has a place comes first
        line=line,
        text=text_of(settings.home, document),
        passage=passage,
    )


@router.get("/documents/{document}/text")
def text(
    request: Request,
    store: StoreDep,
    settings: SettingsDep,
    catalogue: CatalogueDep,
    document: str,
    claim: str = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """The text itself, line by line, marked where statements stand; `claim` is marked most and its page opened."""
    kept = text_of(settings.home, document)
    if kept is None:
        raise NotFound(
            f"{document} 的原文还没有装载；请用 innograph load 原文.txt 装载，或在资料页上传。",
            f"the text of {document} has not been loaded; run innograph load TEXT.txt or upload it on its page.",
        )
    claims = _claims(store, catalogue, document)
    place = next((found["line"] for found in claims if found["id"] == claim), None)
    if place and "page" not in request.query_params:
        page = (place - 1) // LINES + 1
    lines = marked(kept, claims, (page - 1) * LINES + 1, page * LINES, claim)
    about = _about(store, catalogue, document)
    pages = _pages(kept)
    return render(
        request,
        "document_text.html",
        about=about,
        document=document,
        text=kept,
        lines=lines,
        page=page,
        pages=pages,
        claim=claim,
    )


def _pages(text: Text) -> int:
    return (len(text.lines) - 1) // LINES + 1


def _about(store: Store, catalogue: Mapping[str, Question], document: str) -> Mapping[str, Any]:
    rows = ask(store, catalogue["documents"], {}, MOST).items
    if found := next((row for row in rows if row["id"] == document), None):
        return found
    raise NotFound(
        f"没有来源 {document}；请从资料目录中选择。", f"there is no source {document}; choose one in the list."
    )


def _claims(store: Store, catalogue: Mapping[str, Question], document: str) -> list[Mapping[str, Any]]:
    """Every statement of the document that still holds, with its place."""
    found: list[Mapping[str, Any]] = []
    cursor = ""
    while True:
        answer = ask(store, catalogue["document_claims"], {"document": document}, MOST, cursor)
        found += [claim for row in answer.items for claim in row["claims"]]
        if not answer.next:
            return found
        cursor = answer.next
