"""What several commands are told in the same way."""

from pathlib import Path

import click

# A question on a cold engine is planned first, which takes seconds on a slow PC.
PATIENCE = 60.0
FILE = click.Path(dir_okay=False, path_type=Path)
JSON = click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", help="输出格式 | output format"
)
