"""Checks on where statements stand: spans inside their document, nothing accepted from a weak source alone."""

from collections.abc import Callable, Iterator, Sequence

from graph.model import Claim, Document
from ingest.checks.check import Check
from ingest.checks.index import Index
from ingest.rows import Problem, Reading

Lines = Callable[[Document], Sequence[str] | None]


def no_text(_: Document) -> None:
    """The text of a document where none is at hand."""
    return None


class Spans(Check):
    """A span lies in a document that has a text, and inside that text where it is at hand."""

    takes = (Claim,)

    def __init__(self, index: Index, lines: Lines = no_text) -> None:
        self._index = index
        self._lines = lines
        self._read: dict[str, Sequence[str] | None] = {}

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Claim) or not record.span.line:
            return
        span, document = record.span, self._index.document(record.span.document)
        if document is None:
            return
        lines = self._text(document)
        if not document.file and lines is None:
            zh, en = (
                "此来源没有正文，不能写行和列；请留空。",
                "This source has no text, so no line can be given; leave it empty.",
            )
            yield reading.problem("line", zh, en)
        elif lines is not None and span.line > len(lines):
            zh, en = f"此文件只有 {len(lines)} 行。", f"The document has {len(lines)} lines only."
            yield reading.problem("line", zh, en)
        elif lines is not None and span.end > len(lines[span.line - 1]):
            length = len(lines[span.line - 1])
            zh, en = (
                f"第 {span.line} 行只有 {length} 个字符。",
                f"Line {span.line} has {length} characters only.",
            )
            yield reading.problem("end", zh, en)

    def _text(self, document: Document) -> Sequence[str] | None:
        if document.id not in self._read:
            self._read[document.id] = self._lines(document)
        return self._read[document.id]


class WeakSources(Check):
    """What rests on a weak page is a proposal."""

    takes = (Claim,)

    def __init__(self, index: Index) -> None:
        self._index = index

    def judge(self, reading: Reading) -> Iterator[Problem]:
        record = reading.record
        if not isinstance(record, Claim) or record.status != "accepted":
            return
        document = self._index.document(record.span.document)
        if document and document.reliability == "weak":
            yield reading.problem(
                "status",
                f"来源 {document.id} 可靠性弱，只能写 proposed；请改正或换来源。",
                f"{document.id} is a weak source: the row can only be proposed; correct it or give another source.",
            )
