"""Every question against rows worked out by hand from the documents and tables, and the promises all questions keep.

`expected/NAME.json` lists cases: arguments, the columns compared and the rows. Things are written as their ids,
statements as `ROW DOCUMENT#Lline:start-end`. `complete` means that there are no other rows, `ordered` that they come in
this order; rows under `absent` must not come at all.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.asking import ask, catalogue
from graph.statement import statement
from graph.wishes import wished
from ontology import read_ontology
from tests.questions_page import PAGE, page

EXPECTED = Path(__file__).parent / "expected"
QUESTIONS = catalogue()
CASES = [
    pytest.param(name, case, id=f"{name}-{n}")
    for name in QUESTIONS
    for n, case in enumerate(json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8")))
]
EXAMPLES = [pytest.param(q, e, id=f"{q.name}-{n}") for q in QUESTIONS.values() for n, e in enumerate(q.examples)]
# Questions about statements themselves: they show proposals too, each with its status.
ABOUT_STATEMENTS = {
    "entity_claims",
    "entity_names",
    "document_claims",
    "proposed_statements",
    "target_progress",
    "as_recorded",
}
# What only editors fill.
EMPTY_AT_FIRST = {"decisions"}
# Questions whose rows say that something is missing; nobody states that.
ABOUT_WHAT_IS_MISSING = {"chain_leaders", "platforms_without_chain"}
INTERNAL = {"SUBJECT", "OBJECT", "STATED_IN", "OF_INDICATOR", "OF_CHAIN", "LEFT", "RIGHT"}
INTERNAL |= {"ON", "FIRST", "THEN", "SHOWS", "TARGET", "ACTUAL", "INPUT"}
STRUCTURE = {
    "Decision",
    "Verdict",
    "Ranking",
    "Audit",
    "Progress",
    "Entity",
    "Claim",
    "Document",
    "Indicator",
    "Judgement",
}
TYPES = {
    "text": str,
    "relation": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "list": list,
    "map": dict,
}
# Lists of a class read the class; the list of all figures reads the figures, where nothing narrows it.
CLASSES_READ = {
    "IndustryChain",
    "Document",
    "Indicator",
    "InnovationPlatform",
    "InnovationPlatform|PlatformSystem",
    "Alliance",
}
CLASSES_READ |= {
    "InnovationPlatform|Alliance",
    "EnterpriseTier|PlatformTier",
    "Event|EventSeries",
    "Place",
    "Judgement",
}
STATEMENTS_READ = {
    "observations": {"Observation"},
    "conflicts": {"Verdict"},
    "decisions": {"Decision"},
    "figures_as_of": {"Observation"},
    "arithmetic_audit": {"Audit"},
    "target_progress": {"Progress"},
    "unnamed_counts": {"GapClaim"},
    "plans": {"RelationClaim"},
    "founders_of": {"ESTABLISHES|DERIVES]->(platform)"},
    "inferred_statements": {"RelationClaim"},
    "proposed_statements": {"RelationClaim|Observation|NameClaim"},
}
PATIENCE = 60  # the first plan of a question on a busy machine takes longer than a reader would wait


@pytest.fixture(scope="module")
def session(store):
    """The bare driver: plans are no business of the store."""
    known = store.connection
    with GraphDatabase.driver(known.uri, auth=(known.user, known.password)) as driver, driver.session() as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(store, session):
    """Answers by question and arguments, each asked once."""
    known = {}

    def answer(name, arguments):
        key = (name, tuple(sorted(arguments.items())))
        if key not in known:
            known[key] = ask(store, QUESTIONS[name], arguments, limit=1000, timeout=PATIENCE).items
        return known[key]

    return answer


def shown(value, kind):
    """A cell as the expectations write it."""
    if isinstance(value, dict):
        return value["id"]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if kind == "claims":
        return sorted(locator(claim) for claim in value)
    return [shown(part, "") for part in value] if isinstance(value, list) else value


def locator(claim):
    place = f"#L{claim['line']}:{claim['start']}-{claim['end']}" if claim.get("line") else ""
    return f"{claim['row']} {claim['document']['id']}{place}"


@pytest.mark.parametrize(("name", "case"), CASES)
def test_the_answer_is_the_one_worked_out_by_hand(answers, name, case):
    kinds = {column.name: column.type for column in QUESTIONS[name].returns}
    found = [[shown(i[c], kinds[c]) for c in case["columns"]] for i in answers(name, case["arguments"])]
    rows = [[shown(cell, "") for cell in row] for row in case["rows"]]
    if case["complete"]:
        assert sorted(map(repr, found)) == sorted(map(repr, rows))
    else:
        assert [row for row in rows if row not in found] == []
    if case["ordered"]:
        assert [row for row in found if row in rows] == rows
    assert [row for row in case.get("absent", []) if row in found] == []


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_every_example_has_an_expectation(question, example):
    cases = json.loads((EXPECTED / f"{question.name}.json").read_text(encoding="utf-8"))
    assert dict(example) in [case["arguments"] for case in cases]


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_rows_hold_what_the_header_promises(answers, question, example):
    items = answers(question.name, example)
    assert items or question.name in EMPTY_AT_FIRST
    for item in items:
        assert set(item) == {column.name for column in question.returns}
        for column in question.returns:
            check(item[column.name], column.type)


def check(value, kind):
    if value is None:
        assert kind != "claims"
    elif kind == "entity":
        assert {"id", "name", "class"} == set(value)
    elif kind == "date":
        assert date.fromisoformat(value)
    elif kind == "claims":
        assert all({"id", "row", "basis", "document"} <= set(c) and c["basis"] in {"stated", "inferred"} for c in value)
        assert len({c["id"] for c in value}) == len(value)
    else:
        assert isinstance(value, TYPES[kind])


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_every_row_with_claims_names_at_least_one(answers, question, example):
    columns = [column.name for column in question.returns if column.type == "claims"]
    items = answers(question.name, example)
    assert all(item[name] for item in items for name in columns) or question.name in ABOUT_WHAT_IS_MISSING


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_what_is_shown_as_fact_is_accepted_and_live(store, answers, question, example):
    rows = statements(store, answers(question.name, example))
    assert all(row["closed"] is None for row in rows.values())
    if question.name not in ABOUT_STATEMENTS:
        assert {row["status"] for row in rows.values()} <= {"accepted"}


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_a_plan_is_never_shown_as_a_fact(store, answers, question, example):
    items = answers(question.name, example)
    kinds = {id_: row["kind"] for id_, row in statements(store, items).items()}
    for item in items:
        if any(kinds[id_] in {"plan", "target", "condition"} for id_ in ids_in([item])):
            assert {item.get("kind"), item.get("part")} & {"plan", "target", "condition"}


def statements(store, items):
    rows = store.read(
        """UNWIND $ids AS id MATCH (c:Claim {id: id})
        RETURN id, c.status AS status, c.closed_revision AS closed,
          CASE WHEN c:NameClaim THEN 'actual' ELSE c.kind END AS kind""",
        ids=ids_in(items),
    )
    found = {row["id"]: row for row in rows}
    assert set(found) == set(ids_in(items)), "an answer cites a statement that is not in the graph"
    return found


def ids_in(items):
    return [claim["id"] for item in items for claim in item.get("claims") or []]


@pytest.mark.parametrize(("question", "example"), EXAMPLES)
def test_pages_put_together_are_the_whole_answer(store, answers, question, example):
    whole = answers(question.name, example)
    size = max(2, len(whole) // 3)
    pages, cursor = [], ""
    while cursor is not None:
        answer = ask(store, question, example, limit=size, cursor=cursor, timeout=PATIENCE)
        pages += answer.items
        cursor = answer.next
    assert pages == whole


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_labels_and_types_come_from_the_ontology(question):
    code = re.sub(r"//[^\n]*|'[^']*'|\{[^{}]*:[^{}]*\}", " ", question.cypher)
    types = set(re.findall(r"[:|!]([A-Z][A-Z_]+)\b", code))
    labels = {name for name in re.findall(r"[:|]([A-Z][A-Za-z]+)\b", code) if not name.isupper()}
    assert types - INTERNAL <= {relation.type for relation in read_ontology().relations.values()}
    assert labels - STRUCTURE <= set(read_ontology().classes)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_question_only_reads_and_ends_in_an_order(question):
    words = set(re.findall(r"\b[A-Z]{3,}\b", question.cypher))
    assert not words & {"CREATE", "MERGE", "SET", "DELETE", "REMOVE", "DROP", "LOAD", "FOREACH"}
    assert question.cypher.splitlines()[-1].startswith("ORDER BY")


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_question_looks_things_up_by_index(session, store, question):
    """What is asked of one thing starts at that thing; only lists of a class may read the class."""
    wish = wished(question, question.example).row(0, "2026-01-01")
    plan = session.run(f"EXPLAIN {statement(question)}", wishes=[wish], skip=0, limit=10).consume().plan
    used = {(step["operatorType"].partition("@")[0], step["args"].get("Details", "")) for step in steps(plan)}
    scans = {step for step in used if "Scan" in step[0]}
    if any(param.required and (param.cls or param.single in {"name", "indicator"}) for param in question.params):
        assert scans == set()
    read = CLASSES_READ | STATEMENTS_READ.get(question.name, set())
    assert {what.rpartition(":")[2] for _, what in scans} <= read


def steps(plan):
    yield plan
    for child in plan.get("children", []):
        yield from steps(child)


def test_the_chain_list_counts_what_the_chain_answers_show(answers):
    for row in answers("chains", {}):
        shown_rows = answers("platforms_for_chain", {"chain": row["chain"]["id"]})
        bases = [item["basis"] for item in shown_rows]
        assert (row["stated"], row["field"], row["firm"], row["cluster_count"]) == tuple(
            bases.count(basis) for basis in ("stated", "field", "firm", "cluster")
        )
        assert row["unnamed"] == sum(item["count"] for item in shown_rows if item["basis"] == "unnamed")


def test_chain_and_platform_see_the_same_pairs(answers):
    of_chains = {
        (row["chain"]["id"], item["platform"]["id"], item["basis"])
        for row in answers("chains", {})
        for item in answers("platforms_for_chain", {"chain": row["chain"]["id"]})
        if item["platform"]
    }
    of_platforms = {
        (item["chain"]["id"], platform, item["basis"])
        for platform in {platform for _, platform, _ in of_chains}
        for item in answers("chains_for_platform", {"platform": platform})
    }
    matrix = {(i["chain"]["id"], i["platform"]["id"], i["basis"]) for i in answers("chain_platform_matrix", {})}
    assert of_chains == of_platforms == matrix


HOSTILE = [
    '"',
    "\\",
    "碳 AND (",
    "name:*",
    "*:*",
    "a~2 OR b",
    "{x TO y}",
    "--",
    "！？",
    "'; MATCH (n) DETACH DELETE n //",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_search_takes_any_text_as_text(store, text):
    items = ask(store, QUESTIONS["search"], {"q": text}, timeout=PATIENCE).items
    assert all(item["match"] != "exact" for item in items)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("炭纤维", "WHR084"), ("weigaojituan", "WHR120"), ("beijingdaxu", "WHR101"), ("武汉理工大学威海研就院", "WHR012")],
)
def test_search_forgives_a_wrong_sign_or_letter(store, typed, meant):
    items = ask(store, QUESTIONS["search"], {"q": typed}, timeout=PATIENCE).items
    assert meant in [item["entity"]["id"] for item in items[:3]]


def test_the_page_of_questions_follows_the_headers():
    assert PAGE.read_text(encoding="utf-8") == page(QUESTIONS), "uv run python -m tests.questions_page"
