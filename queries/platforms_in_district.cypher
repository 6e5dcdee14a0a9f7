// title: 某区市的平台 | Platforms in a district
// about: 一个区市、开发区或园区里有哪些平台，含位于其所辖园区的；计划建设的标为计划。没有写明地点的平台不会出现在这里。 | Platforms of a district, zone or park, those in its parks too; planned ones are marked. Platforms without a stated place do not appear.
// param: district entity(Place) required — 区市、开发区或园区：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: platform entity, place entity, status text, basis text, kind text, since date, claims claims, district entity
// example: district=临港区
// example: district=威海市
// view: network district, place, platform
MATCH (district:Entity {id: $district})<-[areas:PART_OF_AREA {kind: 'actual'}]-{0,3}(place:Place)<-[r:LOCATED_IN]-(platform:InnovationPlatform)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH district, place, platform, r, areas ORDER BY size(areas), size([area IN areas WHERE area.basis = 'inferred']), reduce(text = '', area IN areas | text + area.fact)
WITH district, place, platform, r, collect(areas)[0] AS areas
RETURN platform, place, platform.status AS status, CASE WHEN any(step IN areas + r WHERE step.basis = 'inferred') THEN 'inferred' ELSE 'stated' END AS basis,
  r.kind AS kind, r.since AS since, COLLECT { UNWIND reduce(ids = r.claims, area IN areas | ids + area.claims) AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, district
ORDER BY kind, place <> district, place.id, platform.id
