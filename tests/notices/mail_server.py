"""A real mail server on a port of its own, which takes letters, refuses some, or goes away in the middle."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port


class Mailbox:
    """What arrived; ``answers``: address → how the server answers to it, ``drops``: addresses at which it hangs up."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.contents: list[bytes] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.drops: set[str] = set()

    async def handle_EHLO(  # noqa: N802  as the library calls it
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content: Any = envelope.content
        self.contents.append(content)
        self.letters.append(message_from_bytes(content, policy=policy.default))
        if self.drops & set(envelope.rcpt_tos):
            assert server.transport is not None
            server.transport.close()
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return [str(letter["To"].addresses[0].addr_spec) for letter in self.letters]


@contextmanager
def receiving(mailbox: Mailbox, port: int | None = None) -> Iterator[str]:
    """Its address, as the settings have it."""
    server = Controller(mailbox, hostname="127.0.0.1", port=port or free_port())
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}"
    finally:
        server.stop()


@contextmanager
def silent() -> Iterator[str]:
    """A server that lets people in and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"smtp://127.0.0.1:{door.getsockname()[1]}"
