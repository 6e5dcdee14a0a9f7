// title: 计划与行动概况 | Profile of a programme
// about: 一项计划、行动或机制（如揭榜挂帅、科技副总、双走进）已核实的全部内容：谁在参与、有哪些项目、面向什么、指标；计划单列，只有数量没有名单的另列。
// param: programme entity(Programme) required — 计划、行动或机制：如 揭榜挂帅、科技副总
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, direction text, other entity, what text, value text, role text, basis text, since date, until date, claims claims, programme entity
// example: programme=揭榜挂帅
// example: programme=科技副总
// view: network programme, other
MATCH (programme:Entity {id: $programme})
CALL (programme) {
  MATCH (programme)-[r:!SUBJECT&!OBJECT]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 2 ELSE 0 END AS rank, type(r) AS relation,
    CASE startNode(r) WHEN programme THEN 'out' ELSE 'in' END AS direction, other, null AS what,
    toString(r.count) AS value, r.role AS role, r.basis AS basis, r.since AS since, r.until AS until, r.claims AS ids
  UNION ALL
  MATCH (programme)<-[:SUBJECT]-(o:Observation {status: 'accepted'})-[:OF_INDICATOR]->(indicator:Indicator)
  WITH o, indicator, head([t IN [split(CASE o.kind WHEN 'actual' THEN o.period ELSE coalesce(o.dated, o.period) END, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND coalesce(day, '') <= $as_of
  RETURN CASE o.kind WHEN 'actual' THEN 1 ELSE 3 END AS rank, null AS relation, null AS direction, null AS other, indicator.label_zh AS what,
    coalesce({over: '超', under: '近', about: '约', atLeast: '不少于', atMost: '不超过'}[o.bound], '')
      + CASE o.value WHEN toInteger(o.value) THEN toString(toInteger(o.value)) ELSE toString(o.value) END
      + coalesce('—' + toString(toInteger(o.value_max)), '') + ' ' + o.unit AS value,
    o.basis AS role, 'stated' AS basis, day AS since, o.deadline AS until, [o.id] AS ids
  UNION ALL
  MATCH (programme)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND coalesce(day, '') <= $as_of
  RETURN 4 AS rank, null AS relation, null AS direction, null AS other, gap.what_zh AS what,
    CASE gap.bound WHEN 'over' THEN '超' ELSE '' END + toString(gap.count) + '，其中有名称的 ' + toString(gap.named) AS value,
    null AS role, 'stated' AS basis, day AS since, null AS until, [gap.id] AS ids
}
RETURN ['relation', 'figure', 'plan', 'target', 'unnamed'][rank] AS part, relation, direction, other, what, value, role, basis, since, until,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}}
    ORDER BY d.id, c.line, c.start, c.row } AS claims, programme
ORDER BY rank, relation, direction, what, since, other.id, ids[0]
