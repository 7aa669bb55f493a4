"""A file on its way in: looked at while its sender waits, and kept before anything speaks of it."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from typing import BinaryIO

from roadshow.foundation.errors import Refused

from .flaws import Flaw, Flawed
from .formats import Format, format_of
from .models import DocumentKind
from .rules import FLAW_WORDS, LARGEST, TAKEN, UNFIT, file_name
from .storage import storage


@dataclass(frozen=True)
class Arrived:
    """A file that is kept and belongs to nothing yet; one that never does is cleared away within two days."""

    key: str
    name: str
    format: Format
    size: int
    sha256: str


def take(file: BinaryIO, said: str, kind: DocumentKind) -> Arrived:
    """Keep a file that its sender calls ``said``; memory stays the same however large it is.

    Raises: Refused when it is seen at once that it is none that can come in; storage.Away.
    """
    try:
        found = _look(file, kind)
    except Flawed as flawed:
        raise Refused(FLAW_WORDS[flawed.flaw], "file") from None
    key, size = uuid.uuid4().hex, file.seek(0, 2)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads into no buffer of ours
    file.seek(0)
    storage().write(f"{key}/original", file)
    return Arrived(key, file_name(said, found), found, size, sha256)


def keep_again(arrived: Arrived) -> Arrived:
    """The same file once more, for another thing that it proves. Raises: storage.Away."""
    key = uuid.uuid4().hex
    with storage().at_hand(f"{arrived.key}/original") as path, path.open("rb") as file:
        storage().write(f"{key}/original", file)
    return replace(arrived, key=key)


def _look(file: BinaryIO, kind: DocumentKind) -> Format:
    if file.seek(0, 2) > LARGEST * 1024 * 1024:
        raise Flawed(Flaw.TOO_LARGE)
    try:
        found = format_of(file)
    except Flawed as flawed:
        if flawed.flaw is Flaw.UNKNOWN and kind in UNFIT:
            raise Flawed(UNFIT[kind]) from None  # its words list only what this kind may be
        raise
    if found not in TAKEN[kind]:
        raise Flawed(UNFIT[kind])
    return found
