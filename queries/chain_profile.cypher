// title: 产业链概况 | Profile of an industry chain
// about: 一条产业链已核实的全部内容：所属集群与链组、环节及其位置、短板、联盟、对应领域、规划中的合作；只有数量没有名单的另列。服务本链的平台请看“服务某产业链的平台”。 | All that is verified about a chain: its cluster and set, segments and their places, gaps, alliance, fields, planned cooperation; mere numbers stand apart. For its platforms see “Platforms that serve an industry chain”.
// param: chain entity(IndustryChain) required — 产业链：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, period text, since date, until date, claims claims, chain entity
// example: chain=钓具
// example: chain=海洋生物医药
// view: network chain, other
MATCH (chain:Entity {id: $chain})
CALL (chain) {
  MATCH (chain)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, r, other, [] AS via, null AS through, null AS c, null AS told
  UNION ALL
  MATCH (chain)<-[:SUBJECT|OF_CHAIN]-(c:Observation|GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH c, coalesce(d.date, d.period) AS told, head([t IN [split(CASE WHEN c:Observation AND c.kind = 'actual' THEN c.period ELSE coalesce(d.date, d.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE c.closed_revision IS NULL AND coalesce(c.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE WHEN c:GapClaim THEN 4 WHEN c.kind = 'actual' THEN 1 ELSE 3 END AS rank, null AS r, null AS other, [] AS via, null AS through, c, told
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, type(r) AS relation,
  CASE WHEN r IS NULL THEN null WHEN startNode(r) = chain THEN 'out' ELSE 'in' END AS direction, other,
  coalesce('经「' + through.name + '」', c.what_zh, head(COLLECT { MATCH (c)-[:OF_INDICATOR]->(i:Indicator) RETURN i.label_zh })) AS what,
  CASE WHEN c:Observation THEN coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[c.bound], '')
      + CASE c.value WHEN toInteger(c.value) THEN toString(toInteger(c.value)) ELSE toString(c.value) END
      + coalesce('—' + toString(toInteger(c.value_max)), '') + ' ' + c.unit
    WHEN c:GapClaim THEN coalesce({over: '超', under: '近'}[c.bound], '') + toString(c.count) + '，其中有名称的 ' + toString(c.named)
    ELSE toString(r.count) END AS value,
  CASE WHEN c:Observation THEN c.basis ELSE r.role END AS role,
  CASE WHEN any(link IN via + r WHERE link.basis = 'inferred') THEN 'inferred' ELSE 'stated' END AS basis,
  coalesce(c.period, told) AS period, r.since AS since, coalesce(r.until, c.deadline) AS until,
  COLLECT { UNWIND reduce(ids = coalesce(r.claims, [c.id]), link IN via | ids + link.claims) AS id MATCH (s:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN s {.id, .row, basis: CASE s.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}
    ORDER BY d.id, s.line, s.start, s.row } AS claims, chain
ORDER BY rank, relation, direction, c.indicator, c.period, c.row, other.id, r.fact, through.id
