"""Figures of this process in the text form that Prometheus reads."""

import os
import time
from collections import Counter
from collections.abc import Iterator

import psutil

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
MEDIA = "text/plain; version=0.0.4; charset=utf-8"


class Figures:
    """Counts of requests by method, route and status; how long they took; what memory answered."""

    def __init__(self) -> None:
        self.started = time.time()
        self.at_once = 0
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.memory: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._times: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One finished request."""
        self.requests[method, route, status] += 1
        times = self._times.setdefault(route, [0] * (len(BUCKETS) + 1))
        times[next((n for n, most in enumerate(BUCKETS) if seconds <= most), len(BUCKETS))] += 1
        self._seconds[route] = self._seconds.get(route, 0.0) + seconds

    def text(self, revision: int | None, kept_bytes: int) -> str:
        """Every figure, one line each."""
        return "\n".join([*self._lines(revision, kept_bytes), ""])

    def _lines(self, revision: int | None, kept_bytes: int) -> Iterator[str]:
        yield "# TYPE innograph_requests_total counter"
        for (method, route, status), n in sorted(self.requests.items()):
            labels = f'method="{method}",route="{quoted(route)}",status="{status}"'
            yield f"innograph_requests_total{{{labels}}} {n}"
        yield "# TYPE innograph_request_seconds histogram"
        for route, times in sorted(self._times.items()):
            yield from self._histogram(quoted(route), times, self._seconds[route])
        yield "# TYPE innograph_answers_kept_total counter"
        yield from (f'innograph_answers_kept_total{{what="{what}"}} {n}' for what, n in sorted(self.memory.items()))
        yield "# TYPE innograph_refused_total counter"
        yield from (f'innograph_refused_total{{why="{why}"}} {n}' for why, n in sorted(self.refused.items()))
        gauges = {
            "innograph_requests_at_once": self.at_once,
            "innograph_kept_bytes": kept_bytes,
            "innograph_database_up": int(revision is not None),
            "innograph_revision": revision or 0,
            "process_resident_memory_bytes": psutil.Process(os.getpid()).memory_info().rss,
            "process_start_time_seconds": self.started,
        }
        for name, value in gauges.items():
            yield f"# TYPE {name} gauge"
            yield f"{name} {value}"

    def _histogram(self, route: str, times: list[int], seconds: float) -> Iterator[str]:
        total = 0
        for most, n in zip((*map(str, BUCKETS), "+Inf"), times, strict=True):
            total += n
            yield f'innograph_request_seconds_bucket{{route="{route}",le="{most}"}} {total}'
        yield f'innograph_request_seconds_sum{{route="{route}"}} {seconds:.6f}'
        yield f'innograph_request_seconds_count{{route="{route}"}} {total}'


def quoted(text: str) -> str:
    """A label value."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
