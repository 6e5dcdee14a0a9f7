// title: 全部产业链 | All industry chains
// about: 每条产业链有多少平台服务：按依据分别计数，一个平台只算最强的一种依据；只知数量没有名称的另计；短板环节数一并列出。 | How many platforms serve each chain: counted by ground, each platform once by its strongest; those known by number only, and weak segments, are counted apart.
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: chain entity, cluster entity, platforms integer, stated integer, field integer, firm integer, cluster_count integer, unnamed integer, segments integer, gaps integer, claims claims
// example: -
// view: network chain, cluster
MATCH (chain:IndustryChain {standing: 'accepted'})
OPTIONAL MATCH (chain)-[o:CHAIN_OF_CLUSTER {kind: 'actual'}]->(cluster:IndustryCluster)
CALL (chain) {
  CALL (chain) {
    MATCH (platform:InnovationPlatform)-[r:SERVES_CHAIN {kind: 'actual'}]->(chain)
    RETURN platform, CASE r.basis WHEN 'stated' THEN 0 ELSE 1 END AS rank, r
    UNION ALL
    MATCH (chain)-[:HAS_SEGMENT {kind: 'actual'}]->{0,1}(:Entity)<-[:FIELD_OF {kind: 'actual'}]-(:Field)<-[r:IN_FIELD {kind: 'actual'}]-(platform:InnovationPlatform)
    RETURN platform, 1 AS rank, r
    UNION ALL
    MATCH (chain)-[:HAS_SEGMENT {kind: 'actual'}]->(:ChainSegment)<-[:IN_SEGMENT {kind: 'actual'}]-(:Enterprise)
      -[r:INCUBATED_BY|SERVES {kind: 'actual'}]-(platform:InnovationPlatform)
    WHERE (type(r) = 'SERVES') = (startNode(r) = platform)
    RETURN platform, 2 AS rank, r
    UNION ALL
    MATCH (chain)-[:CHAIN_OF_CLUSTER {kind: 'actual'}]->(c:IndustryCluster)<-[r:SERVES_CLUSTER {kind: 'actual'}]-(platform:InnovationPlatform)
    WHERE NOT c:RecognisedCluster
    RETURN platform, 3 AS rank, r
  }
  WITH chain, platform, rank, r WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
    AND (rank = 0 OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL })
  WITH platform, min(rank) AS rank
  RETURN count(platform) AS platforms, sum(CASE rank WHEN 0 THEN 1 ELSE 0 END) AS stated, sum(CASE rank WHEN 1 THEN 1 ELSE 0 END) AS field,
    sum(CASE rank WHEN 2 THEN 1 ELSE 0 END) AS firm, sum(CASE rank WHEN 3 THEN 1 ELSE 0 END) AS cluster_count
}
CALL (chain) {
  OPTIONAL MATCH (chain)<-[:OF_CHAIN]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WHERE gap.closed_revision IS NULL AND coalesce(head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]), '') <= $as_of
  RETURN coalesce(sum(gap.count), 0) AS unnamed
}
RETURN chain, cluster, platforms, stated, field, firm, cluster_count, unnamed,
  COUNT { (chain)-[:HAS_SEGMENT {kind: 'actual'}]->() } AS segments, COUNT { (chain)-[:GAP_AT {kind: 'actual'}]->() } AS gaps,
  COLLECT { UNWIND o.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, cluster.id
