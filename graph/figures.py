"""Figures as the graph holds them, judged: what contradicts what, what adds up, which target was met.

The rules are those of `graph.ledger`; this file brings statements to them and keeps what they say, as nodes that are
derived like relationships are: `:Verdict`, `:Ranking`, `:Audit`, `:Progress`. Judging all again gives the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import orjson

from graph.dates import last_day
from graph.ledger.audit_rules import AuditRule, read_rules
from graph.ledger.audits import audit
from graph.ledger.book import CONTAINMENT, Book, near_measures, wholes_of
from graph.ledger.conflicts import classify
from graph.ledger.groups import group
from graph.ledger.ranks import choose
from graph.ledger.statements import Statement
from graph.ledger.targets import Progress, progress
from graph.store import Row, Store, Transaction
from ontology import read_indicators

GUIDES = ("related_indicators", "figure_scopes", "audit_rules")
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
DUE = """MATCH (s:State {id: 'graph'}) WITH s, coalesce(s.taken, s.revision) AS last
WHERE coalesce(s.judged, -1) < last RETURN last AS revision"""
JUDGED = "MATCH (s:State {id: 'graph'}) SET s.judged = $revision"
ANY = "MATCH (v:Observation|Verdict|Audit|Progress|Ranking) RETURN v LIMIT 1"
FIGURES = """MATCH (o:Observation)-[:STATED_IN]->(d:Document)
WHERE o.closed_revision IS NULL AND o.status <> 'rejected' RETURN o, d ORDER BY o.row, o.id"""
NAMED = """UNWIND $keys AS key CALL (key) {
  MATCH (o:Claim {id: key}) RETURN o UNION MATCH (o:Claim {row: key}) RETURN o
} MATCH (o)-[:STATED_IN]->(d:Document) WHERE o:Observation RETURN key, o, d"""
CONTAINED = """MATCH (c:RelationClaim) WHERE c.predicate IN $containment AND c.kind = 'actual'
  AND c.status = 'accepted' AND c.closed_revision IS NULL RETURN DISTINCT c.s AS part, c.o AS whole"""
GUIDE = "MATCH (g:Guide) RETURN g ORDER BY g.dataset"
PUT_GUIDE = """MERGE (g:Guide {dataset: $dataset}) WITH g WHERE coalesce(g.digest, '') <> $digest
SET g += $tables, g.digest = $digest WITH g MATCH (s:State {id: 'graph'}) SET s.judged = -1"""
CLEAR = "MATCH (v:Verdict|Audit|Progress|Ranking) DETACH DELETE v"
PUT_VERDICTS = """UNWIND $rows AS row MATCH (a:Claim {id: row.first}), (b:Claim {id: row.then})
CREATE (v:Verdict) SET v = row.p CREATE (v)-[:FIRST]->(a) CREATE (v)-[:THEN]->(b)"""
PUT_AUDITS = """UNWIND $rows AS row CREATE (v:Audit) SET v = row.p WITH v, row
UNWIND range(0, size(row.inputs) - 1) AS i MATCH (o:Claim {id: row.inputs[i]})
CREATE (v)-[:INPUT {place: i}]->(o)"""
PUT_PROGRESS = """UNWIND $rows AS row MATCH (t:Claim {id: row.target}) CREATE (v:Progress) SET v = row.p
CREATE (v)-[:TARGET]->(t)
WITH v, row UNWIND row.actuals AS id MATCH (o:Claim {id: id}) CREATE (v)-[:ACTUAL]->(o)"""
PUT_RANKINGS = """UNWIND $rows AS row CREATE (v:Ranking) SET v = row.p WITH v, row
UNWIND range(0, size(row.order) - 1) AS i MATCH (o:Claim {id: row.order[i]})
CREATE (v)-[:SHOWS {place: i}]->(o)"""


@dataclass(frozen=True)
class Figures:
    """Statements by row, ids of their claims, and what the rules must know beside them."""

    statements: Sequence[Statement]
    ids: Mapping[str, str]
    book: Book
    rules: tuple[AuditRule, ...]


def put_guides(store: Store, dataset: str, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Keep the reviewed tables of a source that the rules need; BadInput names a rule that means nothing."""
    read_rules(tables.get("audit_rules", ()))
    texts = {name: orjson.dumps(list(tables.get(name, ()))).decode() for name in GUIDES}
    digest = _hash(*texts.values())
    store.write(PUT_GUIDE, dataset=dataset, tables=texts, digest=digest)


