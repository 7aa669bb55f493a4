"""A paper as a Word file, to be changed and sealed: heading, paragraphs and tables, without pictures."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line

from .paper import Heading, Notes, Paper, Paragraph, Part, Table

SERIF, SANS = "SimSun", "SimHei"
WIDE = 16.2  # cm, as wide as the sheet between its margins


def write_document(paper: Paper) -> bytes:
    """A DOCX on A4. Words are words: nothing in them is a field."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    document.core_properties.title, document.core_properties.author = paper.title, paper.issued[0]
    _line(document.add_paragraph(), paper.title, 20, SANS, bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words in (paper.by, *paper.issued):
        _line(document.add_paragraph(), words, 10.5).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in paper.parts:
        _write(document, part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: Written, part: Part) -> None:
    match part:
        case Heading():
            _line(document.add_paragraph(), part.words, 13, SANS, bold=True)
        case Paragraph():
            _line(document.add_paragraph(), part.words, 12)
        case Table():
            _line(document.add_paragraph(), part.caption, 10.5)
            _table(document, [part.heads, *part.rows])
        case Notes():
            for words in part.lines:
                _line(document.add_paragraph(), words, 9.5)


def _table(document: Written, rows: Sequence[Sequence[str]]) -> None:
    """Each column as wide as its longest words, within the sheet."""
    longest = [max(5, *map(len, column)) for column in zip(*rows, strict=True)]
    grid = document.add_table(0, len(longest), "Table Grid")
    widths = [Cm(WIDE * share / sum(longest)) for share in longest]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(rows):
        for cell, words, width in zip(grid.add_row().cells, row, widths, strict=True):
            cell.width = width
            _line(cell.paragraphs[0], words, 10.5, bold=number == 0)


def _line(line: Line, words: str, points: float, font: str = SERIF, *, bold: bool = False) -> Line:
    run = line.add_run(words)
    run.bold, run.font.size, run.font.name = bold, Pt(points), font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return line
