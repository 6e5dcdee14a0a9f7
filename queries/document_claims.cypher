// title: 某份资料里的说法 | Statements of a document
// about: 从一份资料取得的每一条说法，按行列次序排列，便于对照原文；待审的标明，不当作事实。 | Every statement taken from a source in the order of lines and columns, to be read beside the original; what awaits review is marked and not taken as fact.
// param: document text required — 资料编号：如 D001
// param: line integer optional — 只看这一行
// param: type choice(all|relation|figure|name|identifier|gap) optional=all — 只看哪一种说法
// returns: line integer, start integer, end integer, type text, status text, subject entity, relation relation, object entity, what text, value text, measure text, basis text, kind text, period text, claims claims
// example: document=D001; line=35
// example: document=D004; type=relation
MATCH (d:Document {id: $document})<-[:STATED_IN]-(c:Claim)
WHERE c.closed_revision IS NULL AND c.status <> 'rejected' AND ($line IS NULL OR c.line = $line)
WITH d, c, CASE WHEN c:RelationClaim THEN 'relation' WHEN c:Observation THEN 'figure' WHEN c:NameClaim THEN 'name'
  WHEN c:IdentifierClaim THEN 'identifier' WHEN c:GapClaim THEN 'gap' END AS type
WHERE $type = 'all' OR type = $type
WITH d, c, type ORDER BY coalesce(c.line, 0), c.start, c.end, c.row, c.id LIMIT $skip + $limit
MATCH (c)-[:SUBJECT]->(subject:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
RETURN c.line AS line, c.start AS start, c.end AS end, type, c.status AS status, subject, c.predicate AS relation, object,
  coalesce(indicator.label_zh, c.what_zh, c.scheme, CASE type WHEN 'name' THEN c.kind END) AS what,
  CASE type WHEN 'relation' THEN coalesce(c.role, toString(c.count)) WHEN 'figure' THEN coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[c.bound], '')
      + CASE c.value WHEN toInteger(c.value) THEN toString(toInteger(c.value)) ELSE toString(c.value) END
      + coalesce('—' + toString(toInteger(c.value_max)), '') + ' ' + c.unit
    WHEN 'name' THEN c.name WHEN 'gap' THEN toString(c.count) ELSE c.value END AS value,
  CASE type WHEN 'figure' THEN c.basis END AS measure, CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END AS basis, CASE type WHEN 'name' THEN null ELSE c.kind END AS kind,
  coalesce(c.period, CASE WHEN c.valid_from IS NULL THEN c.as_of ELSE c.valid_from + '/' + coalesce(c.valid_to, '..') END) AS period,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY coalesce(line, 0), start, end, c.row, c.id
