"""Templates out, lists in: what the commands `template` and `load` do."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import click

from graph.engine import Progress
from graph.errors import BadInput
from graph.model import Entity
from graph.settings import Settings
from graph.store import Store
from ingest import build, texts
from ingest.exchange import is_rdf, load_rdf
from ingest.marking import mark
from ingest.readers import Reading, Reject, read_city
from ingest.templates import Names, template_named, write_template
from ingest.texts import Text
from ontology import read_ontology


def write(settings: Settings, name: str, output: Path) -> None:
    """Write the template called `name`; drop-downs of places, chains and the like name those of the bundled city."""
    write_template(template_named(name), output, names_in(build.bundled(settings.text("city"))))


def names_in(folder: Path) -> Names:
    """The names of accepted things by class, as the tables of a city hold them; read at first use."""

    @cache
    def things() -> Sequence[Entity]:
        records = (item.record for item in read_city(folder) if isinstance(item, Reading))
        return [r for r in records if isinstance(r, Entity) and r.standing == "accepted"]

    return lambda cls: [thing.name for thing in things() if read_ontology().is_a(thing.cls, cls)]


def load(store: Store, path: Path, settings: Settings, dry: bool, progress: Progress) -> build.Report:
    """Load a list, a city folder or exported RDF; a list with faults comes back as a marked copy beside it."""
    if is_rdf(path):
        return load_rdf(store, path, settings.text("base_iri"), dry, progress)
    try:
        report = build.load(store, path, "cli", dry, progress)
    except BadInput as error:
        returned(path, [problem for problem in error.problems if isinstance(problem, Reject)])
        raise
    returned(path, report.rejects)
    return report


def bring(store: Store, settings: Settings, path: Path, dry: bool) -> Text:
    """Keep the text of a paper beside the graph, for the document it belongs to; with `dry` only say which."""
    return texts.keep(store, settings.home, path, "cli", dry=dry)


def returned(path: Path, rejects: Sequence[Reject]) -> None:
    """Mark what is wrong in a copy of the list, and say where the copy is."""
    if not rejects or not path.is_file():
        return
    try:
        click.echo(f"有误的单元格已标在 {mark(path, rejects)} | bad cells are marked there", err=True)
    except BadInput as error:
        click.echo(f"{error.zh} | {error.en}", err=True)
