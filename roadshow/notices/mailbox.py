"""The mailbox that answers and returned letters come to: an IMAP folder, looked into once a minute.

A message is marked as seen once what follows from it is written; whoever dies between reads it twice, which changes
nothing the second time.
"""

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from roadshow.config import Settings
from roadshow.foundation.db import UNREACHABLE

from .mail import is_here

LOOKS_EVERY = 60.0  # seconds
PAUSES = (60.0, 300.0, 900.0)  # while nobody answers there
TIMEOUT = 20.0  # seconds for each answer of the server
LARGEST = 1024 * 1024  # bytes of a message: many times our longest letter, read in seconds whatever is in it
PORTS = {True: 993, False: 143}  # encrypted from the start, or not
AWAY = (OSError, imaplib.IMAP4.error)
log = logging.getLogger(__name__)


class Mailbox:
    """``address`` is imaps://user:password@host:port/folder; imap:// is encrypted where the server offers it."""

    def __init__(self, address: str) -> None:
        self.server = urlsplit(address)
        self.folder = unquote(self.server.path.strip("/")) or "INBOX"
        self._line: imaplib.IMAP4 | None = None
        self._waiting: list[str] = []
        self._begun: set[str] = set()
        self._looks_at, self._silent = 0.0, 0

    def read_once(self, take: Callable[[bytes], None]) -> bool:
        """Hand the next unseen message to ``take`` and mark it; whether there was one. A mailbox that is away is noted.

        What ``take`` raises for a fault of ours leaves the message marked for people; while the database is away it is
        left as it was.
        """
        if not self._waiting and time.monotonic() < self._looks_at:
            self.rest()
            return False
        try:
            if not self._waiting:
                self._look()
            if self._waiting:
                self._read(self._waiting.pop(0), take)
                return True
            self.rest()
        except AWAY as away:
            log.warning("no answer from the mailbox: %s", away.__class__.__name__)
            self.rest()
            self._looks_at = time.monotonic() + PAUSES[min(self._silent, len(PAUSES) - 1)]
            self._silent += 1
        return False

    def rest(self) -> None:
        """What is open is closed, and looked for anew the next time."""
        line, self._line, self._waiting = self._line, None, []
        if line is not None:
            with suppress(*AWAY):
                line.logout()

    def _look(self) -> None:
        self._looks_at = time.monotonic() + LOOKS_EVERY
        self._line = self._connect()
        found = _said(self._line.uid("SEARCH", "UNSEEN"))
        unseen = found[0].decode().split() if found and isinstance(found[0], bytes) else []
        # one that the server cannot give, or not mark, would else be tried before all others for ever
        self._waiting = sorted(unseen, key=lambda uid: uid in self._begun)
        self._silent = 0

    def _read(self, uid: str, take: Callable[[bytes], None]) -> None:
        flags = r"(\Seen)"
        self._begun.add(uid)
        content = self._fetch(uid)
        if content is not None:
            try:
                take(content)
            except UNREACHABLE:
                self.rest()
                raise
            except Exception:  # a fault of ours: it is left for people, and the next message has its turn
                log.exception("message %s failed", uid)
                flags = r"(\Seen \Flagged)"
        _said(self._open.uid("STORE", uid, "+FLAGS.SILENT", flags))
        self._begun.discard(uid)

    def _fetch(self, uid: str) -> bytes | None:
        """None for one that is gone, or too large to be read at all."""
        size = next((part for part in _said(self._open.uid("FETCH", uid, "(RFC822.SIZE)")) if part), b"")
        found = re.search(rb"RFC822\.SIZE (\d+)", size) if isinstance(size, bytes) else None
        if found is None or int(found[1]) > LARGEST:
            log.info("message %s is gone, or too large", uid)
            return None
        parts = _said(self._open.uid("FETCH", uid, "(BODY.PEEK[])"))
        return next((part[1] for part in parts if isinstance(part, tuple)), None)

    @property
    def _open(self) -> imaplib.IMAP4:
        if self._line is None:
            self._line = self._connect()
        return self._line

    def _connect(self) -> imaplib.IMAP4:
        host, secure = self.server.hostname or "", self.server.scheme == "imaps"
        port = self.server.port or PORTS[secure]
        line: imaplib.IMAP4 | None = None
        try:
            if secure:
                safely = ssl.create_default_context()
                line = imaplib.IMAP4_SSL(host, port, ssl_context=safely, timeout=TIMEOUT)
            else:
                line = imaplib.IMAP4(host, port, timeout=TIMEOUT)
                secure = self._encrypt(line)
            if not secure and not is_here(host):
                raise imaplib.IMAP4.error("no STARTTLS: the password is not sent in the clear")
            line.login(unquote(self.server.username or ""), unquote(self.server.password or ""))
            folder = self.folder.replace("\\", "\\\\").replace('"', '\\"')
            _said(line.select(f'"{folder}"'))
        except AWAY:
            if line is not None:
                line.shutdown()
            raise
        return line

    def _encrypt(self, line: imaplib.IMAP4) -> bool:
        """Whether it is, as the server offers it."""
        if "STARTTLS" not in line.capabilities:
            return False
        line.starttls(ssl.create_default_context())
        return True


def open_mailbox(settings: Settings) -> Mailbox | None:
    return Mailbox(settings.imap) if settings.imap else None


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server says. Raises: IMAP4.error when it says no."""
    result, said = answer
    if result != "OK":
        raise imaplib.IMAP4.error(result)
    return said
