"""Ask a question: arguments are typed and resolved, the rows come back with page, revision and day."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from graph.dates import day_of, today
from graph.errors import Ambiguous, BadParameter, InnographError, NotFound
from graph.names import name_key
from graph.people import is_hidden, withheld
from graph.store import Row, Store, Transaction
from graph.vocabulary import KINDS, relation_names, term, typed_name
from ontology import read_ontology
from queries import Param, Query, read_queries

LIMIT = 100
MOST = 1000
LONGEST = 500
NUMBERS: Mapping[str, Callable[[str], int | float]] = {"integer": int, "number": float}
BOOLEANS = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}
LOOKUP = """OPTIONAL MATCH (s:State {id: 'graph'})
UNWIND $names AS name
OPTIONAL CALL (name) {
  MATCH (x:Entity {id: name.text}) OPTIONAL MATCH (kept:Entity {id: x.merged_into})
  WITH coalesce(kept, x) AS e, name WHERE name.cls IN labels(e) RETURN e
  UNION
  MATCH (n:NameClaim {key: name.key, status: 'accepted'})-[:SUBJECT]->(e:Entity)
  WHERE n.closed_revision IS NULL AND name.cls IN labels(e) RETURN e
}
RETURN s.revision AS revision, name.place AS place, collect(DISTINCT e) AS found"""
STATE = "MATCH (s:State {id: 'graph'}) RETURN s.revision AS revision"
NEAR = """CALL db.index.fulltext.queryNodes('names', $text, {limit: 200}) YIELD node, score
WHERE $cls IN labels(node) AND node.standing = 'accepted' RETURN node AS e ORDER BY score DESC LIMIT 10"""
CONTAINING = """MATCH (n:NameClaim {status: 'accepted'})-[:SUBJECT]->(e:Entity)
WHERE n.key CONTAINS $key AND $cls IN labels(e) RETURN DISTINCT e ORDER BY e.id LIMIT 10"""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a question by column; `next` is the cursor of the next page or None; `as_of` an ISO day."""

    items: list[Row]
    next: str | None
    limit: int
    revision: int
    as_of: str


def catalogue() -> Mapping[str, Query]:
    """Every question, its entity classes checked against the ontology; OntologyError stops the start."""
    queries = read_queries()
    for query in queries.values():
        for cls in (param.cls for param in query.params if param.cls):
            read_ontology().cls(cls)
    return queries


def ask(
    store: Store,
    query: Query,
    arguments: Mapping[str, str | Sequence[str]],
    limit: int = LIMIT,
    cursor: str = "",
    timeout: float = 0,
) -> Answer:
    """The answer of `query`; BadParameter, NotFound or Ambiguous for arguments that do not fit."""
    values = typed(query, arguments)
    after, skip = place_of(query, cursor)
    if not 1 <= limit <= MOST:
        raise wrong("limit", f"应在 1 到 {MOST} 之间。", f"must lie between 1 and {MOST}.")

    def work(tx: Transaction) -> tuple[int, list[Row]]:
        revision, known = resolve(tx, query, values)
        given = {**known, "today": today(), "skip": skip, "limit": limit + 1, "after": after, "revision": revision}
        return revision, tx.run(f"{query.cypher}\nSKIP $skip LIMIT $limit", **given)

    revision, rows = store.reading(work, timeout or None)
    last = [rows[limit - 1][column.name] for column in query.keyed] if len(rows) > limit else []
    following = cursor_of(last or [skip + limit]) if len(rows) > limit else None
    told = rows[:limit]
    if any(param.single == "name" for param in query.params):
        told = [row for row in told if not is_hidden(row)]  # whoever types a name must not learn that it is known
    return Answer(named(query, told), following, limit, revision, str(values.get("as_of") or today()))


def named(query: Query, rows: list[Row]) -> list[Row]:
    """The rows with relations by their names in the ontology instead of their types in the store."""
    for column in (column.name for column in query.returns if column.type == "relation"):
        for row in rows:
            row[column] = relation_names().get(row[column], row[column])
    return rows


