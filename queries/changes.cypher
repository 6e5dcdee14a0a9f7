// title: 变更记录 | Changes
// about: 从某个修订号之后，新增、变更、关闭了哪些说法，按修订号排列；逐页读到没有下一页，再以回答的 revision 作为下一次的起点，就不会漏也不会重。 | Which statements were added, changed or closed after a revision, in the order of revisions; read page by page until there is no next, then begin next time from the revision of the answer, and nothing is missed or repeated.
// param: since integer optional=0 — 只看这个修订号之后
// param: entity entity(Entity) optional — 只看关于这个对象的说法
// returns: revision integer, action text, id text, type text, subject entity, at text, by text, what text
// example: entity=天智创新研究院
CALL () {
  WITH 1 AS one WHERE $entity IS NULL
  CALL () {
    MATCH (x:Change) WHERE x.revision > $since AND x.revision >= coalesce($after[0], 0) AND x.revision <= $revision
    RETURN x ORDER BY x.revision
  }
  // within a change set in the order of its index, from where the last page ended
  CALL (x) {
    WITH x, CASE WHEN $after[0] <> x.revision OR $after IS NULL OR $after[1] < 'changed' THEN '' WHEN $after[1] = 'changed' THEN $after[2] END AS floor
    MATCH (c:Claim) USING INDEX SEEK c:Claim(changed_revision, id)
    WHERE c.changed_revision = x.revision AND c.id > floor AND c.revision < x.revision AND coalesce(c.closed_revision, -1) <> x.revision
    RETURN c, 'changed' AS action ORDER BY c.id LIMIT $limit
    UNION ALL
    WITH x, CASE WHEN $after[0] <> x.revision OR $after IS NULL OR $after[1] < 'closed' THEN '' WHEN $after[1] = 'closed' THEN $after[2] END AS floor
    MATCH (c:Claim) USING INDEX SEEK c:Claim(closed_revision, id) WHERE c.closed_revision = x.revision AND c.id > floor
    RETURN c, 'closed' AS action ORDER BY c.id LIMIT $limit
    UNION ALL
    WITH x, CASE WHEN $after[0] <> x.revision OR $after IS NULL OR $after[1] < 'created' THEN '' WHEN $after[1] = 'created' THEN $after[2] END AS floor
    MATCH (c:Claim) USING INDEX SEEK c:Claim(revision, id) WHERE c.revision = x.revision AND c.id > floor
    RETURN c, 'created' AS action ORDER BY c.id LIMIT $limit
  }
  RETURN x, action, c
  UNION ALL
  MATCH (:Entity {id: $entity})<-[:SUBJECT]-(c:Claim)
  UNWIND [[c.revision, 'created'], [c.changed_revision, 'changed'], [c.closed_revision, 'closed']] AS event
  WITH c, event[0] AS revision, event[1] AS action
  WHERE revision > $since AND revision <= $revision AND (action <> 'changed' OR c.revision < revision AND coalesce(c.closed_revision, -1) <> revision)
    AND ($after IS NULL OR revision > $after[0] OR revision = $after[0] AND (action > $after[1] OR action = $after[1] AND c.id > $after[2]))
  MATCH (x:Change {revision: revision})
  RETURN x, action, c
}
MATCH (c)-[:SUBJECT]->(subject:Entity)
RETURN x.revision AS revision, action, c.id AS id, [l IN labels(c) WHERE NOT l IN ['Claim', 'Dirty']][0] AS type, subject, x.at AS at,
  x.by AS by, x.what AS what
ORDER BY revision, action, id
