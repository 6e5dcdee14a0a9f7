// title: 政策的举措与对象 | Measures and addressees of a policy
// about: 一份政策文件有哪些具体举措、面向谁、依据或符合哪些上级文件；只说有几条而未逐条列名的另列。 | The measures of a policy paper, whom they address, which higher papers they rest on or comply with; those that are only counted stand apart.
// param: policy entity(Policy) required — 政策文件：编号、名称、文号或别名
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: part text, relation relation, other entity, what text, count integer, named integer, unnamed integer, basis text, kind text, since date, claims claims, policy entity
// example: policy=关于支持“1+4+N”创新平台体系人才发展的若干措施
// example: policy=威政发〔2023〕5号
// view: network policy, other
MATCH (policy:Entity {id: $policy})
CALL (policy) {
  MATCH (policy)-[r:MEASURE_OF|TARGETS|BASED_ON|COMPLIES_WITH|SUPERSEDES|IMPLEMENTS|ISSUED_BY|DRAFTS|EVALUATES]-(other:Entity)
  WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
  RETURN CASE r.kind WHEN 'plan' THEN 'plan' ELSE 'relation' END AS part, type(r) AS relation, other, null AS gap, r.basis AS basis, r.kind AS kind, r.since AS since, r.claims AS ids
  UNION ALL
  MATCH (policy)<-[:SUBJECT]-(gap:GapClaim {status: 'accepted'})-[:STATED_IN]->(d:Document)
  WITH gap, head([t IN [split(coalesce(d.date, d.period), '/')[-1]] WHERE t IS NOT NULL | toString(date(t) + duration(['P1Y-1D', 'P1M-1D', 'P0D'][size(t) / 3 - 1]))]) AS day WHERE gap.closed_revision IS NULL AND coalesce(day, '') <= $as_of
  RETURN 'unnamed' AS part, gap.predicate AS relation, null AS other, gap, 'stated' AS basis, 'actual' AS kind, day AS since, [gap.id] AS ids
}
RETURN part, relation, other, gap.what_zh AS what, gap.count AS count, gap.named AS named, gap.count - gap.named AS unnamed, basis, kind, since, COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: coalesce(c.basis, 'stated'), .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims, policy
ORDER BY part, relation, other.id, gap.row
