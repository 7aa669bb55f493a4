"""Events in readers' calendars: a letter puts one in, changes it or takes it out."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import partial
from typing import TypeVar

from flask_babel import force_locale
from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.languages import LANGUAGES
from roadshow.foundation.signing import sealed
from roadshow.foundation.site import replies, sender
from roadshow.ical.event import Event
from roadshow.ical.invitation import Mailbox, Method, invitation_bytes

from . import queries
from .models import Answer, Invite
from .readers import Reader

SALT = "notices.invite"
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """What a letter does to its reader's calendar; ``event`` builds it in the language of the moment.

    Whoever has answered ``unless`` in the calendar has it there as it is. What is not there is not taken out, and a
    change ``if_there`` does not put it in. ``accepted``: the reader has just accepted on a page of ours. ``variant``
    tells events of one ``uid`` apart that are not the same for all.
    """

    about: str
    about_id: int
    uid: str
    method: Method
    event: Callable[[], Event]
    unless: Answer | None = None
    if_there: bool = False
    accepted: bool = False
    variant: str = ""


def carried(entries: Mapping[Reader, Entry]) -> dict[Reader, dict[str, object]]:
    """The columns of the letters that carry one, each newer than whatever this reader's calendar was told of it before.

    The caller has locked what the events are about. An event that cannot be sent is reported; its letter goes without.
    """
    if not entries:
        return {}
    known = queries.find_invites({entry.uid for entry in entries.values()}, map(_address, entries))
    built: dict[tuple[str, str, Method, str], Event | None] = {}
    found: dict[Reader, dict[str, object]] = {}
    for reader, entry in entries.items():
        key, language = (entry.uid, _address(reader)), reader.language or LANGUAGES[0]
        last = known.get(key)
        if _is_right(entry, last):
            continue
        version = (entry.uid, entry.variant, entry.method, language)
        if version not in built:
            built[version] = _built(entry, partial(_event, entry, language))
        event = built[version]
        if event is None:
            continue
        sequence = max(event.sequence, last.sequence + 1 if last else 0)
        if text := _built(entry, partial(_text, reader, entry, replace(event, sequence=sequence))):
            known[key] = _kept(reader, entry, last, sequence)
            found[reader] = {"calendar": text, "method": entry.method}
    return found


def reply_token(uid: str, address: str) -> str:
    """What whoever answers must know: it stands in nothing but the invitation to this address."""
    return sealed(SALT, uid, address.lower())


def _is_right(entry: Entry, last: Invite | None) -> bool:
    """Whether the calendar needs nothing."""
    if last is None or last.method is Method.CANCEL:
        return entry.if_there or entry.method is Method.CANCEL
    return entry.unless is not None and last.answer is entry.unless


def _built(entry: Entry, build: Callable[[], T]) -> T | None:
    """None for what cannot be sent."""
    try:
        return build()
    except (
        Exception
    ):  # a fault of ours, whatever it is: the letter says the same in words, and so do all others
        _log.exception("%s %d goes into no calendar", entry.about, entry.about_id)
        return None


def _event(entry: Entry, language: str) -> Event:
    """Of the moment of the message, by which answers are sorted."""
    with force_locale(language):
        return replace(entry.event(), changed=clock.now())


def _text(reader: Reader, entry: Entry, event: Event) -> str:
    organizer, attendee = _organizer(entry.uid, reader), Mailbox(reader.name, reader.address)
    text = invitation_bytes(event, entry.method, organizer, attendee, accepted=entry.accepted)
    return text.decode()


def _organizer(uid: str, reader: Reader) -> Mailbox:
    """Where answers go: an address that only this reader is told, where the settings name a pattern for it."""
    name, address = parseaddr(sender())
    with force_locale(reader.language or LANGUAGES[0]):
        name = name or str(_("长三角G60全球科创路演中心"))
    return Mailbox(name, replies().replace("{}", reply_token(uid, reader.address)) or address)


def _kept(reader: Reader, entry: Entry, last: Invite | None, sequence: int) -> Invite:
    """What was answered was answered to something else."""
    if last is None:
        last = Invite(uid=entry.uid, address=_address(reader))
        db.session.add(last)
    last.about, last.about_id = entry.about, entry.about_id
    last.sequence, last.method, last.told_at, last.answer = sequence, entry.method, clock.now(), None
    return last


def _address(reader: Reader) -> str:
    return reader.address.lower()
