"""What the first page shows, kept on disk so that it stands at once when the service starts.

A database that has just started takes seconds to plan each of the dozen questions behind the page. What they answered
last is kept with a stamp: the change set it came from and the texts of the questions. It holds for the day it was asked
on; in the first minutes of a process also on a later day, with its own date on the page, until it is asked anew.
"""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import orjson

from api.pages.tallies import QUESTIONS, Rows, Tallies, rows_of, tallies, updated
from graph.asking import ask
from graph.dates import today
from graph.people import for_readers
from graph.store import Store
from graph.wishes import MOST
from ingest.tiles import read_tiles
from queries import read_queries

KEPT = "front.json"
YOUNG = 180.0  # seconds
ASKING = Lock()  # who comes while it is being asked waits for the same answer
ASKED = ("chains", "chain_platform_matrix")


@dataclass(frozen=True, slots=True)
class Front:
    """Chains, their platforms and the counts, as readers without personal data see them, at `revision` on `as_of`."""

    revision: int
    as_of: str
    chains: Rows
    pairs: Rows
    tallies: Tallies


def front(store: Store, folder: Path, age: float) -> Front:
    """The first page of a process that is `age` seconds old: as kept in `folder`, or asked for and kept."""
    with ASKING:
        kept = kept_front(store, folder)
        if kept and (kept.as_of == today() or age < YOUNG):
            return kept
        return renewed(store, folder)


def renewed(store: Store, folder: Path) -> Front:
    """Ask everything and keep it."""
    readers = for_readers(store)
    answer = ask(readers, read_queries()["chains"], {}, MOST)
    made = Front(
        answer.revision,
        answer.as_of,
        answer.items,
        rows_of(readers, "chain_platform_matrix"),
        tallies(readers, answer.revision, answer.as_of),
    )
    _keep(made, stamp(readers, made.revision), folder)
    return made


def kept_front(store: Store, folder: Path) -> Front | None:
    """What is kept, if the graph and the questions are still the same."""
    with suppress(OSError, orjson.JSONDecodeError, KeyError, TypeError):
        body = orjson.loads((folder / KEPT).read_bytes())
        readers = for_readers(store)
        if body["stamp"] == stamp(readers, readers.revision()):
            return _unpacked(body["front"])
    return None


def stamp(store: Store, revision: int) -> list[Any]:
    """What tells one state of graph and program from another."""
    texts = "".join(read_queries()[name].cypher for name in (*ASKED, *QUESTIONS))
    return [
        version("innograph"),
        blake2b(texts.encode(), digest_size=8).hexdigest(),
        revision,
        updated(store, revision),
    ]


def _keep(made: Front, stamped: list[Any], folder: Path) -> None:
    counts = made.tallies
    told = {
        "revision": made.revision,
        "as_of": made.as_of,
        "chains": made.chains,
        "pairs": made.pairs,
        "tallies": {
            "headlines": counts.headlines,
            "classes": counts.classes,
            "districts": {tile.district: n for tile, n in counts.districts},
            "documents": counts.documents,
            "warnings": counts.warnings,
        },
    }
    draft = folder / f"{KEPT}.new"
    with suppress(OSError):  # a full or read-only disk costs time at the next start and nothing else
        draft.write_bytes(orjson.dumps({"stamp": stamped, "front": told}))
        draft.replace(folder / KEPT)


def _unpacked(told: dict[str, Any]) -> Front:
    counts = told["tallies"]
    districts = [(tile, counts["districts"][tile.district]) for tile in read_tiles()]
    return Front(**{**told, "tallies": Tallies(**{**counts, "districts": districts})})
