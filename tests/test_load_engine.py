"""However records come and whatever cuts a load off, the graph is the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bench.synthetic import records
from graph import engine
from graph.changes import ChangeSet, Difference
from graph.derive import derive_all
from graph.errors import StoreError
from graph.model import Claim, Document, Entity, Figure, Identifier, Judgement, Naming, Relation, Span
from graph.settings import Settings
from graph.store import Store, open_store
from tests.graphs import graph_of

HERE, THERE = Span("D1", 3, 1, 9), Span("D2", 8, 2, 20)
THINGS = (
    Document("D1", "文件一", date="2022-01-27"),
    Document("D2", "文件二", date="2024-03-01"),
    Entity("C1", "碳纤维链", "IndustryChain"),
    Entity("P1", "平台", "KeyLaboratory"),
    Entity("P2", "平台二", "KeyLaboratory"),
)
CLAIMS = (
    Naming("N1", "P1", HERE, name="碳纤维重点实验室", kind="official"),
    Naming("N2", "P1", THERE, name="碳纤维室", kind="short"),
    Naming("N3", "P2", HERE, name="钓具室", kind="alias", status="proposed"),
    Identifier("I1", "P1", HERE, scheme="other", value="7"),
    Relation("W1", "P1", HERE, predicate="servesChain", object="C1"),
    Relation("W2", "P1", THERE, predicate="servesChain", object="C1", basis="inferred", as_of="2023-12-31"),
    Relation("W3", "P2", THERE, predicate="servesChain", object="C1", status="proposed"),
    Figure("O1", "P1", HERE, indicator="patentGranted", value=12.0, period="2021"),
    Judgement("P1", "P2", "different", "两个平台"),
)


def load(store: Store, records: Iterable, dataset: str = "city", close: bool = False) -> Difference:
    changes = ChangeSet(store, dataset, by="tests")
    changes.put(records)
    if close:
        changes.close_missing()
    return changes.finish("load")


def emptied(store: Store) -> Store:
    store.write("MATCH (n) DETACH DELETE n")
    return store


@examples(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=st.permutations(THINGS), claims=st.permutations(CLAIMS), cut=st.integers(0, len(CLAIMS)))
def test_any_order_of_the_records_and_any_split_into_sets_gives_the_same_graph(blank, things, claims, cut):
    load(emptied(blank), [*THINGS, *CLAIMS])
    expected = graph_of(blank)
    load(emptied(blank), [*claims[:cut], *things])
    load(blank, claims[cut:])
    assert graph_of(blank) == expected
    derive_all(blank)
    assert graph_of(blank) == expected


def test_what_claims_at_hand_add_up_to_is_written_with_them(blank):
    load(blank, [*THINGS, *CLAIMS])
    (serves,) = blank.read("MATCH (:Entity {id: 'P1'})-[r:SERVES_CHAIN]->() RETURN properties(r) AS r")
    assert (serves["r"]["basis"], serves["r"]["since"]) == ("stated", "2022-01-27")
    assert len(serves["r"]["claims"]) == 2
    named = blank.read("MATCH (p:KeyLaboratory) RETURN p.id AS id, properties(p).name AS n, p.names AS all ORDER BY id")
    assert named == [
        {"id": "P1", "n": "碳纤维重点实验室", "all": ["碳纤维重点实验室", "碳纤维室"]},
        {"id": "P2", "n": "平台二", "all": []},
    ]


def test_loading_twice_changes_nothing(blank):
    assert load(blank, [*THINGS, *CLAIMS], close=True).revision == 1
    before = graph_of(blank)
    again = load(blank, [*THINGS, *CLAIMS], close=True)
    assert again.empty
    assert again.same == {"Document": 2, "Entity": 3, "NameClaim": 3, "IdentifierClaim": 1, "RelationClaim": 3} | {
        "Observation": 1,
        "Judgement": 1,
    }
    assert (graph_of(blank), blank.revision()) == (before, 1)


def test_a_dry_run_tells_the_difference_and_writes_nothing(blank):
    load(blank, [*THINGS, *CLAIMS[:5]])
    before = graph_of(blank)
    changes = ChangeSet(blank, "city", by="tests", dry=True)
    changes.put([*THINGS[:-1], Entity("P2", "平台二", "KeyLaboratory", status="planned"), *CLAIMS[1:]])
    changes.close_missing()
    difference = changes.finish("load")
    assert (difference.added["RelationClaim"], difference.added["Observation"]) == (2, 1)
    assert (difference.changed["Entity"], difference.closed["Claim"]) == (1, 1)
    assert (graph_of(blank), blank.revision()) == (before, 1)


@pytest.mark.parametrize(
    "changed",
    [
        Document("D1", "文件一", date="2020-05-06"),
        Entity("P1", "平台", "EngineeringCenter", status="planned"),
        Relation("W1", "P1", HERE, predicate="servesChain", object="C1", note="新注"),
        Naming("N1", "P1", HERE, name="碳纤维重点实验室", kind="official", status="proposed"),
    ],
)
def test_a_corrected_record_and_back_again_leaves_what_a_fresh_load_makes(blank, changed):
    load(blank, [*THINGS, *CLAIMS])
    expected = graph_of(blank)
    load(blank, [changed])
    assert graph_of(blank) != expected
    corrected = graph_of(blank)
    load(blank, [r for r in (*THINGS, *CLAIMS) if _same(r, changed)])
    assert graph_of(blank) == expected
    load(emptied(blank), [changed if _same(r, changed) else r for r in (*THINGS, *CLAIMS)])
    assert graph_of(blank) == corrected


def _same(a, b) -> bool:
    if isinstance(a, Claim) or isinstance(b, Claim):
        return type(a) is type(b) and a.row == b.row
    return type(a) is type(b) and getattr(a, "id", a) == getattr(b, "id", b)


def test_what_a_source_no_longer_says_is_closed_and_comes_back(blank):
    load(blank, [*THINGS, *CLAIMS])
    expected = graph_of(blank)
    assert load(blank, [*THINGS, *CLAIMS[:4], *CLAIMS[5:]], close=True).closed["Claim"] == 1
    (serves,) = blank.read("MATCH ()-[r:SERVES_CHAIN]->() RETURN r.basis AS basis")
    assert serves == {"basis": "inferred"}
    assert load(blank, [*THINGS, *CLAIMS], close=True).changed["RelationClaim"] == 1
    assert graph_of(blank) == expected


ROOT = Path(__file__).parents[1]
SIZE, STEP = 100, 70
LOADER = """
from graph.engine import session
from graph.settings import read_settings
from graph.store import open_store
from tests.test_load_engine import in_steps
settings = read_settings()
with session(settings) as connection, open_store(settings, connection) as store:
    in_steps(store)
