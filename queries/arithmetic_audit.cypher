// title: 数据核算 | Arithmetic audit
// about: 增量加基数是否等于总数、部分是否超过整体、比例与总数是否相符、增速能否推出上年数：能核的核，不能核的说明为什么。结果是推算，不是资料原话。 | Does the increase plus the base give the total, does a part exceed its whole, do ratios and totals agree, what follows from growth rates? What can be checked is checked; what cannot says why. Results are calculated, not quoted.
// param: result choice(all|holds|does_not_hold|not_checkable) optional=all — 只看哪一种结果
// param: subject entity(Entity) optional — 只看这个对象的数据
// returns: inputs list, formula text, result text, reason text, reason_en text, rule text, claims claims
// example: result=does_not_hold
// example: subject=1+4+N
MATCH (a:Audit)
WHERE ($result = 'all' OR a.result = $result)
  AND ($subject IS NULL OR EXISTS { (a)-[:INPUT]->(:Observation)-[:SUBJECT]->(:Entity {id: $subject}) })
WITH a, COLLECT { MATCH (a)-[i:INPUT]->(o:Observation)-[:STATED_IN]->(d:Document)
  RETURN o {.id, .row, basis: 'stated', .line, .start, .end, .value, .value_max, .unit, .bound, .period, document: d {.id, .title, .date}}
  ORDER BY i.place } AS inputs
RETURN inputs, a.formula AS formula, a.result AS result, a.reason AS reason, a.reason_en AS reason_en, a.rule AS rule,
  [i IN inputs | i {.id, .row, .basis, .line, .start, .end, .document}] AS claims
ORDER BY {does_not_hold: 0, holds: 1, not_checkable: 2}[result], formula, [i IN inputs | i.row], a.id
