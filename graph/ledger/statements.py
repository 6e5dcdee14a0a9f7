"""A figure as the ledger sees it: the claim together with what its document says about time and trust."""

from dataclasses import dataclass
from typing import Final

from graph.model import Document, Figure

TRUNCATED: Final = "truncated"
BOUND_UNSURE: Final = "bound_unsure"
PROPOSED: Final = "proposed"


@dataclass(frozen=True, slots=True)
class Statement:
    """One published figure. `word` is the bound as written (多, 余, 超 …), "" where only `bound` is known.

    `value` and `value_max` are in `unit`; `period`, `deadline`, `document_date` and `document_period` are
    ISO 8601; `rank` is preferred, normal or deprecated, set by a person.
    """

    row: str
    indicator: str
    subject: str
    value: float
    value_max: float | None = None
    unit: str = ""
    bound: str = "exact"
    word: str = ""
    basis: str = "notStated"
    kind: str = "actual"
    period: str = ""
    as_reported: bool = False
    deadline: str = ""
    status: str = "accepted"
    note: str = ""
    rank: str = "normal"
    document: str = ""
    document_date: str = ""
    document_period: str = ""
    reliability: str = "official"

    @property
    def marks(self) -> tuple[str, ...]:
        """What weakens the figure: a line cut in the document, an unsure bound, a weak source."""
        found = (
            (TRUNCATED, self.note.startswith("truncated:")),
            (BOUND_UNSURE, self.note.startswith("bound unsure:")),
            (PROPOSED, self.status == "proposed"),
        )
        return tuple(mark for mark, present in found if present)


def statement(figure: Figure, document: Document, word: str = "", rank: str = "normal") -> Statement:
    """The ledger's view of a figure and its paper, named by its row or, where it has none, by its id."""
    return Statement(
        row=figure.row or figure.id,
        indicator=figure.indicator,
        subject=figure.subject,
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        bound=figure.bound,
        word=word,
        basis=figure.basis,
        kind=figure.kind,
        period=figure.period,
        as_reported=figure.as_reported,
        deadline=figure.deadline,
        status=figure.status,
        note=figure.note,
        rank=rank,
        document=document.id,
        document_date=document.date,
        document_period=document.period,
        reliability=document.reliability,
    )
