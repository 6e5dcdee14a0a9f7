"""Ask a question, or list what can be asked."""

from pathlib import Path

import click
import orjson

from api import answers, printing
from api.commands.opening import opened
from api.commands.options import FILE, JSON, PATIENCE
from graph.asking import ask, catalogue
from graph.errors import NotFound
from graph.settings import Settings
from graph.wishes import LIMIT
from queries import Query

FORMATS = click.Choice(["table", "json", "csv", "xlsx", "docx"])


@click.command(help="回答一个查询 | answer a question.  例：innograph query platforms_for_chain chain=钓具")
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--format", "kind", type=FORMATS, default="table", help="输出格式 | output format")
@click.option("--limit", type=click.IntRange(1, 1000), default=LIMIT, help="最多行数 | rows at most")
@click.option("--cursor", default="", help="上一页给出的游标 | cursor of the page before")
@click.option("-o", "--output", type=FILE, help="写入文件 | write to a file")
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


@click.command(help="列出全部查询 | list every question.  例：innograph queries")
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
