"""The Cypher that is sent for a question: for several callers at once, each with arguments of their own.

A question is written for one caller, with parameters. What is sent looks up the entities that every caller names, by
id or name, and asks the question for each of them whose names are clear. So one way to the database answers all who
wait, and says at which revision.
"""

import re
from functools import lru_cache

from queries import NOT_CODE, Column, Param, Query

# A parameter of the question; SKIP and LIMIT take no variables, so callers that share a statement share a page.
PARAMETER = re.compile(r"\$(?!skip\b|limit\b)(\w+)\b(?!\()")
SUBQUERY = re.compile(r"\bCALL (?:\(([^)]*)\) )?\{")
# The revision is read once and first: who writes meanwhile may raise it, and rows of a later change set that were not
# all seen must not be told as if they were.
STATEMENT = """OPTIONAL MATCH (state:State {{id: 'graph'}})
WITH coalesce(state.revision, 0) AS revision
UNWIND $wishes AS wish
{lookup}
WITH wish, found, wish {{.*, revision: revision{entities}}} AS asked
CALL (asked, found) {{
  WITH * WHERE all(things IN found WHERE size(things) = 1)
  CALL (asked) {{
{question}
SKIP $skip LIMIT $limit
  }}
  RETURN collect({{{columns}}}) AS rows
}}
RETURN wish.place AS place, asked.revision AS revision, found, rows"""
LOOKUP = """CALL (wish) {
  UNWIND wish.names AS name
  OPTIONAL CALL (name) {
    MATCH (x:Entity {id: name.text}) OPTIONAL MATCH (kept:Entity {id: x.merged_into})
    WITH coalesce(kept, x) AS e, name WHERE name.cls IN labels(e) RETURN e
    UNION
    MATCH (n:NameClaim {key: name.key, status: 'accepted'})-[:SUBJECT]->(e:Entity)
    WHERE n.closed_revision IS NULL AND name.cls IN labels(e) RETURN e
  }
  WITH name.place AS place, collect(DISTINCT e) AS things ORDER BY place
  RETURN collect([e IN things | e {.id, .name, .class}]) AS found
}"""
NO_LOOKUP = "WITH revision, wish, [] AS found"  # planning a lookup takes a fifth of the time of a whole question


@lru_cache(maxsize=256)
def statement(query: Query) -> str:
    """The Cypher of a question for `$wishes` (rows of `graph.wishes`), `$skip` and `$limit`.

    One row for each wish: its `place`, the `revision`, what was `found` for each name, and `rows` where all are clear.
    """
    columns = ", ".join(f"{column.name}: {_told(column)}" for column in query.returns)
    entities = "".join(f", {param.name}: {_resolved(param)}" for param in query.params if param.cls)
    lookup, question = LOOKUP if entities else NO_LOOKUP, _for_one_of_many(query.cypher)
    return STATEMENT.format(question=question, columns=columns, entities=entities, lookup=lookup)


def _for_one_of_many(cypher: str) -> str:
    """Parameters as properties of `asked`, which every subquery has to take in."""
    code = NOT_CODE.sub(lambda other: other[0] if other[0][:2] != "//" else "", cypher)
    inner = SUBQUERY.sub(lambda call: f"CALL ({call[1] + ', ' if call[1] else ''}asked) {{", code)
    return PARAMETER.sub(r"asked.\1", inner)


def _told(column: Column) -> str:
    """An entity as the three facts by which it is known: whole nodes are slow to send and to read."""
    return f"{column.name} {{.id, .name, .class}}" if column.type == "entity" else column.name


def _resolved(param: Param) -> str:
    if param.many:
        return f"[n IN wish.at.{param.name} | found[n][0].id]"
    return f"found[wish.at.{param.name}[0]][0].id"
