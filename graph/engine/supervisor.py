"""A small process that runs the server and ends it with its last user, whichever way the users end.

Run as `python -m graph.engine.supervisor LAUNCH.json`. It outlives the command that started it, so neither Ctrl-C nor
kill -9 of that command leaves a Java process behind; where the supervisor itself is killed, Linux ends Java for it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import filelock

from graph.engine.processes import Process, kill_tree, spawn
from graph.engine.state import ServerState, Users, write_state

TICK = 0.5  # seconds between looks at the users
PATIENCE = 30.0  # seconds a server may take to stop before it is killed


@dataclass(frozen=True)
class Launch:
    """What to run: the server's command, where its output goes, its port and version; background work, if any.

    The background work may be killed at any time; `scratch` is what it leaves behind then.
    """

    command: list[str]
    console: str
    port: int
    version: str
    background: list[str]
    scratch: str
    background_after: float = 10.0  # seconds; by then the server has started and a short command is over


class Supervisor:
    """Runs one server from its start to its end."""

    def __init__(self, run: Path, launch: Launch) -> None:
        self.launch = launch
        self.users = Users(run / "users")
        self.state = run / "state.json"
        self.lock = filelock.FileLock(run / "engine.lock")
        self.news = threading.Event()
        self.asked = False
        self.background: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the server, watch it, stop it, and clear up."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop())
        with Path(self.launch.console).open("wb") as console:
            java = spawn(self.launch.command, console)
        try:
            me, server = Process.of(os.getpid()), Process.of(java.pid)
            write_state(self.state, ServerState(server, me, self.launch.port, self.launch.version))
            threading.Thread(target=self._await_end, args=(java,), daemon=True).start()
            self._watch(java)
        finally:
            self._end(java)
            self.state.unlink(missing_ok=True)

    def _watch(self, java: "subprocess.Popen[bytes]") -> None:
        """Return once the server ended, its end was asked for, or nobody needs it."""
        background_at = time.monotonic() + self.launch.background_after
        while java.poll() is None and not self.asked and not self._unneeded():
            if self.launch.background and time.monotonic() > background_at and not self.background:
                self.background = spawn(self.launch.background, subprocess.DEVNULL)
            self.news.wait(TICK)

    def _unneeded(self) -> bool:
        """Whether nobody needs the server; then the lock stays held until this process ends."""
        if self.users.needed():
            return False
        try:
            self.lock.acquire(blocking=False)
        except filelock.Timeout:  # somebody starts, attaches or stops just now
            return False
        if self.users.needed():
            self.lock.release()
            return False
        return True

    def _end(self, java: "subprocess.Popen[bytes]") -> None:
        """Stop the server cleanly, by force after a while, and background work at once."""
        if self.background:
            kill_tree(self.background.pid)
        if java.poll() is None:
            java.terminate()
        try:
            java.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            java.kill()
            java.wait()
        if self.background:
            shutil.rmtree(self.launch.scratch, ignore_errors=True)

    def _stop(self) -> None:
        self.asked = True
        self.news.set()

    def _await_end(self, java: "subprocess.Popen[bytes]") -> None:
        java.wait()
        self.news.set()


def main(launch_file: Path) -> None:
    """Supervise the server that the launch file describes."""
    launch = Launch(**json.loads(launch_file.read_text(encoding="utf-8")))
    Supervisor(launch_file.parent, launch).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
