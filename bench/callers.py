"""Clients that ask a server one thing after the other, and how long they wait."""

import random
import socket
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

Ask = Callable[[str], int]


class Figure(NamedTuple):
    """Milliseconds at the 50th, 95th and 99th percentile, and requests a second."""

    p50: float
    p95: float
    p99: float
    rate: float


class Line:
    """One kept connection that sends GET and reads the whole answer."""

    def __init__(self, root: str) -> None:
        place = urlsplit(root)
        self._line = socket.create_connection((place.hostname or "", place.port or 0))
        self._host = place.netloc.encode()

    def get(self, target: str) -> int:
        """The number of bytes of the body; AssertionError for anything but 200."""
        self._line.sendall(b"GET " + target.encode() + b" HTTP/1.1\r\nHost: " + self._host + b"\r\n\r\n")
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._line.recv(65536)
        head, _, body = got.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:300]
        if b"content-length:" in head.lower():
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += self._line.recv(65536)
        else:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._line.recv(65536)
        return len(body)


def measured(clients: int, seconds: float, things: list[str], way: Callable[[], Ask]) -> Figure:
    """Clients that ask one thing after the other for so long."""
    times: list[list[float]] = [[] for _ in range(clients)]
    ready = threading.Barrier(clients + 1)

    def work(number: int) -> None:
        ask_one, order = way(), random.Random(number)
        ask_one(things[0])
        ready.wait()
        end = time.perf_counter() + seconds
        while (began := time.perf_counter()) < end:
            ask_one(order.choice(things))
            times[number].append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    flat = sorted(ms * 1000 for one in times for ms in one)
    cut = [flat[min(len(flat) - 1, int(len(flat) * part))] for part in (0.5, 0.95, 0.99)]
    return Figure(*cut, len(flat) / took)
