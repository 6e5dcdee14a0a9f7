// title: 有数量、没有名单的成员 | Counts without names
// about: 资料只说“多少家”而没有逐一列出的地方：说的是什么、总数、其中有名称的、还缺多少。这正是要向各单位补要名单的清单。 | Where sources say how many without listing them: what is meant, the total, those with names and those missing. This is the list of names to ask for.
// param: of entity(Entity) optional — 只看与这个对象有关的：如 1+4+N
// param: relation relation optional — 只看这种关系：如 memberOf、孵化自
// returns: subject entity, relation relation, chain entity, what text, count integer, bound text, named integer, unnamed integer, since date, claims claims
// example: of=1+4+N
// example: relation=inSet
CALL {
  MATCH (:Entity {id: $of})<-[:SUBJECT|OF_CHAIN]-(gap:GapClaim) RETURN gap
  UNION
  WITH 1 AS one WHERE $of IS NULL MATCH (gap:GapClaim) RETURN gap
}
MATCH (gap)-[:SUBJECT]->(subject:Entity), (gap)-[:STATED_IN]->(d:Document)
WHERE gap.status = 'accepted' AND gap.closed_revision IS NULL
  AND ($relation IS NULL OR toUpper(gap.predicate) = replace($relation, '_', ''))
OPTIONAL MATCH (gap)-[:OF_CHAIN]->(chain:IndustryChain)
RETURN subject, gap.predicate AS relation, chain, gap.what_zh AS what, gap.count AS count, gap.bound AS bound, gap.named AS named,
  gap.count - gap.named AS unnamed, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS since, [gap {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}] AS claims
ORDER BY subject.id, relation, since, gap.row
