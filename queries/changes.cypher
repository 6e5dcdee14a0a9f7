// title: 变更记录 | Changes
// about: 从某个修订号之后，新增、变更、关闭了哪些说法，按修订号排列；把最后一行的修订号作为下一次的起点，就不会漏也不会重。
// param: since integer optional=0 — 只看这个修订号之后
// param: entity entity(Entity) optional — 只看关于这个对象的说法
// returns: revision integer, action text, id text, type text, subject entity, at text, by text, what text
// example: entity=天智创新研究院
CALL () {
  MATCH (x:Change) WHERE x.revision > $since RETURN x ORDER BY x.revision
}
CALL (x) {
  MATCH (c:Claim {revision: x.revision}) RETURN c, 'created' AS action
  UNION ALL
  MATCH (c:Claim {changed_revision: x.revision}) USING INDEX SEEK c:Claim(changed_revision) WHERE c.revision < x.revision AND coalesce(c.closed_revision, -1) <> x.revision
  RETURN c, 'changed' AS action
  UNION ALL
  MATCH (c:Claim {closed_revision: x.revision}) RETURN c, 'closed' AS action
}
MATCH (c)-[:SUBJECT]->(subject:Entity)
WHERE $entity IS NULL OR subject.id = $entity
RETURN x.revision AS revision, action, c.id AS id, [l IN labels(c) WHERE NOT l IN ['Claim', 'Dirty']][0] AS type, subject, x.at AS at,
  x.by AS by, x.what AS what
ORDER BY revision, action, id
