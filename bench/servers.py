"""Servers as processes of their own: begun, left in peace, and asked for their memory."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psutil


@contextmanager
def process(command: list[str], root: str, **environment: str) -> Iterator[str]:
    """A server for as long as the block lasts, once it answers."""
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL) as running:
        place, end = urlsplit(root), time.monotonic() + 120
        while time.monotonic() < end and running.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((place.hostname or "", place.port or 0)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield root
        finally:
            running.terminate()
            running.wait()


def free() -> str:
    """A root address with a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def quiet(limit: float = 240.0) -> None:
    """Wait until the database rests: each server asks every question once in the background when it starts."""
    (java,) = (p for p in psutil.Process().children(recursive=True) if "java" in p.name())
    end, still = time.monotonic() + limit, 0
    while still < 5 and time.monotonic() < end:
        still = still + 1 if java.cpu_percent(1.0) < 10 else 0


def resident(word: str) -> int:
    """Megabytes of the processes started here whose command has that word, and of their children."""
    mine = psutil.Process().children(recursive=True)
    found = {p for p in mine if word in " ".join(p.cmdline())}
    found |= {child for p in found for child in p.children(recursive=True) if "java" not in child.name()}
    return round(sum(p.memory_info().rss for p in found) / 2**20)
