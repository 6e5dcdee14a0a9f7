"""The embedded engine, from the command line."""

import sys

import click

from api import printing
from api.commands.options import JSON
from api.progress import Bar
from graph import engine
from graph.settings import Settings


@click.group(help="内置数据库引擎 | the embedded engine.  例：innograph db status")
def db() -> None:
    pass


@db.command(help="启动引擎并留在后台 | start the engine and leave it running.  例：innograph db start")
@click.pass_obj
def start(settings: Settings) -> None:
    started = engine.start(settings, Bar())
    click.echo(f"引擎已在 {started.uri} 运行。| the engine runs at {started.uri}.")


@db.command(help="停止引擎 | stop the engine.  例：innograph db stop")
@click.pass_obj
def stop(settings: Settings) -> None:
    click.echo("引擎已停止。| stopped." if engine.stop(settings) else "引擎没有在运行。| it was not running.")


@db.command(help="引擎状态 | state of the engine.  例：innograph db status --format json")
@JSON
@click.pass_obj
def status(settings: Settings, kind: str) -> None:
    printing.emit(printing.status(engine.status(settings), kind), None)


@click.command(help="检查本机环境并给出办法 | check this machine.  例：innograph doctor")
@JSON
@click.pass_obj
def doctor(settings: Settings, kind: str) -> None:
    checks = engine.doctor(settings)
    printing.emit(printing.checks(checks, kind, settings.lang), None)
    sys.exit(0 if all(check.ok for check in checks) else 1)
