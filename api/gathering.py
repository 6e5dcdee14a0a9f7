"""Callers who ask the same question at one time are answered together, by one way to the database.

A way to the database costs as much as a small question. While as many statements of a question are under way as help,
further callers wait, and the next statement asks for all of them. Who asks alone never waits. Those just answered come
back one by one: a second statement goes once as many wait as are under way, so that both are for about as many.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NamedTuple

from anyio import to_thread

from graph.asking import Answer, answer, answers
from graph.errors import InnographError, StoreUnreachable
from graph.store import Store
from graph.wishes import Wish

# Wishes in one statement, and statements of one question under way.
TOGETHER, SIDE_BY_SIDE = 32, 2
# Seconds that answering together may take: slow questions are asked one by one.
QUICK = 0.05
Key = tuple[int, str, int, int]


class Waiting(NamedTuple):
    """One caller: what it wants to know, what is made of the answer, and where that goes."""

    wish: Wish
    write: Callable[[Answer], Any]
    made: "asyncio.Future[Any]"


@dataclass
class Line:
    """The callers of one page of one question: those who wait, and how many are asked for by how many statements."""

    store: Store
    waiting: deque[Waiting] = field(default_factory=deque)
    under_way: int = 0
    asked: int = 0
    called: bool = False

    def open(self, together: int) -> bool:
        """Whether a further statement, for so many callers at most, may go now."""
        if together == 1:
            return True
        return self.under_way < SIDE_BY_SIDE and len(self.waiting) >= min(together, self.asked)


class Gathering:
    """Puts questions to the database from an event loop; threads of the default limiter do the work."""

    def __init__(self) -> None:
        self._lines: dict[Key, Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # How long one wish took lately, by question; unknown is slow.
        self._seconds: dict[str, float] = {}

    async def ask(self, store: Store, wish: Wish, write: Callable[[Answer], Any]) -> Any:
        """What `write` makes of the answer to a wish; raises what asking or writing raised."""
        key = (id(store), wish.query.name, wish.limit, wish.skip)
        line = self._lines.setdefault(key, Line(store))
        loop = asyncio.get_running_loop()
        made = loop.create_future()
        line.waiting.append(Waiting(wish, write, made))
        if not line.called:
            line.called = True
            loop.call_soon(self._start, key, line)  # after all whose requests have come by now
        return await made

    async def ask_alone(self, store: Store, wish: Wish, write: Callable[[Answer], Any]) -> Any:
        """The same in a thread that no other caller waits for."""
        return await to_thread.run_sync(lambda: write(answer(store, wish)))

    def _start(self, key: Key, line: Line) -> None:
        line.called = False
        together = self._together(key[1])
        while line.waiting and line.open(together):
            some = [line.waiting.popleft() for _ in range(min(together, len(line.waiting)))]
            line.under_way += 1
            line.asked += len(some)
            task = asyncio.create_task(self._answer(key, line, some))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if not line.under_way:
            self._lines.pop(key, None)

    def _together(self, question: str) -> int:
        return max(1, min(TOGETHER, int(QUICK / self._seconds.get(question, QUICK))))

    async def _answer(self, key: Key, line: Line, some: Sequence[Waiting]) -> None:
        try:
            made, seconds = await to_thread.run_sync(_timed, line.store, some)
            known = self._seconds.get(key[1], seconds)
            self._seconds[key[1]] = 0.7 * known + 0.3 * seconds
        except Exception as error:
            made = [error] * len(some)
        finally:
            line.under_way -= 1
            line.asked -= len(some)
        for caller, result in zip(some, made, strict=True):
            if not caller.made.done():
                give = caller.made.set_exception if isinstance(result, Exception) else caller.made.set_result
                give(result)
        self._start(key, line)


def _timed(store: Store, some: Sequence[Waiting]) -> tuple[list[Any], float]:
    began = perf_counter()
    made = [_written(caller, told) for caller, told in zip(some, _told(store, some), strict=True)]
    return made, (perf_counter() - began) / len(some)


def _told(store: Store, some: Sequence[Waiting]) -> Sequence[Answer | InnographError]:
    try:
        return answers(store, [caller.wish for caller in some])
    except InnographError as error:
        if len(some) == 1 or isinstance(error, StoreUnreachable):
            return [error] * len(some)
        # One of them may have been too much; the others must not suffer for it.
        return [told for caller in some for told in _told(store, [caller])]


def _written(caller: Waiting, told: Answer | InnographError) -> Any:
    try:
        return told if isinstance(told, InnographError) else caller.write(told)
    except InnographError as error:
        return error
