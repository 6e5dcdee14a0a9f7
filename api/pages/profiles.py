"""What a profile says besides its statements: what it is, what it is tied to at a glance, its roles, its picture."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from api.pages.tallies import Rows, rows_of
from graph.asking import Answer, ask
from graph.store import Store
from graph.wishes import LIMIT
from ontology import read_ontology
from queries import read_queries

# Which question tells the chains behind a thing, and its parameter for the thing; the first class that fits.
CHAINS: Mapping[str, tuple[str, str]] = {
    "InnovationPlatform": ("chains_for_platform", "platform"),
    "Enterprise": ("enterprise_profile", "enterprise"),
    "University": ("university_platform_chain", "university"),
    "ResearchInstitute": ("university_platform_chain", "university"),
}
# What only some of these questions tell of a tie.
EMPTY: dict[str, Any] = dict.fromkeys(("path", "platform", "relation", "what"))
MOST_TIES = 300


def profile_of(store: Store, thing: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Everything a template needs for the head of a profile."""
    # pyvis brings IPython, half a second and 60 MB that only a picture should cost.
    from api.views import view_model

    about = {"entity": thing["id"]}
    ties = ask(store, read_queries()["neighbours"], about, MOST_TIES)
    roles = ask(store, read_queries()["roles_over_time"], about, LIMIT).items
    return {
        "brief": rows_of(store, "entity", **about)[0],
        "glance": at_a_glance(ties),
        "roles": [row for row in roles if row["role"] or row["from"] or row["to"]],
        "chains": chains_of(store, thing),
        "chains_by": question[0] if (question := behind(thing)) else "",
        "network": view_model(read_queries()["neighbours"], ties, about, lang),
    }


def at_a_glance(ties: Answer) -> list[dict[str, Any]]:
    """Neighbours by relation and direction, the shortest lists first; plans apart."""
    groups: dict[tuple[str, str, str], Rows] = defaultdict(list)
    for row in ties.items:
        groups[row["relation"], row["direction"], row["kind"]].append(row)
    named = [{"relation": key[0], "direction": key[1], "kind": key[2], "rows": rows} for key, rows in groups.items()]
    return sorted(named, key=lambda group: (group["kind"] != "actual", group["direction"] == "in", len(group["rows"])))


def behind(thing: Mapping[str, Any]) -> tuple[str, str] | None:
    """The question about the chains behind a thing and its parameter; None for a class that has none."""
    return next((known for cls, known in CHAINS.items() if read_ontology().is_a(thing["class"], cls)), None)


def chains_of(store: Store, thing: Mapping[str, Any]) -> Rows:
    """The chains a platform serves, an enterprise belongs to or a university reaches, each with what lies between."""
    question = behind(thing)
    if question is None:
        return []
    rows = rows_of(store, question[0], **{question[1]: thing["id"]})
    return [EMPTY | row | {"chain": row["chain"] if "chain" in row else row["other"]} for row in rows if _is_tie(row)]


def _is_tie(row: Mapping[str, Any]) -> bool:
    """Whether a row joins its thing to a chain as a fact; a profile holds plans, figures and much else besides."""
    if "chain" in row:
        return True
    other = row["other"]
    return bool(other) and row["part"] == "relation" and read_ontology().is_a(other["class"], "IndustryChain")
