// title: 各产业链的链主企业 | Leaders of the industry chains
// about: 每条产业链由哪家企业担任链主。没有可靠来源点名的，企业一栏为空，即未载明；只见于薄弱网页的不算。 | Which enterprise leads each chain. Where no reliable source names one the cell is empty; what stands on weak pages only does not count.
// param: chain entity(IndustryChain) optional — 只看这条产业链；不填列出全部
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: chain entity, enterprise entity, basis text, kind text, since date, claims claims
// example: chain=碳纤维
// example: -
// view: network chain, enterprise
MATCH (chain:IndustryChain {standing: 'accepted'}) WHERE $chain IS NULL OR chain.id = $chain
OPTIONAL MATCH (chain)<-[r:CHAIN_LEADER_OF]-(enterprise:Enterprise)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN chain, enterprise, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND coalesce(r.claims, []) AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, kind, enterprise.id
