// title: 服务某产业链的平台 | Platforms that serve an industry chain
// about: 哪些平台服务这条产业链、依据是什么、谁说的；明载与推断分开，只有数量没有名称的另列。 | Which platforms serve this chain, on what grounds and who says so; stated and inferred apart, those known by number only in rows of their own.
// param: chain entity(IndustryChain) required — 产业链：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: platform entity, basis text, segment entity, status text, path text, count integer, claims claims, chain entity
// example: chain=碳纤维及复合材料
// example: chain=钓具; as_of=2022-01-01
// view: network platform, chain
MATCH (chain:Entity {id: $chain})
CALL (chain) {
  // stated: one sentence joins platform and chain
  MATCH (platform:InnovationPlatform)-[r:SERVES_CHAIN {kind: 'actual', basis: 'stated'}]->(chain)
  RETURN platform, 0 AS rank, r, [] AS steps, null AS segment, '明载服务本链' AS way
  UNION ALL
  // field: a stated field, a project or the name, mapped by the reviewed table to the chain or a segment of it
  MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->{0,1}(target:Entity)<-[m:FIELD_OF {kind: 'actual'}]-(field:Field)
    <-[r:IN_FIELD {kind: 'actual'}]-(platform:InnovationPlatform)
  WITH platform, field, r, m, h, CASE WHEN target:ChainSegment THEN target END AS segment
  RETURN platform, 1 AS rank, r, reduce(ids = m.claims, step IN h | ids + step.claims) AS steps, segment,
    CASE r.role WHEN 'stated' THEN '明载领域「' WHEN 'project' THEN '项目领域「' ELSE '名称所示领域「' END + field.name + '」'
      + coalesce(' → 环节「' + segment.name + '」', '') + ' → 本链' AS way
  UNION ALL
  MATCH (platform:InnovationPlatform)-[r:SERVES_CHAIN {kind: 'actual', basis: 'inferred'}]->(chain)
  RETURN platform, 1 AS rank, r, [] AS steps, null AS segment, '读者推断服务本链' AS way
  UNION ALL
  // firm: a firm that the platform raised or serves works in a segment of the chain
  MATCH (chain)-[h:HAS_SEGMENT {kind: 'actual'}]->(segment:ChainSegment)<-[w:IN_SEGMENT {kind: 'actual'}]-(firm:Enterprise)
    -[r:INCUBATED_BY|SERVES {kind: 'actual'}]-(platform:InnovationPlatform)
  WHERE (type(r) = 'SERVES') = (startNode(r) = platform)
  RETURN platform, 2 AS rank, r, w.claims + h.claims AS steps, segment,
    CASE type(r) WHEN 'SERVES' THEN '服务企业「' ELSE '孵化企业「' END + firm.name + '」 → 环节「' + segment.name + '」 → 本链' AS way
  UNION ALL
  // cluster: serves the city cluster of the chain itself, never a recognised cluster inside it
  MATCH (chain)-[o:CHAIN_OF_CLUSTER {kind: 'actual'}]->(cluster:IndustryCluster)
    <-[r:SERVES_CLUSTER {kind: 'actual'}]-(platform:InnovationPlatform)
  WHERE NOT cluster:RecognisedCluster
  RETURN platform, 3 AS rank, r, o.claims AS steps, null AS segment, '服务集群「' + cluster.name + '」 → 集群含本链' AS way
}
WITH chain, platform, rank, segment, way, r.claims + steps AS ids
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  AND (rank = 0 OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL })
ORDER BY rank, segment.name, way
WITH chain, platform, collect({rank: rank, segment: segment, way: way, ids: ids}) AS ways
WITH chain, platform, [w IN ways WHERE w.rank = ways[0].rank] AS ways
CALL (ways) {
  UNWIND ways AS w
  UNWIND w.ids AS id
  WITH DISTINCT id
  MATCH (claim:Claim {id: id})-[:STATED_IN]->(document:Document)
  WITH claim, document ORDER BY document.id, claim.line, claim.start, claim.row
  RETURN collect(claim {.id, .row, .basis, .line, .start, .end, document: document {.id, .title, .date}}) AS claims
}
WITH chain, collect({platform: platform, rank: ways[0].rank, segment: ways[0].segment, claims: claims, count: null,
  path: reduce(text = '', w IN ways | text + CASE text WHEN '' THEN '' ELSE '；' END + w.way)}) AS named
CALL (chain) {
  OPTIONAL MATCH (chain)<-[:OF_CHAIN]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(document:Document)
  WHERE gap.closed_revision IS NULL AND coalesce(head([t IN [split(coalesce(document.date, document.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]), '') <= $as_of
  WITH gap, document ORDER BY gap.row
  RETURN collect(gap {platform: null, rank: 4, segment: null, path: gap.what_zh, .count,
    claims: [gap {.id, .row, basis: 'stated', .line, .start, .end, document: document {.id, .title, .date}}]}) AS unnamed
}
UNWIND named + unnamed AS row
RETURN row.platform AS platform, ['stated', 'field', 'firm', 'cluster', 'unnamed'][row.rank] AS basis, row.segment AS segment,
  row.platform.status AS status, row.path AS path, row.count AS count, row.claims AS claims, chain
ORDER BY row.rank, row.platform.id, row.claims[0].row
