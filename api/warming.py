"""Ask every question once when the service starts, so that no reader waits for a plan to be made."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from api.pages.front import front, renewed
from graph.asking import ask
from graph.errors import InnographError
from graph.failures import unreachable
from graph.people import for_readers
from graph.store import Store, T, Transaction
from queries import Query

PATIENCE = 60.0
# What is one click away from the first page is asked first.
FIRST = (
    "platforms_for_chain",
    "chain_profile",
    "entity_names",
    "platforms_by_type",
    "enterprises_by_chain",
    "tiers",
    "search",
    "entity",
    "neighbours",
    "entity_claims",
    "roles_over_time",
    "regional_layout",
)


@contextmanager
def warming(store: Store, catalogue: Mapping[str, Query], folder: Path) -> Iterator[None]:
    """Ask in the background for as long as the block lasts; `folder` is the data directory."""
    over = threading.Event()
    thread = threading.Thread(target=_ask_all, args=(store, catalogue, folder, over), name="warming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()


def _ask_all(store: Store, catalogue: Mapping[str, Query], folder: Path, over: threading.Event) -> None:
    near = [catalogue[name] for name in FIRST if name in catalogue]
    far = [question for name, question in catalogue.items() if name not in FIRST]
    # A question that cannot be answered now will say so to whoever asks it; a closing store ends the round.
    with suppress(InnographError), Patient(store, over) as patient:
        steps: Iterable[Callable[[], object]] = (
            partial(front, patient, folder, age=0),
            *(partial(_ask, patient, question) for question in near),
            partial(renewed, patient, folder),
            *(partial(_ask, patient, question) for question in far),
        )
        for step in steps:
            step()


class Patient(Store):
    """A store for questions that may take long, and that asks no more once the service ends."""

    def __init__(self, store: Store, over: threading.Event) -> None:
        super().__init__(store.connection, PATIENCE)
        self._over = over

    def reading(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """`work` in one READ transaction, never tried again; StoreUnreachable at the end."""
        if self._over.is_set():
            raise unreachable(self.connection.uri)
        with self.streaming(timeout or self.timeout) as tx:
            return work(tx)


def _ask(store: Store, question: Query) -> None:
    ask(for_readers(store), question, question.example, 1)
