// title: 该更新的指标 | Figures that are out of date
// about: 哪些指标最近一次实际数值已是几年以前：对象、口径、最近一次的时期和数值。界限由年数决定。 | Indicators whose last actual figure is years old: thing, measure, last period and figure. The number of years sets the limit.
// param: years integer optional=3 — 多少年没有新数值算过时
// param: theme choice(all|platforms|enterprises|projects|transfer|talent|finance|services|events|agriculture|plan) optional=all — 只看哪一方面
// param: subject entity(Entity) optional — 只看这个对象的
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: subject entity, indicator text, what text, basis text, period text, value number, unit text, bound text, kind text, as_reported boolean, claims claims
// example: theme=plan; as_of=2025-12-31
// example: subject=山东船舶技术研究院; years=3; as_of=2025-12-31
MATCH (i:Indicator)<-[:OF_INDICATOR]-(o:Observation {status: 'accepted', kind: 'actual'})-[:SUBJECT]->(subject:Entity)
WHERE ($theme = 'all' OR i.theme = $theme) AND ($subject IS NULL OR subject.id = $subject)
  AND o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated'
WITH i, subject, o, head([t IN [split(o.period, '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day WHERE coalesce(day, '') <= $as_of
ORDER BY day DESC, o.document, o.row
WITH i, subject, o.basis AS basis, collect(o)[0] AS o, max(day) AS day
WHERE day < toString(date($as_of) - duration({years: $years}))
MATCH (o)-[:STATED_IN]->(d:Document)
RETURN subject, i.code AS indicator, i.label_zh AS what, basis, o.period AS period, o.value AS value, o.unit AS unit, o.bound AS bound, o.kind AS kind,
  o.as_reported AS as_reported, [o {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY day, subject.id, indicator, basis
