"""Ask every question once when the service starts, so that no reader waits for a plan to be made."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from api.pages.front import front, renewed
from graph.asking import ask
from graph.errors import InnographError
from graph.people import for_readers
from graph.store import Store
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


def warm(store: Store, catalogue: Mapping[str, Query], folder: Path) -> threading.Thread:
    """Ask in the background; the thread ends by itself, or with the process. `folder` is the data directory."""
    near = [catalogue[name] for name in FIRST if name in catalogue]
    far = [question for name, question in catalogue.items() if name not in FIRST]
    patient = Store(store.connection, PATIENCE)
    thread = threading.Thread(target=_ask_all, args=(patient, near, far, folder), name="warming", daemon=True)
    thread.start()
    return thread


def _ask_all(store: Store, near: list[Query], far: list[Query], folder: Path) -> None:
    # A question that cannot be answered now will say so to whoever asks it; a closing store ends the round.
    with suppress(InnographError):
        front(store, folder, age=0)
        _ask(store, near)
        renewed(store, folder)
        _ask(store, far)


def _ask(store: Store, questions: list[Query]) -> None:
    for question in questions:
        ask(for_readers(store), question, question.example, 1)
