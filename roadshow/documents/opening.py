"""What is shown of a document, to whom the room above lets see it; noted before the first byte goes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roadshow.foundation.actor import Actor
from roadshow.foundation.errors import Missing

from . import operations
from .models import Version, ViewKind
from .storage import storage
from .watermark import mark


@dataclass(frozen=True)
class Allowed:
    """What the room above, which knows who invited whom and who signed what, lets one reader do with a document."""

    look: bool = False
    download: bool = False


@dataclass(frozen=True)
class File:
    """What is taken away, part by part."""

    name: str
    size: int
    parts: Iterator[bytes]


def open_page(
    version: Version, number: int, lines: Sequence[str], *, allowed: Allowed, actor: Actor
) -> bytes:
    """A page as a JPEG, with these lines across it. Raises: Missing, also when it is not for this reader."""
    if not allowed.look or not 1 <= number <= version.previews:
        raise Missing(f"page {number} of version {version.id}")
    name = f"{version.key}/page-{number}.jpg"
    operations.note_view(version, ViewKind.PAGE, number, actor=actor)
    return mark(b"".join(storage().read(name)), lines)


def open_file(version: Version, *, allowed: Allowed, actor: Actor) -> File:
    """Raises: Missing, also when it is not for this reader, or was not found sound."""
    if not allowed.download or not version.is_sound:
        raise Missing(f"file of version {version.id}")
    said, name = version.name, version.file
    operations.note_view(version, ViewKind.DOWNLOAD, None, actor=actor)
    return File(said, storage().size(name), storage().read(name))
