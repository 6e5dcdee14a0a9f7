// title: 同名异名的判定 | Decisions on names
// about: 哪些对象曾被比较是否同一：判定为相同、不同还是存疑，由谁判定、理由和依据；存疑的不合并。 | Which things were compared: found the same, different or unclear, by whom and why; unclear ones are not merged.
// param: entity entity(Entity) optional — 只看与这个对象有关的
// param: decision choice(all|same|different|unsure) optional=all — 判定结果
// returns: left entity, right entity, decision text, reason text, by text, sources list
// example: decision=unsure
// example: entity=WHR042
// view: network left, right
CALL {
  MATCH (:Entity {id: $entity})<-[:LEFT|RIGHT]-(judgement:Judgement) RETURN judgement
  UNION
  WITH 1 AS one WHERE $entity IS NULL MATCH (judgement:Judgement) RETURN judgement
}
MATCH (left:Entity)<-[:LEFT]-(judgement)-[:RIGHT]->(right:Entity)
WHERE $decision = 'all' OR judgement.decision = $decision
RETURN left, right, judgement.decision AS decision, judgement.reason AS reason, judgement.by AS by, judgement.sources AS sources
ORDER BY decision, left.id, right.id, judgement.id
