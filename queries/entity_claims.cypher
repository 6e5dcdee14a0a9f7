// title: 某对象的全部说法 | All statements about a thing
// about: 资料里关于一个对象的每一条说法：关系、指标、名称、编号、只有数量的成员；待审的排在后面并标明，不当作事实。 | Every statement about a thing in the sources: relations, figures, names, identifiers, members known by number only; what awaits review comes last, is marked and not taken as fact.
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// param: type choice(all|relation|figure|name|identifier|gap) optional=all — 只看哪一种说法
// param: status choice(all|accepted|proposed) optional=all — 已采信还是待审
// returns: type text, status text, subject entity, relation relation, object entity, what text, value text, measure text, basis text, kind text, period text, recorded date, claims claims
// example: entity=天智创新研究院
// example: entity=山东省高性能医疗器械创新中心; status=proposed
MATCH (entity:Entity {id: $entity})
CALL (entity) {
  // up to 2,000 edges: all of them in order
  WITH entity WHERE COUNT { (entity)--() } <= 2000
  MATCH (entity)<-[:SUBJECT|OBJECT]-(c:Claim)
  WITH DISTINCT c, [label IN labels(c) WHERE label <> 'Claim' | {RelationClaim: 'relation', Observation: 'figure', NameClaim: 'name', IdentifierClaim: 'identifier', GapClaim: 'gap'}[label]][0] AS type
  WHERE c.closed_revision IS NULL AND c.status <> 'rejected' AND ($status = 'all' OR c.status = $status) AND ($type = 'all' OR type = $type)
  RETURN c, type, null AS place
  UNION ALL
  // a hub: bounded before it is sorted, so that a page costs the same at any size
  WITH entity WHERE COUNT { (entity)--() } > 2000
  MATCH (entity)<-[side:SUBJECT|OBJECT]-(c:Claim)
  WITH c, side, [label IN labels(c) WHERE label <> 'Claim' | {RelationClaim: 'relation', Observation: 'figure', NameClaim: 'name', IdentifierClaim: 'identifier', GapClaim: 'gap'}[label]][0] AS type
  WHERE c.closed_revision IS NULL AND c.status <> 'rejected' AND ($status = 'all' OR c.status = $status) AND ($type = 'all' OR type = $type)
    AND (side:SUBJECT OR c.subject <> c.object)
  WITH c, type LIMIT $skip + $limit
  WITH collect([c, type]) AS found
  UNWIND range(0, size(found) - 1) AS place
  RETURN found[place][0] AS c, found[place][1] AS type, place
}
WITH c, type, place ORDER BY place, c.status, type, c.row, c.id LIMIT $skip + $limit
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
RETURN type, c.status AS status, subject, c.predicate AS relation, object,
  coalesce(indicator.label_zh, c.what_zh, c.scheme, CASE type WHEN 'name' THEN c.kind END) AS what,
  CASE type WHEN 'relation' THEN coalesce(c.role, toString(c.count)) WHEN 'figure' THEN coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[c.bound], '')
      + CASE c.value WHEN toInteger(c.value) THEN toString(toInteger(c.value)) ELSE toString(c.value) END
      + coalesce('—' + toString(toInteger(c.value_max)), '') + ' ' + c.unit
    WHEN 'name' THEN c.name WHEN 'gap' THEN toString(c.count) ELSE c.value END AS value,
  CASE type WHEN 'figure' THEN c.basis END AS measure, CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END AS basis, CASE type WHEN 'name' THEN null ELSE c.kind END AS kind,
  coalesce(c.period, CASE WHEN c.valid_from IS NULL THEN c.as_of ELSE c.valid_from + '/' + coalesce(c.valid_to, '..') END) AS period, c.recorded AS recorded,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY place, status, type, c.row, c.id
