"""Ask every question once when the service starts, so that no reader waits for a plan to be made."""

import threading
from collections.abc import Mapping
from contextlib import suppress

from graph.asking import ask
from graph.errors import InnographError
from graph.store import Store
from queries import Query

PATIENCE = 60.0
# What the pages show first is asked first.
FIRST = (
    "chains",
    "chain_platform_matrix",
    "observations",
    "entities_by_class",
    "platforms_in_district",
    "documents",
    "conflicts",
    "arithmetic_audit",
    "unnamed_counts",
    "proposed_statements",
    "stale_figures",
    "changes",
    "platforms_for_chain",
    "chain_profile",
    "entity_names",
    "search",
    "entity",
    "neighbours",
)


def warm(store: Store, catalogue: Mapping[str, Query]) -> threading.Thread:
    """Ask in the background; the thread ends by itself, or with the process."""
    order = [*(name for name in FIRST if name in catalogue), *(name for name in catalogue if name not in FIRST)]
    questions = [catalogue[name] for name in order]
    thread = threading.Thread(target=_ask_all, args=(store, questions), name="warming", daemon=True)
    thread.start()
    return thread


def _ask_all(store: Store, questions: list[Query]) -> None:
    # A question that cannot be answered now will say so to whoever asks it; a closing store ends the round.
    with suppress(InnographError):
        for question in questions:
            ask(store, question, question.example, 1, timeout=PATIENCE)
