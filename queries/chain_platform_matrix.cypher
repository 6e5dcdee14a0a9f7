// title: 产业链与平台对照 | Chains against platforms
// about: 哪条链有哪些平台、凭什么依据，一对一行，可直接做透视表；规则与“服务某产业链的平台”相同，一对只取最强的依据。 | Which chain has which platforms and on what grounds, one row for each pair, ready for a pivot table; rules as in “Platforms that serve an industry chain”, the strongest ground counts.
// param: cluster entity(IndustryCluster) optional — 只看这个集群的产业链
// param: basis list(choice(stated|field|firm|cluster)) optional — 只看这些依据
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: cluster entity, chain entity, platform entity, basis text, claims claims
// example: basis=stated,field
// example: cluster=先进装备与智能制造
// view: network chain, platform
MATCH (chain:IndustryChain {standing: 'accepted'})
OPTIONAL MATCH (chain)-[:CHAIN_OF_CLUSTER {kind: 'actual'}]->(cluster:IndustryCluster)
WITH chain, cluster WHERE $cluster IS NULL OR cluster.id = $cluster
CALL (chain) {
  MATCH (platform:InnovationPlatform)-[r:SERVES_CHAIN {kind: 'actual'}]->(chain)
  RETURN platform, CASE r.basis WHEN 'stated' THEN 0 ELSE 1 END AS rank, r, [] AS steps
  UNION ALL
  MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->{0,1}(:Entity)<-[m:FIELD_OF {kind: 'actual'}]-(:Field)<-[r:IN_FIELD {kind: 'actual'}]-(platform:InnovationPlatform)
  RETURN platform, 1 AS rank, r, reduce(ids = m.claims, step IN h | ids + step.claims) AS steps
  UNION ALL
  MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->(:ChainSegment)<-[w:IN_SEGMENT {kind: 'actual'}]-(:Enterprise)
    -[r:INCUBATED_BY|SERVES {kind: 'actual'}]-(platform:InnovationPlatform)
  WHERE (type(r) = 'SERVES') = (startNode(r) = platform)
  RETURN platform, 2 AS rank, r, w.claims + h.claims AS steps
  UNION ALL
  MATCH (chain)-[o:CHAIN_OF_CLUSTER {kind: 'actual'}]->(c:IndustryCluster)<-[r:SERVES_CLUSTER {kind: 'actual'}]-(platform:InnovationPlatform)
  WHERE NOT c:RecognisedCluster
  RETURN platform, 3 AS rank, r, o.claims AS steps
}
WITH cluster, chain, platform, rank, r, r.claims + steps AS ids
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  AND (rank = 0 OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL })
WITH cluster, chain, platform, rank, collect(ids) AS lists ORDER BY rank
WITH cluster, chain, platform, collect({rank: rank, lists: lists})[0] AS best
WITH cluster, chain, platform, best, ['stated', 'field', 'firm', 'cluster'][best.rank] AS basis
WHERE size($basis) = 0 OR basis IN $basis
RETURN cluster, chain, platform, basis,
  COLLECT { UNWIND best.lists AS ids UNWIND ids AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, best.rank, platform.id
