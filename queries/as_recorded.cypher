// title: 当时图谱怎么说 | What the graph said on a day
// about: 某一天图谱里关于一个对象有哪些说法、当时是否采信：后来补录的不算，后来关闭、驳回或撤回的仍在。
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// param: recorded_on date optional=today — 站在哪一天的图谱上看；默认今天
// returns: row text, type text, status text, subject entity, relation relation, object entity, value map, recorded date, closed date, claims claims
// example: entity=天智创新研究院
MATCH (entity:Entity {id: $entity})<-[:SUBJECT|OBJECT]-(c:Claim)
WHERE c.recorded <= $recorded_on AND (c.closed_on IS NULL OR c.closed_on > $recorded_on) AND NOT c:NameClaim
WITH DISTINCT c
// the first decision after the day remembers how the claim stood on it
CALL (c) {
  OPTIONAL MATCH (c)<-[o:ON]-(d:Decision) WHERE left(d.at, 10) > $recorded_on
  RETURN o.status AS before ORDER BY d.revision LIMIT 1
}
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:STATED_IN]->(document:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
WITH c, coalesce(before, c.status) AS status, subject, object, indicator, document
WHERE status = 'accepted'
RETURN c.row AS row, [l IN labels(c) WHERE NOT l IN ['Claim', 'Dirty']][0] AS type, status, subject, c.predicate AS relation, object,
  CASE WHEN c:Observation THEN c {.value, .value_max, .unit, .bound, .basis, .kind, .period, indicator: indicator.label_zh}
    WHEN c:IdentifierClaim THEN c {.scheme, .value} WHEN c:GapClaim THEN c {.what_zh, .count} ELSE c {.role, .kind, .as_of} END AS value,
  c.recorded AS recorded, c.closed_on AS closed,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end,
    document: document {.id, .title, .date}}] AS claims
ORDER BY row, c.id
