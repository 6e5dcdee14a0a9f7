// title: 按类别列出对象 | Things of a class
// about: 某一类的全部对象：编号、名称、别名、状态，可用来核对名单或导出；只列有可靠来源的。 | Everything of a class: id, name, aliases, status, to check a list against or to export; only what has a reliable source.
// param: type class required — 哪一类：如 University、企业、政策文件
// param: status choice(all|existing|being_built|planned|applied_for|ended|unknown) optional=all — 状态
// returns: entity entity, names list, status text, statements integer
// example: type=University
// example: type=企业类型
MATCH (entity:$($type))
WHERE entity.standing = 'accepted' AND ($status = 'all' OR entity.status = $status)
WITH entity ORDER BY entity.id LIMIT $skip + $limit
RETURN entity, entity.names AS names, entity.status AS status, COUNT { (entity)<-[:SUBJECT|OBJECT]-(:RelationClaim|Observation) } AS statements
ORDER BY entity.id
