"""The command line: every command parses, asks, prints. Exit codes: 0 done, 1 some rows rejected, 2 could not run."""

import os
import signal
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from api import usage
from graph.errors import InnographError
from graph.settings import read_settings

if TYPE_CHECKING:
    from ontology import OntologyError
    from queries import QueryError

# Each command and the module of `api.commands` that has it.
COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "audit": "keys",
        "db": "database",
        "decide": "standing",
        "doctor": "database",
        "export": "export",
        "key": "keys",
        "load": "loading",
        "merge": "standing",
        "queries": "questions",
        "query": "questions",
        "retract": "standing",
        "split": "standing",
        "template": "loading",
        "undo": "standing",
        "up": "serve",
        "view": "view",
    }
)


class OnDemand(click.Group):
    """Commands that are imported when they are called: what one of them needs takes another half a second."""

    def list_commands(self, _: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"api.commands.{COMMANDS[name]}"), name)
        return command


@click.group(cls=OnDemand, help="InnoGraph：城市创新生态知识图谱 | a knowledge graph of a city's innovation ecosystem")
@click.version_option(package_name="innograph")
@click.pass_context
def cli(context: click.Context) -> None:
    context.obj = read_settings()


def main() -> None:
    """Run the command line; every expected error is one sentence on standard error and exit code 2."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        sys.exit(cli.main(standalone_mode=False))
    except expected() as error:
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


def expected() -> "tuple[type[InnographError | OntologyError | QueryError], ...]":
    """The errors that explain themselves; the packages of some are imported by what raises them."""
    from ontology import OntologyError
    from queries import QueryError

    return InnographError, OntologyError, QueryError


def interrupt(*_: object) -> None:
    """Being told to end is like Ctrl-C: what was opened is closed on the way out."""
    raise KeyboardInterrupt


def fail(sentence: str, code: int = 2) -> None:
    """One sentence and the exit code."""
    click.echo(sentence, err=True)
    sys.exit(code)
