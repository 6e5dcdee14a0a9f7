"""Two to five things side by side: facts and figures as rows, differences marked."""

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, StoreDep
from api.pages.render import render
from api.pages.tallies import Rows, rows_of
from graph.arguments import wrong
from graph.asking import ask
from graph.store import Store

router = APIRouter()
FEWEST, LARGEST = 2, 5
Row = dict[str, Any]


@router.get("/compare")
def compare(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Response:
    """`?ids=A&ids=B` or `?ids=A,B`: ids, names or aliases; with fewer than two only the form."""
    wanted = [one.strip() for text in request.query_params.getlist("ids") for one in text.replace("，", ",").split(",")]
    wanted = list(dict.fromkeys(one for one in wanted if one))
    if len(wanted) > LARGEST:
        raise wrong(
            "ids", f"最多比较 {LARGEST} 个，请去掉几个。", f"compares {LARGEST} things at most; leave some out."
        )
    if len(wanted) < FEWEST:
        return render(request, "compare.html", things=[], wanted=wanted, facts=[], figures=[], answer=None)
    answers = [ask(store, catalogue["entity"], {"entity": one}, 1) for one in wanted]
    briefs = [answer.items[0] for answer in answers]
    return render(
        request,
        "compare.html",
        things=[brief["entity"] for brief in briefs],
        wanted=[brief["entity"]["id"] for brief in briefs],
        briefs=briefs,
        facts=facts_of(store, briefs),
        figures=figures_of(store, briefs),
        answer=answers[0],
    )


def facts_of(store: Store, briefs: Rows) -> list[Row]:
    """One row for each relation and direction that any of the things has."""
    found: dict[tuple[str, str, str], list[Rows]] = defaultdict(lambda: [[] for _ in briefs])
    for place, brief in enumerate(briefs):
        for tie in rows_of(store, "neighbours", entity=brief["entity"]["id"]):
            found[tie["relation"], tie["direction"], tie["kind"]][place].append(tie)
    rows = [
        {"relation": key[0], "direction": key[1], "kind": key[2], "cells": cells, "differs": differs(cells, _neighbour)}
        for key, cells in found.items()
    ]
    return sorted(rows, key=lambda row: (row["kind"] != "actual", row["direction"] == "in", row["relation"]))


def figures_of(store: Store, briefs: Rows) -> list[Row]:
    """One row for each indicator and measure that any of the things has a figure of."""
    found: dict[tuple[str, str], list[Rows]] = defaultdict(lambda: [[] for _ in briefs])
    for place, brief in enumerate(briefs):
        for figure in rows_of(store, "observations", subject=brief["entity"]["id"]):
            found[figure["indicator"], figure["basis"]][place].append(figure)
    rows = [
        {"indicator": key[0], "basis": key[1], "cells": cells, "differs": differs(cells, _figure)}
        for key, cells in found.items()
    ]
    return sorted(rows, key=lambda row: (-sum(map(bool, row["cells"])), row["indicator"], row["basis"]))


def differs(cells: list[Rows], what: Any) -> bool:
    """Whether the things do not all say the same; nothing said is different from something said."""
    return len({frozenset(what(row) for row in cell) for cell in cells}) > 1


def _neighbour(tie: Row) -> tuple[str, str]:
    return tie["neighbour"]["id"], tie["role"] or ""


def _figure(figure: Row) -> tuple[float, str, str]:
    return figure["value"], figure["unit"], figure["period"] or ""
