// title: 某年的活动 | Events of a year
// about: 某一年资料记载了哪些大会、大赛、对接活动：主办、参加者、当年的指标；只是打算举办的标为计划。 | Conferences, contests and matching events that sources record for a year: organisers, participants, figures of the year; those merely intended are marked as plans.
// param: year integer required — 哪一年：如 2021
// returns: event entity, status text, series entity, organisers list, participants list, kind text, figures integer, claims claims
// example: year=2021
// example: year=2024
// view: network event, series
MATCH (event:Event|EventSeries)
WHERE EXISTS { MATCH (event)-[r:ORGANISES|PARTICIPATES_IN|EDITION_OF|LED_TO|TARGETS]-(:Entity) WHERE left(r.since, 4) = toString($year) AND (endNode(r) = event) = (type(r) IN ['ORGANISES', 'PARTICIPATES_IN']) }
  OR EXISTS { MATCH (event)<-[:SUBJECT]-(o:Observation {status: 'accepted'}) WHERE o.closed_revision IS NULL AND left(o.period, 4) = toString($year) }
OPTIONAL MATCH (event)-[:EDITION_OF]->(series:EventSeries)
WITH event, series, COLLECT { MATCH (event)-[r:ORGANISES|PARTICIPATES_IN|EDITION_OF|LED_TO|TARGETS]-(:Entity) WHERE left(r.since, 4) = toString($year) AND (endNode(r) = event) = (type(r) IN ['ORGANISES', 'PARTICIPATES_IN']) RETURN r.kind } AS kinds,
  COLLECT { MATCH (event)<-[:SUBJECT]-(o:Observation {status: 'accepted'}) WHERE o.closed_revision IS NULL AND left(o.period, 4) = toString($year) RETURN o.id } AS figures
RETURN event, event.status AS status, series,
  COLLECT { MATCH (event)<-[r:ORGANISES]-(who:Entity) WHERE left(r.since, 4) = toString($year) RETURN DISTINCT who ORDER BY who.id } AS organisers,
  COLLECT { MATCH (event)<-[r:PARTICIPATES_IN]-(who:Entity) WHERE left(r.since, 4) = toString($year) RETURN DISTINCT who ORDER BY who.id } AS participants,
  CASE WHEN event.status = 'planned' OR 'plan' IN kinds THEN 'plan' ELSE 'actual' END AS kind, size(figures) AS figures,
  COLLECT { UNWIND figures + COLLECT { MATCH (event)-[r:ORGANISES|PARTICIPATES_IN|EDITION_OF|LED_TO|TARGETS]-(:Entity) WHERE left(r.since, 4) = toString($year) AND (endNode(r) = event) = (type(r) IN ['ORGANISES', 'PARTICIPATES_IN'])
      UNWIND r.claims AS id RETURN DISTINCT id } AS id
    MATCH (c:Claim {id: id})-[:STATED_IN]->(d:Document)
    RETURN c {.id, .row, basis: CASE c.basis WHEN 'inferred' THEN 'inferred' ELSE 'stated' END, .line, .start, .end, document: d {.id, .title, .date}} ORDER BY d.id, c.line, c.start, c.row } AS claims
ORDER BY kind, event.id
