// title: 指标数值 | Figures
// about: 资料中的指标数值，可按指标、对象、资料、实际或目标、时期筛选；互相矛盾的说法并列，不取舍。 | Figures in the sources, by indicator, thing, source, actual or target, period; statements that contradict each other stand side by side.
// param: indicator list(indicator) optional — 指标：代码或名称
// param: subject entity(Entity) optional — 对象：编号、名称或别名
// param: document text optional — 资料编号：如 D003
// param: kind list(choice(actual|target|plan|condition)) optional — 实际、目标、计划或条件
// param: basis list(text) optional — 口径：stock、flow、increment、yoy、share、rank……
// param: since date optional — 所述时期不早于
// param: until date optional — 所述时期不晚于
// returns: subject entity, indicator text, what text, period text, value number, value_max number, unit text, bound text, basis text, kind text, as_reported boolean, deadline date, claims claims
// example: document=D003; kind=target
// example: subject=1+4+N; since=2025-01-01
CALL {
  MATCH (:Entity {id: $subject})<-[:SUBJECT]-(o:Observation) RETURN o
  UNION ALL
  MATCH (:Document {id: $document})<-[:STATED_IN]-(o:Observation) WHERE $subject IS NULL RETURN o
  UNION ALL
  WITH 1 AS one WHERE $subject IS NULL AND $document IS NULL AND size($indicator) > 0
  UNWIND $indicator AS code MATCH (o:Observation {indicator: code}) RETURN o
  UNION ALL
  WITH 1 AS one WHERE $subject IS NULL AND $document IS NULL AND size($indicator) = 0
  MATCH (o:Observation) RETURN o
}
WITH o WHERE o.status = 'accepted' AND o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND (size($indicator) = 0 OR o.indicator IN $indicator)
  AND ($document IS NULL OR o.document = $document) AND (size($kind) = 0 OR o.kind IN $kind) AND (size($basis) = 0 OR o.basis IN $basis)
WITH o, head([t IN [split(o.period, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
WHERE ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
WITH o ORDER BY o.subject, o.indicator, split(o.period, '/')[-1], o.kind, o.basis, o.document, o.line, o.start, o.row LIMIT $skip + $limit
MATCH (o)-[:SUBJECT]->(subject:Entity), (o)-[:STATED_IN]->(d:Document), (o)-[:OF_INDICATOR]->(i:Indicator)
RETURN subject, i.code AS indicator, i.label_zh AS what, o.period AS period, o.value AS value, o.value_max AS value_max, o.unit AS unit, o.bound AS bound,
  o.basis AS basis, o.kind AS kind, o.as_reported AS as_reported, o.deadline AS deadline,
  [o {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY o.subject, indicator, split(period, '/')[-1], kind, basis, o.document, o.line, o.start, o.row
