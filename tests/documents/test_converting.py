"""LibreOffice reads what strangers hand in, and reaches nobody meanwhile."""

import socket
import sys
from pathlib import Path

import pytest

from roadshow.documents import previews
from tests.documents import files

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
