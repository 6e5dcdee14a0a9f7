"""Load real data that nobody here wrote through the mapping files, at full size.

`uv run python -m bench.external [SET…] [--check | --bulk]`. The data lies beside the repository
(`../shared/external`) and never enters it; where it is absent this says so and ends. Every row of a set is a claim (or
more) or a reject with its reason; `--check` stops before the database, `--bulk` takes all sets together through the
offline importer.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from bench.load import COUNTS
from bench.mapping import ForeignSet, read_mapping
from graph import engine
from graph.bulk import bulk_load
from graph.changes import ChangeSet
from graph.model import Claim, Entity
from graph.rows import Record
from graph.schema import apply_schema
from graph.settings import Settings, read_settings
from graph.store import Store, open_store
from ingest.checks import Verdict, check

DATA = Path(__file__).parents[2] / "shared" / "external"
MAPPINGS = Path(__file__).parent / "mappings"
SETS = sorted(path.stem for path in MAPPINGS.glob("*.toml"))
PARTICULAR = re.compile(r"'[^']*'|\(.*?\)|line \d+ of \S+")


def main() -> None:
    """Load the sets named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET", help=", ".join(SETS))
    parser.add_argument("--check", action="store_true", help="check only, write nothing")
    parser.add_argument("--bulk", action="store_true", help="one first load of all sets by the offline importer")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"SKIPPED: there is no {DATA.parent.name}/{DATA.name} beside the repository")
        sys.exit(0)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings().but(home=home, cache=str(read_settings().cache))
        if options.check:
            for name in options.sets:
                checked(name)
            return
        if options.bulk:
            imported(settings, options.sets)
            return
        with engine.session(settings) as connection, open_store(settings, connection) as store:
            apply_schema(store)
            for name in options.sets:
                load(store, name)
            nodes = store.reading(lambda tx: tx.run("MATCH (n) RETURN count(*) AS n"), timeout=600)[0]["n"]
            print(f"all sets: {nodes:,} nodes; engine {engine.status(settings).memory >> 20} MB")


def load(store: Store, name: str) -> None:
    """Check one set and write it; the graph then holds exactly the claims of the rows taken."""
    mapping, verdict = checked(name)
    started = time.perf_counter()
    changes = ChangeSet(store, name, by="bench")
    changes.put(verdict.records(mapping))
    added = changes.finish(f"load {name}").added
    told("loaded", added, verdict.records(mapping), started)


def imported(settings: Settings, names: Sequence[str]) -> None:
    """Check the sets and import what they say as one graph."""
    sets = [checked(name) for name in names]
    started = time.perf_counter()
    stated = chain.from_iterable(verdict.records(mapping) for mapping, verdict in sets)
    added = bulk_load(settings, stated, "external", by="bench", what="foreign sets").added
    told("imported", added, chain.from_iterable(verdict.records(mapping) for mapping, verdict in sets), started)
    with engine.session(settings) as connection, open_store(settings, connection) as store:
        count = store.reading(lambda tx: tx.run(COUNTS)[0], timeout=600)
    print(f"all sets: {count['nodes']:,} nodes, {count['edges']:,} relationships")


def told(verb: str, added: Counter[str], taken: Iterable[Record], started: float) -> None:
    """Print what was written; it must be what the rows taken say."""
    seconds = time.perf_counter() - started
    expected = Counter(kind for kind in map(_kind, taken) if kind)
    found = Counter(
        {"claims": sum(n for kind, n in added.items() if kind.endswith("Claim")), "things": added["Entity"]}
    )
    assert found == expected, f"{expected} of the rows taken became {found}"
    print(f"  {verb} {found['things']:,} things, {found['claims']:,} claims in {seconds:.0f} s", flush=True)


def _kind(record: object) -> str:
    return "claims" if isinstance(record, Claim) else "things" if isinstance(record, Entity) else ""


def checked(name: str) -> tuple[ForeignSet, Verdict]:
    """Check one set and print what becomes of its rows."""
    mapping = read_mapping(MAPPINGS / f"{name}.toml", DATA)
    started = time.perf_counter()
    verdict = check(mapping)
    tallies = verdict.tallies
    rows, taken = (sum(getattr(tally, part) for tally in tallies.values()) for part in ("rows", "taken"))
    reasons = Counter(PARTICULAR.sub("…", reject.reason_en) for reject in verdict.rejects)
    assert rows == taken + reasons.total() == sum(t.taken + t.rejected for t in tallies.values())
    seconds = time.perf_counter() - started
    print(
        f"{name}: {rows:,} rows = {taken:,} taken + {reasons.total():,} rejected; checked in {seconds:.0f} s",
        flush=True,
    )
    for reason, number in reasons.most_common():
        print(f"  {number:7,} rejected: {reason}")
    return mapping, verdict


if __name__ == "__main__":
    main()
