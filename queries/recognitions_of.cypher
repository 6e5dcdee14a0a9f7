// title: 认定、称号与奖项 | Recognitions, titles and awards
// about: 一个单位、平台、集群或地方获得了哪些认定、称号、奖项和类型；或反过来，一个称号由谁获得。正在申报的标为计划，只说数量没有名单的另列。 | Recognitions, titles, awards and types that a body, platform, cluster or place holds; or, the other way, who holds a title. Applications are marked as plans, mere numbers stand apart.
// param: of entity(Entity) required — 获得者或称号：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: holder entity, relation relation, title entity, what text, count integer, unnamed integer, basis text, kind text, since date, claims claims
// example: of=医疗器械创新型产业集群
// example: of=国家中小企业特色产业集群
// example: of=山东省战略性新兴产业集群
// view: network holder, title
MATCH (of:Entity {id: $of})
CALL (of) {
  MATCH (of)-[r:RECOGNISED_AS|AWARDED|QUALIFIES_AS|APPLIES_FOR|RATED_AS]-(:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN startNode(r) AS holder, type(r) AS relation, endNode(r) AS title, null AS gap, r.basis AS basis, r.kind AS kind, r.since AS since, r.claims AS ids
  UNION ALL
  MATCH (of)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH of, gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND gap.predicate IN ['recognisedAs', 'awarded', 'qualifiesAs'] AND coalesce(day, '') <= $as_of
  RETURN null AS holder, gap.predicate AS relation, of AS title, gap, 'stated' AS basis, 'actual' AS kind, day AS since, [gap.id] AS ids
}
RETURN holder, relation, title, gap.what_zh AS what, gap.count AS count, gap.count - gap.named AS unnamed, basis, kind, since,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY gap IS NOT NULL, kind, relation, holder.id, title.id, gap.row
