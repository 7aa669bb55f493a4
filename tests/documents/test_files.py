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
    assert format_of(io.BytesIO(SOUND[kind])) == kind
    found = list(examine(written(SOUND[kind], tmp_path), Format(kind), tmp_path))
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
