// title: 某指标的历次数值 | One indicator over time
// about: 一个指标先后有过哪些数值：时期、口径、界限词、实际还是目标、谁说的；互相矛盾的说法并列，不取舍。 | All figures of an indicator over time: period, measure, bound, actual or target, who says so; statements that contradict each other stand side by side.
// param: indicator indicator required — 指标：代码或名称，如 highTechOutputShare
// param: subject entity(Entity) optional — 只看这个对象的：如 威海市
// param: basis text optional — 只看这种口径：stock 存量、flow 当期、increment 新增、share 占比、rank 位次……
// returns: subject entity, what text, period text, value number, value_max number, unit text, bound text, basis text, kind text, as_reported boolean, deadline date, claims claims
// example: indicator=highTechOutputShare; subject=威海市; basis=share
// example: indicator=systemMemberCount
CALL {
  MATCH (:Entity {id: $subject})<-[:SUBJECT]-(o:Observation {indicator: $indicator}) RETURN o
  UNION ALL
  WITH 1 AS one WHERE $subject IS NULL MATCH (o:Observation {indicator: $indicator}) RETURN o
}
WITH o WHERE o.status = 'accepted' AND o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND ($basis IS NULL OR o.basis = $basis)
WITH o ORDER BY o.subject, o.basis, split(o.period, '/')[-1], o.kind, o.document, o.line, o.start, o.row LIMIT $skip + $limit
MATCH (o)-[:SUBJECT]->(subject:Entity), (o)-[:STATED_IN]->(d:Document), (o)-[:OF_INDICATOR]->(i:Indicator)
RETURN subject, i.label_zh AS what, o.period AS period, o.value AS value, o.value_max AS value_max, o.unit AS unit, o.bound AS bound, o.basis AS basis,
  o.kind AS kind, o.as_reported AS as_reported, o.deadline AS deadline,
  [o {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY o.subject, basis, split(period, '/')[-1], kind, o.document, o.line, o.start, o.row
