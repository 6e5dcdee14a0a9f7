// title: 还在计划中的关系 | What is planned
// about: 资料写明“拟、将、推进、争取”的事：谁打算与谁合作、参加什么、建在哪里。这些都不是既成事实。 | What sources announce or strive for: who means to cooperate with whom, to join what, to build where. None of it is done yet.
// param: of entity(Entity) optional — 只看与这个对象有关的
// param: relation relation optional — 只看这种关系
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: subject entity, relation relation, object entity, role text, basis text, kind text, since date, claims claims
// example: of=国家海洋综合试验场
// example: relation=appliesFor
// view: network subject, object
CALL {
  MATCH (:Entity {id: $of})<-[:SUBJECT|OBJECT]-(c:RelationClaim {kind: 'plan'}) RETURN c
  UNION
  WITH 1 AS one WHERE $of IS NULL MATCH (c:RelationClaim) WHERE c.kind = 'plan' RETURN c
}
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:OBJECT]->(object:Entity)
MATCH (subject)-[r {fact: c.fact}]->(object)
WHERE ($relation IS NULL OR type(r) = $relation) AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH DISTINCT subject, r, object
RETURN subject, type(r) AS relation, object, r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY relation, subject.id, object.id
