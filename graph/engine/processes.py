"""Processes: told apart from later ones with the same number, and started so that they end with their parent."""

import contextlib
import ctypes
import functools
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psutil

CLOCK_SLACK = 2.0  # seconds; a corrected system clock shifts reported creation times a little
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Process:
    """A process, told apart from a later one with the same number by its creation time."""

    pid: int
    created: float

    @classmethod
    def of(cls, pid: int) -> "Process":
        """The running process with this number."""
        return cls(pid, psutil.Process(pid).create_time())

    def alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        try:
            found = psutil.Process(self.pid)
            same = abs(float(found.create_time()) - self.created) < CLOCK_SLACK
            return same and bool(found.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def memory(self) -> int:
        """Its resident memory in bytes; 0 once it has ended."""
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0

    def terminate(self) -> None:
        """Ask it to end; nothing where it has ended already."""
        with contextlib.suppress(psutil.NoSuchProcess):
            if self.alive():
                psutil.Process(self.pid).terminate()


def kill_tree(pid: int) -> None:
    """Kill a process and all below it; at the lowest priority it could take long to end by itself."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (*process.children(recursive=True), process):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()


def spawn(
    command: list[str],
    output: Any,
    environment: Mapping[str, str] | None = None,
    last_word: signal.Signals = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """A child without input; Linux sends it `last_word` when this process ends, however it ends."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=environment,
        preexec_fn=_dying_with_parent(last_word),
    )


def die_with_parent() -> None:
    """Have Linux kill this process when the one that started it ends, however it ends."""
    if promise := _dying_with_parent(signal.SIGKILL):
        promise()


def _dying_with_parent(last_word: signal.Signals) -> Callable[[], object] | None:
    if sys.platform != "linux":
        return None
    return functools.partial(ctypes.CDLL(None).prctl, PR_SET_PDEATHSIG, int(last_word))
