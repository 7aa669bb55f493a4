"""What a mail server says of a letter that came back: a delivery status notification, RFC 3464."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from typing import Any

from roadshow.foundation.text import one_line

LONGEST_WORDS = 300  # characters


@dataclass(frozen=True)
class Bounce:
    """Of which letter, at which address, and why; ``hard`` when it is for good."""

    message_id: str
    address: str
    words: str
    hard: bool


def read_bounce(content: bytes) -> Bounce | None:
    """None when it is no such notification, or does not say which letter of ours it means. Nothing in it is trusted."""
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        parts = list(message.walk())
        status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
        if status is None:
            return None
        fields = _of_recipient(status)
        message_id = _original_id(parts)
    except (
        ValueError,
        LookupError,
        MessageError,
        AttributeError,
        TypeError,
        StopIteration,
        RecursionError,  # parts within parts without end
    ):
        return None
    address = _value(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
    if not message_id or not address:
        return None
    failed = one_line(str(fields.get("Action") or "")).lower() == "failed"
    code = one_line(str(fields.get("Status") or ""))
    words = one_line(f"{code} {_value(fields.get('Diagnostic-Code') or '')}")[:LONGEST_WORDS]
    return Bounce(message_id, address.lower(), words, failed and not code.startswith("4"))


def _of_recipient(status: "Message[str, str]") -> "Message[str, str]":
    """The first group of fields that names one; those of the whole message come before it."""
    groups: Any = status.get_payload()
    return next(group for group in groups if group.get("Final-Recipient") or group.get("Original-Recipient"))


def _original_id(parts: "list[Message[str, str]]") -> str:
    """The Message-ID of the letter that came back, whole or its headers alone; never of the notification itself."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            content: Any = part.get_payload(decode=True)
            part = message_from_bytes(content)  # noqa: PLW2901  what it holds is what we ask
        if part.get("Message-ID"):
            return one_line(str(part["Message-ID"]))
    return ""


def _value(field: object) -> str:
    """Without the word before it that names its sort: rfc822; smtp;"""
    said = one_line(str(field))
    return said.partition(";")[2].strip() if ";" in said else said
