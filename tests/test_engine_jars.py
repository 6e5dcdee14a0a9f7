"""The engine's files: fetched once from a repository (here a small one on this machine), checked, kept."""

import hashlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from graph import engine
from graph.engine.jars import Jar, ensure_jars, fetch, missing_of, read_lock, verified, version_of
from graph.errors import EngineBroken, EngineMissing
from graph.settings import Settings

CONTENTS = {f"part-{n}-1.0.jar": f"jar number {n}".encode() * 5000 for n in range(12)}
JARS = [
    Jar(f"org.example.group:part-{n}:1.0:", name, hashlib.sha256(content).hexdigest(), len(content))
    for n, (name, content) in enumerate(CONTENTS.items())
]
FETCHER = """
import sys
from pathlib import Path
from graph.engine.jars import Jar, fetch
jars = [Jar(*row.split()[:3], int(row.split()[3])) for row in Path(sys.argv[1]).read_text().splitlines()]
fetch(jars, Path(sys.argv[2]), sys.argv[3], lambda what, done, total: print(done, flush=True))
"""


class Repository(ThreadingHTTPServer):
    """Serves CONTENTS under Maven's paths, tells what was asked, and can be slow or lie."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Shelf)
        self.asked: list[str] = []
        self.stalling: set[str] = set()
        self.lying: set[str] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/maven"


class Shelf(BaseHTTPRequestHandler):
    server: Repository

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        assert self.path == f"/maven/org/example/group/{name.removesuffix('-1.0.jar')}/1.0/{name}"
        self.server.asked.append(name)
        content = CONTENTS[name]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if name in self.server.stalling:
            self.wfile.write(content[:100])
            self.wfile.flush()
            time.sleep(60)
        self.wfile.write(content if name not in self.server.lying else content.replace(b"jar", b"tar"))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def repository() -> Iterator[Repository]:
    with Repository() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_lock_names_each_jar_once_with_hash_and_size_and_no_host():
    jars = read_lock()
    assert version_of(jars) == "2026.08.1"
    assert len({jar.name for jar in jars}) == len(jars) == 237
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)
    assert jars[0].address == "org/neo4j/neo4j/2026.08.1/neo4j-2026.08.1.jar"


def test_jars_are_fetched_once_and_progress_reaches_the_whole(repository, tmp_path):
    seen: list[tuple[int, int]] = []
    fetch(JARS, tmp_path, repository.address, lambda what, done, total: seen.append((done, total)))
    whole = sum(len(content) for content in CONTENTS.values())
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1] == (whole, whole)
    assert [path.read_bytes() for path in verified(JARS, tmp_path)] == list(CONTENTS.values())
    fetch(JARS, tmp_path, repository.address)
    assert sorted(repository.asked) == sorted(CONTENTS)


def test_an_altered_jar_is_refused_by_name(repository, tmp_path):
    fetch(JARS, tmp_path, repository.address)
    altered = tmp_path / JARS[3].name
    altered.write_bytes(altered.read_bytes().replace(b"jar", b"tar"))
    with pytest.raises(EngineBroken) as refusal:
        verified(JARS, tmp_path)
    assert str(altered) in refusal.value.zh and str(altered) in refusal.value.en
    altered.unlink()
    fetch(JARS, tmp_path, repository.address)
    assert verified(JARS, tmp_path)


def test_a_repository_that_serves_other_bytes_is_refused_and_nothing_of_them_stays(repository, tmp_path):
    repository.lying.add(JARS[0].name)
    with pytest.raises(EngineBroken, match="does not match the list"):
        fetch(JARS[:1], tmp_path, repository.address)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


def test_ctrl_c_during_the_download_leaves_whole_files_and_parts_and_a_second_run_goes_on(repository, tmp_path):
    cache = tmp_path / "cache"
    rows = tmp_path / "rows"
    rows.write_text("".join(f"{jar.coordinates} {jar.name} {jar.sha256} {jar.size}\n" for jar in JARS))
    repository.stalling.update(jar.name for jar in JARS[3:])
    command = [sys.executable, "-c", FETCHER, str(rows), str(cache), repository.address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as fetcher:
        assert fetcher.stdout is not None
        for _ in JARS[:3]:
            assert fetcher.stdout.readline()
        fetcher.send_signal(signal.SIGINT)
        assert fetcher.wait(30) != 0
    whole = {path.name for path in cache.glob("*.jar")}
    assert whole == {jar.name for jar in JARS[:3]}
    assert {path.suffix for path in cache.iterdir()} <= {".jar", ".part", ".lock"}
    assert verified(JARS[:3], cache)

    repository.stalling.clear()
    repository.asked.clear()
    fetch(JARS, cache, repository.address)
    assert sorted(repository.asked) == sorted(set(CONTENTS) - whole)
    assert verified(JARS, cache) and not list(cache.glob("*.part"))


def test_offline_with_an_empty_cache_says_so_and_asks_nobody(settings, tmp_path):
    away = settings.but(home=str(tmp_path / "home"), cache=str(tmp_path / "cache"), offline="1")
    with pytest.raises(EngineMissing) as refusal:
        engine.connect(away)
    assert "离线" in refusal.value.zh and "offline" in refusal.value.en
    assert not engine.status(away).running


def test_without_a_network_the_address_and_the_way_out_are_named(settings, tmp_path):
    away = settings.but(home=str(tmp_path / "home"), cache=str(tmp_path / "cache"), repository="http://127.0.0.1:9/m")
    with pytest.raises(EngineMissing, match=r"http://127\.0\.0\.1:9/m.*check network or proxy"):
        engine.connect(away)


def test_a_disk_without_room_is_found_before_the_download(repository, tmp_path):
    with pytest.raises(EngineBroken, match="disk full"):
        fetch([replace(JARS[0], size=1 << 60)], tmp_path, repository.address)
    assert repository.asked == []


def test_a_cache_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    nowhere = Settings().but(cache=str(tmp_path / "file"))
    with pytest.raises(EngineBroken, match=r"cannot make .*INNOGRAPH_CACHE"):
        ensure_jars(nowhere)


def test_only_missing_jars_count_as_missing(tmp_path):
    (tmp_path / JARS[0].name).touch()
    assert missing_of(JARS, tmp_path) == JARS[1:]
