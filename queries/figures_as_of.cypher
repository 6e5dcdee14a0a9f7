// title: 某日的数值 | Figures on a day
// about: 站在某一天看：每个对象、指标、口径最近一次的实际数值，说的是哪天；同一天各执一词的并列，不取舍。时点数说到期末，当期数算到期满；综述没写日子的，按所述期末算。 | Seen from a day: the last actual figure of each thing, indicator and measure, and the day it is about; different figures for one day stand side by side. Stocks count at the end of their period, flows when it is over.
// param: subject entity(Entity) optional — 哪个对象：编号、名称或别名
// param: indicator list(indicator) optional — 哪些指标：代码或名称
// param: as_of date optional=today — 站在哪一天；默认今天
// param: published choice(any|by_then) optional=any — by_then 只用当日已经公布的资料
// returns: subject entity, indicator text, what text, day date, period text, value number, value_max number, unit text, bound text, basis text, as_reported boolean, age integer, claims claims
// example: subject=1+4+N; as_of=2021-12-31
// example: subject=1+4+N; as_of=2025-12-31
// example: indicator=highTechOutputShare; as_of=2021-12-31
CALL () {
  MATCH (:Entity {id: $subject})<-[:SUBJECT]-(o:Observation) RETURN o
  UNION ALL
  WITH 1 AS one WHERE $subject IS NULL AND size($indicator) > 0
  UNWIND $indicator AS code MATCH (:Indicator {code: code})<-[:OF_INDICATOR]-(o:Observation) RETURN o
  UNION ALL
  WITH 1 AS one WHERE $subject IS NULL AND size($indicator) = 0
  MATCH (o:Observation) RETURN o
}
MATCH (i:Indicator)<-[:OF_INDICATOR]-(o)-[:STATED_IN]->(d:Document), (o)-[:SUBJECT]->(subject:Entity)
WHERE o.status = 'accepted' AND o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND o.kind = 'actual'
  AND (size($indicator) = 0 OR i.code IN $indicator)
WITH i, o, d, subject, [t IN [o.period, CASE WHEN o.as_reported THEN d.period END, d.date] | CASE WHEN t IS NOT NULL
  THEN toString(date(split(t, '/')[-1]) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(split(t, '/')[-1]) / 3 - 1])) END] AS days
WITH i, o, d, subject, days[2] AS public, CASE WHEN days[1] < days[0] THEN days[1] ELSE days[0] END AS day
WHERE day <= $as_of AND ($published = 'any' OR coalesce(public, day) <= $as_of)
WITH i, subject, o.basis AS basis, max(day) AS day, collect({o: o, d: d, day: day}) AS known
UNWIND [x IN known WHERE x.day = day] AS x
WITH i, subject, basis, day, x.o AS o, x.d AS d
RETURN subject, i.code AS indicator, i.label_zh AS what, day, o.period AS period, o.value AS value, o.value_max AS value_max, o.unit AS unit,
  o.bound AS bound, basis, o.as_reported AS as_reported, duration.inDays(date(day), date($as_of)).days AS age,
  [o {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY subject.id, indicator, basis, d.id, o.line, o.start, o.row
