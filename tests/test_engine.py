"""The embedded server: one per data directory, alive exactly as long as somebody needs it."""

import os
import signal
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from engine_processes import processes_of, soon, user_of
from neo4j import GraphDatabase

from graph import engine
from graph.engine.failure import explained
from graph.engine.home import EngineHome
from graph.engine.processes import Process
from graph.errors import EngineBroken, EngineBusy, SettingError
from graph.settings import Settings

ON_LINUX = sys.platform == "linux"


def cypher(connection: engine.Connection, statement: str) -> list[object]:
    auth = (connection.user, connection.password)
    with GraphDatabase.driver(connection.uri, auth=auth) as driver:
        return [record.values()[0] for record in driver.execute_query(statement).records]


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A data directory with a name that needs care, for tests that kill; stopped at the end."""
    mine = settings.but(home=str(tmp_path_factory.mktemp("engine") / "数据 data"))
    yield mine
    engine.stop(mine)


# One running server, attached to


def test_a_second_process_attaches_to_the_running_server(settings, store):
    before = engine.status(settings)
    assert before.running and os.getpid() in before.users
    with user_of(settings) as second:
        assert not second.owned
        assert engine.status(settings).pid == before.pid
        assert second.pid in engine.status(settings).users
    assert soon(lambda: second.pid not in engine.status(settings).users)
    assert engine.status(settings).pid == before.pid


def test_a_session_within_a_session_leaves_the_server_running(settings, store):
    with engine.session(settings) as inner:
        assert not inner.owned
    assert engine.status(settings).running
    assert store.read("RETURN 1 AS one") == [{"one": 1}]


def test_the_server_listens_on_loopback_only_and_speaks_bolt_only(settings, store):
    status = engine.status(settings)
    sockets = psutil.Process(status.pid).net_connections()
    listening = [each.laddr for each in sockets if each.status == psutil.CONN_LISTEN]
    assert {each.laddr.ip.removeprefix("::ffff:") for each in sockets} == {"127.0.0.1"}
    assert [f"bolt://127.0.0.1:{address.port}" for address in listening] == [status.uri]


def test_the_password_is_random_and_private(settings, store, own):
    file = EngineHome.of(settings).path / "password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text()) >= 43  # 256 bits in base64
    assert store.connection.password == file.read_text()
    assert store.connection.password not in repr(store.connection)


def test_the_server_stays_below_one_gigabyte(settings, store):
    assert 0 < engine.status(settings).memory < 1 << 30


def test_doctor_finds_a_machine_that_runs_the_engine_in_order(settings, store):
    checks = engine.doctor(settings)
    assert {check.name for check in checks} >= {"java", "jars", "home", "memory", "server"}
    assert [check for check in checks if not check.ok] == []


def test_the_admin_tool_refuses_a_running_server(settings, store):
    with pytest.raises(EngineBusy, match="db stop"):
        engine.run_admin(settings, "database", "check", "neo4j")


def test_a_directory_somebody_holds_is_refused_after_a_while(settings, store):
    home = EngineHome.of(settings)
    with home.transition(), pytest.raises(EngineBusy, match="INNOGRAPH_HOME"), home.transition(timeout=0.1):
        pass


# Starts and ends


def test_data_survive_a_killed_server_and_the_next_start_clears_up(own):
    with user_of(own) as first:
        assert first.owned
        connection = engine.connect(own)
        assert not connection.owned
        assert cypher(connection, "CREATE (n:Kept {name: '威海'}) RETURN n.name") == ["威海"]
        killed = engine.status(own)
        os.kill(killed.pid, signal.SIGKILL)
        assert soon(lambda: not engine.status(own).running)
        EngineHome.of(own).users.detach()  # whether the killed one was to run on does not bind the next
        with engine.session(own) as again:
            assert again.owned
            assert engine.status(own).pid != killed.pid
            assert cypher(again, "MATCH (n:Kept) RETURN n.name") == ["威海"]
            assert connection.password == again.password


def test_the_server_ends_when_its_users_are_killed(own):
    with user_of(own) as user:
        for use in EngineHome.of(own).users.folder.glob(f"{os.getpid()}-*"):
            EngineHome.of(own).users.leave(use)  # what the `connect` of the test above still holds
        assert engine.status(own).users == (user.pid,)
        assert len(processes_of(own)) == 2  # the supervisor and Java
        user.kill()
        assert soon(lambda: processes_of(own) == [])
    assert not engine.status(own).running
    assert not EngineHome.of(own).state.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_when_its_user_is_asked_to(own, number):
    with user_of(own) as user:
        assert user.owned
        user.send_signal(number)
        user.wait(60)
        assert soon(lambda: processes_of(own) == [])


def test_a_detached_server_runs_on_until_stopped_even_without_its_state_file(own):
    started = engine.start(own)
    assert started.running and started.detached and started.users == ()
    home = EngineHome.of(own)
    state = home.state.read_text()
    home.state.unlink()
    with pytest.raises(EngineBusy, match="in use by another database process"):
        engine.connect(own)
    home.state.write_text(state)
    assert engine.status(own).pid == started.pid
    assert engine.stop(own)
    assert processes_of(own) == []
    assert not engine.stop(own)


def test_a_lost_password_is_told_with_the_way_out(own):
    file = EngineHome.of(own).path / "password"
    kept = file.read_text()
    file.unlink()
    with pytest.raises(EngineBroken, match=r"refuses the password in .*; put the former file back, or move"):
        engine.connect(own)
    assert soon(lambda: processes_of(own) == [])
    file.write_text(kept)


@pytest.mark.skipif(not ON_LINUX, reason="only Linux ends Java for a killed supervisor")
def test_a_killed_supervisor_leaves_no_java_and_no_stale_state(own):
    with engine.session(own):
        home = EngineHome.of(own)
        state = home.server()
        assert state is not None
        os.kill(state.supervisor.pid, signal.SIGKILL)
        assert soon(lambda: not state.java.alive())
        assert home.state.exists() and not engine.status(own).running
    assert not home.state.exists()


def test_a_state_file_of_another_process_with_the_same_number_is_stale():
    me = Process.of(os.getpid())
    assert me.alive()
    assert not Process(me.pid, me.created - 60).alive()


def test_the_database_is_dumped_and_restored_by_the_admin_tool(own, tmp_path):
    engine.run_admin(own, "database", "dump", "neo4j", f"--to-path={tmp_path}")
    assert (tmp_path / "neo4j.dump").stat().st_size > 0
    with pytest.raises(EngineBroken, match="the database tool database load failed"):
        engine.run_admin(own, "database", "load", "neo4j", f"--from-path={tmp_path / 'nowhere'}")


# Starts that fail


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path) -> Settings:
    return settings.but(home=str(tmp_path / "home"))


def test_a_taken_port_is_named(fresh):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        with pytest.raises(EngineBusy, match=rf"port {port} is taken.*INNOGRAPH_ENGINE_PORT"):
            engine.connect(fresh.but(engine_port=port))


def test_too_little_memory_is_told_with_the_way_out(fresh):
    with pytest.raises(EngineBroken, match=r"too little memory.*INNOGRAPH_HEAP"):
        engine.connect(fresh.but(heap="100000g"))
    assert soon(lambda: processes_of(fresh) == [])


def test_a_size_that_is_none_is_refused(fresh):
    with pytest.raises(SettingError, match="INNOGRAPH_PAGE_CACHE must be a size"):
        engine.connect(fresh.but(page_cache="viel"))


def test_a_full_disk_in_the_log_is_told(fresh):
    home = EngineHome.of(fresh)
    home.prepare()
    home.log.write_text("2026-11-22 16:54:19.863+0000 ERROR java.io.IOException: No space left on device\n")
    assert "the disk is full" in explained(home, 0, 17000).en


def test_any_other_end_quotes_the_last_line_of_this_start(fresh):
    home = EngineHome.of(fresh)
    home.prepare()
    home.log.write_text(
        "No space left on device\n2026-11-22 ERROR Unrecognized setting: x\n\tat org.neo4j.X(X.java:1)\n"
    )
    assert "Unrecognized setting: x" in explained(home, len("No space left on device\n"), 17000).en


def test_a_data_directory_that_cannot_be_made_is_named(fresh, tmp_path):
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(EngineBroken, match=r"cannot make .*INNOGRAPH_HOME"):
        engine.connect(fresh)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can play another user")
def test_a_data_directory_of_another_user_is_named(fresh):
    home = EngineHome.of(fresh)
    home.prepare()
    told: list[str] = []
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.setuid(65534)
        try:
            engine.status(fresh)
        except EngineBusy as error:
            os.write(writer, error.en.encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        told.append(pipe.read())
    assert "belongs to another user; set INNOGRAPH_HOME" in told[0]


def test_two_first_users_at_once_start_one_server(own):
    connections: list[engine.Connection] = []
    both = threading.Barrier(2)

    def connect() -> None:
        both.wait()
        connections.append(engine.connect(own))

    threads = [threading.Thread(target=connect) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(connection.owned for connection in connections) == [False, True]
    assert len({connection.uri for connection in connections}) == 1
    assert engine.stop(own)
