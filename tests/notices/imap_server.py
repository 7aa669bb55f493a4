"""A real IMAP server on a port of its own, with one mailbox in a temporary folder, reached by one password."""

import grp
import imaplib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port

PASSWORD = "a:way/in?"  # noqa: S105  of a mailbox that lives as long as a test
CONFIG = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = no
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {folder}/mail
mailbox_list_layout = fs
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
passdb static {{
  password = "{password}"
}}
userdb static {{
  fields {{
    home = {folder}
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Box:
    """``address`` as the settings have it; the port is kept when the server is stopped and started again."""

    folder: Path
    port: int
    _server: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"imap://centre:a%3Away%2Fin%3F@127.0.0.1:{self.port}/INBOX"

    def start(self) -> None:
        self._server = _serve(self.folder)
        for _try in range(200):
            try:
                self._line().logout()
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()

    def put(self, content: bytes) -> None:
        """A message arrives."""
        with self._line() as line:
            assert line.append("INBOX", "", "", content)[0] == "OK"

    def flags(self) -> list[str]:
        """Of each message, in the order in which they came."""
        with self._line() as line:
            _okay, found = line.uid("FETCH", "1:*", "(FLAGS)")
        return [" ".join(sorted(re.findall(r"Seen|Flagged", str(each)))) for each in found if each]

    def empty(self) -> None:
        with self._line() as line:
            line.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            line.expunge()

    def _line(self) -> imaplib.IMAP4:
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        try:
            line.login("centre", PASSWORD)
            line.select("INBOX")
        except (OSError, imaplib.IMAP4.error):
            line.shutdown()
            raise
        return line


@contextmanager
def mailbox() -> Iterator[Box]:
    """Stopped and removed afterwards, also when we are killed."""
    folder = Path(tempfile.mkdtemp(prefix="rs-imap-", dir="/tmp"))  # a socket's path may not be long
    box = Box(folder, free_port())
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    config = CONFIG.format(
        folder=folder,
        uid=user.pw_uid,
        gid=user.pw_gid,
        user=user.pw_name,
        group=_group(user.pw_gid),
        password=PASSWORD,
        port=box.port,
    )
    (folder / "dovecot.conf").write_text(config)
    os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        box.start()
        yield box
    finally:
        box.stop()
        shutil.rmtree(folder)


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def _serve(folder: Path) -> "subprocess.Popen[bytes]":
    """As root it is nobody's: dovecot lets nobody in as root."""
    user = pwd.getpwnam("nobody")
    drop = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if os.geteuid() == 0 else []
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program is not None, "dovecot-imapd is not installed"
    command = ["setpriv", "--pdeathsig", "TERM", *drop, "--", program, "-F", "-c", folder / "dovecot.conf"]
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(command, stdout=said, stderr=said, cwd=folder)
