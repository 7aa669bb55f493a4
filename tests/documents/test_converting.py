"""LibreOffice reads what strangers hand in, and reaches nobody meanwhile."""

import socket
import sys
from pathlib import Path

import pytest

from roadshow.documents import apart, previews
from roadshow.documents.formats import Format
from tests.documents import files
from tests.waiting import until

PROGRAM = """#!{python}
import socket, sys
folder = sys.argv[sys.argv.index("--outdir") + 1]
try:
    socket.create_connection(("127.0.0.1", {port}), 5).close()
    said = "reached"
except OSError:
    said = "alone"
open(folder + "/original.pdf", "w").write(said)
"""


def test_the_conversion_has_no_network_where_the_machine_permits_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "original").write_bytes(files.office())
    with socket.create_server(("127.0.0.1", 0)) as listening:
        program = tmp_path / "soffice"
        program.write_text(PROGRAM.format(python=sys.executable, port=listening.getsockname()[1]))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        made = previews.convert(tmp_path / "original", tmp_path)
    assert made is not None
    assert made.read_text() == ("alone" if previews.without_network() else "reached")


def test_libreoffice_is_told_to_ask_a_proxy_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    previews.convert(tmp_path / "original", tmp_path)
    said = (tmp_path / "home/user/registrymodifications.xcu").read_text()
    assert [name in said for name in ("ooInetHTTPProxyName", "BlockUntrustedRefererLinks")] == [True, True]


def test_nothing_that_the_conversion_started_outlives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice's first process starts another, which its end or a time-out would leave behind."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 >&- 2>&- &\necho $! > {tmp_path}/left\nexit 1\n")
    program.chmod(0o755)
    (tmp_path / "original").write_bytes(files.office())
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    found = list(apart.examine(tmp_path / "original", Format.PPTX, tmp_path))
    left = int((tmp_path / "left").read_text())
    assert found == [{"sound": True, "pages": None}]
    until(lambda: not _runs(left))


def _runs(pid: int) -> bool:
    """One that was killed and waits for its parent runs no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
