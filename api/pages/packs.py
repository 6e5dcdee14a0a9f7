"""The evidence pack of a thing: its names, relations and figures as one Word document."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, LangDep, StoreDep
from api.query_routes import document
from graph.asking import ask
from graph.wishes import MOST

router = APIRouter()
PARTS: Mapping[str, tuple[str, str]] = {
    "relation": ("关系", "Relations"),
    "figure": ("数值", "Figures"),
    "identifier": ("代码", "Codes"),
    "gap": ("只有数量的记载", "Counts without names"),
}


@router.get("/entities/{entity}.docx")
def pack(request: Request, store: StoreDep, catalogue: CatalogueDep, lang: LangDep, entity: str) -> Response:
    """Everything that is said about a thing, each statement with the number of its source."""
    from api.evidence import Pack, concerning, conflicts_in, section_of, to_docx

    names = ask(store, catalogue["entity_names"], {"entity": entity}, MOST)
    thing = names.items[0]["entity"]
    question = catalogue["entity_claims"]
    answer = ask(store, question, {"entity": thing["id"]}, MOST)
    columns = [column for column in catalogue["entity_names"].returns if column.name != "entity"]
    sections = [section_of(("名称", "Names")[lang == "en"], columns, names.items, lang)]
    for kind, title in PARTS.items():
        if rows := [row for row in answer.items if row["type"] == kind]:
            held = [column for column in question.returns if column.name != "type"]
            sections.append(section_of(title[lang == "en"], held, rows, lang))
    disputed = concerning(conflicts_in(store, catalogue["conflicts"]), _claims(answer.items))
    more = answer.next is not None
    content = Pack(thing["name"], "", {}, answer.as_of, answer.revision, sections, disputed, more)
    return document(to_docx(content, lang), thing["id"], thing["name"], answer.revision)


def _claims(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [claim for item in items for claim in item["claims"]]
