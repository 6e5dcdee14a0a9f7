"""Networks through pyvis: a subclass that yields the data of the picture as plain values, never a page.

pyvis's own page needs the internet, runs text as markup and lets the browser lay the network out; here positions come
from the server, options are a plain dict, and everything is drawn by our own template and script. The only file that
imports pyvis, which brings IPython along: import it when a picture is asked for, not at start.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from pyvis.network import Network as PyvisNetwork

from api.network_look import FACE, FONT, Look, groups
from api.network_picture import Picture, edge_label, legend, picture_of
from api.network_svg import svg_of
from api.network_words import words_of
from api.pages.render import class_label, environment, page_of
from graph.asking import Answer
from graph.layout import Place
from graph.names import spellings
from graph.network import USUAL, Edge, Network, Node, degrees
from queries import Query

MOST_LISTED = 600
LAYOUTS = ("network", "layers")
STYLES = ("app.css", "vendor/vis-network/vis-network.min.css", "network.css")
SCRIPTS = ("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js", "network.js")
OPTIONS: Mapping[str, Any] = {
    "autoResize": True,
    "physics": False,
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "multiselect": False,
        "tooltipDelay": 250,
        "hideEdgesOnDrag": False,
        "selectConnectedEdges": True,
    },
    "nodes": {
        "borderWidth": 1.5,
        "font": {"face": FACE, "size": FONT, "strokeWidth": 4},
        "scaling": {"label": {"enabled": True, "drawThreshold": 5, "maxVisible": 26}},
        "margin": 8,
    },
    "edges": {
        "smooth": False,
        "width": 1.2,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
        "font": {"face": FACE, "size": 11, "align": "middle", "strokeWidth": 3},
        "scaling": {"label": {"enabled": True, "drawThreshold": 7}},
    },
}


class View(PyvisNetwork):  # type: ignore[misc]
    """A directed pyvis network with given positions; `data` is all that leaves it."""

    def __init__(self) -> None:
        super().__init__(directed=True)
        self.options = dict(OPTIONS)

    def get_nodes(self) -> Mapping[str, Any]:
        """The known ids; a mapping, because pyvis looks every edge's ends up in it."""
        return self.node_map  # type: ignore[no-any-return]

    def data(self) -> dict[str, Any]:
        """Nodes, edges and options for vis-network, as plain values; the shape of a node is that of its group."""
        nodes = [{key: value for key, value in node.items() if key != "shape"} for node in self.nodes]
        return {"nodes": nodes, "edges": self.edges, "options": self.options}


def view_model(
    query: Query,
    answer: Answer,
    arguments: Mapping[str, str | Sequence[str]],
    lang: str,
    cap: int = USUAL,
) -> dict[str, Any]:
    """What the template `_network.html` needs for the network of an answer; `script` is what the script needs."""
    picture = picture_of(query, answer.items, lang, cap)
    script = model_of(picture) | {"links": links_of(query, arguments)}
    return {
        "script": script,
        "data": block(script),
        "nodes": script["nodes"],
        "edges": script["edges"],
        "claims": script["claims"],
        "documents": script["documents"],
        "links": script["links"],
        "words": script["words"],
        "names": {node["id"]: node["name"] for node in script["nodes"]},
        "legend": legend(picture),
        "layers": picture.layers is not None,
        "hidden": picture.network.hidden,
        "more": answer.next is not None,
        "most_edges": MOST_LISTED,
        "offline": False,
        "title": query.title(lang),
        "revision": answer.revision,
        "as_of": answer.as_of,
    }


def view_file(
    query: Query,
    answer: Answer,
    arguments: Mapping[str, str | Sequence[str]],
    lang: str,
    cap: int = USUAL,
) -> str:
    """The same view as one HTML file that needs nothing else; write it as UTF-8."""
    network = view_model(query, answer, arguments, lang, cap)
    picture = picture_of(query, answer.items, lang, cap)
    stills = {layout: svg_of(picture, layout) for layout in LAYOUTS}
    network |= {"offline": True, "data": block(network["script"] | {"offline": True, "stills": stills})}
    assets = {"styles": [ready(name) for name in STYLES], "scripts": [ready(name) for name in SCRIPTS]}
    template = environment(lang).get_template("network_file.html")
    return template.render(network=network, about=query.told(lang), lang=lang, **assets)


def block(script: Mapping[str, Any]) -> Markup:
    """The data as JSON that may stand in a page: `<`, `>`, `&` and quotes escaped, Chinese as it is."""
    return htmlsafe_json_dumps(script, ensure_ascii=False, separators=(",", ":"))


