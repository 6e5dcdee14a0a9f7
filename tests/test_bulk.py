"""The offline importer makes the same graph, refuses what it must not touch, and leaves nothing half done."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import engine
from graph.bulk import bulk_load
from graph.errors import BadInput, EngineBroken, EngineBusy
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest import build, bulk
from tests.conftest import CITY, settings_in
from tests.graphs import graph_of


def wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture(scope="module")
def cut_off(empty_in: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An empty database in which a first load was killed while its files were being imported."""
    settings = empty_in(tmp_path_factory.mktemp("bulk"))
    environment = {**os.environ, "INNOGRAPH_HOME": str(settings.home), "INNOGRAPH_CACHE": str(read_settings().cache)}
    code = "from api.cli import main; import sys; sys.argv = ['innograph', 'load', '--bulk']; main()"
    with subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True) as process:
        wait_for(settings.home / "bulk" / "engine" / "data" / "databases" / "neo4j", process)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    return settings


def test_a_first_load_killed_in_the_middle_leaves_the_empty_database_usable(cut_off: Settings) -> None:
    with engine.session(cut_off) as connection, open_store(cut_off, connection) as store:
        assert store.read("MATCH (n) RETURN count(*) AS n") == [{"n": 0}]
        store.write("CREATE (n:Probe)")
        store.write("MATCH (n:Probe) DELETE n")
        with pytest.raises(EngineBusy, match="正被别的 innograph 使用"):
            bulk_load(cut_off, [], "more", "tests", "load while in use")


@pytest.fixture(scope="module")
def imported(cut_off: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The bundled city, and a thing that only the last row shows to have no name, with what is said of it."""
    folder = tmp_path_factory.mktemp("cities") / CITY
    shutil.copytree(build.bundled(CITY), folder)
    lines = {name: appended(folder / name, row) for name, row in NAMELESS.items()}
    report = bulk.load(cut_off, folder, by="tests")
    assert {reject.file: reject.line for reject in report.rejects} == lines
    assert report.rows == sum(build.read_city(folder).rows.values()) + len(lines)
    return cut_off


NAMELESS = {
    "entities.csv": {"id": "ZZ999", "name": "无名", "class": "Enterprise", "first_source": "D001"},
    "relations.csv": {
        "id": "ZZ999R",
        "subject_id": "ZZ999",
        "relation": "locatedIn",
        "object_id": "WH2001",
        "document": "D001",
    },
}


def appended(table: Path, cells: dict[str, str]) -> int:
    """Write a row at the end of a table; gives its line."""
    lines = table.read_text(encoding="utf-8").splitlines()
    row = ",".join(cells.get(column, "") for column in lines[0].split(","))
    table.write_text("\n".join([*lines, row, ""]), encoding="utf-8")
    return len(lines) + 1


def test_the_bundled_city_imported_is_the_bundled_city_loaded(imported: Settings, store: Store) -> None:
    with engine.session(imported) as connection, open_store(imported, connection) as opened:
        assert graph_of(opened) == graph_of(store)
        assert opened.revision() == 1
        with pytest.raises(BadInput, match="空数据库"):
            bulk_load(imported, [], "more", "tests", "load more")
        again = build.load(opened, build.bundled(CITY), by="tests")
        assert again.difference.empty
    assert [path.name for path in imported.home.iterdir() if path.name != "engine"] == []


def test_an_external_database_is_not_imported_into(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).but(neo4j_uri="bolt://127.0.0.1:7687")
    with pytest.raises(BadInput, match="NEO4J_URI"):
        bulk_load(settings, [], "more", "tests", "load more")


def test_a_full_disk_is_told_before_anything_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 40, (1 << 40) - 1, 1))
    settings = settings_in(tmp_path)
    with pytest.raises(EngineBroken, match="磁盘空间不足"):
        bulk.load(settings, build.bundled(CITY), by="tests")
    assert not (settings.home / "bulk").exists()
