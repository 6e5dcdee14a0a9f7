"""Ask a question: the rows come back with page, revision and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.dates import today
from graph.errors import InnographError
from graph.paging import cursor_of
from graph.people import is_hidden
from graph.resolving import chosen
from graph.statement import statement
from graph.store import Row, Store, Transaction
from graph.vocabulary import relation_names
from graph.wishes import LIMIT, Wish, wished
from ontology import read_ontology
from queries import Query, read_queries


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
    return answer(store, wished(query, arguments, limit, cursor), timeout)


def answer(store: Store, wish: Wish, timeout: float = 0) -> Answer:
    """The answer to one wish; raises NotFound or Ambiguous for a name that is not clear."""
    told = answers(store, [wish], timeout)[0]
    if isinstance(told, InnographError):
        raise told
    return told


def answers(store: Store, wishes: Sequence[Wish], timeout: float = 0) -> list[Answer | InnographError]:
    """What each of several wishes for the same page of one question gets, in one transaction.

    NotFound or Ambiguous stand where a name is not clear.
    """
    return store.reading(lambda tx: _asked(tx, wishes, today()), timeout or None)


def _asked(tx: Transaction, wishes: Sequence[Wish], day: str) -> list[Answer | InnographError]:
    query, limit, skip = wishes[0].query, wishes[0].limit, wishes[0].skip
    rows = [wish.row(place, day) for place, wish in enumerate(wishes)]
    told = {row["place"]: row for row in tx.each(statement(query), wishes=rows, skip=skip, limit=limit + 1)}
    return [_told(tx, wish, told[place], day) for place, wish in enumerate(wishes)]


def _told(tx: Transaction, wish: Wish, row: Row, day: str) -> Answer | InnographError:
    found = tx.seen([{"things": things} for things in row["found"]])
    try:
        ids = [
            chosen(tx, text, param.cls, row["things"], param.name)
            for (param, text), row in zip(wish.named, found, strict=True)
        ]
    except InnographError as error:
        return error
    # What else it could be is not for this reader, or another vocabulary calls it so.
    if any(len(things) != 1 for things in row["found"]):
        return _asked(tx, [wish.by_id(ids)], day)[0]
    return _page(wish, tx.seen(row["rows"]), row["revision"], str(wish.values.get("as_of") or day))


def _page(wish: Wish, rows: list[Row], revision: int, as_of: str) -> Answer:
    query, limit = wish.query, wish.limit
    following = None
    if len(rows) > limit:
        last = [rows[limit - 1][column.name] for column in query.keyed]
        following = cursor_of(last or [wish.skip + limit])
    told = rows[:limit]
    if any(param.single == "name" for param in query.params):
        told = [row for row in told if not is_hidden(row)]  # whoever types a name must not learn that it is known
    return Answer(_named(query, told), following, limit, revision, as_of)


def _named(query: Query, rows: list[Row]) -> list[Row]:
    """The rows with relations by their names in the ontology instead of their types in the store."""
    for column in (column.name for column in query.returns if column.type == "relation"):
        for row in rows:
            row[column] = relation_names().get(row[column], row[column])
    return rows
