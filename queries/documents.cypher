// title: 资料目录 | Documents
// about: 图谱依据的全部资料：标题、发布单位、文号、日期、所述时期、可靠程度，以及从中取得多少条说法（含已撤下的）。 | All sources of the graph: title, issuer, number, date, period, reliability, and how many statements were taken from each (withdrawn ones included).
// param: kind text optional — 只看这一种：如 bulletin、plan、press
// param: reliability choice(all|official|press|weak|editorial) optional=all — 可靠程度
// returns: id text, title text, kind text, issuer text, number text, date text, period text, reliability text, address text, statements integer
// example: reliability=official
// example: kind=bulletin
MATCH (d:Document)
WHERE ($kind IS NULL OR d.kind = $kind) AND ($reliability = 'all' OR d.reliability = $reliability)
WITH d ORDER BY d.id LIMIT $skip + $limit
RETURN d.id AS id, d.title AS title, d.kind AS kind, d.issuer AS issuer, d.number AS number, d.date AS date, d.period AS period,
  d.reliability AS reliability, d.address AS address, COUNT { (d)<-[:STATED_IN]-() } AS statements
ORDER BY id
