"""The proxy that deploy/nginx.conf describes, on a port of its own, in front of a service under test."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from roadshow.config import ROOT

from .servers import free_port

FRAME = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@contextmanager
def proxied(url: str) -> Iterator[str]:
    """The address at which nginx answers for the service at ``url``."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rs-nginx-") as name:
        folder = Path(name)
        site = (ROOT / "deploy/nginx.conf").read_text()
        site = site.replace("127.0.0.1:8000", urlsplit(url).netloc).replace("80;", f"127.0.0.1:{port};", 1)
        (folder / "site.conf").write_text(site)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
        command = [_binary(), "-p", name, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        server = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *command])
        try:
            _wait(port, server, folder / "error.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _binary() -> str:
    """Debian keeps it where only root's path leads."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise FileNotFoundError("nginx is not installed")
    return found


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if server.poll() is not None:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.05)
        else:
            return
