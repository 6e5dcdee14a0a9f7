"""Figures about the same thing brought together, so that only what can be compared is compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from graph.ledger.book import Book
from graph.ledger.conflicts import Read, Verdict, compare, read
from graph.ledger.statements import Statement

Bucket = tuple[str, str]  # indicator, subject


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one measure and subject, earliest first, with verdicts on neighbours.

    All pairs of one time are judged, and each time is set against the next; figures of different kind or
    basis are never paired here, `classify` says why they differ.
    """

    indicator: str
    subject: str
    rows: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


def group(figures: Iterable[Statement], book: Book) -> Iterator[Group]:
    """Groups in order of indicator and subject; work grows with the figures, not with their square."""
    buckets: dict[Bucket, list[Read]] = defaultdict(list)
    for figure in figures:
        buckets[figure.indicator, figure.subject].append(read(figure))
    across = _across(buckets, book)
    for key in sorted(buckets):
        members = sorted(buckets[key], key=lambda item: item.order)
        verdicts = [compare(a, b, book) for a, b in _pairs(members)]
        verdicts += across.get(key, ())
        yield Group(*key, tuple(item.figure.row for item in members), tuple(verdicts))


def _pairs(members: Sequence[Read]) -> Iterator[tuple[Read, Read]]:
    """Pairs of one kind and of comparable bases: within each time, and from each time to the next."""
    seen: set[tuple[int, int]] = set()
    for line in _lines(members):
        slots = _slots(line)
        pairs = [pair for slot in slots for pair in combinations(slot, 2)]
        pairs += [pair for one, two in pairwise(slots) for pair in product(one, two)]
        for a, b in pairs:
            key = (id(a), id(b))
            if key not in seen:
                seen.add(key)
                yield a, b


def _lines(members: Sequence[Read]) -> Iterator[list[Read]]:
    """Members of one kind and basis; those of no stated basis stand in every line of their kind."""
    kinds: dict[str, dict[str, list[Read]]] = defaultdict(lambda: defaultdict(list))
    for item in members:
        if item.figure.kind != "condition":
            kinds[item.figure.kind][item.figure.basis].append(item)
    for bases in kinds.values():
        open_basis = bases.pop("notStated", [])
        for line in bases.values():
            yield sorted((*line, *open_basis), key=lambda item: item.order)
        if open_basis and not bases:
            yield open_basis


def _slots(line: Sequence[Read]) -> list[list[Read]]:
    """Figures of one time each; an undated figure joins the time that it may speak of."""
    slots: list[list[Read]] = []
    for item in line:
        if slots and item.moment.earliest <= slots[-1][-1].moment.end:
            slots[-1].append(item)
        else:
            slots.append([item])
    return slots


def _across(buckets: dict[Bucket, list[Read]], book: Book) -> dict[Bucket, list[Verdict]]:
    """Verdicts between near-synonyms that come out unsure, filed under the bucket that sorts first."""
    subjects: dict[str, list[str]] = defaultdict(list)
    for indicator, subject in buckets:
        subjects[indicator].append(subject)
    found: dict[Bucket, list[Verdict]] = defaultdict(list)
    for pair in book.near:
        one, two = sorted(pair)
        for left, right in _meeting(subjects.get(one, ()), subjects.get(two, ()), book):
            for a, b in product(buckets[one, left], buckets[two, right]):
                verdict = compare(a, b, book)
                if verdict.kind == "unsure":
                    found[min((one, left), (two, right))].append(verdict)
    return found


def _meeting(ones: Sequence[str], twos: Sequence[str], book: Book) -> Iterator[tuple[str, str]]:
    known = set(twos)
    yield from ((subject, subject) for subject in ones if subject in known)
    here = set(ones)
    for left, right in book.open_scopes:
        if left in here and right in known:
            yield left, right
        if right in here and left in known:
            yield right, left
