"""A mail with an answer from somebody's calendar, as mail programs send it, and what makes it believed."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Refused
from roadshow.foundation.site import replies
from roadshow.ical.reply import Reply, read_reply

from .calendars import reply_token

TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
CALENDARS = ("text/calendar", "application/ics")  # some programs send only the attachment


@dataclass(frozen=True)
class Posted:
    """``sender`` and ``to`` are addresses in small letters."""

    sender: str
    to: frozenset[str]
    reply: Reply

    def refuse_forged(self) -> None:
        """Whoever answers is who was asked, and knows the address that only they were told.

        Raises: Refused.
        """
        if not replies():
            raise Refused(_("没有设置 ROADSHOW_REPLIES，日历答复不算数"))
        if self.sender != self.reply.attendee:
            raise Refused(_("发信人不是答复的人"))
        own = replies().replace("{}", reply_token(self.reply.uid, self.reply.attendee)).lower()
        if own not in self.to | {self.reply.organizer}:
            raise Refused(_("不是答复给这份邀请专用的地址，可能是伪造的"))


def read_posted(content: bytes) -> Posted | None:
    """None when no calendar comes with it. Raises: Refused when what comes is no answer."""
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        calendar = _calendar_of(message)
        senders, to = _addresses(message, "From"), _addresses(message, *TO)
    except (ValueError, LookupError, MessageError, AttributeError, TypeError, RecursionError) as odd:
        raise Refused(_("邮件读不出来")) from odd
    if calendar is None:
        return None
    if len(senders) != 1:
        raise Refused(_("发信人不是答复的人"))
    return Posted(senders[0], frozenset(to), read_reply(calendar))


def _calendar_of(message: "Message[str, str]") -> bytes | None:
    """The first part of the better kind."""
    parts = list(message.walk())
    for kind in CALENDARS:
        for part in parts:
            if part.get_content_type() == kind:
                content = part.get_payload(decode=True)
                return content if isinstance(content, bytes) else b""
    return None


def _addresses(message: "Message[str, str]", *names: str) -> list[str]:
    fields = [str(field) for name in names for field in message.get_all(name, [])]
    return [address.lower() for _name, address in getaddresses(fields) if address]
