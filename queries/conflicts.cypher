// title: 数据的矛盾与衔接 | Contradictions and successions of figures
// about: 同一主体、同一指标的两个数据放在一起：是矛盾、前后接续、取整、相符还是说不清，理由写成文字；两边都保留，各注来源。 | Two figures on the same thing and indicator side by side: contradiction, succession, rounding, agreement or unclear, with the reason in words; both are kept, each with its source.
// param: verdict choice(all|contradiction|succession|different_measure|rounding|agreement|unsure) optional=all — 只看哪一类；默认全部，矛盾在前
// param: subject entity(Entity) optional — 只看这个对象的数据
// param: indicator indicator optional — 只看这个指标
// returns: class text, reason text, reason_en text, indicator text, subject entity, values list, marks list, first text, trace list, claims claims
// example: verdict=contradiction
// example: subject=1+4+N
MATCH (v:Verdict)-[:FIRST]->(a:Observation), (v)-[:THEN]->(b:Observation), (a)-[:SUBJECT]->(subject:Entity)
WHERE ($verdict = 'all' OR v.class = $verdict) AND ($subject IS NULL OR v.subject = $subject) AND ($indicator IS NULL OR v.indicator = $indicator)
MATCH (a)-[:OF_INDICATOR]->(indicator:Indicator)
OPTIONAL MATCH (r:Ranking)-[:SHOWS]->(a)
OPTIONAL MATCH (r)-[:SHOWS {place: 0}]->(shown:Observation)
RETURN v.class AS class, v.reason AS reason, v.reason_en AS reason_en, indicator.label_zh AS indicator, subject,
  [x IN [a, b] | x {.row, .value, .value_max, .unit, .bound, .basis, .kind, .period}] AS values, v.marks AS marks,
  shown.row AS first, coalesce(r.trace, []) AS trace,
  COLLECT { UNWIND [a, b] AS x MATCH (x)-[:STATED_IN]->(d:Document)
    RETURN x {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}} } AS claims
ORDER BY {contradiction: 0, unsure: 1, rounding: 2, agreement: 3, succession: 4}[class], indicator, subject.id, a.row, b.row, v.id
