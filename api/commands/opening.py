"""Every command that needs the graph opens it in the same way."""

from collections.abc import Iterator
from contextlib import contextmanager

from api import printing
from graph import engine
from graph.settings import Settings
from graph.store import Store, open_store
from ingest import build


@contextmanager
def opened(settings: Settings, loaded: bool = True) -> Iterator[Store]:
    """The store for one command: attached, or started and stopped again; with the bundled city in it."""
    with (
        engine.session(settings, printing.Bar()) as connection,
        open_store(settings, connection) as store,
    ):
        if loaded:
            build.ensure(store, settings.text("city"), printing.Bar())
        yield store
