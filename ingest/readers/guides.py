"""Reviewed tables that say how the figures of a source may be set against each other."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.figures import GUIDES


def read_guides(folder: Path) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """The tables that `folder` has, by name; a city without them is judged by the general rules alone."""
    found = {name: folder / f"{name}.csv" for name in GUIDES}
    return {name: _rows(path) for name, path in found.items() if path.is_file()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
