"""The Word side of an evidence pack: one A4 document, Chinese fonts named, headings of tables repeated on each page."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from api.answers import sayable
from api.evidence import BODY_FONT, HEAD_FONT, LATIN_FONT

LONG, SHORT, MARGIN = Mm(297), Mm(210), Mm(20)
STYLES = (("Normal", BODY_FONT, 10.5), ("Title", HEAD_FONT, 18), ("Heading 1", HEAD_FONT, 13))


class Page:
    """Writes text from top to bottom."""

    def __init__(self, landscape: bool) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        for name, font, size in STYLES:
            self._style(name, font, size)

    def title(self, text: str) -> None:
        """The title of the document."""
        self.document.add_paragraph(sayable(text), "Title")

    def heading(self, text: str) -> None:
        """The heading of a part."""
        self.document.add_paragraph(sayable(text), "Heading 1")

    def text(self, text: str, small: bool = False) -> None:
        """A paragraph; nothing for an empty text."""
        if text:
            run = self.document.add_paragraph().add_run(sayable(text))
            run.font.size = Pt(9 if small else 10.5)

    def note(self, text: str) -> None:
        """A line of the list of sources."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(sayable(text)).font.size = Pt(9)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[str]) -> None:
        """A table with lines; the last column holds the numbers of the sources."""
        table = self.document.add_table(1, len(heads), "Table Grid")
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            _fill(cell, text, bold=True)
        _flag(table.rows[0], "w:tblHeader")
        for row, mark in zip(rows, marks, strict=True):
            added = table.add_row()
            for cell, text in zip(added.cells, [*row, mark], strict=True):
                _fill(cell, text)
            _flag(added, "w:cantSplit")

    def saved(self, title: str) -> bytes:
        """The document as bytes."""
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = sayable(title)[:250], "InnoGraph", ""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _style(self, name: str, font: str, size: float) -> None:
        """A style with its Chinese font named beside the Latin one, as Word keeps them apart."""
        style: Any = self.document.styles[name]
        style.font.name, style.font.size = LATIN_FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)


def _fill(cell: Any, text: str, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(sayable(text))
    run.font.size, run.bold = Pt(9), bold
    if bold:
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEAD_FONT)


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
