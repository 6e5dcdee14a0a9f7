// title: 目标完成情况 | Targets against actual figures
// about: 规划和要点里的每个目标，对照后来公布的数据：完成、未完成、进行中、尚无后来数据、无法判断，并写明理由和所用的数据。 | Every target of plans set against later figures: met, missed, under way, no later figure or cannot be judged, with the reason and the figures used.
// param: as_of date optional=today — 站在哪一天看；默认今天
// param: verdict choice(all|met|missed|on_the_way|no_later_figure|undecidable) optional=all — 只看哪一种结果
// param: subject entity(Entity) optional — 只看这个对象的目标
// returns: target map, verdict text, reason text, reason_en text, indicator text, subject entity, actuals list, kind text, deadline text, claims claims
// example: verdict=met
// example: as_of=2024-03-21; verdict=on_the_way
MATCH (p:Progress)-[:TARGET]->(t:Observation)-[:SUBJECT]->(subject:Entity)
WHERE p.since <= $as_of AND $as_of < p.until AND ($verdict = 'all' OR p.verdict = $verdict) AND ($subject IS NULL OR subject.id = $subject)
MATCH (t)-[:OF_INDICATOR]->(indicator:Indicator), (t)-[:STATED_IN]->(d:Document)
WHERE left(split(coalesce(d.date, d.period, ''), '/')[0], 10) <= $as_of
RETURN t {.id, .row, basis: 'stated', .line, .start, .end, .value, .unit, .bound, .deadline, .status, document: d {.id, .title, .date}} AS target,
  p.verdict AS verdict, p.reason AS reason, p.reason_en AS reason_en, indicator.label_zh AS indicator, subject,
  COLLECT { MATCH (p)-[:ACTUAL]->(o:Observation)-[:STATED_IN]->(od:Document)
    RETURN o {.id, .row, basis: 'stated', .line, .start, .end, .value, .value_max, .unit, .bound, .period, .status, document: od {.id, .title, .date}}
    ORDER BY o.period, o.row } AS actuals, t.kind AS kind, t.deadline AS deadline,
  [t {.id, .row, basis: 'stated', .line, .start, .end, document: d {.id, .title, .date}}]
    + COLLECT { MATCH (p)-[:ACTUAL]->(o:Observation)-[:STATED_IN]->(od:Document)
    RETURN o {.id, .row, basis: 'stated', .line, .start, .end, document: od {.id, .title, .date}} ORDER BY o.period, o.row } AS claims
ORDER BY t.deadline, t.row, t.id
