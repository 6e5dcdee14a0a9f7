"""Every command that needs the graph opens it in the same way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.progress import Bar
from graph import engine
from graph.settings import Settings

if TYPE_CHECKING:
    from graph.store import Store


@contextmanager
def opened(settings: Settings, loaded: bool = True, meanwhile: engine.Meanwhile = lambda: None) -> "Iterator[Store]":
    """The store for one command: attached, or started and stopped again; with the bundled city in it."""
    with engine.session(settings, Bar(), meanwhile) as connection:
        # Slow to import, so a command may do so meanwhile.
        from graph.store import open_store
        from ingest import build

        with open_store(settings, connection) as store:
            if loaded:
                build.ensure(store, settings.text("city"), Bar())
            yield store
