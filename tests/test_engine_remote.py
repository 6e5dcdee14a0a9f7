"""A server that NEO4J_URI names: used as it is, or refused in one sentence."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from graph import engine
from graph.engine import bolt
from graph.errors import SettingError, StoreUnreachable
from graph.settings import Settings

MAGIC = bytes.fromhex("6060b017")
BOLT_4_4 = bytes([0, 0, 4, 4])
NO_VERSION = bytes(4)


def packed(text: str) -> bytes:
    """A text of less than 16 bytes in PackStream."""
    return bytes([0x80 + len(text)]) + text.encode()


def success(**fields: str) -> bytes:
    """The Bolt message SUCCESS with these fields, chunked."""
    body = b"\xb1\x70" + bytes([0xA0 + len(fields)])
    body += b"".join(packed(name) + packed(value) for name, value in fields.items())
    return len(body).to_bytes(2, "big") + body + b"\0\0"


@contextmanager
def old_server(version: bytes, greeting: bytes) -> Iterator[str]:
    """Speaks just enough Bolt to be recognised: agrees on a version, greets, and hangs up."""

    def serve() -> None:
        caller, _ = listener.accept()
        with caller:
            assert caller.recv(20, socket.MSG_WAITALL)[:4] == MAGIC
            caller.sendall(version)
            if greeting and caller.recv(4096):
                caller.sendall(greeting)
                caller.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


@pytest.fixture
def remote(store) -> Settings:
    """The test run's server, entered from outside, with no data directory of its own."""
    found = store.connection
    return Settings().but(neo4j_uri=found.uri, neo4j_user=found.user, neo4j_password=found.password, home="/nowhere")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_is_used_by_direct_address_and_by_routing(remote, scheme):
    uri = remote.text("neo4j_uri").replace("bolt", scheme)
    with engine.session(remote.but(neo4j_uri=uri)) as connection:
        assert (connection.uri, connection.database, connection.owned) == (uri, "neo4j", False)
    assert bolt.check(uri, "neo4j", connection.password, "neo4j") == "2026.08.1"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_wrong_password_is_told(remote, scheme):
    uri = remote.text("neo4j_uri").replace("bolt", scheme)
    with pytest.raises(StoreUnreachable, match="refused the password of user neo4j; correct NEO4J_USER") as told:
        engine.connect(remote.but(neo4j_uri=uri, neo4j_password="wrong"))
    assert "wrong" not in told.value.en


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nobody_listening_is_told(remote, scheme):
    with pytest.raises(StoreUnreachable, match=r"no Neo4j answers at .*:9; start it or correct NEO4J_URI"):
        engine.connect(remote.but(neo4j_uri=f"{scheme}://127.0.0.1:9"))


def test_a_database_the_server_lacks_is_told(remote):
    with pytest.raises(StoreUnreachable, match=r"cannot use the database cities .*NEO4J_DATABASE"):
        engine.connect(remote.but(neo4j_database="cities"))


def test_a_server_older_than_5_is_told_with_its_version(remote):
    greeting = success(server="Neo4j/4.4.30", connection_id="bolt-1")
    with old_server(BOLT_4_4, greeting) as uri, pytest.raises(StoreUnreachable, match=r"the server 4\.4\.30 at"):
        engine.connect(remote.but(neo4j_uri=uri))


def test_a_server_that_speaks_no_known_version_is_too_old(remote):
    with old_server(NO_VERSION, b"") as uri, pytest.raises(StoreUnreachable, match="is too old, Neo4j 5 or later"):
        engine.connect(remote.but(neo4j_uri=uri))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7474", "127.0.0.1:7687", "bolt://"])
def test_an_address_that_is_none_is_told(remote, uri):
    with pytest.raises(SettingError, match="NEO4J_URI must look like bolt://host:7687"):
        engine.connect(remote.but(neo4j_uri=uri))
