// title: 当时图谱怎么说 | What the graph said on a day
// about: 回到某一天：那天图谱里关于一个对象有哪些说法、当时是什么状态。后来才录入的不算；后来才关闭、撤回、改判、合并或拆开的，按当天的样子列出。 | Back to a day: which statements about a thing stood in the graph then, and how. What was entered later is left out; what was closed, withdrawn, judged anew, merged or split later is shown as it was.
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// param: recorded_on date optional=today — 站在哪一天的图谱上看，以当天结束时为准；默认今天
// param: status choice(accepted|proposed|rejected|all) optional=accepted — 当时已采信、待审、已驳回，或全部
// returns: row text, type text, status text, rank text, decision text, subject entity, relation relation, object entity, value map, recorded date, closed date, claims claims
// example: entity=天智创新研究院
// example: entity=山东省高性能医疗器械创新中心; status=proposed
MATCH (entity:Entity {id: $entity})
WITH entity, COLLECT {
  MATCH (entity) (()<-[:LEFT]-(j:Judgement {decision: 'same'})-[:RIGHT]->(:Entity)){1,5} (other)
  WHERE all(one IN j WHERE one.decided_on IS NOT NULL)
  RETURN {node: other, meant: all(one IN j WHERE one.decided_on <= $recorded_on AND $recorded_on < coalesce(one.undone_on, '9999'))}
} AS others
WITH [entity] + [x IN others | x.node] AS hosts, [entity.id] + [x IN others WHERE x.meant | x.node.id] AS meant
UNWIND hosts AS host
MATCH (host)<-[:SUBJECT|OBJECT]-(c:Claim)
WHERE (c.subject IN meant OR c.object IN meant) AND c.recorded <= $recorded_on AND $recorded_on < coalesce(c.closed_on, '9999')
  AND none(span IN coalesce(c.absent, []) WHERE split(span, '/')[0] <= $recorded_on AND $recorded_on < split(span, '/')[1])
WITH DISTINCT c
WITH c, COLLECT { MATCH (d:Decision)-[was:ON]->(c)
  RETURN {id: d.id, action: d.action, status: was.status, rank: was.rank, stood: d.decided_on <= $recorded_on AND $recorded_on < coalesce(d.undone_on, '9999')}
  ORDER BY d.revision } AS decisions
WHERE none(d IN decisions WHERE d.action = 'retract' AND d.stood)
WITH c, [d IN decisions WHERE d.action IN ['accept', 'reject', 'propose']] AS judged, [d IN decisions WHERE d.action IN ['prefer', 'deprecate', 'normal']] AS ranked
WITH c, judged[0] AS first_judged, [d IN judged WHERE d.stood][-1] AS judged, ranked[0] AS first_ranked, [d IN ranked WHERE d.stood][-1] AS ranked
WITH c, judged, CASE WHEN judged IS NOT NULL THEN {accept: 'accepted', reject: 'rejected', propose: 'proposed'}[judged.action]
    WHEN first_judged IS NOT NULL THEN first_judged.status ELSE c.status END AS status,
  CASE WHEN ranked IS NOT NULL THEN {prefer: 'preferred', deprecate: 'deprecated', normal: 'normal'}[ranked.action]
    WHEN first_ranked IS NOT NULL THEN coalesce(first_ranked.rank, 'normal') ELSE coalesce(c.rank, 'normal') END AS rank, ranked
WHERE $status = 'all' OR status = $status
MATCH (c)-[:SUBJECT]->(subject:Entity), (c)-[:STATED_IN]->(d:Document)
OPTIONAL MATCH (c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:OF_INDICATOR]->(indicator:Indicator)
WITH c, d, status, rank, coalesce(ranked.id, judged.id) AS decision, subject, object, indicator
RETURN c.row AS row, [l IN labels(c) WHERE NOT l IN ['Claim', 'Dirty']][0] AS type, status, rank, decision, subject, c.predicate AS relation, object,
  CASE WHEN c:Observation THEN c {.value, .value_max, .unit, .bound, .basis, .kind, .period, indicator: indicator.label_zh} WHEN c:NameClaim THEN c {.name, .kind}
    WHEN c:IdentifierClaim THEN c {.scheme, .value} WHEN c:GapClaim THEN c {.what_zh, .count} ELSE c {.role, .kind, .as_of} END AS value,
  c.recorded AS recorded, c.closed_on AS closed,
  [c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY status, type, row, c.id
