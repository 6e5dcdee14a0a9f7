// title: 某平台服务的产业链 | Industry chains that a platform serves
// about: 这个平台服务哪些产业链、依据是什么、谁说的；规则与“服务某产业链的平台”相同，明载与推断分开。 | Which chains this platform serves, on what grounds and who says so; rules as in “Platforms that serve an industry chain”, stated and inferred apart.
// param: platform entity(InnovationPlatform) required — 平台：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: chain entity, basis text, segment entity, path text, claims claims, platform entity
// example: platform=市级钓具装备技术创新中心
// example: platform=天智创新研究院
// example: platform=工信部综合研究中心
// view: network platform, chain
MATCH (platform:Entity {id: $platform})
CALL (platform) {
  MATCH (platform)-[r:SERVES_CHAIN {kind: 'actual'}]->(chain:IndustryChain)
  RETURN chain, CASE r.basis WHEN 'stated' THEN 0 ELSE 1 END AS rank, r, [] AS steps, null AS segment,
    CASE r.basis WHEN 'stated' THEN '明载服务本链' ELSE '读者推断服务本链' END AS way
  UNION ALL
  MATCH (platform)-[r:IN_FIELD {kind: 'actual'}]->(field:Field)-[m:FIELD_OF {kind: 'actual'}]->(target:Entity)
  MATCH (target)<-[h:HAS_SEGMENT {kind: 'actual'}]-{0,1}(chain:IndustryChain)
  WITH chain, field, r, m, h, CASE WHEN target:ChainSegment THEN target END AS segment
  RETURN chain, 1 AS rank, r, reduce(ids = m.claims, step IN h | ids + step.claims) AS steps, segment,
    CASE r.role WHEN 'stated' THEN '明载领域「' WHEN 'project' THEN '项目领域「' ELSE '名称所示领域「' END + field.name + '」'
      + coalesce(' → 环节「' + segment.name + '」', '') + ' → 本链' AS way
  UNION ALL
  MATCH (platform)-[r:INCUBATED_BY|SERVES {kind: 'actual'}]-(firm:Enterprise)-[w:IN_SEGMENT {kind: 'actual'}]->(segment:ChainSegment)
    <-[h:HAS_SEGMENT {kind: 'actual'}]-(chain:IndustryChain)
  WHERE (type(r) = 'SERVES') = (startNode(r) = platform)
  RETURN chain, 2 AS rank, r, w.claims + h.claims AS steps, segment,
    CASE type(r) WHEN 'SERVES' THEN '服务企业「' ELSE '孵化企业「' END + firm.name + '」 → 环节「' + segment.name + '」 → 本链' AS way
  UNION ALL
  MATCH (platform)-[r:SERVES_CLUSTER {kind: 'actual'}]->(cluster:IndustryCluster)<-[o:CHAIN_OF_CLUSTER {kind: 'actual'}]-(chain:IndustryChain)
  WHERE NOT cluster:RecognisedCluster
  RETURN chain, 3 AS rank, r, o.claims AS steps, null AS segment, '服务集群「' + cluster.name + '」 → 集群含本链' AS way
}
WITH platform, chain, rank, segment, way, r.claims + steps AS ids
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  AND (rank = 0 OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL })
ORDER BY rank, segment.name, way
WITH platform, chain, collect({rank: rank, segment: segment, way: way, ids: ids}) AS ways
WITH platform, chain, ways[0].rank AS rank, [w IN ways WHERE w.rank = ways[0].rank] AS ways
RETURN chain, ['stated', 'field', 'firm', 'cluster'][rank] AS basis, ways[0].segment AS segment,
  reduce(text = '', w IN ways | text + CASE text WHEN '' THEN '' ELSE '；' END + w.way) AS path,
  COLLECT { UNWIND ways AS w UNWIND w.ids AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, platform
ORDER BY rank, chain.id
