// title: 某日的成员 | Members on a day
// about: 到某一天为止，资料点名的成员及其角色、最早哪天有记载；资料只给总数的另列，写明多少家没有名称。不推测任何成员。 | Members that sources name up to a day, their roles and the first day of record; where only a total is given, it says how many have no names. No member is guessed.
// param: group entity(Agent) required — 平台体系、联盟或创新创业共同体：如 1+4+N
// param: as_of date optional=today — 哪一天；只算当天及以前有记载且仍有效的成员
// returns: member entity, role text, basis text, since date, until date, what text, count integer, bound text, named integer, unnamed integer, claims claims, group entity
// example: group=1+4+N; as_of=2021-12-31
// example: group=1+4+N; as_of=2025-12-31
// example: group=检测认证公共服务联合体
// view: network group, member
MATCH (group:Entity {id: $group})
CALL (group) {
  MATCH (group)<-[r:MEMBER_OF {kind: 'actual'}]-(member:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN member, r, null AS gap, r.since AS since, null AS named
  UNION ALL
  MATCH (group)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WHERE gap.closed_revision IS NULL AND gap.predicate IN ['memberOf', 'membersTakePartIn']
  WITH group, gap, [t IN [d.date, split(d.period, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))] AS days
  // a paper speaks of its period, and of no day after its own
  WITH group, gap, reduce(day = days[0], other IN days | CASE WHEN other < day THEN other ELSE day END) AS since
  WHERE coalesce(since, '') <= $as_of
  WITH gap, since, COUNT { (group)<-[r:MEMBER_OF {kind: 'actual'}]-() WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999') } AS members
  RETURN null AS member, null AS r, gap, since, CASE WHEN members < gap.named THEN members ELSE gap.named END AS named
}
WITH group, member, r, gap, since, named ORDER BY gap IS NOT NULL, r.role, since, member.id, gap.row LIMIT $skip + $limit
WITH group, member, r, gap, since, named, COLLECT {
  UNWIND coalesce(r.claims, [gap.id]) AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
  WITH c, d, head([t IN [split(coalesce(c.valid_from, c.as_of, d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap IS NOT NULL OR coalesce(day, '') <= $as_of
  RETURN {role: c.role, claim: c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}}} ORDER BY day, d.id, c.line, c.start, c.row
} AS told
RETURN member, [t IN told WHERE t.role IS NOT NULL | t.role][-1] AS role, CASE WHEN any(t IN told WHERE t.claim.basis = 'stated') THEN 'stated' ELSE 'inferred' END AS basis,
  since, r.until AS until, gap.what_zh AS what, gap.count AS count, gap.bound AS bound, named, gap.count - named AS unnamed, [t IN told | t.claim] AS claims, group
ORDER BY gap IS NOT NULL, r.role, since, member.id, gap.row
