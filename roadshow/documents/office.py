"""A PPTX, DOCX or XLSX looked through: nothing in it runs, reaches outside, or unpacks without end."""

import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from xml.parsers import expat

from .flaws import Flaw, Flawed
from .formats import CONTENT_TYPES, check_directory, format_of
from .parts import Content, Part, Relations

LARGEST_UNPACKED, LARGEST_XML = 600_000_000, 200_000_000  # bytes, as the zip's directory says
LARGEST_RATIO, RATIO_COUNTS_FROM = 250, 20_000_000  # packed tighter than this is a bomb; bytes
PART = 1 << 16  # bytes read at once
_XML = (".xml", ".rels", ".vml")
_SVG = ".svg"  # may have a document type, of which nothing is loaded
_ENCRYPTED = 0x1  # a bit of a member's flags
_RUNS = ("vbaproject.bin", "vbadata.xml", "/activex/")
_EMBEDDED = "/embeddings/"
_PROGRAMS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF", b"\x01\x05\x00\x00")  # OLE and programs
_LOOKS_LIKE_XML = re.compile(rb"(\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|<\0|\0<")
_HEAD = 64  # bytes


def check_office(path: Path, *, within: bool = False) -> None:
    """``within``: it is embedded in another one and may itself embed nothing. Raises: Flawed."""
    try:
        with path.open("rb") as file:
            check_directory(file)
            with zipfile.ZipFile(file) as archive:
                members = archive.infolist()
                _check_members(members)
                for member in members:
                    _check_content(archive, member, within=within)
                _check_relations(archive, members)
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


def _check_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, within: bool) -> None:
    name = member.filename.lower()
    if name.endswith("/"):
        return
    with archive.open(member) as source:
        head = source.read(_HEAD)
    if _EMBEDDED in f"/{name}":
        if within:
            raise Flawed(Flaw.OBJECTS)
        if not name.endswith(_XML):
            _check_embedded(archive, member)
    elif head.startswith(_PROGRAMS):
        raise Flawed(Flaw.OBJECTS)
    if name.endswith(_XML) or _LOOKS_LIKE_XML.match(head):
        _read(archive, member, Content(named=member.filename == CONTENT_TYPES))


def _check_embedded(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """The sheet behind a chart is an Office file itself; anything else is opened by a program nobody knows."""
    with tempfile.NamedTemporaryFile() as copy, archive.open(member) as source:
        shutil.copyfileobj(source, copy)
        copy.flush()
        try:
            with Path(copy.name).open("rb") as file:
                format_of(file)
            check_office(Path(copy.name), within=True)
        except Flawed:
            raise Flawed(Flaw.OBJECTS) from None


def _check_relations(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """A link that a reader must press loads nothing by itself, so only such elements may use one."""
    by_name = {member.filename: member for member in members}
    for member in members:
        folder, rels, name = member.filename.rpartition("_rels/")
        if not rels or not name.lower().endswith(".rels"):
            continue
        links = Relations()
        _read(archive, member, links)
        source = by_name.get(folder + name[: -len(".rels")])
        if links.outside and source is not None:
            _read(archive, source, Content(pressed_only=frozenset(links.outside)))


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, part: Part) -> None:
    """It is well-formed, and without a document type: no entity is there to be filled in from elsewhere."""
    parser = expat.ParserCreate(namespace_separator=" ")
    if not member.filename.lower().endswith(_SVG):
        parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = part.start, part.end
    parser.CharacterDataHandler = part.text
    try:
        with archive.open(member) as source:
            for piece in iter(lambda: source.read(PART), b""):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError:
        raise Flawed(Flaw.BROKEN) from None


def _refuse_doctype(*_given: object) -> None:
    raise Flawed(Flaw.ENTITIES)
