"""A file is judged by its content: what each flaw is called, and that sound files pass."""

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from roadshow.documents import office, pdf, pictures
from roadshow.documents.examining import examine
from roadshow.documents.flaws import Flaw, Flawed
from roadshow.documents.formats import Format, format_of
from roadshow.documents.rules import FLAW_WORDS, file_name
from roadshow.web.words import word
from tests.documents import files

NAME = "x" * 20
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LOADS, PRESSED = (
    files.relation('TargetMode="External"', "image"),
    files.relation('TargetMode="External"', "hyperlink"),
)
SOUND = {
    "pdf": files.pdf(),
    "pptx": files.office("pptx", PRESSED),
    "docx": files.office("docx"),
    "docx with fields and links": files.office(
        "docx",
        files.linked("w:hyperlink", "id", files.field(' HYPERLINK "http://a.example/link" ', " REF a ")),
    ),
    "pptx with a chart": files.office(parts={"ppt/embeddings/a.xlsx": files.office("xlsx")}),
    "pdf with a link": files.pdf(change=files.link),
    "xlsx": files.office("xlsx"),
    "png": files.picture("PNG"),
    "jpg": files.picture("JPEG"),
}
AT_ONCE = {
    "nothing": (b"", Flaw.EMPTY),
    "a program called a PDF": (files.EXE, Flaw.UNKNOWN),
    "a PDF that is cut off": (files.pdf()[:-200], Flaw.CUT_OFF),
    "an old Office file": (files.OLE, Flaw.OLD_OFFICE),
    "a zip that is no Office file": (files.office(parts={"word/document.xml": "<x/>"}), Flaw.UNKNOWN),
    "a zip that is cut off": (files.office()[:-30], Flaw.CUT_OFF),
    "a zip of very many parts": (files.office(parts={f"{n}.xml": "" for n in range(5001)}), Flaw.BOMB),
    "words": (b"hello", Flaw.UNKNOWN),
}
LATER = {
    "a password": (files.pdf(encryption=files.pikepdf.Encryption(owner="a", user="b")), Flaw.ENCRYPTED),
    "what it forbids": (files.pdf(encryption=files.pikepdf.Encryption(owner="a", user="")), Flaw.ENCRYPTED),
    "a script": (
        files.pdf(change=files.opening(S=files.pikepdf.Name.JavaScript, JS="app.alert(1)")),
        Flaw.SCRIPTS,
    ),
    "a program it starts": (
        files.pdf(change=files.opening(S=files.pikepdf.Name.Launch, F="a.exe")),
        Flaw.LAUNCHES,
    ),
    "a file inside": (files.pdf(change=files.attach), Flaw.EMBEDS),
    "no page": (files.pdf(0), Flaw.BROKEN),
    "very many pages": (files.pdf(201), Flaw.TOO_MANY_PAGES),
    "a very large page": (
        files.pdf(change=lambda made: made.add_blank_page(page_size=(14_000, 100))),
        Flaw.PAGE_TOO_LARGE,
    ),
    "torn inside": (b"%PDF-1.7\n" + b"x" * 900 + b"%%EOF", Flaw.BROKEN),
    "macros": (files.office(parts={"ppt/vbaProject.bin": b"x"}), Flaw.MACROS),
    "macros by its types": (
        files.office(
            parts={"[Content_Types].xml": files.TYPES.replace("application/xml", "a.macroEnabled.main+xml")}
        ),
        Flaw.MACROS,
    ),
    "a control": (files.office(parts={"ppt/activeX/activeX1.xml": "<x/>"}), Flaw.MACROS),
    "a picture that loads": (files.office(parts=LOADS), Flaw.OUTSIDE),
    "a link that is a picture": (files.office("docx", files.linked("a:blip", "link")), Flaw.OUTSIDE),
    "a link that acts when passed over": (
        files.office("docx", files.linked("a:hlinkHover", "id")),
        Flaw.OUTSIDE,
    ),
    "a link to a share": (
        files.office("docx", files.linked("w:hyperlink", "id", target="\\\\evil.example\\x")),
        Flaw.OUTSIDE,
    ),
    **{
        f"the field {name}": (files.office("docx", files.field(f' {name} "c:\\x" ')), Flaw.OUTSIDE)
        for name in ("DDE", "ddeauto", "INCLUDEPICTURE", "IncludeText", "LINK", "DATABASE", "IMPORT")
    },
    "a field over several runs": (files.office("docx", files.field("DD", "EAU", 'TO "x"')), Flaw.OUTSIDE),
    "a field that is simple": (
        files.office("docx", files.word('<w:fldSimple w:instr="DDEAUTO x"/>')),
        Flaw.OUTSIDE,
    ),
    "a field of letters by number": (files.office("docx", files.field(" QUOTE 68 68 69 ")), Flaw.OUTSIDE),
    "a field named by another": (
        files.office(
            "docx", files.word(f"{files.BEGIN}{files.BEGIN}{files.instr('REF a')}{files.END}{files.END}")
        ),
        Flaw.OUTSIDE,
    ),
    "a field in a part of another name": (
        files.office("docx", {"word/evil.dat": files.field("DDEAUTO x")["word/document.xml"]}),
        Flaw.OUTSIDE,
    ),
    "an OLE object": (files.office("docx", {"word/embeddings/oleObject1.bin": files.OLE}), Flaw.OBJECTS),
    "a program": (files.office("docx", {"word/embeddings/a.exe": files.EXE}), Flaw.OBJECTS),
    "a program among pictures": (files.office("docx", {"word/media/a.png": files.EXE}), Flaw.OBJECTS),
    "a sheet inside with macros": (
        files.office(parts={"ppt/embeddings/a.xlsx": files.office("xlsx", {"xl/vbaProject.bin": b"x"})}),
        Flaw.OBJECTS,
    ),
    "a sheet that asks another program": (
        files.office("xlsx", {"xl/externalLinks/externalLink1.xml": "<x><ddeLink/></x>"}),
        Flaw.OUTSIDE,
    ),
    "a slide that starts a program": (
        files.office(parts={"ppt/slides/slide1.xml": '<a><hlinkClick action="ppaction://program?x"/></a>'}),
        Flaw.OBJECTS,
    ),
    **{
        f"a PDF that opens with {kind}": (
            files.pdf(
                change=files.opening(S=files.pikepdf.Name(f"/{kind}"), URI="http://a.example", F="x.pdf")
            ),
            flaw,
        )
        for kind, flaw in {
            "URI": Flaw.LAUNCHES,
            "GoToR": Flaw.LAUNCHES,
            "GoToE": Flaw.LAUNCHES,
            "SubmitForm": Flaw.LAUNCHES,
            "ImportData": Flaw.LAUNCHES,
            "Rendition": Flaw.EMBEDS,
        }.items()
    },
    "a PDF that acts when a page is shown": (files.pdf(change=files.on_page), Flaw.LAUNCHES),
    "a PDF that acts after its first action": (files.pdf(change=files.acts_next), Flaw.LAUNCHES),
    "an entity from elsewhere": (files.office("docx", {"word/footer1.xml": XXE}), Flaw.ENTITIES),
    "an entity in UTF-16": (files.office("docx", {"word/footer1.xml": XXE.encode("utf-16")}), Flaw.ENTITIES),
    "torn XML": (files.office(parts={"ppt/slides/slide1.xml": "<a><b></a>"}), Flaw.BROKEN),
    "a bomb": (files.office(parts={"ppt/media/image1.png": b"\0" * 30_000_000}), Flaw.BOMB),
    "half a picture": (files.picture(size=(400, 400))[:300], Flaw.CUT_OFF),
}


