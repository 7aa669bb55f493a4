"""Letters by e-mail: one SMTP connection for as long as there is something to send."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.errors import MessageError
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from roadshow.config import Settings
from roadshow.foundation.text import one_line

from .channels import CHANNELS, Dispatch, Outcome, Result
from .message import Stationery, compose, on_the_wire
from .models import MAIL

TIMEOUT = 20.0  # seconds for each answer of the server
OKAY = range(200, 400)  # what an SMTP server answers when it goes on
FOR_GOOD = 500
LONGEST_WORDS = 300  # characters of what a server says
_LINE_BEGINS = re.compile(rb"(?m)^\.")


class Mail:
    """``address`` is smtp://user:password@host:port, or smtps:// for a connection that is encrypted from the start."""

    def __init__(self, address: str, stationery: Stationery) -> None:
        self.server = urlsplit(address)
        self.stationery = stationery
        self.sender = parseaddr(stationery.sender)[1]
        self.domain = self.sender.rpartition("@")[2]
        self.handing_over = False
        self._line: smtplib.SMTP | None = None

    def send(self, letter: Dispatch) -> Outcome:
        self.handing_over = False
        try:
            content = compose(letter, self.stationery).as_bytes()
        except (ValueError, MessageError) as odd:
            return Outcome(Result.REFUSED, str(odd)[:LONGEST_WORDS])
        line = self._open()
        if isinstance(line, Outcome):
            return line
        try:
            return self._hand_over(line, on_the_wire(letter.to_address), content)
        except (OSError, smtplib.SMTPException) as broken:
            self.rest()
            return Outcome(Result.UNKNOWN if self.handing_over else Result.LATER, _said(broken))

    def rest(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()

    def _hand_over(self, line: smtplib.SMTP, address: str, content: bytes) -> Outcome:
        wide = () if address.isascii() else ("smtputf8",)
        if wide and not line.has_extn("smtputf8"):
            return Outcome(Result.REFUSED, "SMTPUTF8")
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: line.mail(self.sender, wide),
            lambda: line.rcpt(address),
            lambda: line.docmd("DATA"),
        )
        for step in steps:
            code, words = step()
            if code not in OKAY:
                line.rset()
                return _refusal(code, words)
        self.handing_over = True
        line.send(_LINE_BEGINS.sub(b"..", content.removesuffix(b"\r\n")) + b"\r\n.\r\n")
        code, words = line.getreply()
        return Outcome(Result.ACCEPTED, _decoded(words)) if code in OKAY else _refusal(code, words)

    def _open(self) -> smtplib.SMTP | Outcome:
        """The connection in use, else a new one."""
        if self._line is not None:
            return self._line
        try:
            self._line = self._connect()
        except (OSError, smtplib.SMTPException, ValueError) as silent:
            self.rest()
            return Outcome(Result.AWAY, _said(silent))
        return self._line

    def _connect(self) -> smtplib.SMTP:
        host, port = self.server.hostname or "", self.server.port or 0
        if self.server.scheme == "smtps":
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            line = smtplib.SMTP(host, port, timeout=TIMEOUT)
        line.ehlo_or_helo_if_needed()
        safe = self.server.scheme == "smtps"
        if not safe and line.has_extn("starttls"):
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
            safe = True
        if self.server.username:
            if not safe and not is_here(host):
                line.close()
                raise smtplib.SMTPNotSupportedError("no STARTTLS: the password is not sent in the clear")
            line.login(unquote(self.server.username), unquote(self.server.password or ""))
        return line


def open_mail(settings: Settings) -> Mail | None:
    if not settings.smtp:
        return None
    reads_answers = bool(settings.replies)
    stationery = Stationery(
        settings.mail_from, settings.base_url, settings.secret_key, reads_answers, settings.contact
    )
    return Mail(settings.smtp, stationery)


CHANNELS[MAIL] = open_mail


def is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal(code: int, words: bytes) -> Outcome:
    """Codes from 500 on are meant for good; 421 says that the server goes away, and comes before anything is taken."""
    return Outcome(
        Result.REFUSED if code >= FOR_GOOD else Result.LATER, f"{code} {_decoded(words)}"[:LONGEST_WORDS]
    )


def _decoded(words: bytes) -> str:
    return one_line(words.decode("utf-8", "replace"))


def _said(failure: Exception) -> str:
    return one_line(str(failure) or failure.__class__.__name__)[:LONGEST_WORDS]
