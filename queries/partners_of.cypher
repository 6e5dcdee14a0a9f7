// title: 某单位的合作伙伴 | Partners of a body
// about: 一家单位与谁合作：直接签约、合作的，以及共同设立同一平台或联盟的；打算合作的标为计划。 | With whom a body cooperates: agreements and cooperation, and those who founded the same platform or alliance; intentions are marked as plans.
// param: of entity(Agent) required — 单位：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: partner entity, relation relation, via entity, kind text, basis text, since date, claims claims, of entity
// example: of=产研院
// example: of=市科技局
// view: network of, via, partner
MATCH (of:Entity {id: $of})
CALL (of) {
  MATCH (of)-[r:COOPERATES_WITH|SIGNS_AGREEMENT_WITH]-(partner:Entity)
  RETURN partner, null AS via, [r] AS links
  UNION ALL
  MATCH (of)-[r:ESTABLISHES {role: 'joint'}]->(via:Entity)<-[q:ESTABLISHES {role: 'joint'}]-(partner:Entity)
  RETURN partner, via, [r, q] AS links
}
WITH of, partner, via, links WHERE all(link IN links WHERE coalesce(link.since, '') <= $as_of AND $as_of < coalesce(link.until, '9999'))
WITH of, partner, via, links, CASE WHEN any(link IN links WHERE link.kind = 'plan') THEN 'plan' ELSE 'actual' END AS kind,
  CASE WHEN any(link IN links WHERE link.basis = 'inferred') THEN 'inferred' ELSE 'stated' END AS basis,
  reduce(day = '', link IN links | CASE WHEN link.since > day THEN link.since ELSE day END) AS since
RETURN partner, type(links[0]) AS relation, via, kind, basis, CASE WHEN since > '' THEN since END AS since,
  COLLECT { UNWIND reduce(ids = [], link IN links | ids + link.claims) AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, of
ORDER BY kind, relation, partner.id, via.id
