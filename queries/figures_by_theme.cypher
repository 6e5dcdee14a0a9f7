// title: 某方面的指标 | Figures of a theme
// about: 人才、资金与金融、企业、成果转化、平台、科技服务、活动、农业等某一方面的全部指标数值，目标与实际分开标明。 | All figures of one theme: talent, funds and finance, enterprises, transfer of results, platforms, services, events, agriculture and others; targets and actuals are told apart.
// param: theme choice(platforms|enterprises|projects|transfer|talent|finance|services|events|agriculture|plan) required — 哪一方面
// param: subject entity(Entity) optional — 只看这个对象的：如 威海市、1+4+N
// param: period text optional — 只看所述时期以此开头的：如 2021、2024
// returns: subject entity, indicator text, what text, period text, value number, value_max number, unit text, bound text, basis text, kind text, deadline date, claims claims
// example: theme=finance; period=2024
// example: theme=talent; subject=1+4+N
MATCH (i:Indicator {theme: $theme})<-[:OF_INDICATOR]-(o:Observation {status: 'accepted'})-[:SUBJECT]->(subject:Entity), (o)-[:STATED_IN]->(d:Document)
WHERE o.closed_revision IS NULL AND coalesce(o.rank, '') <> 'deprecated' AND ($subject IS NULL OR subject.id = $subject)
  AND ($period IS NULL OR o.period STARTS WITH $period)
RETURN subject, i.code AS indicator, i.label_zh AS what, o.period AS period, o.value AS value, o.value_max AS value_max, o.unit AS unit, o.bound AS bound,
  o.basis AS basis, o.kind AS kind, o.deadline AS deadline, [o {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY indicator, subject.id, basis, split(period, '/')[-1], kind, d.id, o.line, o.start, o.row
