"""A made-up city, served and looked at in a headless Chromium: what the benchmarks of pages begin with."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.app import create_app
from bench.synthetic import records
from graph import engine
from graph.bulk import bulk_load
from graph.settings import Settings, read_settings
from graph.store import open_store

CHROMIUM = "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@contextmanager
def made_up_city(things: int) -> Iterator[str]:
    """The address at which a city of that many things answers meanwhile."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        bulk_load(settings, records(things), "synthetic", by="bench", what="bench")
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            app = create_app(settings, store)
            server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.05)
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
            server.should_exit = True
            thread.join()
