"""Hostile text changes nothing; a database that goes away and comes back is noticed and found again."""

import signal
import threading
import time
from contextlib import contextmanager

import httpx2
import psutil
import pytest

from api.app import create_app
from graph import engine
from graph.store import open_store
from queries import read_queries
from tests.conftest import served

CORPUS = (
    "d'zzit",
    "'}) DETACH DELETE n //",
    "`}) MATCH (n) DETACH DELETE n //",
    '" OR 1=1 //',
    "$(n)",
    "</script><img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}",
    "*:* AND (a OR",
    "\\u0000\\",
    "👩‍🔬" * 20,
    "碳" * 400,
)
PATIENCE = 60


def counts(store):
    return store.read("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS ties")


def test_no_parameter_lets_text_become_code(address, store):
    before = counts(store)
    with httpx2.Client(base_url=address, timeout=PATIENCE) as web:
        for name, question in read_queries().items():
            for number, param in enumerate(question.params):
                # Each parameter meets a third of the corpus; together the parameters of a question meet it all.
                for text in CORPUS[number % 3 :: 3]:
                    given = {**question.example, param.name: text}
                    answer = web.get(f"/api/v1/queries/{name}", params=given)
                    assert answer.status_code in (200, 404, 409, 422), (name, param.name, text, answer.text)
                    assert "<img" not in answer.text or answer.headers["content-type"].startswith("application/")
    assert counts(store) == before


@pytest.fixture
def lonely(tmp_path, empty_in):
    """An engine of its own that may be killed."""
    settings = empty_in(tmp_path)
    yield settings
    engine.stop(settings)


@contextmanager
def asked_by_many(address, clients=4):
    """The statuses that some clients get who ask all the time while the block lasts."""
    statuses, over = [], threading.Event()

    def ask():
        with httpx2.Client(timeout=PATIENCE) as web:
            while not over.is_set():
                statuses.append(web.get(address).status_code)
                time.sleep(0.02)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_a_database_that_comes_back_is_found_again(lonely):
    with engine.session(lonely) as connection:
        port = connection.uri.rpartition(":")[2]
        with open_store(lonely, connection) as store, served(create_app(lonely, store)) as root:
            store.write("CREATE (:State {id: 'graph', revision: 1, loaded: 'weihai'})")
            assert httpx2.get(f"{root}/readyz", timeout=PATIENCE).status_code == 200
            psutil.Process(engine.status(lonely).pid).send_signal(signal.SIGKILL)
            away = httpx2.get(f"{root}/readyz", timeout=PATIENCE)
            assert (away.status_code, away.headers["retry-after"]) == (503, "2")
            refused = httpx2.get(f"{root}/api/v1/documents", timeout=PATIENCE)
            assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
            assert httpx2.get(f"{root}/healthz").status_code == 200
            with asked_by_many(f"{root}/api/v1/documents") as statuses:
                engine.start(lonely.but(engine_port=port))
                deadline = time.monotonic() + PATIENCE
                while httpx2.get(f"{root}/readyz", timeout=PATIENCE).status_code != 200:
                    assert time.monotonic() < deadline
                    time.sleep(0.2)
            assert 503 in statuses and set(statuses) <= {200, 503}
            assert httpx2.get(f"{root}/api/v1/documents", timeout=PATIENCE).status_code == 200
