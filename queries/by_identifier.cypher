// title: 按标准编号查对象 | Things by standard identifier
// about: 用统一社会信用代码、行政区划代码、文号等外部编号找到图谱中的对象，一次最多 500 个。 | Finds things in the graph by outside identifiers such as the unified social credit code, division codes and document numbers; up to 500 at once.
// param: scheme text required — 编号体系，如 GB/T 2260、document number、uscc
// param: value list(text) required — 一个或多个编号
// returns: value text, entity entity, scheme text, claims claims
// example: scheme=GB/T 2260; value=371002
// example: scheme=document number; value=威科字〔2024〕14号
UNWIND $value AS value
MATCH (i:IdentifierClaim {value: value, status: 'accepted'})-[:SUBJECT]->(entity:Entity)
WHERE i.closed_revision IS NULL AND toLower(i.scheme) = toLower($scheme)
MATCH (i)-[:STATED_IN]->(document:Document)
RETURN value, entity, i.scheme AS scheme,
  [i {.id, .row, basis: 'stated', .line, .start, .end, document: document {.id, .title, .date}}] AS claims
ORDER BY value, entity.id, i.id
