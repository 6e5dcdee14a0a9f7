"""Progress on standard error."""

import sys

import click

WIDTH = 30


class Bar:
    """A progress bar on standard error; where nobody watches only the end of each step is told."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        share = min(done / total, 1.0) if total else 0.0
        filled = int(share * WIDTH)
        line = f"{what} [{'█' * filled}{'·' * (WIDTH - filled)}] {share:4.0%}"
        ended = bool(total) and done >= total
        if line != self._shown and (ended or sys.stderr.isatty()):
            click.echo(f"\r{line}", err=True, nl=ended)
        self._shown = line
