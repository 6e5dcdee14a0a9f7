// title: 某单位参加的计划与行动 | Programmes of a body
// about: 一家单位或平台实施、牵头、参加了哪些计划、行动或机制；打算参加的标为计划。 | Programmes, campaigns and mechanisms that a body or platform runs, leads or joins; intentions are marked as plans.
// param: of entity(Entity) required — 单位、平台、园区或项目：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: programme entity, relation relation, role text, basis text, kind text, since date, claims claims, of entity
// example: of=山东省高端医疗器械创新创业共同体
// example: of=市科技局
// view: network of, programme
MATCH (of:Entity {id: $of})-[r:RUNS|LEADS|PARTICIPATES_IN|PART_OF_PROGRAMME|PROVIDES|USES]->(programme:Programme)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN programme, type(r) AS relation, r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, of
ORDER BY kind, relation, programme.id
