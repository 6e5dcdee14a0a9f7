"""A statement in its passage: lines of a text cut into pieces, marked where statements stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.texts import Text

AROUND = 90  # characters shown before and after a span, unless the sentence ends sooner
ENDS = "。；！？;!?"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; `mark` is "", "some" (a statement stands here) or "this" (the one asked for)."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with its number, its pieces and the statements that stand on it."""

    number: int
    pieces: Sequence[Piece]
    claims: Sequence[Mapping[str, Any]]


def passage(text: Text, claim: Mapping[str, Any]) -> Sequence[Piece]:
    """The sentence round a claim with its span marked; nothing where the span lies outside the text."""
    number, start, end = (int(claim.get(key) or 0) for key in ("line", "start", "end"))
    if not text.span(number, start, end):
        return ()
    line = text.lines[number - 1]
    left = max((line.rfind(sign, 0, start - 1) + 1 for sign in ENDS), default=0)
    right = min((at + 1 for sign in ENDS if (at := line.find(sign, end - 1)) >= 0), default=len(line))
    left, right = max(left, start - 1 - AROUND), min(right, end + AROUND)
    before, after = line[left : start - 1].lstrip(), line[end:right]
    cut_left = "…" if left > 0 and line[left - 1] not in ENDS else ""
    cut_right = "…" if right < len(line) and line[right - 1] not in ENDS else ""
    return Piece(cut_left + before), Piece(text.span(number, start, end), "this"), Piece(after + cut_right)


def marked(text: Text, claims: Iterable[Mapping[str, Any]], first: int, last: int, chosen: str = "") -> Sequence[Line]:
    """Lines `first` to `last` with every span marked, the one of the claim `chosen` most of all."""
    standing: dict[int, list[Mapping[str, Any]]] = {}
    for claim in claims:
        if claim.get("line"):
            standing.setdefault(claim["line"], []).append(claim)
    return [
        Line(number, _pieces(text.lines[number - 1], standing.get(number, []), chosen), standing.get(number, []))
        for number in range(first, min(last, len(text.lines)) + 1)
    ]


def _pieces(line: str, claims: Sequence[Mapping[str, Any]], chosen: str) -> Sequence[Piece]:
    """The line cut at every border of a span; overlapping spans become one mark."""
    marks = [""] * len(line)
    for claim in sorted(claims, key=lambda claim: claim["id"] == chosen):
        mark = "this" if claim["id"] == chosen else "some"
        for at in range(claim["start"] - 1, min(claim["end"], len(line))):
            marks[at] = mark
    pieces: list[Piece] = []
    begin = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or marks[at] != marks[begin]:
            pieces.append(Piece(line[begin:at], marks[begin]))
            begin = at
    return pieces
