// title: 某单位的政策文件 | Policies of a body
// about: 一家单位发布、编制或评估了哪些政策文件：文号、面向谁、有几条举措、依据什么。 | Policy papers that a body issued, drafted or evaluated: number, whom they address, how many measures, what they rest on.
// param: of entity(Entity) required — 发布、编制或评估的单位，或政策所面向的对象
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: policy entity, relation relation, number text, status text, targets list, based_on list, measures integer, kind text, basis text, since date, claims claims, of entity
// example: of=市科技局
// example: of=市政府
// view: network of, policy
MATCH (of:Entity {id: $of})-[r:ISSUED_BY|DRAFTS|EVALUATES|TARGETS|IMPLEMENTS]-(policy:Policy)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN policy, type(r) AS relation,
  head(COLLECT { MATCH (n:IdentifierClaim {scheme: 'document number', status: 'accepted'})-[:SUBJECT]->(policy) WHERE n.closed_revision IS NULL RETURN n.value ORDER BY n.value, n.row }) AS number,
  policy.status AS status,
  COLLECT { MATCH (policy)-[:TARGETS {kind: 'actual'}]->(target:Entity) RETURN target ORDER BY target.id } AS targets,
  COLLECT { MATCH (policy)-[:BASED_ON|COMPLIES_WITH {kind: 'actual'}]->(ground:Policy) RETURN DISTINCT ground ORDER BY ground.id } AS based_on,
  COUNT { (policy)<-[:MEASURE_OF {kind: 'actual'}]-() } AS measures, r.kind AS kind, r.basis AS basis, r.since AS since,
  COLLECT { UNWIND r.claims + COLLECT { MATCH (policy)-[o:TARGETS|BASED_ON|COMPLIES_WITH {kind: 'actual'}]->(:Entity) UNWIND o.claims AS id RETURN DISTINCT id } AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, of
ORDER BY kind, since DESC, policy.id, relation
