"""Templates out, and lists, papers, cities and exported graphs in."""

import sys
from pathlib import Path

import click

from api import printing
from api.commands import lists
from api.commands.opening import opened
from api.commands.options import JSON
from api.progress import Bar
from graph.settings import Settings
from ingest import build, bulk
from ingest.exchange import is_rdf
from ingest.texts import is_text


@click.command(help="写出名单模板 | write a template to fill in.  例：innograph template 成员 -o 成员.xlsx")
@click.argument("name", metavar="CLASS")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="写入文件 .xlsx .csv | the file")
@click.pass_obj
def template(settings: Settings, name: str, output: Path) -> None:
    lists.write(settings, name, output)
    click.echo(f"已写入 {output} | written", err=True)


@click.command(
    help="装载名单（xlsx、csv）、资料原文（txt、md）、城市目录（空则为内置城市）或导出的 RDF（须为空图谱）"
    "| load lists, papers, a city or exported RDF.  例：innograph load 成员.xlsx"
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只显示与图谱的差异 | show the difference only")
@click.option("--bulk", "offline", is_flag=True, help="大城市首次装载，须为空库 | first load of a large city")
@JSON
@click.pass_obj
def load(settings: Settings, paths: tuple[Path, ...], dry_run: bool, offline: bool, kind: str) -> None:
    folders, bar = paths or (build.bundled(settings.text("city")),), Bar()
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
