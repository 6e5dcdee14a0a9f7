// title: 高校在本市的足迹 | A university's footprint in the city
// about: 一所高校及其校区在本市做了什么：共建与依托的平台、签约与合作、参加的计划和活动、所在地；计划单列，校区的事写明是哪个校区。 | What a university and its campuses did in the city: platforms founded or hosted, agreements and cooperation, programmes and events, places; plans stand apart, and what a campus did names the campus.
// param: university entity(University) required — 高校或校区：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: body entity, relation relation, direction text, other entity, role text, basis text, kind text, since date, until date, claims claims
// example: university=哈工大
// example: university=北京大学
// view: network body, other
MATCH (university:Entity {id: $university})<-[:CAMPUS_OF {kind: 'actual'}]-{0,1}(body:Entity)
MATCH (body)-[r:!SUBJECT&!OBJECT]-(other:Entity)
WHERE NOT (type(r) = 'CAMPUS_OF' AND body = endNode(r) AND body <> university) AND (body = university OR type(r) <> 'CAMPUS_OF')
  AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH university, body, r, other, CASE startNode(r) WHEN body THEN 'out' ELSE 'in' END AS direction
RETURN body, type(r) AS relation, direction, other, r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, r.until AS until,
  COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY kind, body <> university, body.id, relation, direction, other.id
