"""Relationships derived from the facts put aside, part by part, in processes of their own."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from graph.bulk.groups import Groups, groups_in
from graph.bulk.tables import DERIVED, Table, edges
from graph.derive import relationship
from graph.engine.processes import die_with_parent

# What is put aside of a fact: what its relationship joins, and what of the claim it follows from.
ENDS = ("start", "end", ":TYPE")
OF_FACT = (
    *("fact", "id", "row", "status", "basis", "kind", "valid_from", "valid_to", "as_of"),
    *("dated", "role", "count"),
)


@contextmanager
def relating(facts: Groups, folder: Path) -> Iterator[list[Table]]:
    """Begin to derive from `facts`; the list holds the tables once the block has ended."""
    tables: list[Table] = []
    context = get_context("spawn")  # a fork would take the memory of the caller along
    with ProcessPoolExecutor(cpu_count(), context, die_with_parent) as workers:
        found = workers.map(partial(_relate, folder), facts.parts())
        yield tables
        tables += found


def _relate(folder: Path, part: Path) -> Table:
    """The relationships of one part of the facts, as a file of their own."""
    table = edges(folder / f"derived-{part.name}.csv", "", DERIVED)
    for facts in groups_in(part):
        if row := relationship(dict(zip(OF_FACT, fact[len(ENDS) :], strict=True)) for fact in facts):
            start, end, row[":TYPE"], row["fact"] = facts[0][: len(ENDS) + 1]
            table.add((start, end), row)
    table.close()
    return table