def typed(query: Query, arguments: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Arguments as values of the declared types, defaults filled in; BadParameter lists every fault at once."""
    known = {param.name: param for param in query.params}
    errors = [_fault(name, "没有这个参数。", "there is no such parameter.") for name in arguments if name not in known]
    values: dict[str, Any] = {}
    for param in query.params:
        try:
            values[param.name] = _value(param, arguments.get(param.name, ""))
        except BadParameter as fault:
            errors.extend(fault.details["errors"])
    if errors:
        raise BadParameter(
            "；".join(f"参数 {e['field']}：{e['reason']}" for e in errors),
            "; ".join(f"parameter {e['field']}: {e['reason_en']}" for e in errors),
            errors=errors,
        )
    return values


def resolve(tx: Transaction, query: Query, values: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """The revision, and entity arguments as ids; NotFound with near names, Ambiguous with candidates."""
    wanted = [(p, i, text) for p in query.params if p.cls for i, text in enumerate(_listed(values[p.name]))]
    names = [{"place": n, "text": text, "key": name_key(text), "cls": p.cls} for n, (p, _, text) in enumerate(wanted)]
    # One way to the database for both: each costs as much as a small question.
    rows = tx.run(LOOKUP, names=names) if names else tx.run(STATE)
    revision = (rows[0]["revision"] or 0) if rows else 0
    found = {row["place"]: row["found"] for row in rows} if names else {}
    known = {name: list(value) if isinstance(value, list) else value for name, value in values.items()}
    for n, (param, i, text) in enumerate(wanted):
        id_ = chosen(tx, text, param.cls, found.get(n, []), param.name)
        if param.many:
            known[param.name][i] = id_
        else:
            known[param.name] = id_
    return revision, known


def chosen(tx: Transaction, text: str, cls: str, found: list[Row], field: str = "") -> str:
    """The id of the one entity found; never a guess. Forbidden for a private person."""
    if any(is_hidden(e) and e["id"] == text for e in found):
        raise withheld()
    found = [e for e in found if not is_hidden(e)]
    if len(found) == 1:
        return str(found[0]["id"])
    label = read_ontology().cls(cls)
    if found:
        names = "、".join(f"{e['name']}（{e['id']}）" for e in found)
        raise Ambiguous(
            f"“{text}”可指多个{label.label_zh}：{names}；请改用全称或编号。",
            f"“{text}” fits several things of class {label.label_en}: {names}; use a full name or an id.",
            candidates=found,
            field=field,
        )
    near = near_names(tx, text, cls)
    if len(near) > 1 and near[0].get("inside"):
        raise _partial(text, [{k: v for k, v in e.items() if k != "inside"} for e in near], field)
    candidates = [{k: v for k, v in e.items() if k != "inside"} for e in near]
    hint = "、".join(e["name"] for e in candidates)
    raise NotFound(
        f"没有名为“{text}”的{label.label_zh}" + (f"；相近的有：{hint}。" if hint else "；可用检索或列表查找准确名称。"),
        f"no {label.label_en} is called “{text}”"
        + (f"; near: {hint}." if hint else "; look it up by search or in the list."),
        candidates=candidates,
        field=field,
    )


def near_names(tx: Transaction, text: str, cls: str) -> list[Row]:
    """Up to ten entities whose name contains the text (marked `inside`), else those that full text finds near."""
    key = name_key(text)
    inside = [row["e"] | {"inside": True} for row in tx.run(CONTAINING, key=key, cls=cls)] if key else []
    near = inside or [row["e"] for row in tx.run(NEAR, text=fulltext(text), cls=cls)]
    return [e for e in near if not is_hidden(e)]


def fulltext(text: str) -> str:
    """Free text as a harmless Lucene phrase."""
    return '"' + text.replace("\\", " ").replace('"', " ") + '"'


def cursor_of(place: Sequence[str | int]) -> str:
    """An opaque cursor: how many rows were told, or the columns that the last of them ended at."""
    return base64.urlsafe_b64encode(orjson.dumps([1, *place])).decode().rstrip("=")


def place_of(query: Query, cursor: str) -> tuple[list[str | int] | None, int]:
    """Where a page begins: after which row, or after how many; BadParameter for anything this API did not hand out."""
    if not cursor:
        return None, 0
    try:
        version, *place = orjson.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, binascii.Error):
        version, place = 0, []
    kinds = [int if column.type == "integer" else str for column in query.keyed] or [int]
    fits = len(place) == len(kinds) and all(type(part) is kind for part, kind in zip(place, kinds, strict=False))
    if version != 1 or not fits or any(type(part) is int and not 0 <= part < 10**9 for part in place):
        raise wrong(
            "cursor",
            "不是本接口给出的游标；请从第一页重新开始。",
            "is no cursor of this API; start again at the first page.",
        )
    return (place, 0) if query.keyed else (None, place[0])


def wrong(field: str, zh: str, en: str) -> BadParameter:
    """One wrong parameter."""
    return BadParameter(f"参数 {field}：{zh}", f"parameter {field}: {en}", errors=[_fault(field, zh, en)])


def _fault(field: str, zh: str, en: str) -> dict[str, str]:
    return {"field": field, "reason": zh, "reason_en": en}


def _partial(text: str, candidates: list[Row], field: str) -> InnographError:
    names = "、".join(f"{e['name']}（{e['id']}）" for e in candidates)
    return Ambiguous(
        f"“{text}”不是全称，名称中含它的有：{names}；请选其一。",
        f"“{text}” is part of several names: {names}; choose one.",
        candidates=candidates,
        field=field,
    )


def _listed(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def _value(param: Param, given: str | Sequence[str]) -> Any:
    texts = [given] if isinstance(given, str) else list(given)
    texts = [text for text in texts if text.strip()]
    if not texts and param.default:
        texts = [param.default]
    if not texts and param.required:
        raise wrong(param.name, "必填，现为空。", "is required and empty.")
    if param.many:
        return [_one(param, text) for part in texts for text in part.split(",") if text.strip()]
    if len(texts) > 1:
        raise wrong(param.name, "只能给一个值。", "takes one value only.")
    return _one(param, texts[0]) if texts else None


def _one(param: Param, text: str) -> Any:
    if len(text) > LONGEST:
        raise wrong(param.name, f"超过 {LONGEST} 个字符。", f"is longer than {LONGEST} characters.")
    text = text.strip()
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise wrong(param.name, "含有控制字符。", "holds control characters.")
    if param.single == "date":
        return day_of(param.name, text)
    if param.single in NUMBERS:
        return _number(param, text)
    if param.single == "boolean":
        return _chosen(param, text.lower(), BOOLEANS)
    if param.choices:
        return _chosen(param, text, {choice: choice for choice in param.choices})
    if param.single in KINDS:
        return term(param.single, text, lambda zh, en: wrong(param.name, zh, en))
    return typed_name(text) if param.single == "name" else text


def _number(param: Param, text: str) -> int | float:
    try:
        value = NUMBERS[param.single](text)
    except ValueError:
        value = None
    if value is None or not text.isascii() or not -(10**15) < value < 10**15:
        raise wrong(param.name, f"{text!r} 不是数字。", f"{text!r} is no number.")
    return value


def _chosen(param: Param, text: str, table: Mapping[str, Any]) -> Any:
    if text not in table:
        choices = "、".join(table)
        raise wrong(param.name, f"{text!r} 不在可选值中：{choices}。", f"{text!r} is not one of: {choices}.")
    return table[text]
