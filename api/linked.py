"""Every IRI leads somewhere: a page for people, Turtle or JSON-LD for programs, by what the caller accepts."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.accepting import preferred
from api.deps import SettingsDep, StoreDep, lang_of
from api.pages.render import page_of, render
from graph.census import census
from graph.errors import NotFound
from graph.rdf import MEDIA
from graph.rdf.describing import (
    Described,
    coded,
    describe,
    ontology_file,
    ontology_iri,
    vocabularies,
    written,
)
from graph.rdf.terms import SPACES, opened
from ontology import Class, read_ontology

router = APIRouter(include_in_schema=False)
VARY = {"Vary": "Accept"}


def form_of(request: Request) -> str:
    """html, ttl, jsonld, nq or trig: by `format=`, else by Accept and its weights; Turtle for who takes anything."""
    if (asked := request.query_params.get("format", "")) in MEDIA:
        return asked
    names = {media: kind for kind, media in MEDIA.items()} | {"text/html": "html", "application/json": "jsonld"}
    return next(iter(preferred(request.headers.get("accept", ""), names)), "ttl")


@router.get("/id/{id}")
def resource(request: Request, store: StoreDep, settings: SettingsDep, id: str) -> Response:
    """A thing is no document: its IRI answers 303 with the document about it that the caller takes."""
    kind = form_of(request)
    about = describe(store, settings.text("base_iri"), id)
    place = page_about(about, id) if kind == "html" else f"/rdf/{id}.{kind}"
    return RedirectResponse(place, 303, VARY)


@router.get("/rdf/{name}")
def document(store: StoreDep, settings: SettingsDep, name: str) -> Response:
    """What is said of a resource, as Turtle, JSON-LD, N-Quads or TriG."""
    id_, _, kind = name.rpartition(".")
    if kind not in MEDIA:
        raise NotFound(f"没有 {name}；后缀应为 {'、'.join(MEDIA)}。", f"there is no {name}; end in {', '.join(MEDIA)}.")
    base = settings.text("base_iri")
    return Response(written(describe(store, base, id_), base, kind), media_type=MEDIA[kind])


@router.get("/resources/{id}")
def page(request: Request, store: StoreDep, settings: SettingsDep, id: str) -> Response:
    """The page of what has no other: a claim, a judgement, a decision, a change set, an indicator, the data set."""
    about = describe(store, settings.text("base_iri"), id)
    base = settings.text("base_iri").rstrip("/")
    rows = [(_short(p), _cell(o, base)) for resource in about.resources for p, o in resource.pairs]
    return render(request, "resource.html", id=id, iri=f"{base}/id/{id}", rows=rows, formats=list(MEDIA))


@router.get("/code/{scheme}/{value:path}")
def by_code(store: StoreDep, scheme: str, value: str) -> Response:
    """The thing that has a standard code."""
    return RedirectResponse(f"/id/{coded(store, scheme, value)}", 303)


@router.get("/ontology")
def ontology(request: Request, store: StoreDep) -> Response:
    """What exists: a page with counts and examples, or the file itself."""
    if (kind := form_of(request)) != "html":
        return Response(ontology_file("", kind), media_type=MEDIA[kind], headers=VARY)
    known, counted = read_ontology(), census(store, store.revision())
    things = [cls for cls in known.classes.values() if "Entity" in cls.lineage]
    found = render(
        request,
        "ontology.html",
        iri=ontology_iri(""),
        things=ordered(things),
        ledger=[cls for cls in known.classes.values() if "Entity" not in cls.lineage],
        relations=list(known.relations.values()),
        properties=list(known.properties.values()),
        code_lists=list(known.code_lists.values()),
        classes=counted.classes,
        joined=counted.relations,
        sums={cls.name: total(cls, counted.classes) for cls in things},
        vocabularies=vocabularies(),
        says=says_in(lang_of(request)),
    )
    found.headers.update({"Vary": "Accept, Accept-Language, Cookie"})
    return found


@router.get("/ontology/{name:path}")
def part(request: Request, name: str) -> Response:
    """A vocabulary, or the shapes; a browser gets the text to read."""
    name, _, suffix = name.partition(".")
    kind = suffix if suffix in MEDIA else form_of(request)
    plain = kind == "html"
    data = ontology_file(name, "ttl" if plain else kind)
    return Response(data, media_type="text/plain; charset=utf-8" if plain else MEDIA[kind], headers=VARY)


def page_about(about: Described, id_: str) -> str:
    """The page for people about a resource."""
    if about.page == "entity":
        return page_of(about.thing)
    return f"/documents/{id_}" if about.page == "document" else f"/resources/{id_}"


def ordered(classes: list[Class]) -> list[tuple[int, Class]]:
    """Classes as a tree: each after its parent, with its depth."""
    children: dict[str | None, list[Class]] = {}
    for cls in classes:
        children.setdefault(cls.parent, []).append(cls)

    def below(parent: str | None, depth: int) -> list[tuple[int, Class]]:
        return [row for cls in children.get(parent, ()) for row in ((depth, cls), *below(cls.name, depth + 1))]

    return below(None, 0)


def total(cls: Class, counts: Any) -> int:
    """How many things a class has, those of its subclasses included."""
    return sum(n for name, (n, _) in counts.items() if cls.name in read_ontology().cls(name).lineage)


def says_in(lang: str) -> Any:
    """Label or definition of a term in a language."""
    return lambda term, what: getattr(term, f"{what}_{lang}")


def _short(term: str) -> str:
    """A term with its prefix."""
    for prefix, space in SPACES.items():
        if term.startswith(space, 1):
            return f"{prefix}:{term[len(space) + 1 : -1]}"
    return term[1:-1]


def _cell(term: str, base: str) -> dict[str, str]:
    """An object as a text and, where it is a resource, the address it leads to."""
    if term[0] != "<":
        return {"text": opened(term[1:].rpartition('"')[0]), "href": ""}
    iri = term[1:-1]
    if iri.startswith(f"{base}/id/"):
        return {"text": iri.rpartition("/")[2], "href": iri.removeprefix(base)}
    if iri.startswith(SPACES[""]):
        return {"text": _short(term), "href": f"/ontology#{iri.removeprefix(SPACES[''])}"}
    return {"text": _short(term), "href": ""}
