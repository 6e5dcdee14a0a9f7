// title: 谁在做某项技术或领域 | Who works on a technology or field
// about: 输入一个词，找出名称含这个词的技术、领域、行业、环节、产品和成果，以及哪些单位在研究、处于、研制或承担它们；打算做的标为计划。 | Finds technologies, fields, industries, segments, products and results whose names contain a word, and who researches, makes or undertakes them; intentions are marked as plans.
// param: topic name required — 技术或领域的词：如 碳纤维、激光、鱿鱼
// param: as_of date optional=today — 只用这一天已有记载且仍有效的说法；默认今天
// returns: body entity, relation relation, topic entity, role text, basis text, kind text, since date, claims claims
// example: topic=激光
// example: topic=鱿鱼
// view: network body, topic
CALL db.index.fulltext.queryNodes('names', $topic.lucene, {limit: 200}) YIELD node AS topic
WHERE topic:Field OR topic:Technology OR topic:IndustryField OR topic:ChainSegment OR topic:Product OR topic:TechResult OR topic:Project
WITH topic WHERE any(name IN topic.names WHERE toLower(name) CONTAINS toLower($topic.text))
MATCH (body:Entity)-[r:IN_FIELD|WORKS_ON|IN_SEGMENT|DEVELOPED|PRODUCES|OFFERS|UNDERTAKES|INTRODUCES|TARGETS]->(topic)
WHERE coalesce(r.since, '') <= $as_of AND $as_of < coalesce(r.until, '9999')
RETURN body, type(r) AS relation, topic, r.role AS role, r.basis AS basis, r.kind AS kind, r.since AS since, COLLECT { UNWIND r.claims AS id MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, .basis, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY kind, relation, topic.id, body.id