def ready(path: str) -> Markup:
    """The text of an asset, never run through the template engine; ValueError where it would end its tag."""
    text = files("api").joinpath("static", *path.split("/")).read_text(encoding="utf-8")
    if any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise ValueError(f"{path} would end the tag that holds it")
    return Markup(text)


def links_of(query: Query, arguments: Mapping[str, str | Sequence[str]]) -> dict[str, str]:
    """Where the same answer stands as a page of its own, as data, as a still picture and as a table."""
    asked = urlencode(arguments, doseq=True)
    paths = {"page": "/network/{}", "json": "/network/{}.json", "svg": "/network/{}.svg", "question": "/queries/{}"}
    return {key: path.format(query.name) + (f"?{asked}" if asked else "") for key, path in paths.items()}


def model_of(picture: Picture) -> dict[str, Any]:
    """The vis data of a picture, with its layers, sources and words."""
    view = View()
    degree = degrees(picture.network)
    for node, look, place in zip(picture.network.nodes, picture.looks, picture.places, strict=True):
        _add(view, node, look, place, picture.lang, degree[node.id])
        if picture.layers:
            view.node_map[node.id]["card"] = look.wide
    for number, (edge, bend) in enumerate(zip(picture.network.edges, _bends(picture.network.edges), strict=True)):
        view.add_edge(edge.source, edge.target, id=f"e{number}", **_drawn(edge, bend, picture.lang))
    return view.data() | {
        "groups": {name: groups()[name] for name in dict.fromkeys(look.group for look in picture.looks)},
        "claims": claims_of(picture.network),
        "documents": documents_of(picture.network),
        "layers": _layers(picture),
        "layout": picture.layout,
        "hidden": picture.network.hidden,
        "words": dict(words_of(picture.lang)),
    }


def _add(view: View, node: Node, look: Look, place: Place, lang: str, degree: int) -> None:
    kind = class_label(node.cls, lang) if node.cls else words_of(lang)["unnamed_class"]
    name = node.name if node.cls else words_of(lang)["unnamed"].format(count=node.count)
    more = {"font": {"size": look.font}} if look.font != FONT else {}
    view.add_node(
        node.id,
        label=look.label,
        group=look.group,
        size=look.size,
        x=place[0],
        y=place[1],
        what=node.what,
        name=name,
        kind=kind,
        spell=spellings(name),
        degree=degree,
        cls=node.cls,
        href=page_of({"id": node.id, "class": node.cls}) if node.cls else "",
        **more,
    )


def _drawn(edge: Edge, bend: float, lang: str) -> dict[str, Any]:
    curve = {"smooth": {"enabled": True, "type": "curvedCW", "roundness": bend}} if bend else {}
    return {
        "dashes": edge.basis != "stated",
        "basis": edge.basis,
        "text": edge_label(edge, lang),
        "claims": [claim["id"] for claim in edge.claims],
        **curve,
    }


def _bends(edges: Sequence[Edge]) -> list[float]:
    """Edges between the same two nodes bow apart; a lone edge is straight."""
    seen: dict[frozenset[str], int] = {}
    bends = []
    for edge in edges:
        pair = frozenset((edge.source, edge.target))
        bends.append(round(0.15 * seen.get(pair, 0), 2))
        seen[pair] = seen.get(pair, 0) + 1
    return bends


def _layers(picture: Picture) -> dict[str, Any] | None:
    if picture.layers is None:
        return None
    ids = [node.id for node in picture.network.nodes]
    return {
        "places": dict(zip(ids, picture.layers.places, strict=True)),
        "routes": {f"e{number}": route for number, route in enumerate(picture.layers.routes)},
    }


def claims_of(network: Network) -> dict[str, dict[str, Any]]:
    """Each claim under the edges once, by id: row, place, and the id of its document."""
    return {
        claim["id"]: {key: claim.get(key) for key in ("row", "line", "start", "end")}
        | {"document": _document(claim)["id"]}
        for edge in network.edges
        for claim in edge.claims
    }


def documents_of(network: Network) -> dict[str, dict[str, Any]]:
    """Each document under the edges once, by id: title and date."""
    cited = (_document(claim) for edge in network.edges for claim in edge.claims)
    return {document["id"]: {key: document.get(key) for key in ("title", "date")} for document in cited}


def _document(claim: Mapping[str, Any]) -> Mapping[str, Any]:
    return claim["document"]  # type: ignore[no-any-return]