def judge_due(store: Store) -> None:
    """Judge all figures where the graph has changed since they were judged.

    The revision that was judged is kept: a run that is cut off is made up for by the next.
    """
    due = store.read(DUE)
    if due and store.read(ANY):
        judge(store, due[0]["revision"])


def judge(store: Store, revision: int) -> None:
    """Judge every live figure anew, in one transaction."""
    known = figures_of(store)
    parts = {
        PUT_VERDICTS: list(_verdicts(known)),
        PUT_RANKINGS: list(_rankings(known)),
        PUT_AUDITS: list(_audits(known)),
        PUT_PROGRESS: list(_targets(known)),
    }

    def work(tx: Transaction) -> None:
        tx.run(CLEAR)
        for statement, rows in parts.items():
            tx.run(statement, rows=rows)
        tx.run(JUDGED, revision=revision)

    store.writing(work)


def pair(store: Store, a: str, b: str) -> tuple[Row, list[str]]:
    """The verdict on two figures by id or row with their claims, and which of them there is no figure for."""
    known = {row["key"]: row for row in store.read(NAMED, keys=[a, b])}
    if missing := [key for key in (a, b) if key not in known]:
        return {}, missing
    left, right = (statement_of(known[key]["o"], known[key]["d"]) for key in (a, b))
    verdict = classify(left, right, guidance(store)[0])
    found = {"class": verdict.kind, "reason": verdict.reason_zh, "reason_en": verdict.reason_en}
    return found | {"marks": list(verdict.marks), "claims": [_claim(known[key]) for key in (a, b)]}, []


def _claim(row: Row) -> Row:
    document = {key: row["d"].get(key) for key in ("id", "title", "date")}
    return {**row["o"], "basis": "stated", "document": document}


def figures_of(store: Store) -> Figures:
    """Every live figure with what the rules must know beside it."""
    rows = store.read(FIGURES)
    statements = [statement_of(row["o"], row["d"]) for row in rows]
    ids = {statement.row: row["o"]["id"] for statement, row in zip(statements, rows, strict=True)}
    return Figures(statements, ids, *guidance(store))


def guidance(store: Store) -> tuple[Book, tuple[AuditRule, ...]]:
    """Measures, near-synonyms, wholes and audit rules, from the ontology, the reviewed tables and the graph."""
    guides = [row["g"] for row in store.read(GUIDE)]
    near, scopes, rules = (_joined(guides, name) for name in GUIDES)
    contained = store.read(CONTAINED, containment=sorted(CONTAINMENT))
    pairs = [(row["part"], row["whole"]) for row in (*contained, *scopes) if row.get("standing", "stated") == "stated"]
    book = Book(
        measures=read_indicators(),
        near=near_measures(near),
        wholes=wholes_of(pairs),
        open_scopes=frozenset((row["part"], row["whole"]) for row in scopes if row["standing"] == "open"),
    )
    return book, read_rules(rules)


def statement_of(claim: Row, document: Row) -> Statement:
    """A stored figure as the ledger sees it; named by its row, or by its id where it has none."""
    texts = ("indicator", "unit", "bound", "word", "basis", "kind", "period", "deadline", "status", "note")
    return Statement(
        row=claim.get("row") or claim["id"],
        subject=claim["s"],
        value=claim["value"],
        value_max=claim.get("value_max"),
        as_reported=bool(claim.get("as_reported")),
        rank=claim.get("rank") or "normal",
        document=document["id"],
        document_date=document.get("date", ""),
        document_period=document.get("period", ""),
        reliability=document.get("reliability", "official"),
        **{name: claim.get(name, "") for name in texts},
    )


