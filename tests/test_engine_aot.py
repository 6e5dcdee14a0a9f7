"""The start cache and the supervisor's background work that builds it."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import psutil
import pytest
from engine_processes import soon

from graph import engine
from graph.engine import training
from graph.engine.aot import REFUSED, StartCache
from graph.engine.home import EngineHome
from graph.engine.jars import ensure_jars, jar_folder
from graph.engine.processes import kill_tree, spawn
from graph.engine.runtime import module_environment, python_module
from graph.engine.state import Users, read_state
from graph.engine.supervisor import Launch
from graph.settings import Settings

SLEEP = "import time; time.sleep(600)"
WORK = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}, 'worker'])"


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path) -> Settings:
    return settings.but(home=str(tmp_path / "home"))


@pytest.fixture
def linked(fresh: Settings, tmp_path: Path) -> Settings:
    """Settings with an engine cache of their own: the same jars, nothing else."""
    other = fresh.but(cache=str(tmp_path / "cache"))
    jar_folder(other).mkdir(parents=True)
    for jar in ensure_jars(fresh):
        (jar_folder(other) / jar.name).symlink_to(jar)
    return other


def java_words(settings: Settings) -> list[str]:
    words: list[str] = psutil.Process(engine.status(settings).pid).cmdline()
    return words


def test_a_start_uses_the_cache_once_it_is_built(fresh):
    """The first run on a machine builds it here, as it fetches the jars; later runs find it."""
    jars = ensure_jars(fresh)
    cache = StartCache.of(fresh, jars)
    if not cache.file.exists():
        training.build_once(fresh.but(home=str(jar_folder(fresh) / "start-test.tmp"), heap="256m", page_cache="16m"))
    assert cache.file.stat().st_size > 50 << 20
    assert not cache.buildable()
    with engine.session(fresh):
        assert f"-XX:AOTCache={cache.file}" in java_words(fresh)
        assert REFUSED not in EngineHome.of(fresh).console.read_text()
    assert cache.file.exists()
    with engine.session(fresh.but(start_cache="0")):
        assert not [word for word in java_words(fresh) if "AOT" in word]


def test_a_spoilt_cache_is_thrown_away_and_the_server_starts_without(linked):
    cache = StartCache.of(linked, ensure_jars(linked))
    cache.file.write_bytes(os.urandom(1 << 20))
    with engine.session(linked):
        assert engine.status(linked).running
        assert not cache.file.exists()
    assert cache.buildable()


def test_other_jars_or_flags_call_for_another_cache(linked):
    jars = ensure_jars(linked)
    before = StartCache.of(linked, jars)
    assert StartCache.of(linked, jars) == before
    copy = jars[0].read_bytes()
    jars[0].unlink()
    jars[0].write_bytes(copy)
    touched = StartCache.of(linked, jars)
    assert touched.file != before.file
    assert StartCache.of(linked, jars[1:]).file != touched.file
    assert StartCache.of(linked, jars, ("-XX:+UseParallelGC",)).file != touched.file


def test_a_training_that_is_killed_leaves_no_process_and_no_cache(linked):
    scratch = jar_folder(linked) / "start-killed.tmp"
    command = python_module("graph.engine.training", str(linked.cache), str(scratch))
    with spawn(command, subprocess.DEVNULL, module_environment()) as trainer:
        assert soon(lambda: any("AOTMode=record" in word for p in below(trainer.pid) for word in p.cmdline()))
        family = [*below(trainer.pid), psutil.Process(trainer.pid)]
        kill_tree(trainer.pid)
    assert soon(lambda: not any(member.is_running() for member in family))
    assert not list(jar_folder(linked).glob("*.aot"))


def test_background_work_waits_and_ends_with_the_server(tmp_path):
    run = tmp_path / "run"
    (run / "users").mkdir(parents=True)
    (run / "scratch").mkdir()
    sleeper = [sys.executable, "-c", SLEEP]
    launch = Launch(sleeper, str(run / "console"), 1, "0", [sys.executable, "-c", WORK], str(run / "scratch"), 0.1)
    (run / "launch.json").write_text(json.dumps(asdict(launch)))
    use = Users(run / "users").enter()
    command = python_module("graph.engine.supervisor", str(run / "launch.json"))
    with spawn(command, subprocess.DEVNULL, module_environment()) as supervisor:
        assert soon(lambda: len(below(supervisor.pid)) == 3)  # the server, the work, and the work's own child
        family = below(supervisor.pid)
        assert read_state(run / "state.json").java.pid in {member.pid for member in family}
        Users(run / "users").leave(use)
        assert supervisor.wait(60) == 0
    assert soon(lambda: not any(member.is_running() for member in family))
    assert not (run / "scratch").exists() and not (run / "state.json").exists()


def below(pid: int) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
    return found
