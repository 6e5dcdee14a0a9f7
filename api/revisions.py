"""Which revision of the graph answers may be served from memory."""

import asyncio
from collections.abc import Callable
from time import monotonic

from anyio import CapacityLimiter, to_thread

from graph.store import Store

# An answer from memory is at most this many seconds behind a write made by another process.
FRESH = 0.1


class Revisions:
    """The revision of the graph, asked for when needed: at most FRESH old, never older than a write of this process."""

    def __init__(self, store_of: Callable[[], Store | None]) -> None:
        self._store_of = store_of
        self._lock = asyncio.Lock()
        self._place: CapacityLimiter | None = None
        self._known = 0
        self._writes = -1
        self._until = 0.0

    async def current(self, least: int = 0) -> int | None:
        """The revision, asked anew where it is below `least`; None without a store, whose errors go to the caller."""
        store = self._store_of()
        if store is None:
            return None
        if least > self._known:
            self._until = 0.0
        if self._holds(store):
            return self._known
        async with self._lock:
            if not self._holds(store):
                await self._ask(store)
        return self._known

    def _holds(self, store: Store) -> bool:
        return self._writes == store.writes and monotonic() < self._until

    async def _ask(self, store: Store) -> None:
        # A thread of its own, so that answers in memory do not queue behind questions to the database.
        self._place = self._place or CapacityLimiter(1)
        writes, asked = store.writes, monotonic()
        self._known = await to_thread.run_sync(store.revision, limiter=self._place)
        self._writes, self._until = writes, asked + FRESH
