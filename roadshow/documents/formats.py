"""What a file is, by its content: its name and what a browser says of it count for nothing."""

import zipfile
from enum import StrEnum
from typing import BinaryIO

from .flaws import Flaw, Flawed


class Format(StrEnum):
    """By the ending that such a file is given when it is taken away."""

    PDF = "pdf"
    PPTX = "pptx"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpg"


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    Format.PDF: "application/pdf",
    Format.PPTX: f"{_OFFICE}.presentationml.presentation",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
}
PICTURES = frozenset({Format.PNG, Format.JPEG})
MAIN_PARTS = {
    "ppt/presentation.xml": Format.PPTX,
    "word/document.xml": Format.DOCX,
    "xl/workbook.xml": Format.XLSX,
}
CONTENT_TYPES = "[Content_Types].xml"
MOST_PARTS, LARGEST_DIRECTORY = 5_000, 2_000_000  # of a zip; bytes

_HEAD, _TAIL = 1024, 2048  # bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old Office file, or any with a password
_END, _END_SIZE, _LONGEST_NOTE = b"PK\x05\x06", 22, 65_535  # how a zip ends


def format_of(file: BinaryIO) -> Format:
    """At a glance, so that it can be asked while somebody waits. Raises: Flawed when it is none of ours."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Flawed(Flaw.EMPTY)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-"):
        return _whole_pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"PK\x03\x04"):
        return _office_format(file)
    raise Flawed(Flaw.OLD_OFFICE if head.startswith(_OLE) else Flaw.UNKNOWN)


def check_directory(file: BinaryIO) -> None:
    """Of a zip, before anything of it is unpacked. Raises: Flawed when it is cut off, or has too many parts."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_NOTE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Flawed(Flaw.CUT_OFF)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > MOST_PARTS or directory > LARGEST_DIRECTORY:
        raise Flawed(Flaw.BOMB)


def _whole_pdf(file: BinaryIO) -> Format:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" not in file.read():
        raise Flawed(Flaw.CUT_OFF)
    return Format.PDF


def _office_format(file: BinaryIO) -> Format:
    check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Flawed(Flaw.BROKEN) from None
    found = [MAIN_PARTS[name] for name in names if name in MAIN_PARTS]
    if CONTENT_TYPES not in names or len(found) != 1:
        raise Flawed(Flaw.UNKNOWN)
    return found[0]
