// title: 某对象的名称 | Names of a thing
// about: 一个对象的正式名称、简称、曾用名、别名、外文名，各自的来源；编者为便于检索而补的名称来源是核定表。 | Official, short, former, other and foreign names of a thing, each with its source; names that editors added for searching have a reviewed table as theirs.
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// returns: name text, kind text, status text, reliability text, claims claims, entity entity
// example: entity=市产业技术研究院
// example: entity=WHR025
MATCH (entity:Entity {id: $entity})<-[:SUBJECT]-(n:NameClaim)-[:STATED_IN]->(d:Document)
WHERE n.closed_revision IS NULL AND n.status <> 'rejected'
RETURN n.name AS name, n.kind AS kind, n.status AS status, d.reliability AS reliability,
  [n {.id, .row, basis: CASE d.reliability WHEN 'editorial' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}] AS claims, entity
ORDER BY status, CASE kind WHEN 'official' THEN 0 WHEN 'short' THEN 1 WHEN 'former' THEN 2 WHEN 'alias' THEN 3 ELSE 4 END, name, d.id, n.row
