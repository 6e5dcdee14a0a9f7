// title: 高校—平台—产业链 | From universities through platforms to chains
// about: 哪所高校、院所通过哪个平台与哪条产业链相连：高校设立、牵头、依托或参与平台，平台按领域或明载服务产业链。整条路径都是推断，逐段可查。 | Which university or institute is tied to which chain through which platform: it founded, leads, hosts or takes part in the platform, which serves the chain by field or statement. The whole way is inferred, each step can be checked.
// param: university entity(Organization) optional — 只看这所高校或院所
// param: chain entity(IndustryChain) optional — 只看这条产业链
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: university entity, relation relation, platform entity, chain entity, basis text, since date, claims claims
// example: chain=碳纤维
// example: university=哈工大
// view: network university, platform, chain
CALL {
  MATCH (:Entity {id: $university})-[:ESTABLISHES|LEADS|PARTICIPATES_IN|HOSTED_BY|SUB_ORGANIZATION_OF|MANAGED_BY]-(platform:InnovationPlatform) RETURN platform
  UNION
  MATCH (:Entity {id: $chain})<-[:SERVES_CHAIN]-(platform:InnovationPlatform) WHERE $university IS NULL RETURN platform
  UNION
  MATCH (:Entity {id: $chain})-[:HAS_SEGMENT]->{0,1}()<-[:FIELD_OF]-()<-[:IN_FIELD]-(platform:InnovationPlatform) WHERE $university IS NULL RETURN platform
  UNION
  WITH 1 AS one WHERE $university IS NULL AND $chain IS NULL MATCH (platform:InnovationPlatform) RETURN platform
}
CALL (platform) {
  MATCH (platform)-[s:SERVES_CHAIN {kind: 'actual'}]->(chain:IndustryChain)
  RETURN chain, CASE s.basis WHEN 'stated' THEN 'stated' ELSE 'field' END AS basis, s.claims AS steps, s.since AS day
  UNION ALL
  MATCH (platform)-[f:IN_FIELD {kind: 'actual'}]->(:Field)-[m:FIELD_OF {kind: 'actual'}]->(:Entity)<-[h:HAS_SEGMENT {kind: 'actual'}]-{0,1}(chain:IndustryChain)
  RETURN chain, 'field' AS basis, reduce(ids = f.claims + m.claims, step IN h | ids + step.claims) AS steps, f.since AS day
}
WITH platform, chain, basis, steps, day WHERE ($chain IS NULL OR chain.id = $chain) AND coalesce(day, '') <= $as_of
  AND (basis = 'stated' OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL })
MATCH (platform)-[r:ESTABLISHES|LEADS|PARTICIPATES_IN|HOSTED_BY|SUB_ORGANIZATION_OF|MANAGED_BY {kind: 'actual'}]-(university:University|ResearchInstitute)
WHERE ($university IS NULL OR university.id = $university) AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH university, r, platform, chain, min(basis) AS low, max(basis) AS basis, collect(steps) AS lists
RETURN university, type(r) AS relation, platform, chain, basis, r.since AS since,
  COLLECT { UNWIND lists + [r.claims] AS ids UNWIND ids AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY chain.id, platform.id, university.id, relation
