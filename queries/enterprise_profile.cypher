// title: 企业概况 | Profile of an enterprise
// about: 一家企业已核实的全部内容：所处产业链环节和由此对应的产业链、产品与成果、牵头的平台、孵化来源、投资、项目、活动、指标；计划与目标单列。 | All that is verified about an enterprise: segments and the chains they belong to, products and results, platforms it leads, incubator, investment, projects, events, figures; plans and targets stand apart.
// param: enterprise entity(Enterprise) required — 企业：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, period text, since date, until date, claims claims, enterprise entity
// example: enterprise=拓展纤维
// example: enterprise=创业黑马
// view: network enterprise, other
MATCH (enterprise:Entity {id: $enterprise})
CALL (enterprise) {
  MATCH (enterprise)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, r, other, [] AS via, null AS through, null AS c, null AS told
  UNION ALL
  MATCH (enterprise)-[w:IN_SEGMENT {kind: 'actual'}]->(through:ChainSegment)<-[r:HAS_SEGMENT {kind: 'actual'}]-(other:IndustryChain)
  WHERE coalesce(w.since, '') <= $as_of AND $as_of < coalesce(w.until, '9999')
  RETURN 0 AS rank, r, other, [w] AS via, through, null AS c, null AS told
  UNION ALL
  MATCH (enterprise)<-[:SUBJECT]-(c:Observation|GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH c, coalesce(d.date, d.period) AS told, head([t IN [split(CASE WHEN c:Observation AND c.kind = 'actual' THEN c.period ELSE coalesce(d.date, d.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE c.closed_revision IS NULL AND coalesce(c.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE WHEN c:GapClaim THEN 4 WHEN c.kind = 'actual' THEN 1 ELSE 3 END AS rank, null AS r, null AS other, [] AS via, null AS through, c, told
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, type(r) AS relation,
  CASE WHEN r IS NULL THEN null WHEN startNode(r) = enterprise THEN 'out' ELSE 'in' END AS direction, other,
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
    ORDER BY d.id, s.line, s.start, s.row } AS claims, enterprise
ORDER BY rank, relation, direction, c.indicator, c.period, c.row, other.id, r.fact, through.id
