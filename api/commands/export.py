"""The whole graph as one file."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from api.commands.opening import opened
from api.commands.options import FILE
from api.progress import Bar
from graph import rdf
from graph.graphml import graphml
from graph.ror import organisations
from graph.settings import Settings
from graph.store import Store

Pieces = Callable[[Store, str, Bar], Iterable[bytes]]
STREAMED: Mapping[str, Pieces] = {
    **{kind: lambda store, base, bar, kind=kind: rdf.export(store, base, kind, bar) for kind in rdf.MEDIA},  # type: ignore[misc]
    "graphml": lambda store, base, bar: graphml(store, bar),
    "ror": lambda store, base, bar: organisations(store, base),
}
FORMATS = (*STREAMED, "csv", "xlsx")


@click.command(
    help="导出整个图谱（csv 为多表压缩包，ror 为机构名录）| export the graph (csv: tables in a zip; ror: bodies)."
    "  例：innograph export --format trig -o 威海.trig"
)
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="格式 | format")
@click.option("-o", "--output", type=FILE, required=True, help="写入文件 | the file")
@click.pass_obj
def export(settings: Settings, kind: str, output: Path) -> None:
    """Write the graph; the file appears once it is whole."""
    base = settings.text("base_iri")
    with opened(settings) as store:
        if kind in STREAMED:
            pieces = STREAMED[kind](store, base, Bar())
            whole(output, lambda part: poured(part, pieces))
        else:
            from api import tables  # the library of workbooks is slow to import

            write = tables.write_csv if kind == "csv" else tables.write_xlsx
            whole(output, lambda part: write(store, base, part))
    click.echo(f"已写入 {output} | written", err=True)


def whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there at the end."""
    part = path.with_name(f"{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def poured(path: Path, pieces: Iterable[bytes]) -> None:
    """Write pieces one after the other."""
    with path.open("wb") as file:
        file.writelines(pieces)
