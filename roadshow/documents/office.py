"""A PPTX, DOCX or XLSX looked through: nothing in it runs, reaches outside, or unpacks without end."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from .flaws import Flaw, Flawed
from .formats import CONTENT_TYPES, check_directory

LARGEST_UNPACKED, LARGEST_XML = 600_000_000, 200_000_000  # bytes, as the zip's directory says
LARGEST_RATIO, RATIO_COUNTS_FROM = 250, 20_000_000  # packed tighter than this is a bomb; bytes
PART = 1 << 16  # bytes read at once
_XML = (".xml", ".rels", ".vml")
_ENCRYPTED = 0x1  # a bit of a member's flags
_RUNS = ("vbaproject.bin", "vbadata.xml", "/activex/")
Element = Callable[[str, dict[str, str]], None]


def check_office(path: Path) -> None:
    """Raises: Flawed."""
    try:
        with path.open("rb") as file:
            check_directory(file)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                _check_members(members)
                for member in members:
                    if member.filename.lower().endswith(_XML):
                        _check_xml(archive, member)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Flawed(Flaw.BROKEN) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Flawed(Flaw.ENCRYPTED)
    xml = [member for member in members if member.filename.lower().endswith(_XML)]
    sizes = ((members, LARGEST_UNPACKED), (xml, LARGEST_XML))
    if any(sum(member.file_size for member in some) > most for some, most in sizes):
        raise Flawed(Flaw.BOMB)
    for member in members:
        if member.file_size > RATIO_COUNTS_FROM and member.file_size > LARGEST_RATIO * member.compress_size:
            raise Flawed(Flaw.BOMB)
        if any(word in member.filename.lower() for word in _RUNS):
            raise Flawed(Flaw.MACROS)


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """It is well-formed, and without a document type: no entity is there to be filled in from elsewhere."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if member.filename.lower().endswith(".rels"):
        parser.StartElementHandler = _check_relation
    if member.filename == CONTENT_TYPES:
        parser.StartElementHandler = _check_type
    try:
        with archive.open(member) as source:
            for part in iter(lambda: source.read(PART), b""):
                parser.Parse(part, False)
            parser.Parse(b"", True)
    except expat.ExpatError:
        raise Flawed(Flaw.BROKEN) from None


def _refuse_doctype(*_given: Any) -> None:
    raise Flawed(Flaw.ENTITIES)


def _check_relation(_name: str, said: dict[str, str]) -> None:
    """A link that a reader must press is none that loads."""
    if said.get("TargetMode") == "External" and not said.get("Type", "").endswith("/hyperlink"):
        raise Flawed(Flaw.OUTSIDE)


def _check_type(_name: str, said: dict[str, str]) -> None:
    if "macroenabled" in said.get("ContentType", "").lower():
        raise Flawed(Flaw.MACROS)
