// title: 联盟的成员 | Members of alliances
// about: 各产业联盟、创新联合体有哪些成员；资料只说“多少家平台参与”而没有名称的，按数量另列。 | Members of industry alliances and innovation consortia; where a source only says how many platforms take part, the number stands in a row of its own.
// param: alliance entity(Alliance) optional — 只看这个联盟；不填列出全部
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: alliance entity, member entity, role text, what text, count integer, named integer, unnamed integer, basis text, since date, claims claims
// example: -
// example: alliance=碳纤维产业链联盟
// view: network alliance, member
MATCH (alliance:Alliance) WHERE $alliance IS NULL OR alliance.id = $alliance
CALL (alliance) {
  MATCH (alliance)<-[r:MEMBER_OF {kind: 'actual'}]-(member:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN member, r.role AS role, null AS gap, r.basis AS basis, r.since AS since, r.claims AS ids
  UNION ALL
  MATCH (alliance)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND gap.predicate IN ['memberOf', 'membersTakePartIn'] AND coalesce(day, '') <= $as_of
  RETURN null AS member, null AS role, gap, 'stated' AS basis, day AS since, [gap.id] AS ids
}
RETURN alliance, member, role, gap.what_zh AS what, gap.count AS count, gap.named AS named, gap.count - gap.named AS unnamed, basis, since,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY alliance.id, gap IS NOT NULL, member.id, gap.row
