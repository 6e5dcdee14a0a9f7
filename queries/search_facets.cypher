// title: 检索结果的类别 | Classes of what a search finds
// about: 检索同样的文字，各类对象各有多少个，供逐类缩小范围；每一类即检索的 type 参数；人才与专家不计。 | How many things of each class the same text finds, to narrow a search class by class; persons are not counted.
// param: q name required — 要找的名称：汉字、拼音（tanxianwei）或首字母（txw）均可
// returns: class text, count integer
// example: q=txw
CALL {
  MATCH (name:NameClaim {key: $q.key, status: 'accepted'})-[:SUBJECT]->(entity:Entity)
  WHERE name.closed_revision IS NULL
  RETURN entity
  UNION
  MATCH (entity:Entity {id: $q.text})
  RETURN entity
  UNION
  CALL db.index.fulltext.queryNodes('names', $q.lucene, {limit: 500}) YIELD node AS entity
  RETURN entity
}
WITH DISTINCT entity
WHERE entity.standing = 'accepted' AND NOT entity:Person
RETURN entity.class AS class, count(entity) AS count
ORDER BY count DESC, class
