// title: 直接相连的对象 | Direct neighbours
// about: 与某个对象直接相连的一切，逐页列出；可按关系、类别、方向和实际或计划筛选。两千条以内按关系和编号排列，更多时按存储次序逐页给出，一条不漏。 | Everything tied directly to a thing, page by page; by relation, class, direction, fact or plan. Up to two thousand in the order of relation and id, beyond that in the order of storage, none left out.
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// param: relation list(relation) optional — 只看这些关系：如 memberOf、设立
// param: type class optional — 只看这一类对象：如 Enterprise、高等院校
// param: direction choice(both|out|in) optional=both — out 由它指出，in 指向它
// param: kind choice(all|actual|plan) optional=all — 实际还是计划
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: neighbour entity, relation relation, direction text, role text, basis text, kind text, count integer, since date, until date, claims claims, entity entity
// example: entity=1+4+N; relation=memberOf
// example: entity=市政府; type=University; direction=out
// view: network entity, neighbour
MATCH (entity:Entity {id: $entity})
CALL (entity) {
  // up to 2,000 edges: all of them in order
  WITH entity WHERE COUNT { (entity)--() } <= 2000
  MATCH (entity)-[r:!SUBJECT&!OBJECT]-(neighbour:Entity)
  WHERE (size($relation) = 0 OR type(r) IN $relation) AND ($type IS NULL OR $type IN labels(neighbour))
    AND ($direction = 'both' OR (startNode(r) = entity) = ($direction = 'out')) AND ($kind = 'all' OR r.kind = $kind)
    AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN r, neighbour, null AS place
  UNION ALL
  // a hub: bounded before it is sorted, so that a page costs the same at any size; types are named so that statements are stepped over
  WITH entity WHERE COUNT { (entity)--() } > 2000
  MATCH (entity)-[r:SUB_ORGANIZATION_OF|CAMPUS_OF|MANAGED_BY|HOSTED_BY|ESTABLISHES|DERIVES|SUCCEEDS|COOPERATES_WITH|SIGNS_AGREEMENT_WITH|MEMBER_OF|MEMBERS_TAKE_PART_IN|LEADS|SERVES|SENDS_EXPERTS_TO|VISITS|INTRODUCES|SUPPLIES|SERVES_CHAIN|SERVES_CLUSTER|IN_FIELD|FIELD_OF|CHAIN_OF_CLUSTER|PART_OF_CLUSTER|IN_SET|MAPS_TO|HAS_SEGMENT|GAP_AT|FEEDS|IN_SEGMENT|CHAIN_LEADER_OF|ALLIANCE_OF_CHAIN|RESPONSIBLE_FOR|CLASSIFIED_AS|WORKS_ON|TARGETS|INCUBATED_BY|QUALIFIES_AS|ADVANCES_TO|SUB_TIER_OF|RECOGNISED_AS|APPLIES_FOR|AWARDED|POSTS|OFFERS|MATCHES|SOLVES|CONCERNS|DEVELOPED|PRODUCES|HOLDS|PROTECTS|TRANSFERRED_TO|ORDERS|PARTY_TO|PUBLISHES|ARISES_FROM|BIDS_FOR|RESULTS_IN|ACCEPTS|UNDERTAKES|PART_OF_PROGRAMME|RUNS|PARTICIPATES_IN|PROVIDES|USES|SHARES|LISTED_ON|INVESTS_IN|FINANCES|WORKS_AT|SECONDED_TO|SELECTED_FOR|ORGANISES|EDITION_OF|PRESENTED_AT|LED_TO|ISSUED_BY|DRAFTS|BASED_ON|COMPLIES_WITH|SUPERSEDES|IMPLEMENTS|MEASURE_OF|EVALUATES|RATED_AS|LOCATED_IN|PART_OF_AREA|COVERS]-(neighbour:Entity)
  WHERE (size($relation) = 0 OR type(r) IN $relation) AND ($type IS NULL OR $type IN labels(neighbour))
    AND ($direction = 'both' OR (startNode(r) = entity) = ($direction = 'out')) AND ($kind = 'all' OR r.kind = $kind)
    AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  WITH r, neighbour LIMIT $skip + $limit
  WITH collect([r, neighbour]) AS edges
  UNWIND range(0, size(edges) - 1) AS place
  RETURN edges[place][0] AS r, edges[place][1] AS neighbour, place
}
RETURN neighbour, type(r) AS relation, CASE startNode(r) WHEN entity THEN 'out' ELSE 'in' END AS direction, r.role AS role, r.basis AS basis, r.kind AS kind,
  r.count AS count, r.since AS since, r.until AS until,
  COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, entity
ORDER BY place, kind, relation, direction, neighbour.id
