"""A small process that runs the server and ends it with its last user, whichever way the users end.

Run as `python -m graph.engine.supervisor LAUNCH.json`. It outlives the command that started it, so neither
Ctrl-C nor kill -9 of that command leaves a Java process behind; where the supervisor itself is killed, Linux
ends Java for it.
"""

import ctypes
import functools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock

from graph.engine.state import Process, ServerState, Users, write_state

TICK = 0.5  # seconds between looks at the users
PATIENCE = 30.0  # seconds a server may take to stop before it is killed
PR_SET_PDEATHSIG = 1


def main(launch_file: Path) -> None:
    """Start the server described in the launch file, watch it, stop it, and clear up."""
    launch: dict[str, Any] = json.loads(launch_file.read_text(encoding="utf-8"))
    run, wake, asked = launch_file.parent, threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _set_all(asked, wake))
    state = run / "state.json"
    with Path(launch["console"]).open("wb") as console:
        java = spawn(launch["command"], console)
    try:
        write_state(
            state,
            ServerState(Process.of(java.pid), Process.of(os.getpid()), launch["port"], launch["version"]),
        )
        threading.Thread(target=_wait_for, args=(java, wake), daemon=True).start()
        watch(java, Users(run / "users"), filelock.FileLock(run / "engine.lock"), wake, asked)
    finally:
        end(java)
        state.unlink(missing_ok=True)


def watch(
    java: "subprocess.Popen[bytes]",
    users: Users,
    lock: filelock.BaseFileLock,
    wake: threading.Event,
    asked: threading.Event,
) -> None:
    """Return once the server ended, its end was asked for, or nobody needs it (then the lock stays held)."""
    while java.poll() is None and not asked.is_set():
        if not users.needed() and acquired(lock):
            if not users.needed():
                return
            lock.release()
        wake.wait(TICK)


def _set_all(*events: threading.Event) -> None:
    for event in events:
        event.set()


def _wait_for(java: "subprocess.Popen[bytes]", wake: threading.Event) -> None:
    java.wait()
    wake.set()


def acquired(lock: filelock.BaseFileLock) -> bool:
    """Take the lock if it is free: whoever starts, attaches or stops holds it, and is not to be disturbed."""
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        return False
    return True


def end(java: "subprocess.Popen[bytes]") -> None:
    """Stop the server cleanly, by force after a while."""
    if java.poll() is None:
        java.terminate()
    try:
        java.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        java.kill()
        java.wait()


def spawn(command: list[str], console: Any) -> "subprocess.Popen[bytes]":
    """A child that Linux ends when this process ends."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=console,
        stderr=subprocess.STDOUT,
        preexec_fn=_dying_with_parent(),
    )


def _dying_with_parent() -> Callable[[], object] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return functools.partial(libc.prctl, PR_SET_PDEATHSIG, int(signal.SIGTERM))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
