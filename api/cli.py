"""The command line: every command parses, asks, prints. Exit codes: 0 done, 1 some rows rejected, 2 could not run."""

import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path

import click
import orjson

from api import addresses, answers, printing, usage
from api.commands import export, keys, standing, view
from api.commands import template as lists
from api.commands.opening import opened
from graph import engine
from graph.asking import ask, catalogue
from graph.errors import InnographError, NotFound
from graph.settings import Settings, read_settings
from graph.wishes import LIMIT
from ingest import build, bulk
from ingest.exchange import is_rdf
from ingest.texts import is_text
from ontology import OntologyError
from queries import Query, QueryError

# A question on a cold engine is planned first, which takes seconds on a slow PC.
PATIENCE = 60.0
FORMATS = click.Choice(["table", "json", "csv", "xlsx", "docx"])
JSON = click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", help="输出格式 | output format"
)


def main() -> None:
    """Run the command line; every expected error is one sentence on standard error and exit code 2."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        sys.exit(cli.main(standalone_mode=False))
    except (InnographError, OntologyError, QueryError) as error:
        lang = read_settings().lang
        fail(error.en if lang == "en" else error.zh)
    except click.ClickException as error:
        fail(usage.sentence(error))
    except BrokenPipeError:  # what reads our output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still to be written
        sys.exit(1)
    except OSError as error:
        fail(usage.of_a_file(error))
    except (KeyboardInterrupt, click.Abort):
        fail("已中断。| interrupted.", code=130)


def interrupt(*_: object) -> None:
    """Being told to end is like Ctrl-C: what was opened is closed on the way out."""
    raise KeyboardInterrupt


def fail(sentence: str, code: int = 2) -> None:
    """One sentence and the exit code."""
    click.echo(sentence, err=True)
    sys.exit(code)


@click.group(help="InnoGraph：城市创新生态知识图谱 | a knowledge graph of a city's innovation ecosystem")
@click.version_option(package_name="innograph")
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = read_settings()


@cli.command(help="启动引擎、装载内置城市并提供网页与接口 | start, load and serve.  例：innograph up --port 8000")
@click.option("--host", help="监听地址 | address")
@click.option("--port", type=click.IntRange(0, 65535), help="端口 | port")
@click.option("--workers", type=click.IntRange(1, 16), help="服务进程数 | processes that serve")
@click.option("--anonymous-read", is_flag=True, help="对外监听时允许无密钥阅读 | let anyone who reaches it read")
@click.option("--no-browser", is_flag=True, help="不打开浏览器 | do not open a browser")
@click.option("--offline", is_flag=True, help="只用缓存，不联网 | use the cache only")
@click.pass_obj
def up(
    settings: Settings,
    host: str | None,
    port: int | None,
    workers: int | None,
    anonymous_read: bool,
    no_browser: bool,
    offline: bool,
) -> None:
    given = {"host": host, "port": port, "workers": workers}
    given |= {"offline": int(offline) or None, "anonymous_read": int(anonymous_read) or None}
    settings = settings.but(**{name: str(value) for name, value in given.items() if value is not None})
    addresses.guarded(settings)
    addresses.free_port(settings)
    # Half a second of imports that no other command needs, while the engine starts.
    threading.Thread(target=import_module, args=("api.serving",), daemon=True).start()
    with opened(settings) as store:
        from api import serving

        serving.serve(settings, store, browser=not no_browser)


@cli.command(help="回答一个查询 | answer a question.  例：innograph query platforms_for_chain chain=钓具")
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--format", "kind", type=FORMATS, default="table", help="输出格式 | output format")
@click.option("--limit", type=click.IntRange(1, 1000), default=LIMIT, help="最多行数 | rows at most")
@click.option("--cursor", default="", help="上一页给出的游标 | cursor of the page before")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件 | write to a file")
@click.pass_obj
def query(
    settings: Settings,
    name: str,
    arguments: tuple[str, ...],
    kind: str,
    limit: int,
    cursor: str,
    output: Path | None,
) -> None:
    question = question_named(name)
    given = printing.pairs(arguments)
    with opened(settings) as store:
        answer = ask(store, question, given, limit, cursor, timeout=PATIENCE)
        if kind == "docx":
            from api import evidence  # python-docx is only for those who ask for a document

            content = evidence.answered(store, question, answer, given, settings.lang)
        else:
            content = printing.rendered(question, answer, kind, settings.lang)
    printing.emit(content, output)


@cli.command(help="列出全部查询 | list every question.  例：innograph queries")
@JSON
@click.pass_obj
def queries(settings: Settings, kind: str) -> None:
    rows = [
        (q.name, q.title(settings.lang), "; ".join(f"{k}={v}" for k, v in q.example.items()))
        for q in catalogue().values()
    ]
    if kind == "json":
        click.echo(orjson.dumps([dict(zip(("name", "title", "example"), row, strict=True)) for row in rows]))
    else:
        click.echo(answers.table([("name", "title", "example"), *rows]))


def question_named(name: str) -> Query:
    """The question called `name`; NotFound lists those there are."""
    known = catalogue()
    if name not in known:
        raise NotFound(
            f"没有名为 {name} 的查询；可用的有：{'、'.join(known)}。",
            f"there is no question {name}; there are: {', '.join(known)}.",
        )
    return known[name]


@cli.command(help="写出名单模板 | write a template to fill in.  例：innograph template 成员 -o 成员.xlsx")
@click.argument("name", metavar="CLASS")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写入文件 .xlsx .csv | the file")
@click.pass_obj
def template(settings: Settings, name: str, output: Path) -> None:
    lists.write(settings, name, output)
    click.echo(f"已写入 {output} | written", err=True)


@cli.command(
    help="装载名单（xlsx、csv）、资料原文（txt、md）、城市目录（空则为内置城市）或导出的 RDF（须为空图谱）"
    "| load lists, papers, a city or exported RDF.  例：innograph load 成员.xlsx"
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只显示与图谱的差异 | show the difference only")
@click.option("--bulk", "offline", is_flag=True, help="大城市首次装载，须为空库 | first load of a large city")
@JSON
@click.pass_obj
def load(settings: Settings, paths: tuple[Path, ...], dry_run: bool, offline: bool, kind: str) -> None:
    folders, bar = paths or (build.bundled(settings.text("city")),), printing.Bar()
    if offline and (dry_run or len(folders) > 1 or folders[0].is_file()):
        raise click.UsageError("--bulk 只能单独用于一个目录。| --bulk takes one folder and no --dry-run.")
    if offline:
        reports, texts = [bulk.load(settings, folders[0], "cli", bar)], []
    else:
        with opened(settings, loaded=any(path.is_file() and not is_rdf(path) for path in paths)) as store:
            reports = [lists.load(store, path, settings, dry_run, bar) for path in folders if not is_text(path)]
            texts = [lists.bring(store, settings, path, dry_run) for path in folders if is_text(path)]
    for report in reports:
        printing.emit(printing.report(report, kind, settings.lang), None)
    for text in texts:
        printing.emit(printing.text(text, kind), None)
    sys.exit(1 if any(report.rejects for report in reports) else 0)


@cli.group(help="内置数据库引擎 | the embedded engine.  例：innograph db status")
def db() -> None:
    pass


@db.command(help="启动引擎并留在后台 | start the engine and leave it running.  例：innograph db start")
@click.pass_obj
def start(settings: Settings) -> None:
    started = engine.start(settings, printing.Bar())
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


@cli.command(help="检查本机环境并给出办法 | check this machine.  例：innograph doctor")
@JSON
@click.pass_obj
def doctor(settings: Settings, kind: str) -> None:
    checks = engine.doctor(settings)
    printing.emit(printing.checks(checks, kind, settings.lang), None)
    sys.exit(0 if all(check.ok for check in checks) else 1)


cli.add_command(keys.key)
cli.add_command(keys.audit)
cli.add_command(view.view)
cli.add_command(export.export)
for command in standing.COMMANDS:
    cli.add_command(command)
