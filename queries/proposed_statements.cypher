// title: 待审的说法 | Statements that await review
// about: 只见于薄弱来源或由编者提出、尚未采信的说法；它们不当作事实，供审核时逐条核对。 | Statements that stand on weak sources or were proposed by editors and are not accepted yet; they are no facts and wait for review.
// param: entity entity(Entity) optional — 只看与这个对象有关的
// param: type choice(all|relation|figure|name) optional=all — 只看哪一种说法
// returns: type text, subject entity, relation relation, object entity, what text, value text, kind text, status text, reliability text, claims claims
// example: type=figure
// example: entity=威高集团
CALL {
  MATCH (:Entity {id: $entity})<-[:SUBJECT|OBJECT]-(c:Claim {status: 'proposed'}) RETURN c
  UNION
  WITH 1 AS one WHERE $entity IS NULL MATCH (c:RelationClaim|Observation|NameClaim) WHERE c.status = 'proposed' RETURN c
}
WITH c, CASE WHEN c:RelationClaim THEN 'relation' WHEN c:Observation THEN 'figure' ELSE 'name' END AS type
WHERE c.closed_revision IS NULL AND ($type = 'all' OR type = $type)
WITH c, type ORDER BY type, c.row, c.id LIMIT $skip + $limit
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
RETURN type, subject, c.predicate AS relation, object, coalesce(indicator.label_zh, CASE type WHEN 'name' THEN c.kind END) AS what,
  CASE type WHEN 'name' THEN c.name WHEN 'figure' THEN CASE c.value WHEN toInteger(c.value) THEN toString(toInteger(c.value)) ELSE toString(c.value) END + ' ' + c.unit END AS value,
  CASE type WHEN 'name' THEN null ELSE c.kind END AS kind, c.status AS status, d.reliability AS reliability,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY type, c.row, c.id
