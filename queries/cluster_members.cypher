// title: 产业集群的构成 | What makes up a cluster
// about: 一个产业集群包含哪些产业链、哪些获认定的集群归属于它、哪些平台和企业直接与它有关。 | Which chains an industry cluster holds, which recognised clusters belong to it, which platforms and enterprises are tied to it directly.
// param: cluster entity(IndustryCluster) required — 产业集群：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: member entity, relation relation, role text, basis text, kind text, since date, claims claims, cluster entity
// example: cluster=新一代信息技术
// example: cluster=新医药与医疗器械产业集群
// view: network cluster, member
MATCH (cluster:Entity {id: $cluster})<-[r:CHAIN_OF_CLUSTER|PART_OF_CLUSTER|SERVES_CLUSTER|CHAIN_LEADER_OF|TARGETS]-(member:Entity)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN member, type(r) AS relation,
  r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, cluster
ORDER BY kind, relation, member.id
