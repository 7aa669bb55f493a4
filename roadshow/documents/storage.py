"""Where files stand: a folder of this machine, or a bucket; the same few acts for both."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from roadshow.foundation import files
from roadshow.foundation.errors import Missing

PART = 1 << 20  # bytes


class Away(Exception):  # noqa: N818  the word of the house
    """The disk is full, the bucket does not answer: nothing was kept, and later it may be again."""


class Storage(Protocol):
    """Files under names of the form key/file. Raises: Away when it does not answer, Missing when there is none."""

    def write(self, name: str, content: BinaryIO) -> None:
        """Whole or not at all, and safe from a power cut once it returns; read part by part."""

    def read(self, name: str) -> Iterator[bytes]:
        """Part by part, from the first that is asked for."""

    def size(self, name: str) -> int:
        """In bytes."""

    def at_hand(self, name: str) -> AbstractContextManager[Path]:
        """As a file of this machine, for as long as it is looked at."""

    def remove(self, name: str) -> None:
        """One file, or all under a key; nothing when there is none."""

    def keys(self, before: datetime) -> Iterator[str]:
        """Under which nothing was written since."""


def storage() -> Storage:
    """That of the settings: ROADSHOW_FILES, or a folder beside the database."""
    return _opened(files.place())


@cache
def _opened(place: str) -> Storage:
    return Bucket(place) if place.startswith("s3://") else Folder(Path(place))


class Folder:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: BinaryIO) -> None:
        path = self.folder / name
        draft = path.with_name(f".{path.name}.part")
        with _answering():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with draft.open("wb") as file:
                    shutil.copyfileobj(content, file, PART)
                    file.flush()
                    os.fsync(file.fileno())
                draft.rename(path)
            finally:
                draft.unlink(missing_ok=True)
            for folder in (path.parent, self.folder):
                _make_sure(folder)

    def read(self, name: str) -> Iterator[bytes]:
        with _answering(), (self.folder / name).open("rb") as file:
            yield from iter(lambda: file.read(PART), b"")

    def size(self, name: str) -> int:
        with _answering():
            return (self.folder / name).stat().st_size

    def at_hand(self, name: str) -> AbstractContextManager[Path]:
        return nullcontext(self.folder / name)

    def remove(self, name: str) -> None:
        path = self.folder / name
        with _answering():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def keys(self, before: datetime) -> Iterator[str]:
        if not self.folder.exists():
            return
        for path in self.folder.iterdir():
            if path.is_dir() and path.stat().st_mtime < before.timestamp():
                yield path.name


class Bucket:
    """A bucket that speaks S3; who may use it is said in AWS_ACCESS_KEY_ID and its kin."""

    def __init__(self, url: str, retries: int = 5) -> None:
        self.store = S3Store.from_url(url, retry_config={"max_retries": retries})

    def write(self, name: str, content: BinaryIO) -> None:
        with _answering():
            obstore.put(self.store, name, content, chunk_size=8 * PART, max_concurrency=1)

    def read(self, name: str) -> Iterator[bytes]:
        with _answering():
            for part in obstore.get(self.store, name).stream(min_chunk_size=PART):
                yield bytes(part)

    def size(self, name: str) -> int:
        with _answering():
            return int(obstore.head(self.store, name)["size"])

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        with NamedTemporaryFile(prefix="roadshow-") as file:
            for part in self.read(name):
                file.write(part)
            file.flush()
            yield Path(file.name)

    def remove(self, name: str) -> None:
        with _answering():
            there = [meta["path"] for batch in obstore.list(self.store, name) for meta in batch]
            obstore.delete(self.store, [name, *there])

    def keys(self, before: datetime) -> Iterator[str]:
        found = (meta for batch in obstore.list(self.store) for meta in batch)
        for key, under in groupby(found, lambda meta: meta["path"].partition("/")[0]):
            if max(meta["last_modified"] for meta in under) < before.astimezone(UTC):
                yield key


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotFoundError) as none:
        raise Missing("file") from none
    except (OSError, BaseError) as silent:
        raise Away(type(silent).__name__) from silent


def _make_sure(folder: Path) -> None:
    """That the names in it outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
