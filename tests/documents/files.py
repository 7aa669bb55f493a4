"""Files as they are handed in, sound or each with one flaw, built for one test each."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image

TYPES = '<Types xmlns="t"><Override PartName="/x" ContentType="application/xml"/></Types>'
MAIN = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EXE = b"MZ\x90\0\x03" + b"\0" * 600


def pdf(pages: int = 2, change: Callable[[pikepdf.Pdf], object] | None = None, **saved: object) -> bytes:
    """16:9 pages with nothing on them; ``change`` spoils it."""
    content = io.BytesIO()
    with pikepdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(960, 540))
        if change:
            change(made)
        made.save(content, **saved)  # type: ignore[arg-type]  # the test says them right
    return content.getvalue()


def opening(**action: object) -> Callable[[pikepdf.Pdf], object]:
    """Does this as soon as it is opened."""
    said = {f"/{name}": value for name, value in action.items()}

    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = made.make_indirect(pikepdf.Dictionary(said))

    return change


def attach(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = pikepdf.AttachedFileSpec(made, EXE)


def office(kind: str = "pptx", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A zip with the parts that such a file has at least, and these."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ({"[Content_Types].xml": TYPES, MAIN[kind]: "<x/>"} | dict(parts or {})).items():
            archive.writestr(name, text)
    return content.getvalue()


def relation(mode: str, kind: str) -> dict[str, str | bytes]:
    """One from the first slide to somewhere else."""
    said = f'<Relationship Type="http://o/{kind}" Target="http://a.example" {mode}/>'
    return {"ppt/slides/_rels/slide1.xml.rels": f'<Relationships xmlns="r">{said}</Relationships>'}


BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))


def instr(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def word(body: str) -> dict[str, str | bytes]:
    """The text of a Word file."""
    spaces = 'xmlns:w="w" xmlns:a="a" xmlns:r="http://o/relationships"'
    return {"word/document.xml": f"<w:document {spaces}><w:p>{body}</w:p></w:document>"}


def field(*pieces: str) -> dict[str, str | bytes]:
    """A field of Word's whose instruction is split over runs."""
    said = "".join(instr(piece.replace('"', "&quot;")) for piece in pieces)
    return word(f"{BEGIN}{said}{END}")


def linked(
    element: str,
    attribute: str,
    also: Mapping[str, str | bytes] | None = None,
    target: str = "http://a.example",
) -> dict[str, str | bytes]:
    """An element that uses a relation of the kind of hyperlinks, after what stands there also."""
    one = f'<Relationship Id="rId1" Type="http://o/hyperlink" Target="{target}" TargetMode="External"/>'
    rels = {"word/_rels/document.xml.rels": f'<Relationships xmlns="r">{one}</Relationships>'}
    before = str((also or word(""))["word/document.xml"])
    return rels | {"word/document.xml": before.replace("</w:p>", f'<{element} r:{attribute}="rId1"/></w:p>')}


def link(made: pikepdf.Pdf) -> None:
    """One that a reader presses, and a place that it opens at."""
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.example")
    page = made.pages[0]
    pressed = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    page.Annots = made.make_indirect(pikepdf.Array([made.make_indirect(pressed)]))
    made.Root.OpenAction = pikepdf.Array([page.obj, pikepdf.Name.Fit])


def on_page(made: pikepdf.Pdf) -> None:
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://a.example"))


def acts_next(made: pikepdf.Pdf) -> None:
    later = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://a.example")
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.NextPage, Next=later)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **saved: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **saved)
    return content.getvalue()


def dated() -> bytes:
    """A photograph that says with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "示例相机", 6
    return picture("JPEG", exif=exif)
