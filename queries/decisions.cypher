// title: 编辑决定的历史 | Decisions of editors
// about: 谁在何时采信、驳回、优先、停用了哪些说法，撤回了哪份来源，或驳回了平台与产业链的哪一对推断，理由是什么，后来是否撤销。 | Who accepted, rejected, preferred or set aside which statements, withdrew which source or rejected which inferred pair of platform and chain, when and why, and whether it was undone.
// param: claim text optional — 只看关于这条说法（编号或行号）的决定
// param: decision text optional — 只看这个决定（编号）
// returns: id text, action text, by text, at text, reason text, document text, number integer, revision integer, undone map, rows list, pair list
// example: -
MATCH (d:Decision)
WHERE ($decision IS NULL OR d.id = $decision)
  AND ($claim IS NULL OR EXISTS { (d)-[:ON]->(c:Claim) WHERE c.id = $claim OR c.row = $claim })
RETURN d.id AS id, d.action AS action, d.by AS by, d.at AS at, d.reason AS reason, d.document AS document, d.claims AS number,
  d.revision AS revision,
  CASE WHEN d.undone_revision IS NULL THEN null ELSE d {revision: d.undone_revision, by: d.undone_by, at: d.undone_at} END AS undone,
  COLLECT { MATCH (d)-[:ON]->(c:Claim) RETURN coalesce(c.row, c.id) ORDER BY c.row LIMIT 100 } AS rows,
  COLLECT { UNWIND split(d.pair, ' ') AS id MATCH (e:Entity {id: id}) RETURN e ORDER BY e:IndustryChain } AS pair
ORDER BY revision DESC, id
