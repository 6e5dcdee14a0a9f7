"""The whole graph: a picture drawn by the graphics card, its data, and the same as a table in pages."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response

from api.deps import LangDep, StoreDep
from api.network_look import groups
from api.network_words import words_of
from api.pages.render import class_label, render
from graph.store import Store
from ontology import read_ontology

if TYPE_CHECKING:
    from graph.whole import Whole

router = APIRouter()
EACH = 100  # things on a page of the table


@router.get("/explore.json")
def data(request: Request, store: StoreDep, lang: LangDep) -> Response:
    """Things as columns, relations as pairs of indices; a browser keeps it for as long as the revision stays."""
    revision, sees = store.revision(), "all" if request.scope["caller"].may("editor") else "open"
    tag = f'W/"whole-{revision}-{lang}-{sees}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Revision": str(revision)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(orjson.dumps(_columns(_whole(store), lang)), media_type="application/json", headers=headers)


@router.get("/explore")
def explore(
    request: Request,
    store: StoreDep,
    lang: LangDep,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    group: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """Picture and table; without scripts or a graphics card the table remains."""
    whole = _whole(store)
    degrees, wearing = whole.degrees, _groups(whole)
    counts = Counter(wearing)
    shown = sorted((i for i in range(len(whole.ids)) if group in ("", wearing[i])), key=lambda i: (-degrees[i], i))
    things = [
        {"id": whole.ids[i], "name": whole.names[i], "class": whole.classes[i], "degree": degrees[i]}
        for i in shown[(page - 1) * EACH : page * EACH]
    ]
    legend = [
        {"group": name, "label": class_label(name, lang), "colour": groups()[name]["day"], "count": count}
        for name, count in counts.most_common()
    ]
    return render(
        request,
        "explore.html",
        whole=whole,
        legend=legend,
        things=things,
        page=page,
        pages=max(1, -(-len(shown) // EACH)),
        group=group,
        w=words_of(lang),
    )


def _whole(store: Store) -> "Whole":
    from graph.whole import whole_of  # networkx takes ten megabytes that most services never need

    return whole_of(store)


def _groups(whole: "Whole") -> list[str]:
    """The class group of each thing, by which it is coloured."""
    known = {name: read_ontology().cls(name).group for name in set(whole.classes)}
    return [known[name] for name in whole.classes]


def _columns(whole: "Whole", lang: str) -> dict[str, Any]:
    wearing = _groups(whole)
    names = [name for name, _ in Counter(wearing).most_common()]
    at = {name: number for number, name in enumerate(names)}
    kinds = sorted(set(whole.classes))
    kind_at = {name: number for number, name in enumerate(kinds)}
    styles = [groups()[name] for name in names]
    return {
        "revision": whole.revision,
        "hidden": whole.hidden,
        "groups": [{"name": n, "day": s["day"], "night": s["night"]} for n, s in zip(names, styles, strict=True)],
        "kinds": [class_label(name, lang) for name in kinds],
        "ids": whole.ids,
        "names": whole.names,
        "group": [at[name] for name in wearing],
        "kind": [kind_at[name] for name in whole.classes],
        "x": [x for x, _ in whole.places],
        "y": [y for _, y in whole.places],
        "from": [a for a, _ in whole.links],
        "to": [b for _, b in whole.links],
        "stated": [int(stated) for stated in whole.stated],
    }
