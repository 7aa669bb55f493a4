"""Word files as an office might make them."""

import io
from collections.abc import Iterable

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def word_file(*paragraphs: str, head: str = "", field: Iterable[str] = ()) -> bytes:
    """With these paragraphs; ``field``: the parts of one of Word's own fields."""
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = head
    run = document.add_paragraph().add_run()
    for part in field:
        code = OxmlElement("w:instrText")
        code.set(qn("xml:space"), "preserve")
        code.text = part
        run._r.append(code)
    return saved(document)


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]  # the library names its documents by a function
    return file.getvalue()


def words_in(content: bytes) -> list[str]:
    """Head first, then every paragraph and every row that says something."""
    document = Document(io.BytesIO(content))
    rows = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    lines = [paragraph.text for paragraph in (*document.sections[0].header.paragraphs, *document.paragraphs)]
    return [line for line in (*lines, *rows) if line.strip()]
