"""The whole graph as one file."""

from collections.abc import Iterable
from pathlib import Path

import click

from api import printing
from api.commands.opening import opened
from graph import rdf
from graph.settings import Settings

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help="导出整个图谱 | export the whole graph.  例：innograph export --format trig -o 威海.trig")
@click.option("--format", "kind", type=click.Choice(list(rdf.MEDIA)), required=True, help="格式 | format")
@click.option("-o", "--output", type=FILE, required=True, help="写入文件 | the file")
@click.pass_obj
def export(settings: Settings, kind: str, output: Path) -> None:
    """Write the graph; the file appears once it is whole."""
    with opened(settings) as store:
        whole(output, rdf.export(store, settings.text("base_iri"), kind, printing.Bar()))
    click.echo(f"已写入 {output} | written", err=True)


def whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place and move it there at the end."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
