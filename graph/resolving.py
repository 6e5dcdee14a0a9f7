"""From what someone calls a thing to its one id: never a guess, but near names and candidates."""

from types import MappingProxyType

from graph.errors import Ambiguous, InnographError, NotFound
from graph.names import name_key
from graph.people import is_hidden, withheld
from graph.store import Row, Transaction
from ontology import read_ontology

NEAR = """CALL db.index.fulltext.queryNodes('names', $text, {limit: 200}) YIELD node, score
WHERE $cls IN labels(node) AND node.standing = 'accepted' RETURN node AS e ORDER BY score DESC LIMIT 10"""
CONTAINING = """MATCH (n:NameClaim {status: 'accepted'})-[:SUBJECT]->(e:Entity)
WHERE n.key CONTAINS $key AND $cls IN labels(e) RETURN DISTINCT e ORDER BY e.id LIMIT 10"""

# What the text names in another vocabulary, and what that corresponds to among things of the class asked for.
MAPPED = """MATCH (n:NameClaim {status: 'accepted', key: $key})-[:SUBJECT]->(c:Entity) WHERE n.closed_revision IS NULL
MATCH (c)-[m:MAPS_TO {kind: 'actual'}]-(e:Entity) WHERE $cls IN labels(e)
RETURN DISTINCT c, e, m.role AS role, startNode(m) = c AS forth ORDER BY e.id"""
OTHER_WAY = MappingProxyType({"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"})


def chosen(tx: Transaction, text: str, cls: str, found: list[Row], field: str = "") -> str:
    """The id of the one entity found; never a guess. Forbidden for a private person."""
    if any(is_hidden(e) and e["id"] == text for e in found):
        raise withheld()
    found = [e for e in found if not is_hidden(e)]
    if len(found) == 1:
        return str(found[0]["id"])
    label = read_ontology().cls(cls)
    if found:
        names = _listed(found)
        raise Ambiguous(
            f"“{text}”可指多个{label.label_zh}：{names}；请改用全称或编号。",
            f"“{text}” fits several things of class {label.label_en}: {names}; use a full name or an id.",
            candidates=found,
            field=field,
        )
    if mapped := tx.run(MAPPED, key=name_key(text), cls=cls):
        return _counterpart(text, cls, mapped, field)
    near = near_names(tx, text, cls)
    candidates = [{k: v for k, v in e.items() if k != "inside"} for e in near]
    if len(near) > 1 and near[0].get("inside"):
        raise _partial(text, candidates, field)
    hint = "、".join(e["name"] for e in candidates)
    raise NotFound(
        f"没有名为“{text}”的{label.label_zh}" + (f"；相近的有：{hint}。" if hint else "；可用检索或列表查找准确名称。"),
        f"no {label.label_en} is called “{text}”"
        + (f"; near: {hint}." if hint else "; look it up by search or in the list."),
        candidates=candidates,
        field=field,
    )


def _counterpart(text: str, cls: str, mapped: list[Row], field: str) -> str:
    """The id of the one exact match in the vocabulary of the class; other matches are told, not taken."""
    exact = {str(row["e"]["id"]) for row in mapped if row["role"] == "exactMatch"}
    if len(exact) == 1:
        return exact.pop()
    label, terms = read_ontology().cls(cls), read_ontology().code_lists["mapping"].terms
    how = [(row["e"]["name"], terms[_seen(row)]) for row in mapped]
    zh = "、".join(f"{name}（{term.label_zh}）" for name, term in how)
    en = ", ".join(f"{name} ({term.label_en})" for name, term in how)
    raise NotFound(
        f"“{text}”属于另一个词表，不是{label.label_zh}；词表对应为：{zh}；请改用它。",
        f"“{text}” belongs to another vocabulary and is no {label.label_en}; it is mapped to {en}; use that name.",
        candidates=[row["e"] for row in mapped],
        field=field,
    )


def _seen(row: Row) -> str:
    """The kind of a mapping as seen from what was typed."""
    role = str(row["role"])
    return role if row["forth"] else OTHER_WAY.get(role, role)


def near_names(tx: Transaction, text: str, cls: str) -> list[Row]:
    """Up to ten entities whose name contains the text (marked `inside`), else those that full text finds near."""
    key = name_key(text)
    inside = [row["e"] | {"inside": True} for row in tx.run(CONTAINING, key=key, cls=cls)] if key else []
    near = inside or [row["e"] for row in tx.run(NEAR, text=fulltext(text), cls=cls)]
    return [e for e in near if not is_hidden(e)]


def fulltext(text: str) -> str:
    """Free text as a harmless Lucene phrase."""
    return '"' + text.replace("\\", " ").replace('"', " ") + '"'


def _partial(text: str, candidates: list[Row], field: str) -> InnographError:
    names = _listed(candidates)
    return Ambiguous(
        f"“{text}”不是全称，名称中含它的有：{names}；请选其一。",
        f"“{text}” is part of several names: {names}; choose one.",
        candidates=candidates,
        field=field,
    )


def _listed(things: list[Row]) -> str:
    return "、".join(f"{e['name']}（{e['id']}）" for e in things)
