// title: 区市与功能区概况 | Overview of a district
// about: 一个区市、开发区或园区里有什么：平台、集群、园区和机构（含经所辖园区所在的），以及称号、签约、指标；计划与目标单列。没有写明地点的平台不会出现在这里。 | What a district, zone or park holds: platforms, clusters, parks and bodies (those in its parks too), and titles, agreements, figures; plans and targets stand apart. Platforms without a stated place do not appear.
// param: district entity(Place) required — 区市、开发区、园区或地带：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, period text, since date, until date, claims claims, district entity
// example: district=高区
// example: district=荣成市
// view: network district, other
MATCH (district:Entity {id: $district})
CALL (district) {
  MATCH (district)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, r, other, [] AS via, null AS through, null AS c, null AS told
  UNION ALL
  MATCH (district)<-[areas:PART_OF_AREA {kind: 'actual'}]-{1,3}(through:Place)<-[r:LOCATED_IN]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  WITH through, other, r, areas ORDER BY size(areas), size([area IN areas WHERE area.basis = 'inferred']), reduce(text = '', area IN areas | text + area.fact)
  WITH through, other, r, collect(areas)[0] AS via
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, r, other, via, through, null AS c, null AS told
  UNION ALL
  MATCH (district)<-[:SUBJECT]-(c:Observation|GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH c, coalesce(d.date, d.period) AS told, head([t IN [split(CASE WHEN c:Observation AND c.kind = 'actual' THEN c.period ELSE coalesce(d.date, d.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE c.closed_revision IS NULL AND coalesce(c.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE WHEN c:GapClaim THEN 4 WHEN c.kind = 'actual' THEN 1 ELSE 3 END AS rank, null AS r, null AS other, [] AS via, null AS through, c, told
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, type(r) AS relation,
  CASE WHEN r IS NULL THEN null WHEN startNode(r) = district THEN 'out' ELSE 'in' END AS direction, other,
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
    ORDER BY d.id, s.line, s.start, s.row } AS claims, district
ORDER BY rank, relation, direction, c.indicator, c.period, c.row, other.id, r.fact, through.id
