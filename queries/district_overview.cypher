// title: 区市与功能区概况 | Overview of a district
// about: 一个区市、开发区或园区里有什么：平台、集群、园区和机构（含经所辖园区所在的），以及称号、签约、指标；计划与目标单列。没有写明地点的平台不会出现在这里。
// param: district entity(Place) required — 区市、开发区、园区或地带：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, since date, until date, claims claims, district entity
// example: district=高区
// example: district=荣成市
// view: network district, other
MATCH (district:Entity {id: $district})
CALL (district) {
  MATCH (district)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, type(r) AS relation,
    CASE startNode(r) WHEN district THEN 'out' ELSE 'in' END AS direction, other, null AS what,
    toString(r.count) AS value, r.role AS role, r.basis AS basis, r.since AS since, r.until AS until, r.claims AS ids
  UNION ALL
  MATCH (district)<-[areas:PART_OF_AREA {kind: 'actual'}]-{1,3}(place:Place)<-[r:LOCATED_IN]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  WITH place, other, r, areas ORDER BY size(areas), size([area IN areas WHERE area.basis = 'inferred']), reduce(text = '', area IN areas | text + area.fact)
  WITH place, other, r, collect(areas)[0] AS areas
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, type(r) AS relation, 'in' AS direction, other, '经「' + place.name + '」' AS what,
    null AS value, r.role AS role, CASE WHEN any(step IN areas + r WHERE step.basis = 'inferred') THEN 'inferred' ELSE 'stated' END AS basis,
    r.since AS since, r.until AS until, reduce(ids = r.claims, area IN areas | ids + area.claims) AS ids
  UNION ALL
  MATCH (district)<-[:SUBJECT]-(o:Observation {status: 'accepted'})-[:OF_INDICATOR]->(indicator:Indicator)
  WITH o, indicator, head([t IN [split(CASE o.kind WHEN 'actual' THEN o.period ELSE coalesce(o.dated, o.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE o.kind WHEN 'actual' THEN 1 ELSE 3 END AS rank, null AS relation, null AS direction, null AS other, indicator.label_zh AS what,
    coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[o.bound], '')
      + CASE o.value WHEN toInteger(o.value) THEN toString(toInteger(o.value)) ELSE toString(o.value) END
      + coalesce('—' + toString(toInteger(o.value_max)), '') + ' ' + o.unit AS value,
    o.basis AS role, 'stated' AS basis, day AS since, o.deadline AS until, [o.id] AS ids
  UNION ALL
  MATCH (district)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND coalesce(day, '') <= $as_of
  RETURN 4 AS rank, null AS relation, null AS direction, null AS other, gap.what_zh AS what,
    CASE gap.bound WHEN 'over' THEN '超' ELSE '' END + toString(gap.count) + '，其中有名称的 ' + toString(gap.named) AS value,
    null AS role, 'stated' AS basis, day AS since, null AS until, [gap.id] AS ids
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, relation, direction, other, what, value, role, basis, since, until,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}
    ORDER BY d.id, c.line, c.start, c.row } AS claims, district
ORDER BY rank, relation, direction, what, since, other.id, ids[0]
