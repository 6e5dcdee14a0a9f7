// title: 直接相连的对象 | Direct neighbours
// about: 与某个对象直接相连的一切，逐页列出；可按关系、类别、方向和实际或计划筛选。
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// param: relation list(relation) optional — 只看这些关系：如 memberOf、设立
// param: type class optional — 只看这一类对象：如 Enterprise、高等院校
// param: direction choice(both|out|in) optional=both — out 由它指出，in 指向它
// param: kind choice(all|actual|plan) optional=all — 实际还是计划
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: neighbour entity, relation relation, direction text, role text, basis text, kind text, count integer, since date, until date, claims claims, entity entity
// example: entity=1+4+N; relation=memberOf
// example: entity=市政府; type=University; direction=out
// view: network entity, neighbour
MATCH (entity:Entity {id: $entity})-[r:!SUBJECT&!OBJECT]-(neighbour:Entity)
WHERE (size($relation) = 0 OR type(r) IN $relation) AND ($type IS NULL OR $type IN labels(neighbour))
  AND ($direction = 'both' OR (startNode(r) = entity) = ($direction = 'out')) AND ($kind = 'all' OR r.kind = $kind)
  AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH entity, r, neighbour, CASE startNode(r) WHEN entity THEN 'out' ELSE 'in' END AS direction
ORDER BY r.kind, type(r), direction, neighbour.id LIMIT $skip + $limit
RETURN neighbour, type(r) AS relation, direction, r.role AS role, r.basis AS basis, r.kind AS kind, r.count AS count, r.since AS since, r.until AS until,
  COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, entity
ORDER BY kind, relation, direction, neighbour.id
