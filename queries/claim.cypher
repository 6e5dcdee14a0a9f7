// title: 一条说法 | One statement
// about: 按编号（或来源表里的行号）取一条说法：说了什么、出自哪里、现在是否有效、何时记入、何时关闭。 | One statement by its id or its row in the source table: what it says, where it stands, whether it holds, when it was recorded and closed.
// param: claim text required — 说法编号，如 WF0042、WO0006
// returns: id text, type text, status text, subject entity, relation relation, object entity, value map, valid map, recorded date, revision integer, closed map, note text, claims claims
// example: claim=WF0042
// example: claim=WO0006
CALL () {
  MATCH (c:Claim {id: $claim}) RETURN c
  UNION
  MATCH (c:Claim {row: $claim}) RETURN c
}
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:STATED_IN]->(document:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
RETURN c.id AS id, [l IN labels(c) WHERE NOT l IN ['Claim', 'Dirty']][0] AS type, c.status AS status, subject,
  c.predicate AS relation, object,
  CASE WHEN c:Observation THEN c {.value, .value_max, .unit, .bound, .basis, .kind, .period, .deadline, indicator: indicator {.code, .label_zh, .label_en}}
    WHEN c:NameClaim THEN c {.name, .kind} WHEN c:IdentifierClaim THEN c {.scheme, .value}
    WHEN c:GapClaim THEN c {.what_zh, .count, .bound, .named} ELSE c {.role, .count, .kind} END AS value,
  c {.valid_from, .valid_to, .as_of} AS valid, c.recorded AS recorded, c.revision AS revision,
  CASE WHEN c.closed_revision IS NULL THEN null ELSE c {revision: c.closed_revision, on: c.closed_on, by: c.closed_by} END AS closed,
  c.note AS note,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end,
    document: document {.id, .title, .date}}] AS claims
ORDER BY c.id
