// title: 按类型列出平台 | Platforms by type
// about: 某一类平台有哪些（如省级创新创业共同体、孵化器、重点实验室）：状态、依托、牵头或设立的单位、所在地；只列名称有可靠来源的。 | Platforms of a type (such as provincial innovation communities, incubators, key laboratories): status, host, leading or founding bodies, place; only those with a reliable name.
// param: type class optional=InnovationPlatform — 平台类型：如 Incubator、新型研发机构；不填列出全部平台
// param: status choice(all|existing|being_built|planned|applied_for) optional=all — 已建、在建、规划或申报
// returns: platform entity, status text, hosts list, places list, claims claims
// example: type=InnovationCommunity
// example: type=孵化器、众创空间、加速器
// example: type=TestField; status=being_built
MATCH (platform:$($type):InnovationPlatform {standing: 'accepted'})
WHERE ($status = 'all' OR platform.status = $status)
RETURN platform, platform.status AS status,
  COLLECT { MATCH (platform)-[r:HOSTED_BY|LEADS|ESTABLISHES {kind: 'actual'}]-(host:Entity) WHERE (startNode(r) = platform) = (type(r) = 'HOSTED_BY')
    RETURN DISTINCT host ORDER BY host.id } AS hosts,
  COLLECT { MATCH (platform)-[:LOCATED_IN {kind: 'actual'}]->(place:Place) RETURN DISTINCT place ORDER BY place.id } AS places,
  COLLECT { UNWIND COLLECT { MATCH (n:NameClaim {kind: 'official', status: 'accepted'})-[:SUBJECT]->(platform) WHERE n.closed_revision IS NULL RETURN n.id }
      + COLLECT { MATCH (platform)-[r:HOSTED_BY|LEADS|ESTABLISHES|LOCATED_IN {kind: 'actual'}]-(:Entity) WHERE (startNode(r) = platform) = (type(r) IN ['HOSTED_BY', 'LOCATED_IN'])
        UNWIND r.claims AS id RETURN DISTINCT id } AS id
    MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY platform.id
