// title: 某日的成员 | Members on a day
// about: 到某一天为止，资料点名的成员及其角色、最早哪天有记载；资料只给总数的另列，写明多少家没有名称。不推测任何成员。
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
  WHERE $as_of < coalesce(r.until, '9999')
  UNWIND r.claims AS id
  MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
  WITH member, r, c, d, head([t IN [split(coalesce(c.valid_from, c.as_of, d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE coalesce(day, '') <= $as_of
  ORDER BY day, d.id, c.line, c.start, c.row
  WITH member, r.until AS until, min(day) AS since, collect(c.role)[-1] AS role, 'stated' IN collect(c.basis) AS stated,
    collect(c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}}) AS claims
  RETURN collect({member: member, role: role, basis: CASE WHEN stated THEN 'stated' ELSE 'inferred' END, until: until, claims: claims,
    since: since}) AS members
}
CALL (group, members) {
  OPTIONAL MATCH (group)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WHERE gap.closed_revision IS NULL AND gap.predicate IN ['memberOf', 'membersTakePartIn']
  WITH members, gap, d, [t IN [d.date, split(d.period, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))] AS days
  WITH members, gap, d, reduce(day = days[0], other IN days | CASE WHEN other < day THEN other ELSE day END) AS day
  WHERE coalesce(day, '') <= $as_of
  WITH gap, d, day, CASE WHEN size(members) < gap.named THEN size(members) ELSE gap.named END AS named ORDER BY day, gap.row
  RETURN [g IN collect(gap {member: null, role: null, basis: 'stated', since: day, until: null, what: gap.what_zh, .count, .bound, named: named,
    unnamed: gap.count - named, claims: [gap {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}]}) WHERE g.count IS NOT NULL] AS gaps
}
UNWIND members + gaps AS row
RETURN row.member AS member, row.role AS role, row.basis AS basis, row.since AS since, row.until AS until, row.what AS what, row.count AS count,
  row.bound AS bound, row.named AS named, row.unnamed AS unnamed, row.claims AS claims, group
ORDER BY row.count IS NOT NULL, row.role, row.since, row.member.id, row.claims[0].row
