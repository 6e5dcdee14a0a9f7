// title: 企业概况 | Profile of an enterprise
// about: 一家企业已核实的全部内容：所处产业链环节和由此对应的产业链、产品与成果、牵头的平台、孵化来源、投资、项目、活动、指标；计划与目标单列。
// param: enterprise entity(Enterprise) required — 企业：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, since date, until date, claims claims, enterprise entity
// example: enterprise=拓展纤维
// example: enterprise=创业黑马
// view: network enterprise, other
MATCH (enterprise:Entity {id: $enterprise})
CALL (enterprise) {
  MATCH (enterprise)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, type(r) AS relation,
    CASE startNode(r) WHEN enterprise THEN 'out' ELSE 'in' END AS direction, other, null AS what,
    toString(r.count) AS value, r.role AS role, r.basis AS basis, r.since AS since, r.until AS until, r.claims AS ids
  UNION ALL
  MATCH (enterprise)-[w:IN_SEGMENT {kind: 'actual'}]->(segment:ChainSegment)<-[h:HAS_SEGMENT {kind: 'actual'}]-(other:IndustryChain)
  WHERE coalesce(w.since, '') <= $as_of AND $as_of < coalesce(w.until, '9999')
  RETURN 0 AS rank, type(h) AS relation, 'in' AS direction, other, '经环节「' + segment.name + '」' AS what,
    null AS value, h.role AS role, 'inferred' AS basis, w.since AS since, w.until AS until, w.claims + h.claims AS ids
  UNION ALL
  MATCH (enterprise)<-[:SUBJECT]-(o:Observation {status: 'accepted'})-[:OF_INDICATOR]->(indicator:Indicator)
  WITH o, indicator, head([t IN [split(CASE o.kind WHEN 'actual' THEN o.period ELSE coalesce(o.dated, o.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE o.kind WHEN 'actual' THEN 1 ELSE 3 END AS rank, null AS relation, null AS direction, null AS other, indicator.label_zh AS what,
    coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[o.bound], '')
      + CASE o.value WHEN toInteger(o.value) THEN toString(toInteger(o.value)) ELSE toString(o.value) END
      + coalesce('—' + toString(toInteger(o.value_max)), '') + ' ' + o.unit AS value,
    o.basis AS role, 'stated' AS basis, day AS since, o.deadline AS until, [o.id] AS ids
  UNION ALL
  MATCH (enterprise)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND coalesce(day, '') <= $as_of
  RETURN 4 AS rank, null AS relation, null AS direction, null AS other, gap.what_zh AS what,
    CASE gap.bound WHEN 'over' THEN '超' ELSE '' END + toString(gap.count) + '，其中有名称的 ' + toString(gap.named) AS value,
    null AS role, 'stated' AS basis, day AS since, null AS until, [gap.id] AS ids
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, relation, direction, other, what, value, role, basis, since, until,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}
    ORDER BY d.id, c.line, c.start, c.row } AS claims, enterprise
ORDER BY rank, relation, direction, what, since, other.id, ids[0]
