"""How fast the ledger judges figures: `uv run python -m bench.ledger [--figures 100000]`.

Grouping is set against the naive way (each figure against all others, in one run, on as many figures as the
naive way manages in seconds) and against judging all pairs inside each group. Ratios are from one run.
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from graph.ledger.audits import audit
from graph.ledger.book import Book
from graph.ledger.conflicts import classify
from graph.ledger.groups import group
from graph.ledger.statements import Statement

EMPTY = Book()
NAIVE = 3000  # figures: four and a half million pairs, some seconds


def figures(count: int, per_group: int, seed: int = 7) -> list[Statement]:
    """Made-up figures: `per_group` claims on each measure and subject, over ten years, a fifth of them vague."""
    chance = random.Random(seed)
    return [_figure(number, number // per_group, chance) for number in range(count)]


def _figure(number: int, thing: int, chance: random.Random) -> Statement:
    vague = chance.random() < 0.2
    return Statement(
        row=f"S{number:07d}",
        indicator=f"measure{thing % 200}",
        subject=f"thing{thing // 200}",
        value=float(chance.randrange(10, 5000)),
        unit=chance.choice(("家", "个", "项")),
        bound="over" if vague else "exact",
        word="多" if vague else "",
        basis=chance.choice(("stock", "stock", "stock", "flow", "increment")),
        period=str(2016 + chance.randrange(10)),
        as_reported=False,
        document=f"D{chance.randrange(50)}",
    )


def naive(given: Sequence[Statement]) -> int:
    """Every figure against every other; verdicts on those of one measure and subject."""
    return sum(
        classify(a, b, EMPTY).kind != "different_measure"
        for a, b in combinations(given, 2)
        if (a.indicator, a.subject) == (b.indicator, b.subject)
    )


def all_pairs(given: Sequence[Statement]) -> int:
    """All pairs inside each group."""
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for item in given:
        buckets[item.indicator, item.subject].append(item)
    return sum(classify(a, b, EMPTY).kind != "" for bucket in buckets.values() for a, b in combinations(bucket, 2))


def grouped(given: Sequence[Statement]) -> int:
    """The ledger's way."""
    return sum(len(found.verdicts) for found in group(given, EMPTY))


def audited(given: Sequence[Statement]) -> int:
    """The audits that need no table."""
    return sum(1 for _ in audit(given, EMPTY, ()))


def seconds(work: Callable[[Sequence[Statement]], int], given: Sequence[Statement]) -> tuple[float, int]:
    """Time and yield of one pass."""
    start = time.perf_counter()
    found = work(given)
    return time.perf_counter() - start, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=100_000)
    count = parser.parse_args().figures
    few, many, hub = figures(NAIVE, 8), figures(count, 8), figures(count // 25, 400)
    rows = [
        ("naive, each against all", NAIVE, *seconds(naive, few)),
        ("grouped", NAIVE, *seconds(grouped, few)),
        ("all pairs in each group of 8", count, *seconds(all_pairs, many)),
        ("grouped, groups of 8", count, *seconds(grouped, many)),
        ("all pairs in each group of 400", len(hub), *seconds(all_pairs, hub)),
        ("grouped, groups of 400", len(hub), *seconds(grouped, hub)),
        ("audits, groups of 8", count, *seconds(audited, many)),
    ]
    print(f"{'way':34}{'figures':>9}{'verdicts':>10}{'seconds':>9}{'figures/s':>11}{'ratio':>8}")
    base = 0.0
    for name, size, spent, found in rows:
        base = spent if name.startswith(("naive", "all pairs")) else base
        ratio = "-" if name.startswith("audits") else f"{base / spent:.1f}"
        print(f"{name:34}{size:>9}{found:>10}{spent:>9.2f}{size / spent:>11.0f}{ratio:>8}")


if __name__ == "__main__":
    main()
