// title: 靠推断得出的关系 | Relations that rest on inference
// about: 资料没有直接写明、由读者补足主语或从名称读出的关系，连同补足的理由；有一条明载依据的不在此列。 | Relations that no source states outright: a reader supplied the subject or read them from a name; with the reason. Those that one source states are left out.
// param: entity entity(Entity) optional — 只看与这个对象有关的
// param: relation relation optional — 只看这种关系
// returns: subject entity, relation relation, object entity, role text, reason text, basis text, kind text, since date, claims claims
// example: entity=武汉理工大学威海研究院
// example: relation=hostedBy
// view: network subject, object
CALL {
  MATCH (:Entity {id: $entity})<-[:SUBJECT|OBJECT]-(c:RelationClaim {basis: 'inferred'}) RETURN c
  UNION
  WITH 1 AS one WHERE $entity IS NULL MATCH (c:RelationClaim) WHERE c.basis = 'inferred' RETURN c
}
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:OBJECT]->(object:Entity)
MATCH (subject)-[r {fact: c.fact, basis: 'inferred'}]->(object)
WHERE ($relation IS NULL OR type(r) = $relation) AND c.id IN r.claims
WITH subject, r, object, collect(DISTINCT c.note) AS reasons
RETURN subject, type(r) AS relation, object, r.role AS role, reasons[0] AS reason, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY relation, subject.id, object.id, kind
