"""Fixture strategy.

One real engine for the whole run, in a data directory of its own, with an empty home and no Java on the path; its jars
come from the user's cache. `store` holds the bundled city and is only read: the processes that run tests side by side
share it, a file of tests stays in one of them. Tests that write use `blank`, emptied before each of them, on a second
engine that starts only when such a test runs; their files (`WRITING`) stay in one process, so that there is but one of
it. Further engines start on a copy of one empty data directory (`empty_in`), unless a first start is the point.
"""

import asyncio
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import filelock
import pytest
import uvicorn
from fastapi import FastAPI
from xdist.scheduler import LoadFileScheduling

from api.app import create_app
from api.serving import config_of
from graph import engine
from graph.engine import runtime
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest import build

CITY = "weihai"
T = TypeVar("T")
# Files of tests by how long they take: with these first, the processes that run tests side by side end together.
LONGEST = (
    "test_load_engine.py",
    "test_bulk.py",
    "test_pages_in_a_browser.py",
    "test_engine.py",
    "test_network.py",
    "test_questions.py",
    "test_figures.py",
    "test_contract.py",
    "test_engine_aot.py",
    "test_pages.py",
    "test_cli.py",
    "test_editing.py",
    "test_rdf.py",
)
# Files that write: in one process they share a second engine, whose plans and compiled code serve them all.
WRITING = frozenset(
    {
        "test_load_engine.py",
        "test_contract.py",
        "test_editing.py",
        "test_rdf.py",
        "test_changes.py",
        "test_days.py",
        "test_figures.py",
        "test_hub.py",
        "test_identity.py",
        "test_mappings.py",
        "test_people.py",
        "test_recorded.py",
        "test_review.py",
        "test_served.py",
        "test_sheet_load.py",
        "test_sparql.py",
        "test_standing.py",
        "test_submission.py",
        "test_texts.py",
    }
)


class BySharedEngine(LoadFileScheduling):
    """A file of tests stays in one process, and all files that write in the same one."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "writing" if PurePosixPath(file).name in WRITING else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedEngine:
    """How tests are spread over the processes of a run."""
    return BySharedEngine(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others in their order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONGEST)))


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


def in_a_loop(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What `work` gives in an event loop of its own: browser tests leave theirs running in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


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
    """No Java on the path; the cache of the person who runs the tests stays reachable.

    Our processes keep their byte code for one another, and hear Ctrl-C even where the run itself is in the background.
    Java compiles in one go, except under commands in processes of their own: its second compiler gains nothing so soon.
    """
    cache, run = str(read_settings().cache), tmp_path_factory.getbasetemp()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patch:
        folders = os.environ["PATH"].split(os.pathsep)
        patch.setenv("PATH", os.pathsep.join(without_java(Path(p), tmp_path_factory) for p in folders))
        patch.delenv("JAVA_HOME", raising=False)
        patch.setenv("INNOGRAPH_CACHE", cache)
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(common(run) / "bytecode"))
        patch.setattr(runtime, "FLAGS", (*runtime.FLAGS, "-XX:TieredStopAtLevel=1"))
        yield


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of the bundled city, the same in every process of this run."""
    return settings_in(common(tmp_path_factory.getbasetemp()) / "city")


def common(folder: Path) -> Path:
    """The folder that the processes of this run have in common."""
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[Store]:
    """The bundled city, loaded once; read it only."""
    with opened(settings) as store:
        with filelock.FileLock(settings.home.with_name("loading.lock")):
            if not store.revision():
                report = build.load(store, build.bundled(CITY), by="tests")
                assert not report.rejects, report.rejects[:5]
                store.read("CALL db.prepareForReplanning(60)")  # once: it forgets every plan made so far
        yield store


@pytest.fixture(scope="session")
def address(settings: Settings, store: Store) -> Iterator[str]:
    """The root address of one real server over the bundled city, the same for the whole run."""
    with served(create_app(settings, store)) as root:
        yield root


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store on an engine of these settings."""
    with engine.session(settings) as connection, open_store(settings, connection) as store:
        yield store


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty graph and its schema, made once in a run: a copy starts sooner than a new one."""
    made = common(tmp_path_factory.getbasetemp()) / "untouched"
    with filelock.FileLock(made.with_name("untouched.lock")):
        if not made.exists():
            settings = settings_in(tmp_path_factory.mktemp("untouched"))
            with opened(settings) as store:
                apply_schema(store)
            settings.home.rename(made)
    return made


@pytest.fixture(scope="session")
def empty_in(untouched: Path) -> Callable[[Path], Settings]:
    """Gives settings whose data directory, in that folder, holds an empty graph with its schema."""

    def made(folder: Path) -> Settings:
        settings = settings_in(folder)
        shutil.copytree(untouched, settings.home)
        return settings

    return made


@pytest.fixture(scope="session")
def second_engine(empty_in: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with opened(empty_in(tmp_path_factory.mktemp("blank"))) as store:
        yield store


@pytest.fixture
def blank(second_engine: Store) -> Store:
    """An empty graph with its schema, for tests that write."""
    second_engine.write("MATCH (n) DETACH DELETE n")
    return second_engine
