// title: 延伸设立的机构 | Institutions set up in turn
// about: 平台又设立了哪些研究中心、实验室等机构。资料对总数说得多、名称说得少：有名称的逐一列出，只有数量的另列。列名的机构不等于已计入总数。 | Centres and laboratories that platforms founded in turn. Sources say more about the number than about names: named ones are listed, others counted apart. A listed one need not be part of the stated total.
// param: founder entity(Agent) optional — 只看这个平台或体系设立的；不填则列出全部
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: founder entity, institution entity, relation relation, role text, basis text, kind text, since date, what text, count integer, bound text, named integer, unnamed integer, claims claims
// example: -
// example: founder=1+4+N
// view: network founder, institution
CALL {
  MATCH (founder:Entity {id: $founder}) RETURN founder
  UNION
  WITH 1 AS one WHERE $founder IS NULL MATCH (founder:InnovationPlatform|PlatformSystem) RETURN founder
}
CALL (founder) {
  MATCH (founder)-[r:DERIVES|ESTABLISHES]->(institution:InnovationPlatform)
  RETURN institution, r, null AS gap, r.claims AS ids, r.since AS since
  UNION ALL
  MATCH (founder)<-[r:SUB_ORGANIZATION_OF]-(institution:InnovationPlatform)
  RETURN institution, r, null AS gap, r.claims AS ids, r.since AS since
  UNION ALL
  MATCH (founder)<-[:SUBJECT]-(gap:GapClaim {predicate: 'derives', status: 'accepted'})-[:STATED_IN]->(d:Document)
  WHERE gap.closed_revision IS NULL
  RETURN null AS institution, null AS r, gap, [gap.id] AS ids, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS since
}
WITH founder, institution, r, gap, ids, since
WHERE coalesce(since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN founder, institution, type(r) AS relation, r.role AS role, coalesce(r.basis, 'stated') AS basis, coalesce(r.kind, 'actual') AS kind, since,
  gap.what_zh AS what, gap.count AS count, gap.bound AS bound, gap.named AS named, gap.count - gap.named AS unnamed,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY gap IS NOT NULL, kind, founder.id, institution.id, relation, since, gap.row
