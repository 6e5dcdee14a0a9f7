"""A network as one file for offline use."""

from pathlib import Path

import click

from api import printing
from api.commands.opening import opened
from api.commands.options import FILE, PATIENCE
from graph.asking import catalogue
from graph.network import MOST_NODES, USUAL
from graph.settings import Settings


@click.command(help="把关系网络写成一个离线网页 | a network as one offline file.  例：innograph view chains -o 链.html")
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--limit", type=click.IntRange(1, MOST_NODES), default=USUAL, help="最多对象数 | things at most")
@click.option("-o", "--output", type=FILE, required=True, help="写入文件 .html | the file")
@click.pass_obj
def view(settings: Settings, name: str, arguments: tuple[str, ...], limit: int, output: Path) -> None:
    """Ask the question, draw its answer, write the file."""
    # pyvis brings IPython and half a second, which no other command should pay.
    from api.network_routes import rows_of, viewed
    from api.views import view_file

    question = viewed(catalogue(), name)
    given = printing.pairs(arguments)
    with opened(settings) as store:
        answer = rows_of(store, question, given, timeout=PATIENCE)
    printing.emit(view_file(question, answer, given, settings.lang, limit), output)
