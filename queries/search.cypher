// title: 检索 | Search
// about: 按名称、别名、拼音或拼音首字母找任何对象；完全同名的在前，其次读音相同、以所输开头、含有所输，最后是相近的。 | Finds anything by name, alias, pinyin or initials; identical names come first, then the same sound, names that begin with or contain the text, and similar ones last.
// param: q name required — 要找的名称：汉字、拼音（tanxianwei）或首字母（txw）均可
// param: type class optional — 只找这一类：如 产业链、InnovationPlatform
// returns: entity entity, match text, matched text, names list, score number
// example: q=碳纤维
// example: q=txw; type=产业链
// example: q=beijingdaxue
CALL {
  MATCH (name:NameClaim {key: $q.key, status: 'accepted'})-[:SUBJECT]->(entity:Entity)
  WHERE name.closed_revision IS NULL
  RETURN entity, 1000.0 AS score
  UNION ALL
  MATCH (entity:Entity {id: $q.text})
  RETURN entity, 1000.0 AS score
  UNION ALL
  CALL db.index.fulltext.queryNodes('names', $q.lucene, {limit: 500}) YIELD node AS entity, score
  RETURN entity, score
}
WITH entity, max(score) AS score
WHERE entity.standing = 'accepted' AND ($type IS NULL OR $type IN labels(entity))
WITH entity, score, head([n IN entity.names WHERE toLower(n) CONTAINS toLower($q.text)]) AS inside, CASE
  WHEN score = 1000.0 THEN 0
  WHEN $q.sound IN entity.pinyin OR $q.key IN entity.initials THEN 1
  WHEN any(n IN entity.names WHERE toLower(n) STARTS WITH toLower($q.text)) THEN 2
  WHEN any(n IN entity.names WHERE toLower(n) CONTAINS toLower($q.text)) THEN 3
  WHEN any(p IN entity.pinyin + entity.initials WHERE p STARTS WITH $q.sound) THEN 4
  ELSE 5 END AS rank
RETURN entity, ['exact', 'sound', 'begins', 'contains', 'sounds', 'similar'][rank] AS match, coalesce(inside, entity.name) AS matched,
  entity.names AS names, CASE rank WHEN 0 THEN null ELSE score END AS score
ORDER BY rank, CASE rank WHEN 0 THEN -COUNT { (entity)--() } WHEN 5 THEN -score ELSE size(entity.name) END, entity.id
