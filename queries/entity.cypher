// title: 某对象的基本情况 | A thing in brief
// about: 一个对象是什么类、状态如何、有哪些名称和编号、被多少条说法提到。 | What class a thing is of, its status, names and identifiers, and how many statements speak of it.
// param: entity entity(Entity) required — 哪个对象：编号、名称或别名
// returns: entity entity, status text, standing text, names list, identifiers list, claims_count integer, relations_count integer, figures_count integer, revision integer
// example: entity=市产业技术研究院
// example: entity=WHR151
MATCH (entity:Entity {id: $entity})
RETURN entity, entity.status AS status, entity.standing AS standing,
  COLLECT { MATCH (entity)<-[:SUBJECT]-(n:NameClaim {status: 'accepted'}) WHERE n.closed_revision IS NULL
    RETURN n {.name, .kind} ORDER BY n.kind = 'official' DESC, n.kind, n.name } AS names,
  COLLECT { MATCH (entity)<-[:SUBJECT]-(i:IdentifierClaim {status: 'accepted'}) WHERE i.closed_revision IS NULL
    RETURN i {.scheme, .value} ORDER BY i.scheme, i.value } AS identifiers,
  COUNT { (entity)<-[:SUBJECT|OBJECT]-(:Claim) } AS claims_count,
  COUNT { (entity)<-[:SUBJECT|OBJECT]-(:RelationClaim) } AS relations_count,
  COUNT { (entity)<-[:SUBJECT]-(:Observation) } AS figures_count,
  coalesce(entity.changed_revision, entity.revision) AS revision
ORDER BY entity.id
