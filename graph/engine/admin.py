"""Neo4j's own admin tool, run on a data directory whose server is stopped: dump, load, import, check."""

import signal
import tempfile

from graph.engine.aot import StartCache
from graph.engine.failure import last_line
from graph.engine.home import EngineHome
from graph.engine.jars import ensure_jars
from graph.engine.processes import spawn
from graph.engine.runtime import ADMIN, FLAGS, argument_file, class_path, java, module_environment, size_of
from graph.errors import EngineBroken, EngineBusy
from graph.settings import Settings


def run_admin(settings: Settings, *arguments: str) -> str:
    """What the tool prints for e.g. ("database", "dump", "neo4j", "--to-path=…").

    EngineBusy while the server runs, EngineBroken with the tool's last line where it fails.
    """
    home = EngineHome.of(settings)
    home.prepare()
    jars = ensure_jars(settings)
    with home.transition():
        state = home.server()
        if state is not None and state.java.alive():
            raise EngineBusy(
                f"{home.path} 的数据库正在运行；请先用 innograph db stop 停止它。",
                f"the database of {home.path} is running; stop it first with innograph db stop.",
            )
        home.password()
        home.configure(size_of(settings, "page_cache"), 7687)
        cached = StartCache.of(settings, jars).flags()
        options = [*FLAGS, *cached, f"-Djava.io.tmpdir={home.run / 'tmp'}", "-cp", class_path(jars), ADMIN]
        return _run(home, [str(java()), argument_file(home.run / "admin.args", options), *arguments])


def _run(home: EngineHome, command: list[str]) -> str:
    environment = {**module_environment(), "NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}
    with tempfile.TemporaryFile(dir=home.run) as output:
        process = spawn(command, output, environment, signal.SIGKILL)
        try:
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    if code:
        what = " ".join(command[2:4])
        raise EngineBroken(
            f"数据库工具 {what} 失败：{last_line(text)}；请按提示改正后重试。",
            f"the database tool {what} failed: {last_line(text)}; correct that and try again.",
            output=text,
        )
    return text