def written(content: bytes, folder: Path) -> Path:
    path = folder / "original"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_is_known_by_its_content_and_passes(kind: str, tmp_path: Path) -> None:
    assert format_of(io.BytesIO(SOUND[kind])) == kind.split(maxsplit=1)[0]
    found = list(examine(written(SOUND[kind], tmp_path), Format(kind.split(maxsplit=1)[0]), tmp_path))
    assert found[0]["sound"] is True


@pytest.mark.parametrize("what", AT_ONCE)
def test_what_is_seen_at_a_glance_is_refused_at_once(what: str) -> None:
    content, flaw = AT_ONCE[what]
    with pytest.raises(Flawed) as refused:
        format_of(io.BytesIO(content))
    assert refused.value.flaw == flaw


@pytest.mark.parametrize("what", LATER)
def test_what_is_inside_is_found(what: str, tmp_path: Path) -> None:
    content, flaw = LATER[what]
    kind = format_of(io.BytesIO(content))
    with pytest.raises(Flawed) as refused:
        list(examine(written(content, tmp_path), kind, tmp_path))
    assert refused.value.flaw == flaw


def test_every_flaw_says_what_to_do(inside: Flask) -> None:
    assert set(FLAW_WORDS) == set(Flaw)
    assert [flaw for flaw in Flaw if "请" not in word(flaw)] == []


def test_a_picture_of_very_many_dots_is_never_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_DOTS", 799)
    with pytest.raises(Flawed) as refused:
        pictures.write_anew(written(files.picture(), tmp_path), Format.PNG, tmp_path / "clean")
    assert (refused.value.flaw, (tmp_path / "clean").exists()) == (Flaw.TOO_MANY_DOTS, False)


def test_a_photograph_is_written_anew_upright_and_without_what_it_said_of_itself(tmp_path: Path) -> None:
    pictures.write_anew(written(files.dated(), tmp_path), Format.JPEG, tmp_path / "clean")
    with Image.open(tmp_path / "clean") as clean:
        assert (clean.size, dict(clean.getexif())) == ((20, 40), {})


def test_a_page_is_drawn_as_large_as_it_is_shown_and_no_larger(tmp_path: Path) -> None:
    found = list(examine(written(files.pdf(2), tmp_path), Format.PDF, tmp_path))
    drawn = [{"drawn": number, "of": 2, "size": (1600, 900)} for number in (1, 2)]
    assert found == [{"sound": True, "pages": 2}, *drawn]
    with Image.open(tmp_path / "page-2.jpg") as page:
        assert page.size == (1600, 900)


def test_objects_inside_one_another_without_end_are_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = files.pikepdf.Array([])
    for _level in range(pdf.DEEPEST + 2):
        nested = files.pikepdf.Array([nested])
    with pytest.raises(Flawed):
        pdf._check_object(nested)


def test_a_directory_that_says_too_little_unpacks_to_no_more(tmp_path: Path) -> None:
    """Whoever writes a small size into the directory gets no more than it."""
    content = files.office(parts={"ppt/slides/slide1.xml": "<a>" + " " * 100_000 + "</a>"})
    size = (100_007).to_bytes(4, "little")
    assert content.count(size) == 2
    with pytest.raises(Flawed) as refused:
        office.check_office(written(content.replace(size, (10).to_bytes(4, "little")), tmp_path))
    assert refused.value.flaw == Flaw.BROKEN


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("路演材料.pdf", "路演材料.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\桌面\材料.PDF", "材料.pdf"),
        ("a\r\nX: y.pdf", "a X: y.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("程序.exe", "程序.pdf"),
        (".pdf", "PDF.pdf"),
        ("", "PDF.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_is_words_and_ends_as_the_content_is(said: str, kept: str) -> None:
    assert file_name(said, Format.PDF) == kept
