// title: 区域创新布局 | Regional layout
// about: 规划的核、城、带、廊、区由哪些园区、区市组成，各是核心、支点还是沿线；未填地带时列出全部。 | Which parks and districts make up the cores, cities, belts, corridors and zones of the plan, and the part of each; all where no area is given.
// param: area entity(Place) optional — 只看这个城、带、廊、区或区市
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: area entity, part entity, role text, status text, platforms integer, basis text, kind text, since date, claims claims
// example: area=国际海洋科技城
// example: area=中部制造业走廊
// view: network area, part
CALL {
  MATCH (area:Entity {id: $area}) RETURN area
  UNION
  WITH 1 AS one WHERE $area IS NULL MATCH (area:Place) RETURN area
}
MATCH (area)<-[r:PART_OF_AREA]-(part:Place)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN area, part, r.role AS role, part.status AS status, COUNT { (part)<-[:LOCATED_IN {kind: 'actual'}]-(:InnovationPlatform) } AS platforms,
  r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY area.id, kind, role, part.id
