"""The engine's jars: listed in `jars.lock`, fetched once into the cache, checked at every start."""

import errno
import hashlib
import os
import queue
import shutil
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import filelock

from graph.errors import EngineBroken, EngineBusy, EngineMissing
from graph.settings import Settings

THREADS = 6
CHUNK = 1 << 16
TIMEOUT = 20  # seconds of silence on a connection
TRIES = 3
ROOM = 64 << 20  # bytes left free on the disk beyond the jars
Progress = Callable[[str, int, int], None]  # what is going on in Chinese and English, how much is done, of how much
ALTERED_ZH = "引擎文件 {path} 与清单不符，可能已损坏或被改动；请删除该文件后重试。"
ALTERED_EN = "{path} does not match the list of engine files, it is damaged or altered; delete it and try again."


@dataclass(frozen=True)
class Jar:
    """One row of the lock."""

    coordinates: str
    name: str
    sha256: str
    size: int

    @property
    def address(self) -> str:
        """Where it lies in any Maven repository."""
        group, artifact, version, _ = self.coordinates.split(":")
        return "/".join([*group.split("."), artifact, version, self.name])

    def intact(self, path: Path) -> bool:
        """Whether the file at `path` is this jar."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


def read_lock() -> tuple[Jar, ...]:
    """The rows of `jars.lock`, in class path order."""
    text = files(__package__).joinpath("jars.lock").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return tuple(Jar(coordinates, name, sha256, int(size)) for coordinates, name, sha256, size in rows)


def version_of(jars: Sequence[Jar]) -> str:
    """The version of Neo4j these jars make."""
    return jars[0].coordinates.split(":")[2]


def jar_folder(settings: Settings) -> Path:
    """The cache of the jars, shared by all data directories of this user."""
    return settings.cache / f"neo4j-{version_of(read_lock())}"


def ensure_jars(settings: Settings, progress: Progress | None = None) -> list[Path]:
    """The intact jars in class path order, fetched where missing.

    EngineBroken for an altered jar or a full disk, EngineMissing where a jar is neither cached nor to be had.
    """
    fetch_missing(settings, progress)
    return verified(read_lock(), jar_folder(settings))


def fetch_missing(settings: Settings, progress: Progress | None = None) -> None:
    """Fetch the jars the cache lacks; EngineMissing where that cannot be."""
    jars, folder = read_lock(), jar_folder(settings)
    if missing_of(jars, folder):
        if settings.on("offline"):
            raise EngineMissing(
                f"离线模式下缓存 {folder} 中缺少引擎文件；请去掉 --offline 联网运行一次，"
                "或从已运行过的电脑复制这个文件夹。",
                f"offline, and {folder} lacks engine files; run once with a network, "
                "or copy that folder from a machine where it has run.",
            )
        fetch(jars, folder, repository(settings), progress)


def missing_of(jars: Sequence[Jar], folder: Path) -> list[Jar]:
    """The jars that are not in the folder."""
    return [jar for jar in jars if not (folder / jar.name).exists()]


def verified(jars: Sequence[Jar], folder: Path) -> list[Path]:
    """The paths of the jars, each compared with its sha256; EngineBroken names the first that differs."""
    paths = [folder / jar.name for jar in jars]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        intact = list(pool.map(Jar.intact, jars, paths))
    for path, whole in zip(paths, intact, strict=True):
        if not whole:
            raise EngineBroken(ALTERED_ZH.format(path=path), ALTERED_EN.format(path=path), path=str(path))
    return paths


def repository(settings: Settings) -> str:
    """Where jars are fetched from: the setting, else the first of jgo's configuration, else jgo's default."""
    from jgo.config import GlobalSettings
    from jgo.constants import MAVEN_CENTRAL_URL

    configured: list[str] = list(GlobalSettings.load().repositories.values())
    return settings.text("repository") or next(iter(configured), str(MAVEN_CENTRAL_URL))


def fetch(jars: Sequence[Jar], folder: Path, address: str, progress: Progress | None = None) -> None:
    """Fetch what the folder lacks; each file appears under its name only when whole and intact."""
    make_folder(folder)
    try:
        with filelock.FileLock(folder / "fetch.lock", timeout=600):
            wanted = missing_of(jars, folder)
            check_room(folder, sum(jar.size for jar in wanted))
            _Fetching(wanted, folder, address).run(progress)
    except filelock.Timeout as error:
        raise EngineBusy(
            f"另一个进程一直在下载到 {folder}；请等它结束或结束它，然后重试。",
            f"another process keeps fetching into {folder}; let it finish or end it, then try again.",
        ) from error


def make_folder(folder: Path) -> None:
    """Make a folder; EngineBroken where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineBroken(
            f"无法建立目录 {folder}：{error.strerror}；请改正其权限，或用 INNOGRAPH_CACHE、INNOGRAPH_HOME 指定别处。",
            f"cannot make {folder}: {error.strerror}; mend its permissions, or set INNOGRAPH_CACHE or INNOGRAPH_HOME.",
        ) from error


