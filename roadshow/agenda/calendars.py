"""Turns in the calendars of those whose they are. A letter carries one; each further turn has a short one of its own,
since calendar programs take one event out of a letter."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from flask_babel import lazy_gettext as _

from roadshow.foundation.languages import spoken
from roadshow.foundation.site import address_of
from roadshow.ical.event import Event, Status
from roadshow.ical.event import Hours as EventHours
from roadshow.ical.invitation import Method
from roadshow.notices.calendars import Entry
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Values, queue, queue_for_calendars
from roadshow.notices.readers import Reader
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow

from .entries import turn_uid
from .turns import Told

PITCH, SPEECH = "pitch", "speech"  # what an event in a calendar is about
KINDS["calendar.changed"] = Kind(
    _("日历更新"),
    subject=_("日历更新：{title}"),
    body=_("{name}，您好：{news}\n您日历里的这一项会随这封信更新；没有更新，请打开附件。"),
    places={
        "title": Place(_("路演名称"), _("示例专场")),
        "news": Place(_("更新了什么"), _("“示例专场”的名称、场地名称或地址有更新。")),
    },
    needed=True,
    night=Night.BY_HAND,
)


def event_of(roadshow: Roadshow) -> Event:
    """As the feeds have it, in the language of the moment."""
    return entry(roadshow, Edition(spoken(), address_of("")))


def send(kind: str, roadshow: Roadshow, letters: Mapping[Reader, Values], told: Iterable[Told]) -> None:
    """Letters of this kind, with what they do to their readers' calendars."""
    carried: dict[Reader, Entry] = {}
    further = list[Told]()
    for each in told:
        if each.reader in letters and each.reader not in carried:
            carried[each.reader] = _entry(roadshow, each)
        else:
            further.append(each)
    queue(kind, letters, carried, until=roadshow.ends_at)
    send_short(roadshow, further)


def send_short(roadshow: Roadshow, told: Iterable[Told], *, if_there: bool = False) -> None:
    """To those whose calendars would be wrong without it; with ``if_there`` only those in which the turn is already."""
    for each in told:
        news = each.line(roadshow) if each.changed else news_of(roadshow)
        letter = {each.reader: {"title": roadshow.spoken_title, "news": news}}
        entry = replace(_entry(roadshow, each), if_there=if_there)
        queue_for_calendars("calendar.changed", letter, {each.reader: entry}, until=roadshow.ends_at)


def news_of(roadshow: Roadshow) -> object:
    return _("“%(title)s”的名称、场地名称或地址有更新。", title=roadshow.spoken_title)


def _entry(roadshow: Roadshow, told: Told) -> Entry:
    turn = told.turn
    uid = turn_uid(roadshow.uid, turn.pitch_id, turn.key)
    about, about_id = (PITCH, turn.pitch_id) if turn.pitch_id else (SPEECH, roadshow.id)
    method = Method.REQUEST if told.now else Method.CANCEL
    return Entry(about, about_id, uid, method, partial(_event, roadshow, uid, told))


def _event(roadshow: Roadshow, uid: str, told: Told) -> Event:
    """Where and of what roadshow, as the roadshow's own event says it."""
    whole = event_of(roadshow)
    said = {"project": told.project, "title": whole.summary}
    summary = _("“%(project)s”上台：%(title)s", **said) if told.project else _("发言：%(title)s", **said)
    hours = EventHours(*told.stands)
    return replace(whole, uid=uid, when=hours, summary=str(summary), description="", status=Status.CONFIRMED)
