// title: 平台由谁设立 | Founders of platforms
// about: 一个平台或联盟由谁设立、独立还是联合；或反过来，一家单位、一个地方设立了哪些。 | Who founded a platform or alliance, alone or jointly; or, the other way, what a body or place has founded.
// param: platform entity(Organization) optional — 平台或联盟：编号、名称或别名
// param: founder entity(Entity) optional — 设立者：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: founder entity, platform entity, role text, status text, basis text, kind text, since date, claims claims
// example: platform=威海激光通信先进技术研究院
// example: founder=临港区
// view: network founder, platform
CALL {
  MATCH (platform:Entity {id: $platform})<-[r:ESTABLISHES|DERIVES]-(founder:Entity) RETURN platform, r, founder
  UNION
  MATCH (founder:Entity {id: $founder})-[r:ESTABLISHES|DERIVES]->(platform:Entity) RETURN platform, r, founder
  UNION
  WITH 1 AS one WHERE $platform IS NULL AND $founder IS NULL MATCH (platform:InnovationPlatform|Alliance)<-[r:ESTABLISHES|DERIVES]-(founder:Entity) RETURN platform, r, founder
}
WITH platform, r, founder
WHERE ($platform IS NULL OR platform.id = $platform) AND ($founder IS NULL OR founder.id = $founder) AND coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN founder, platform, r.role AS role, platform.status AS status, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY kind, platform.id, founder.id, r.fact