def check_room(folder: Path, needed: int) -> None:
    """EngineBroken where the disk of `folder` has not `needed` bytes and some more."""
    free = shutil.disk_usage(folder).free
    if needed and free < needed + ROOM:
        want, have = (needed + ROOM) >> 20, free >> 20
        raise EngineBroken(
            f"磁盘空间不足：{folder} 需要 {want} MB，只剩 {have} MB；请腾出空间，"
            "或用 INNOGRAPH_CACHE、INNOGRAPH_HOME 换一个磁盘。",
            f"disk full: {folder} needs {want} MB and has {have} MB; free some, "
            "or set INNOGRAPH_CACHE or INNOGRAPH_HOME to another disk.",
        )


class _Fetching:
    """A few threads that fetch jars; daemons, so that an interrupt leaves at once."""

    def __init__(self, jars: Sequence[Jar], folder: Path, address: str) -> None:
        self.jars, self.folder, self.address = jars, folder, address.rstrip("/")
        self.todo: queue.SimpleQueue[Jar] = queue.SimpleQueue()
        self.news: queue.SimpleQueue[int | BaseException] = queue.SimpleQueue()
        self.over = threading.Event()

    def run(self, progress: Progress | None) -> None:
        """Fetch all; raises the first failure, or the user's interrupt."""
        for jar in self.jars:
            self.todo.put(jar)
        total, done = sum(jar.size for jar in self.jars), 0
        for _ in range(min(THREADS, len(self.jars))):
            threading.Thread(target=self._work, daemon=True).start()
        try:
            while done < total:
                news = self.news.get()
                if isinstance(news, BaseException):
                    raise news
                done += news
                if progress:
                    progress("下载数据库引擎 | fetching the engine", done, total)
        finally:
            self.over.set()

    def _work(self) -> None:
        while not self.over.is_set():
            try:
                self._fetch(self.todo.get_nowait())
            except queue.Empty:
                return
            except BaseException as error:
                self.news.put(error)
                return

    def _fetch(self, jar: Jar) -> None:
        part = self.folder / f"{jar.name}.part"
        self._download(jar, part)
        if self.over.is_set():
            return
        if not jar.intact(part):
            part.unlink()
            raise EngineBroken(
                f"{self.address} 给出的 {jar.name} 与清单不符，已丢弃；请换一个仓库（INNOGRAPH_REPOSITORY）后重试。",
                f"{jar.name} from {self.address} does not match the list and was thrown away; "
                "set another INNOGRAPH_REPOSITORY.",
            )
        part.replace(self.folder / jar.name)
        self.news.put(jar.size)

    def _download(self, jar: Jar, part: Path) -> None:
        for left in reversed(range(TRIES)):
            try:
                return self._stream(jar, part)
            except OSError as error:
                if self.over.is_set():
                    return None
                if error.errno == errno.ENOSPC or not left:
                    raise self._explained(jar, error) from error
                self.over.wait(1)  # a moment for a busy repository

    def _stream(self, jar: Jar, part: Path) -> None:
        from jgo.util import http

        response: Any = http.get(f"{self.address}/{jar.address}", stream=True, timeout=TIMEOUT)
        with response, part.open("wb") as file:
            response.raise_for_status()
            for chunk in response.iter_content(CHUNK):
                if self.over.is_set():
                    return
                file.write(chunk)

    def _explained(self, jar: Jar, error: OSError) -> EngineMissing | EngineBroken:
        if error.errno == errno.ENOSPC:
            return EngineBroken(
                f"下载 {jar.name} 时磁盘已满（{self.folder}）；请腾出空间后重试。",
                f"the disk is full at {jar.name} in {self.folder}; free some space and try again.",
            )
        return EngineMissing(
            f"无法从 {self.address} 下载 {jar.name}（{type(error).__name__}）；请检查网络或代理后重试，"
            "已下载的会保留。",
            f"cannot fetch {jar.name} from {self.address} ({type(error).__name__}); "
            "check network or proxy, what was fetched is kept.",
        )
