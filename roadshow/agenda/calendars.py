"""Turns in the calendars of those whose they are. A letter carries one; each further turn has a short one of its own,
since calendar programs take one event out of a letter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from flask_babel import lazy_gettext as _

from roadshow.foundation.languages import spoken
from roadshow.foundation.site import address_of
from roadshow.ical.event import Event, Status
from roadshow.ical.event import Hours as EventHours
from roadshow.ical.invitation import Method
from roadshow.notices.calendars import Entry
from roadshow.notices.kinds import KINDS, PLANS, Kind, Night, Place
from roadshow.notices.operations import Before, Values, queue, queue_for_calendars
from roadshow.notices.readers import Reader
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import STILL_IN
from roadshow.programme.date_block import EVENT, event_lines
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.projects.queries import list_owners

from .entries import turn_uid
from .turns import Told

PITCH, SPEECH = "pitch", "speech"  # what an event in a calendar is about
_PLACES = {
    "what": Place(_("发生了什么"), _("路演改期")),
    "title": Place(_("路演名称"), _("示例专场")),
    "news": Place(_("更新了什么"), _("“示例专场”的名称、场地名称或地址有更新。")),
    "event": EVENT,
    "link": Place(_("收信人看这场路演的页面"), "https://roadshow.example/roadshows/1"),
}
_BODY = _("{name}，您好：{news}\n{event}\n您日历里的这一项会随这封信更新；没有更新，请打开附件。\n{link}")
CHANGED, LEFT = "calendar.changed", "calendar.left"
NAME_CHANGED = _("名称或地点更新")
KINDS[CHANGED] = Kind(
    _("日历更新"),
    subject=_("{what}：{title}"),
    body=_BODY,
    places=_PLACES,
    needed=True,
    button=_("看现在的安排"),
    ends_with=PLANS,
    night=Night.BY_HAND,
)
KINDS[LEFT] = Kind(
    _("从日历里取消"),
    subject=_("{what}：{title}"),
    body=_BODY,
    places=_PLACES
    | {
        "what": Place(_("发生了什么"), _("已取消报名")),
        "news": Place(_("更新了什么"), _("您对“示例专场”的答复是“不参加”，席位不再为您保留。")),
    },
    needed=True,
    button=_("看详情"),
    night=Night.BY_HAND,
)


def event_of(roadshow: Roadshow) -> Event:
    """As the feeds have it, in the language of the moment."""
    return entry(roadshow, Edition(spoken(), address_of("")))


def links_of(roadshow: Roadshow) -> Callable[[Reader], str]:
    """Reader → their application, else the roadshow's public page."""
    mine = list_pitches_in(roadshow.id, *STILL_IN)
    by_project = {pitch.project_id: pitch.id for pitch in mine}
    owned: dict[int, int] = {}
    for project_id, member in list_owners(list(by_project)):
        owned.setdefault(member.person_id, by_project[project_id])
    public = address_of(f"/roadshows/{roadshow.uid}")

    def link(reader: Reader) -> str:
        return address_of(f"/startup/pitches/{owned[reader.id]}") if reader.id in owned else public

    return link


def send(
    kind: str,
    roadshow: Roadshow,
    letters: Mapping[Reader, Values],
    told: Iterable[Told],
    *,
    before: Before = None,
) -> None:
    """Letters of this kind, with what they do to their readers' calendars."""
    carried: dict[Reader, Entry] = {}
    further = list[Told]()
    for each in told:
        if each.reader in letters and each.reader not in carried:
            carried[each.reader] = _entry(roadshow, each)
        else:
            further.append(each)
    queue(kind, letters, carried, until=roadshow.ends_at, roadshow_id=roadshow.id, before=before)
    send_short(roadshow, further, KINDS[kind].words)


def send_short(
    roadshow: Roadshow, told: Iterable[Told], what: object, *, kind: str = CHANGED, if_there: bool = False
) -> None:
    """To those whose calendars would be wrong without it; with ``if_there`` only those in which the turn is already."""
    turns = list(told)
    links = links_of(roadshow) if turns else None
    for each in turns:
        news = each.line(roadshow) if each.changed else news_of(roadshow)
        said = {"what": what, "title": roadshow.spoken_title, "news": news, "event": event_lines(roadshow)}
        letter = {each.reader: said | {"link": links(each.reader) if links else ""}}
        entry = replace(_entry(roadshow, each), if_there=if_there)
        entries = {each.reader: entry}
        queue_for_calendars(kind, letter, entries, until=roadshow.ends_at, roadshow_id=roadshow.id)


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
