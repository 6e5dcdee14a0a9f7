// title: 成员与角色的先后 | Memberships and roles over time
// about: 一家单位、一个人先后在哪些体系、联盟、组织里是什么角色，或反过来一个体系先后有谁；每条说法写明从哪天起、到哪天止、哪天有记载。只写记载过的，不推算起止。 | Roles of a body or person in systems, alliances and organisations over time, or who belonged to a system; each statement says from when, to when and on which day it is recorded. Nothing is calculated.
// param: entity entity(Entity) required — 单位、人、体系或联盟：编号、名称或别名
// param: as_of date optional — 只看这一天仍有效的；不填则列出全部先后
// returns: day date, holder entity, relation relation, role text, of entity, from date, to date, kind text, basis text, claims claims
// example: entity=市产业技术研究院
// example: entity=1+4+N; as_of=2025-12-31
// view: network holder, of
MATCH (entity:Entity {id: $entity})
MATCH (entity)-[r:MEMBER_OF|LEADS|CHAIN_LEADER_OF|RESPONSIBLE_FOR|WORKS_AT|SECONDED_TO|MANAGED_BY|HOSTED_BY|SUB_ORGANIZATION_OF]-(:Entity)
WITH DISTINCT r
UNWIND r.claims AS id
MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
WITH r, c, d, [t IN [c.valid_from, c.as_of, d.date, d.period, c.valid_to] | CASE WHEN t IS NOT NULL
  THEN toString(date(split(t, '/')[-1]) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(split(t, '/')[-1]) / 3 - 1])) END] AS days
WITH r, c, d, coalesce(days[0], days[1], days[2], days[3]) AS day, days[4] AS end
WHERE $as_of IS NULL OR (coalesce(day, '') <= $as_of AND $as_of < coalesce(end, '9999'))
RETURN day, startNode(r) AS holder, type(r) AS relation, c.role AS role, endNode(r) AS of, c.valid_from AS from, c.valid_to AS to, c.kind AS kind,
  c.basis AS basis, [c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY day, relation, holder.id, of.id, d.id, c.line, c.start, c.row
