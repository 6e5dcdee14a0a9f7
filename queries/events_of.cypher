// title: 某单位或系列的活动 | Events of a body or a series
// about: 一家单位主办、参加了哪些活动，一个活动系列办过哪几届，或一个平台、联盟由哪次活动促成；尚未举办的状态为 planned，打算去办的另标为计划。 | Which events a body held or joined, which editions a series had, or which event led to a platform or alliance; those not yet held are planned, and the intention to go is marked as a plan.
// param: of entity(Entity) required — 单位、活动系列、平台或联盟：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: event entity, relation relation, status text, series entity, others list, kind text, basis text, since date, claims claims, of entity
// example: of=市产业技术研究院
// example: of=中韩创新大赛
// view: network of, event
MATCH (of:Entity {id: $of})-[r:ORGANISES|PARTICIPATES_IN|EDITION_OF|LED_TO|PRESENTED_AT|TARGETS]-(event:Event|EventSeries)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
OPTIONAL MATCH (event)-[:EDITION_OF]->(series:EventSeries)
RETURN event, type(r) AS relation, event.status AS status, series,
  COLLECT { MATCH (event)-[:ORGANISES|PARTICIPATES_IN {kind: 'actual'}]-(other:Entity) WHERE other <> of RETURN DISTINCT other ORDER BY other.id LIMIT 20 } AS others,
  r.kind AS kind, r.basis AS basis, r.since AS since,
  COLLECT { UNWIND r.claims + COLLECT { MATCH (event)-[o:ORGANISES|PARTICIPATES_IN|EDITION_OF {kind: 'actual'}]-(x:Entity) WHERE x <> of UNWIND o.claims AS id RETURN DISTINCT id } AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, of
ORDER BY kind, since DESC, event.id, relation
