// title: 还没有平台的产业链 | Chains without a platform
// about: 哪些产业链没有一个有名称的平台按明载、领域或企业服务它；同集群的平台数、只知数量的平台数和短板环节数供参考。 | Chains that no named platform serves by statement, field or enterprise; platforms of the same cluster, those known by number only and weak segments are given for reference.
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: chain entity, cluster entity, cluster_count integer, unnamed integer, gaps integer, claims claims
// example: -
MATCH (chain:IndustryChain {standing: 'accepted'})
WHERE NOT EXISTS { MATCH (platform:InnovationPlatform)-[r:SERVES_CHAIN {kind: 'actual'}]->(chain) WHERE (r.since IS NULL OR r.since <= $as_of)
    AND (r.basis = 'stated' OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL }) }
  AND NOT EXISTS { MATCH (chain)-[:HAS_SEGMENT {kind: 'actual'}]->{0,1}()<-[:FIELD_OF {kind: 'actual'}]-()<-[r:IN_FIELD {kind: 'actual'}]-(platform:InnovationPlatform) WHERE (r.since IS NULL OR r.since <= $as_of)
    AND NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } }
  AND NOT EXISTS { MATCH (chain)-[:HAS_SEGMENT {kind: 'actual'}]->()<-[:IN_SEGMENT {kind: 'actual'}]-(:Enterprise)-[:INCUBATED_BY|SERVES {kind: 'actual'}]-(platform:InnovationPlatform)
    WHERE NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } }
OPTIONAL MATCH (chain)-[o:CHAIN_OF_CLUSTER {kind: 'actual'}]->(cluster:IndustryCluster)
RETURN chain, cluster, COUNT { MATCH (cluster)<-[:SERVES_CLUSTER {kind: 'actual'}]-(p:InnovationPlatform) WHERE NOT cluster:RecognisedCluster
    AND NOT EXISTS { MATCH (no:Decision {tie: p.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } RETURN DISTINCT p } AS cluster_count,
  reduce(total = 0, n IN COLLECT { MATCH (chain)<-[:OF_CHAIN]-(gap:GapClaim {status: 'accepted'}) WHERE gap.closed_revision IS NULL RETURN gap.count } | total + n) AS unnamed,
  COUNT { (chain)-[:GAP_AT {kind: 'actual'}]->() } AS gaps, COLLECT { UNWIND coalesce(o.claims, []) AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, cluster.id
