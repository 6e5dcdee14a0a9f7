"""Where a server listens: on this machine only, on the port that is set or a free one."""

import contextlib
import os
import random
import socket

from graph.engine.failure import port_taken
from graph.settings import Settings

HOST = "127.0.0.1"
PORTS = range(17000, 30000)  # below the ports systems hand out, so that a probe can never connect to itself


def choose_port(settings: Settings) -> int:
    """The port that is set, or a free one; EngineBusy where it is taken."""
    wanted = settings.text("engine_port")
    candidates = [settings.number("engine_port")] if wanted else random.sample(PORTS, k=50)
    for port in candidates:
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return port
    raise port_taken(candidates[0])


def listening(port: int) -> bool:
    """Whether somebody answers there."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