def _verdicts(known: Figures) -> Iterator[Row]:
    for found in group(known.statements, known.book):
        for verdict in found.verdicts:
            p = {
                "id": "v" + _hash(verdict.first, verdict.then),
                "class": verdict.kind,
                "reason": verdict.reason_zh,
                "reason_en": verdict.reason_en,
                "marks": list(verdict.marks),
                "indicator": found.indicator,
                "subject": found.subject,
            }
            yield {"p": p, "first": known.ids[verdict.first], "then": known.ids[verdict.then]}


def _rankings(known: Figures) -> Iterator[Row]:
    by_row = {statement.row: statement for statement in known.statements}
    for found in group(known.statements, known.book):
        if len(found.rows) > 1:
            choice = choose(by_row[row] for row in found.rows)
            trace = [f"{d.row} > {d.over}：{d.reason_zh}" for d in choice.trace]
            p = {"id": "r" + _hash(*found.rows), "indicator": found.indicator, "subject": found.subject, "trace": trace}
            yield {"p": p, "order": [known.ids[row] for row in choice.order]}


def _audits(known: Figures) -> Iterator[Row]:
    for found in audit(known.statements, known.book, known.rules):
        p = {
            "id": "a" + _hash(found.rule, found.formula, *found.inputs),
            "rule": found.rule,
            "formula": found.formula,
            "result": found.result,
            "reason": found.reason_zh,
            "reason_en": found.reason_en,
        }
        yield {"p": p, "inputs": [known.ids[row] for row in found.inputs]}


def _targets(known: Figures) -> Iterator[Row]:
    by_measure: dict[tuple[str, str], list[Statement]] = {}
    for statement in known.statements:
        by_measure.setdefault((statement.subject, statement.indicator), []).append(statement)
    for target in (s for s in known.statements if s.kind in ("target", "plan")):
        measures = sorted(_near(target.indicator, known.rules))
        near = [item for code in measures for item in by_measure.get((target.subject, code), ())]
        candidates = [item for item in near if item.status == "accepted"]  # a proposal meets nothing
        for since, until, found in periods(target, candidates, known.rules):
            p = {
                "id": "p" + _hash(target.row, since),
                "verdict": found.verdict,
                "reason": found.reason_zh,
                "reason_en": found.reason_en,
                "since": since,
                "until": until,
            }
            yield {"p": p, "target": known.ids[target.row], "actuals": [known.ids[row] for row in found.actuals]}


def _near(indicator: str, rules: Iterable[AuditRule]) -> set[str]:
    """The measure and those that a rule sets beside it."""
    near = {indicator}
    for measures in ({rule.a, rule.b, rule.whole} for rule in rules):
        near |= measures if indicator in measures else set()
    return near


def periods(
    target: Statement, candidates: Sequence[Statement], rules: Iterable[AuditRule]
) -> Iterator[tuple[str, str, Progress]]:
    """Which verdict on a target holds from which day until which (excluded): it changes only on a few days."""
    days = sorted({FIRST_DAY, *_turns(target), *(day for item in candidates for day in _turns(item))})
    rules = tuple(rules)
    found = [(day, progress(target, candidates, day, rules)) for day in days]
    changes = [found[0], *(later for earlier, later in pairwise(found) if later[1] != earlier[1])]
    ends = [day for day, _ in changes[1:]] + [LAST_DAY]
    yield from ((day, end, verdict) for (day, verdict), end in zip(changes, ends, strict=True))


def _turns(statement: Statement) -> Iterator[str]:
    """The days on which a figure can begin to count, and the days after."""
    for text in (statement.document_date, statement.period, statement.deadline):
        if text:
            day = last_day(text)
            yield from (day, (date.fromisoformat(day) + timedelta(1)).isoformat())


def _joined(guides: Iterable[Row], name: str) -> list[dict[str, str]]:
    return [row for guide in guides for row in orjson.loads(guide.get(name) or b"[]")]


def _hash(*parts: Any) -> str:
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()
