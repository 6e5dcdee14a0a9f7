// title: 某产业链的企业 | Enterprises of an industry chain
// about: 哪些企业处于这条产业链的哪个环节，或被点名为链主，或研制的产品属于某环节；资料点名的企业很少，未列出不等于没有。 | Which enterprises work in which segment of the chain or are named as its leader; sources name few, so one not listed may well exist.
// param: chain entity(IndustryChain) required — 产业链：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: enterprise entity, relation relation, segment entity, role text, basis text, kind text, since date, claims claims, chain entity
// example: chain=碳纤维
// view: network chain, segment, enterprise
MATCH (chain:Entity {id: $chain})
CALL (chain) {
  MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->(segment:ChainSegment)<-[r:IN_SEGMENT]-(enterprise:Enterprise)
  RETURN enterprise, r, segment, h.role AS role, h.claims AS steps
  UNION ALL
  MATCH (chain)<-[r:CHAIN_LEADER_OF]-(enterprise:Enterprise)
  RETURN enterprise, r, null AS segment, r.role AS role, [] AS steps
}
WITH chain, enterprise, r, segment, role, steps WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN enterprise, type(r) AS relation, segment, role, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims + steps AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, chain
ORDER BY kind, relation, segment.id, enterprise.id
