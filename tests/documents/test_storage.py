"""A folder and a bucket keep files alike: whole or not at all."""

import io
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from roadshow.documents.storage import PART, Away, Bucket, Folder, Storage
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing
from tests.servers import free_port

LARGE = b"x" * (2 * PART + 1)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server that speaks S3, on this machine."""
    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    make_bucket = urllib.request.Request(f"http://127.0.0.1:{port}/roadshow", method="PUT")
    urllib.request.urlopen(make_bucket).close()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    return Folder(tmp_path / "files")


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Storage:
    found: Storage = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Storage:
    said = {
        "ACCESS_KEY_ID": "a",
        "SECRET_ACCESS_KEY": "b",
        "REGION": "us-east-1",
        "ENDPOINT": s3,
        "ALLOW_HTTP": "1",
    }
    for name, value in said.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    return Bucket(f"s3://roadshow/{request.node.name.encode().hex()}")


def names(kept: Storage) -> set[str]:
    return set(kept.keys(clock.now() + timedelta(days=1)))


def test_what_was_written_is_read_the_same(kept: Storage) -> None:
    kept.write("a1/original", io.BytesIO(LARGE))
    with kept.at_hand("a1/original") as path:
        assert path.read_bytes() == LARGE
    assert (b"".join(kept.read("a1/original")), kept.size("a1/original")) == (LARGE, len(LARGE))
    assert max(len(part) for part in kept.read("a1/original")) < len(LARGE)


def test_what_is_removed_is_gone_with_all_under_its_key(kept: Storage) -> None:
    for name in ("a1/original", "a1/page-1.jpg", "a12/original"):
        kept.write(name, io.BytesIO(b"x"))
    kept.remove("a1")
    assert names(kept) == {"a12"}
    with pytest.raises(Missing):
        list(kept.read("a1/original"))


def test_one_file_is_removed_alone_and_what_is_not_there_is_no_fault(kept: Storage) -> None:
    for name in ("a1/original", "a1/clean"):
        kept.write(name, io.BytesIO(b"x"))
    kept.remove("a1/original")
    kept.remove("a1/original")
    kept.remove("b2")
    assert kept.size("a1/clean") == 1
    with pytest.raises(Missing):
        kept.size("a1/original")


def test_what_was_written_twice_is_what_was_written_last(kept: Storage) -> None:
    for content in (b"one", b"two"):
        kept.write("a1/page-1.jpg", io.BytesIO(content))
    assert b"".join(kept.read("a1/page-1.jpg")) == b"two"


def test_only_what_is_old_enough_is_told(kept: Storage) -> None:
    kept.write("a1/original", io.BytesIO(b"x"))
    assert set(kept.keys(clock.now() - timedelta(days=1))) == set()


def test_a_disk_that_is_full_keeps_nothing_of_it(folder: Folder) -> None:
    class Full(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(Away):
        folder.write("a1/original", Full())
    assert [path for path in folder.folder.rglob("*") if path.is_file()] == []


def test_a_bucket_that_does_not_answer_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "ENDPOINT": f"http://127.0.0.1:{free_port()}"}
    for name, value in {**said, "ALLOW_HTTP": "1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    silent = Bucket("s3://roadshow/x", retries=0)
    with pytest.raises(Away):
        silent.write("a1/original", io.BytesIO(b"x"))


def test_an_empty_folder_has_nothing(folder: Storage) -> None:
    assert names(folder) == set()
