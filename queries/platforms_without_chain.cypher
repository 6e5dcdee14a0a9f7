// title: 还没有对应产业链的平台 | Platforms without a chain
// about: 哪些平台至今没有任何依据与产业链相连，以及为什么：没有记载领域，或其领域经核定不属于任何一条链，或编辑驳回了推断。 | Platforms that nothing ties to a chain yet, and why: no field is recorded, the field was found to belong to no chain, or an editor rejected the inference.
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: platform entity, status text, fields list, reason text, claims claims
// example: -
MATCH (platform:InnovationPlatform {standing: 'accepted'})
WHERE NOT EXISTS { MATCH (platform)-[r:SERVES_CHAIN {kind: 'actual'}]->(chain) WHERE (r.since IS NULL OR r.since <= $as_of)
    AND (r.basis = 'stated' OR NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL }) }
  AND NOT EXISTS { MATCH (platform)-[r:IN_FIELD {kind: 'actual'}]->()-[:FIELD_OF {kind: 'actual'}]->()<-[:HAS_SEGMENT {kind: 'actual'}]-{0,1}(chain:IndustryChain) WHERE (r.since IS NULL OR r.since <= $as_of)
    AND NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } }
  AND NOT EXISTS { MATCH (platform)-[:INCUBATED_BY|SERVES {kind: 'actual'}]-(:Enterprise)-[:IN_SEGMENT {kind: 'actual'}]->(:ChainSegment)<-[:HAS_SEGMENT {kind: 'actual'}]-(chain)
    WHERE NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } }
  AND NOT EXISTS { MATCH (platform)-[:SERVES_CLUSTER {kind: 'actual'}]->(c:IndustryCluster)<-[:CHAIN_OF_CLUSTER {kind: 'actual'}]-(chain)
    WHERE NOT c:RecognisedCluster AND NOT EXISTS { MATCH (no:Decision {tie: platform.id + ' ' + chain.id}) WHERE no.undone_revision IS NULL } }
OPTIONAL MATCH (platform)-[r:IN_FIELD {kind: 'actual'}]->(field:Field) WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
WITH platform, field, r ORDER BY field.id
WITH platform, collect(field) AS fields, reduce(ids = [], list IN collect(r.claims) | ids + list) AS ids
RETURN platform, platform.status AS status, fields, CASE WHEN EXISTS { MATCH (no:Decision) WHERE no.pair STARTS WITH platform.id + ' ' AND no.undone_revision IS NULL } THEN '编辑驳回了推断'
    WHEN fields = [] THEN '没有记载领域' ELSE '领域经核定不属于任何一条链' END AS reason,
  COLLECT { UNWIND ids AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY size(fields) = 0, platform.id
