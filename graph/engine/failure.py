"""Why the server died at its start: its logs, translated into one sentence with its way out."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.engine.home import EngineHome
from graph.errors import EngineBroken, EngineBusy, EngineError

PORT = r"Address already in use|BindException"
IN_USE = r"locked by another process|FileLockException|StoreLockException"
DISK = r"No space left on device|not enough space on the disk|Disk quota exceeded"
MEMORY = (
    r"Could not reserve enough space|Invalid (maximum|initial) heap|exceeds the maximum|Cannot allocate memory"
    r"|OutOfMemoryError|insufficient memory|[Tt]oo small|initialization of VM"
)
STAMP = r"(\d{4}-\d\d-\d\d \S+ [A-Z]+ +)?"
DETAILS = re.compile(rf"\s*{STAMP}(at |\.\.\. \d+ more|$)|.*\[aot")  # stack traces, remarks on the start cache


def explained(home: EngineHome, log_start: int, port: int) -> EngineError:
    """The error for a server that ended instead of starting; its part of the log begins at `log_start`."""
    text = _output(home, log_start)
    if re.search(PORT, text):
        return port_taken(port)
    if re.search(IN_USE, text):
        return EngineBusy(
            f"数据目录 {home.path} 正被另一个数据库进程使用；请结束它，或用 INNOGRAPH_HOME 指定另一个目录。",
            f"{home.path} is in use by another database process; end it, or set INNOGRAPH_HOME to another directory.",
        )
    if re.search(DISK, text):
        return _no_room(home)
    if re.search(MEMORY, text):
        return EngineBroken(
            f"内存不足，Java 无法启动（{last_line(text)}）；请关闭别的程序，或调小 INNOGRAPH_HEAP。",
            f"too little memory for Java ({last_line(text)}); close other programs, or set a smaller INNOGRAPH_HEAP.",
        )
    return EngineBroken(
        f"数据库启动失败（{last_line(text)}）；详见 {home.log}，也可运行 innograph doctor。",
        f"the database ended at its start ({last_line(text)}); see {home.log}, or run innograph doctor.",
    )


@contextmanager
def told_of_files(home: EngineHome) -> Iterator[None]:
    """A fault of the disk or of permissions under the data directory as an error of ours."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _no_room(home) from error
        raise EngineBroken(
            f"不能使用数据目录 {home.path}（{error}）；请改正其权限，或用 INNOGRAPH_HOME 指定另一个目录。",
            f"cannot use {home.path} ({error}); mend its permissions, or set INNOGRAPH_HOME to another directory.",
        ) from error


def _no_room(home: EngineHome) -> EngineBroken:
    return EngineBroken(
        f"磁盘已满，数据库无法写入 {home.path}；请腾出空间后重试。",
        f"the disk is full, the database cannot write to {home.path}; free some space and try again.",
    )


def disk_full(home: EngineHome, log_start: int) -> bool:
    """Whether the server has met a full disk; it does not end then, it hangs."""
    return bool(re.search(DISK, _output(home, log_start)))


def port_taken(port: int) -> EngineBusy:
    """Somebody else listens on the engine's port."""
    return EngineBusy(
        f"端口 {port} 已被占用；请结束占用它的程序，或改用别的 INNOGRAPH_ENGINE_PORT。",
        f"port {port} is taken; end the program that holds it, or set another INNOGRAPH_ENGINE_PORT.",
    )


def another_password(home: EngineHome) -> EngineBroken:
    """The database was made with another password than the one in its file, which was changed or lost."""
    return EngineBroken(
        f"数据库不接受 {home.path / 'password'} 中的密码；请恢复原来的文件，或把 {home.path} 移到别处后重新装载。",
        f"the database refuses the password in {home.path / 'password'}; put the former file back, "
        f"or move {home.path} away and load again.",
    )


def _output(home: EngineHome, log_start: int) -> str:
    return "\n".join([_tail(home.supervisor_log, 0), _tail(home.console, 0), _tail(home.log, log_start)])


def _tail(file: Path, start: int) -> str:
    try:
        with file.open("rb") as log:
            log.seek(start)
            return log.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return ""


def last_line(text: str) -> str:
    """The last line of a log that is not part of a stack trace."""
    lines = [line.strip() for line in text.splitlines() if not DETAILS.match(line)]
    return lines[-1][:300] if lines else "no log"