"""


def in_steps(store: Store, before_each=lambda step: None) -> None:
    """Load a made-up city in many small transactions."""
    changes, everything = ChangeSet(store, "made", by="tests"), list(records(SIZE))
    for step, start in enumerate(range(0, len(everything), STEP)):
        before_each(step)
        changes.put(everything[start : start + STEP])
    changes.finish("load")


@pytest.fixture(scope="module")
def undisturbed(second_engine: Store) -> tuple[list, list]:
    in_steps(emptied(second_engine))
    return graph_of(second_engine)


def test_a_loading_client_killed_in_the_middle_is_made_good_by_the_next_load(blank, undisturbed):
    at = blank.connection
    environment = {**os.environ, "NEO4J_URI": at.uri, "NEO4J_USER": at.user, "NEO4J_PASSWORD": at.password}
    with subprocess.Popen([sys.executable, "-c", LOADER], env=environment, cwd=ROOT) as process:
        for _ in claims_of(blank, process):
            pass
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert blank.revision() == 0
    in_steps(blank)
    assert graph_of(blank) == undisturbed
    assert blank.revision() == 1


def claims_of(store: Store, process: "subprocess.Popen[bytes]") -> Iterator[int]:
    """The number of claims, again and again until there are some."""
    limit = time.monotonic() + 60
    while not (number := store.read("MATCH (c:RelationClaim) RETURN count(*) AS n")[0]["n"]):
        assert process.poll() is None
        assert time.monotonic() < limit
        yield number


def test_an_engine_killed_in_the_middle_of_a_load_is_made_good_by_the_next_load(tmp_path, empty_in, undisturbed):
    settings = empty_in(tmp_path)
    with (
        engine.session(settings) as connection,
        open_store(settings, connection) as store,
        pytest.raises(StoreError),
    ):
        in_steps(store, lambda step: kill_engine(settings) if step == 4 else None)
    with engine.session(settings) as connection, open_store(settings, connection) as store:
        assert 0 < store.read("MATCH (c:Claim) RETURN count(*) AS n")[0]["n"] < len(undisturbed[0])
        in_steps(store)
        assert graph_of(store) == undisturbed
        assert store.revision() == 1


def kill_engine(settings: Settings) -> None:
    os.kill(engine.status(settings).pid, signal.SIGKILL)
