"""Other processes that use the engine, and what is left of them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil

from graph.engine.home import EngineHome
from graph.settings import Settings

USER = """
import sys, time
from graph import engine
from graph.settings import read_settings
with engine.session(read_settings()) as connection:
    print(connection.owned, flush=True)
    time.sleep(600)
"""


@contextmanager
def user_of(settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """Another process that uses the server: no Java on its path, an empty home; yields once it is connected."""
    home = settings.home.parent / "empty"
    home.mkdir(exist_ok=True)
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith("LD_") or name == "SYSTEMROOT"},
        **{"PATH": "", "HOME": str(home), "LANG": "C"},
        **{"INNOGRAPH_HOME": str(settings.home), "INNOGRAPH_CACHE": str(settings.cache)},
    }
    process = subprocess.Popen([sys.executable, "-c", USER], env=environment, stdout=subprocess.PIPE, text=True)
    with process:
        try:
            assert process.stdout is not None
            process.owned = process.stdout.readline().strip() == "True"  # type: ignore[attr-defined]
            yield process
        finally:
            process.kill()


def soon(happens: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it happens within some seconds."""
    limit = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True


def processes_of(settings: Settings) -> list[int]:
    """Every process whose command line names this data directory's engine."""
    place = str(EngineHome.of(settings).run)
    found = psutil.process_iter(["cmdline", "status"])
    return [p.pid for p in found if any(place in word for word in p.info["cmdline"] or ())]
