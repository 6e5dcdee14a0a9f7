// title: 产业链的短板环节 | Weak segments of industry chains
// about: 规划点名的短板环节（缺失、薄弱或依赖外购），以及本市已知有没有企业处于该环节、有没有平台的领域对应它；两列皆空就是还没有着落。 | Segments that plans call missing, weak or bought from elsewhere, and whether a local enterprise works in them or a platform's field fits them; both columns empty means that nobody does yet.
// param: chain entity(IndustryChain) optional — 只看这条产业链；不填则列出全部
// returns: chain entity, segment entity, role text, firms list, platforms list, basis text, since date, claims claims
// example: chain=电机
// example: -
// view: network chain, segment
MATCH (chain:IndustryChain)-[gap:GAP_AT {kind: 'actual'}]->(segment:ChainSegment)
WHERE $chain IS NULL OR chain.id = $chain
OPTIONAL MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->(segment)
RETURN chain, segment, h.role AS role,
  COLLECT { MATCH (firm:Enterprise)-[:IN_SEGMENT {kind: 'actual'}]->(segment) RETURN DISTINCT firm ORDER BY firm.id } AS firms,
  COLLECT { MATCH (platform:InnovationPlatform)-[:IN_FIELD {kind: 'actual'}]->(:Field)-[:FIELD_OF {kind: 'actual'}]->(segment)
    RETURN DISTINCT platform ORDER BY platform.id } AS platforms,
  gap.basis AS basis, gap.since AS since,
  COLLECT { UNWIND gap.claims + coalesce(h.claims, []) + COLLECT { MATCH (segment)<-[w:IN_SEGMENT|FIELD_OF {kind: 'actual'}]-() UNWIND w.claims AS id RETURN DISTINCT id } AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, segment.id
