// title: 两者之间的最短联系 | Shortest connection between two things
// about: 两个单位、平台、产业链或地点之间最短经过哪些关系相连，一步一行；只走已核实的事实，不走“位于同一城市”“列入同一清单”这类泛泛的关系。 | The shortest way between two bodies, platforms, chains or places, one step a row; over verified facts only, not over general ties such as being in the same city or on the same list.
// param: a entity(Entity) required — 起点：编号、名称或别名
// param: b entity(Entity) required — 终点：编号、名称或别名
// param: hops integer optional=6 — 最多几步，至多 6
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: step integer, subject entity, relation relation, object entity, role text, basis text, since date, claims claims
// example: a=东华大学; b=WHR084
// example: a=清华大学; b=天智创新研究院; hops=4
// view: network subject, object
MATCH (a:Entity {id: $a}), (b:Entity {id: $b})
MATCH path = ALL SHORTEST (a) (()-[link:!SUBJECT&!OBJECT&!LOCATED_IN&!PART_OF_AREA&!IN_SET&!COVERS&!TARGETS&!QUALIFIES_AS&!RECOGNISED_AS&!AWARDED&!ISSUED_BY
  WHERE link.kind = 'actual' AND coalesce(link.since, '') <= $as_of AND $as_of < coalesce(link.until, '9999')]-(:Entity)){1,6} (b)
WHERE a <> b AND length(path) <= $hops
WITH path LIMIT 100
WITH path ORDER BY reduce(text = '', r IN relationships(path) | text + type(r) + startNode(r).id + endNode(r).id) LIMIT 1
UNWIND range(1, length(path)) AS step
WITH step, relationships(path)[step - 1] AS r
RETURN step, startNode(r) AS subject, type(r) AS relation, endNode(r) AS object, r.role AS role, r.basis AS basis, r.since AS since,
  COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY step
