"""Templates to responses: escaped, in Chinese or in English, with what every page shows."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from babel.messages.pofile import read_po
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.access.roles import Caller
from api.deps import lang_of
from api.headings import heading, value_label
from api.pages.amounts import amount, day, moment
from api.pages.tallies import updated
from api.spoken import columns_in, spoken
from ontology import Indicator, read_indicators, read_ontology

THEME = "theme"
THEMES = ("light", "dark")


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the caller's language; its text is kept by a shared cache for one language only."""
    lang = lang_of(request)
    shared = {
        "lang": lang,
        "request_id": request.scope.get("request_id", ""),
        "path": request.url.path,
        "asked": dict(request.query_params),
        "here": here_of(request),
        "theme": theme_of(request),
        "updated": updated_at(request, context.get("answer")),
    } | signed_in(request)
    html = environment(lang).get_template(template).render(shared | context)
    response = HTMLResponse(html, status, {"Vary": "Accept-Language, Cookie", "Content-Language": lang})
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie("lang", lang, max_age=31_536_000, samesite="lax", path="/")
    return response


def signed_in(request: Request) -> dict[str, Any]:
    """Who looks at the page, and the token that its forms carry."""
    caller = request.scope.get("caller") or Caller("")
    return {"caller": caller, "csrf": request.app.state.access.sessions.token(caller.nonce) if caller.nonce else ""}


def updated_at(request: Request, answer: Any) -> str:
    """When the graph that an answer came from was last changed; empty where a page asks nothing of it."""
    store, revision = request.app.state.store, getattr(answer, "revision", 0)
    return updated(store, revision) if store and revision else ""


def theme_of(request: Request) -> str:
    """light, dark, or nothing for the wish of the system."""
    kept = request.cookies.get(THEME, "")
    return kept if kept in THEMES else ""


def here_of(request: Request) -> Mapping[str, str]:
    """The address of this page in each language, and as it is (`back`)."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    found = {lang: f"{request.url.path}?{urlencode([*kept, ('lang', lang)])}" for lang in ("zh", "en")}
    return found | {"back": f"{request.url.path}?{request.url.query}".rstrip("?")}


@cache
def environment(lang: str) -> Environment:
    """The template environment of one language; an undeclared variable is an error, not a blank."""
    env = Environment(
        loader=PackageLoader("api"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue(lang)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: words.get(text, text), lambda one, many, n: words.get(one, one), newstyle=True
    )
    env.filters["class_label"] = lambda name: class_label(name, lang)
    env.filters["relation_label"] = lambda name: relation_label(name, lang)
    env.filters["term"] = lambda code, code_list: term_label(code_list, code, lang)
    env.filters["basis_label"] = lambda code: basis_label(code, lang)
    env.filters["heading"] = lambda name: heading(name, lang)
    env.filters["in_words"] = lambda value, column, relation="": value_label(value, column, lang, relation)
    env.filters["translated"] = lambda text: words.get(text, text)
    env.filters["spoken"] = lambda text: spoken(text, lang)
    env.filters["columns_in"] = lambda columns: columns_in(columns, lang)
    env.filters["reason_of"] = lambda row: row["reason_en" if lang == "en" and row["reason_en"] else "reason"]
    env.filters["day"] = lambda text: day(text, lang)
    env.filters["moment"] = lambda text: moment(text, lang)
    env.filters["amount"] = lambda figure: amount(figure, lang)
    env.filters["theme_label"] = lambda code: term_label("theme", code, lang)
    env.filters["indicator_label"] = lambda code: indicator_label(code, lang)
    env.filters["locator"] = locator
    env.filters["page_of"] = page_of
    env.globals["static"] = static
    return env


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Translations of the Chinese texts of templates; empty for Chinese itself."""
    if lang == "zh":
        return {}
    with files("api").joinpath("locale", lang, "messages.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id and message.string}


def class_label(name: str, lang: str) -> str:
    """The label of a class as the ontology has it."""
    cls = read_ontology().cls(name)
    return cls.label_en if lang == "en" else cls.label_zh


def relation_label(name: str, lang: str) -> str:
    """The label of a relation as the ontology has it."""
    relation = read_ontology().relation(name)
    return relation.label_en if lang == "en" else relation.label_zh


def term_label(code_list: str, code: str, lang: str) -> str:
    """The label of a coded value as the ontology has it."""
    term = read_ontology().term(code_list, code)
    return term.label_en if lang == "en" else term.label_zh


def indicator_label(name: str, lang: str) -> str:
    """The label of an indicator, by code or Chinese label, as the ontology has it; any other text stays as it is."""
    known = read_indicators().get(name) or indicators_by_label().get(name)
    return name if known is None else known.label_en if lang == "en" else known.label_zh


@cache
def indicators_by_label() -> Mapping[str, Indicator]:
    """The indicators by their Chinese labels, which answers carry."""
    return {indicator.label_zh: indicator for indicator in read_indicators().values()}


def basis_label(code: str, lang: str) -> str:
    """The label of the basis of a claim, or of a row of a chain's answer."""
    known = read_ontology().enumerations["claimBasis"]
    return term_label("claimBasis" if code in known else "chainBasis", code, lang)


def locator(claim: Mapping[str, Any]) -> str:
    """Where a claim stands in its document: 第35行 62–125列, or nothing for a page."""
    return f"L{claim['line']}:{claim['start']}–{claim['end']}" if claim.get("line") else ""


def page_of(entity: Mapping[str, Any]) -> str:
    """The page of an entity: chains have their own."""
    kind = "chains" if read_ontology().is_a(entity["class"], "IndustryChain") else "entities"
    return f"/{kind}/{entity['id']}"


@cache
def static(path: str) -> str:
    """The address of an asset with its digest, so that browsers may keep it for good."""
    content = files("api").joinpath("static", *path.split("/")).read_bytes()
    return f"/static/{path}?v={sha256(content).hexdigest()[:12]}"
