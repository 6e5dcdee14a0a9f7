// title: 各类企业与平台各有多少 | Tiers of enterprises and platforms
// about: 高新技术企业、科技型中小企业、新型研发机构、中试基地等类型，各有哪些有名称的成员，资料另说有多少没有名称。 | Named members of types such as high-tech enterprises, technology SMEs, new research institutions and pilot bases, and how many more sources count without names.
// param: tier entity(Concept) optional — 只看这一类型；不填列出有成员或有数量的全部类型
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: tier entity, member entity, what text, count integer, bound text, named integer, unnamed integer, basis text, since date, claims claims
// example: tier=省级新型研发机构
// example: tier=市级技术创新中心
// example: -
// view: network tier, member
CALL {
  MATCH (tier:Entity {id: $tier}) RETURN tier
  UNION
  WITH 1 AS one WHERE $tier IS NULL MATCH (tier:EnterpriseTier|PlatformTier) RETURN tier
}
CALL (tier) {
  MATCH (tier)<-[r:QUALIFIES_AS {kind: 'actual'}]-(member:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN member, null AS gap, r.basis AS basis, r.since AS since, r.claims AS ids
  UNION ALL
  MATCH (tier)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day WHERE gap.closed_revision IS NULL AND coalesce(day, '') <= $as_of
  RETURN null AS member, gap, 'stated' AS basis, day AS since, [gap.id] AS ids
}
RETURN tier, member, gap.what_zh AS what, gap.count AS count, gap.bound AS bound, gap.named AS named, gap.count - gap.named AS unnamed, basis, since,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY tier.id, gap IS NOT NULL, member.id, gap.row
