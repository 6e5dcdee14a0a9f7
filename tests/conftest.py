"""Fixture strategy.

One real engine for the whole run, in a data directory of its own, with an empty home and no Java on the path; its jars
come from the user's cache. `store` holds the bundled city and is only read: the processes that run tests side by side
share it, a file of tests stays in one of them. Tests that write use `blank`, emptied before each of them, on a second
engine that starts only when such a test runs, one in each process.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.serving import config_of
from graph import engine
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest import build

CITY = "weihai"


def settings_in(folder: Path) -> Settings:
    """Settings of a fresh machine: data in `folder`, engine files where the user keeps them."""
    return Settings().but(home=str(folder / "home"), cache=str(read_settings().cache))


def without_java(folder: Path, factory: pytest.TempPathFactory) -> str:
    """The folder, or where it holds a Java another one with all of its programs but that."""
    if not (folder / "java").exists():
        return str(folder)
    copy = factory.mktemp("path")
    for program in folder.iterdir():
        if not program.name.startswith("java"):
            (copy / program.name).symlink_to(program)
    return str(copy)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """An application on a free port of this machine for as long as the block lasts."""
    server = uvicorn.Server(config_of(app, app.state.settings.but(host="127.0.0.1", port="0")))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session", autouse=True)
def fresh_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No Java on the path; the cache of the person who runs the tests stays reachable."""
    cache = str(read_settings().cache)
    with pytest.MonkeyPatch.context() as patch:
        folders = os.environ["PATH"].split(os.pathsep)
        patch.setenv("PATH", os.pathsep.join(without_java(Path(p), tmp_path_factory) for p in folders))
        patch.delenv("JAVA_HOME", raising=False)
        patch.setenv("INNOGRAPH_CACHE", cache)
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of the bundled city, the same in every process of this run."""
    run = tmp_path_factory.getbasetemp()
    return settings_in((run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "city")


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[Store]:
    """The bundled city, loaded once; read it only."""
    with engine.session(settings) as connection, open_store(settings, connection) as opened:
        with filelock.FileLock(settings.home.with_name("loading.lock")):
            if not opened.revision():
                report = build.load(opened, build.bundled(CITY), by="tests")
                assert not report.rejects, report.rejects[:5]
        yield opened


@pytest.fixture(scope="session")
def address(settings: Settings, store: Store) -> Iterator[str]:
    """The root address of one real server over the bundled city, the same for the whole run."""
    with served(create_app(settings, store)) as root:
        yield root


@pytest.fixture(scope="session")
def second_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = settings_in(tmp_path_factory.mktemp("blank"))
    with engine.session(settings) as connection, open_store(settings, connection) as opened:
        apply_schema(opened)
        yield opened


@pytest.fixture
def blank(second_engine: Store) -> Store:
    """An empty graph with its schema, for tests that write."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    return second_engine
