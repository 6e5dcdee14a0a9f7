// title: 两家单位之间的合作 | Cooperation between two bodies
// about: 两家单位之间有哪些直接的往来（签约、合作、设立、投资、隶属……），以及共同参与了什么（共建的平台、同一计划、活动或联盟）；计划单列。 | Direct dealings of two bodies (agreements, cooperation, founding, investment, membership and so on) and what they share (platforms, programmes, events, alliances); plans stand apart.
// param: a entity(Agent) required — 第一家：编号、名称或别名
// param: b entity(Agent) required — 第二家：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: a entity, relation relation, direction text, via entity, relation_b relation, direction_b text, b entity, kind text, basis text, since date, claims claims
// example: a=哈工大; b=航天科工二院25所
// example: a=市政府; b=中科院沈阳分院
// view: network a, via, b
MATCH (a:Entity {id: $a}), (b:Entity {id: $b})
CALL (a, b) {
  MATCH (a)-[r:!SUBJECT&!OBJECT]-(b)
  RETURN [r] AS links, null AS via
  UNION ALL
  MATCH (a)-[r:COOPERATES_WITH|SIGNS_AGREEMENT_WITH|ESTABLISHES|DERIVES|LEADS|HOSTED_BY|MEMBER_OF|PARTICIPATES_IN|UNDERTAKES|RUNS|ORGANISES|DEVELOPED|SUB_ORGANIZATION_OF|INTRODUCES|INVESTS_IN]-(via:Entity)
    -[q:COOPERATES_WITH|SIGNS_AGREEMENT_WITH|ESTABLISHES|DERIVES|LEADS|HOSTED_BY|MEMBER_OF|PARTICIPATES_IN|UNDERTAKES|RUNS|ORGANISES|DEVELOPED|SUB_ORGANIZATION_OF|INTRODUCES|INVESTS_IN]-(b)
  RETURN [r, q] AS links, via
}
WITH a, b, via, links, links[0] AS r, links[1] AS q
WHERE all(link IN links WHERE coalesce(link.since, '') <= $as_of AND $as_of < coalesce(link.until, '9999'))
WITH a, b, via, links, type(r) AS relation, CASE startNode(r) WHEN a THEN 'out' ELSE 'in' END AS direction,
  type(q) AS relation_b, CASE WHEN q IS NULL THEN null WHEN startNode(q) = b THEN 'out' ELSE 'in' END AS direction_b,
  CASE WHEN any(link IN links WHERE link.kind = 'plan') THEN 'plan' ELSE 'actual' END AS kind,
  CASE WHEN any(link IN links WHERE link.basis = 'inferred') THEN 'inferred' ELSE 'stated' END AS basis,
  reduce(day = '', link IN links | CASE WHEN link.since > day THEN link.since ELSE day END) AS since
RETURN a, relation, direction, via, relation_b, direction_b, b, kind, basis, CASE WHEN since > '' THEN since END AS since,
  COLLECT { UNWIND links AS link UNWIND link.claims AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY kind, via IS NOT NULL, basis DESC, relation, direction, via.id, relation_b, direction_b
