// title: 某单位的项目 | Projects of a body
// about: 一家单位或平台承担、引进、牵头了哪些项目，各属于什么计划；只说数量没有名称的另列。 | Projects that a body or platform undertakes, brought in or leads, and the programme of each; those known by number only stand apart.
// param: of entity(Entity) required — 单位或平台：编号、名称或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: project entity, relation relation, programmes list, what text, count integer, named integer, unnamed integer, basis text, kind text, since date, claims claims, of entity
// example: of=市产业技术研究院
// example: of=天智创新研究院
// view: network of, project
MATCH (of:Entity {id: $of})
CALL (of) {
  MATCH (of)-[r:UNDERTAKES|INTRODUCES|LEADS|PARTICIPATES_IN|BIDS_FOR]->(project:Project)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN project, type(r) AS relation, null AS gap, r.basis AS basis, r.kind AS kind, r.since AS since, r.claims AS ids
  UNION ALL
  MATCH (of)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day
  WHERE gap.closed_revision IS NULL AND gap.predicate IN ['undertakes', 'introduces', 'partOfProgramme'] AND coalesce(day, '') <= $as_of
  RETURN null AS project, gap.predicate AS relation, gap, 'stated' AS basis, 'actual' AS kind, day AS since, [gap.id] AS ids
}
RETURN project, relation,
  COLLECT { MATCH (project)-[:PART_OF_PROGRAMME {kind: 'actual'}]->(programme:Programme) RETURN DISTINCT programme ORDER BY programme.id } AS programmes,
  gap.what_zh AS what, gap.count AS count, gap.named AS named, gap.count - gap.named AS unnamed, basis, kind, since,
  COLLECT { UNWIND ids + COLLECT { MATCH (project)-[o:PART_OF_PROGRAMME {kind: 'actual'}]->() UNWIND o.claims AS id RETURN DISTINCT id } AS id WITH DISTINCT id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, of
ORDER BY gap IS NOT NULL, kind, relation, project.id, gap.row
