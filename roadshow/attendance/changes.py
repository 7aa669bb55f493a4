"""What guests are told when plans change, the roadshow's or their own; who heard of it on a page or as an applicant is
written to only where a calendar would be wrong."""

from collections.abc import Callable, Collection

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.agenda.calendars import news_of
from roadshow.agenda.letters import (
    kind_of_cancelling,
    one_a_line,
    said_of_cancelling,
    said_of_restoring,
    what_moved,
)
from roadshow.agenda.queries import list_people_told
from roadshow.notices.calendars import Entry
from roadshow.notices.operations import Values, queue, queue_for_calendars
from roadshow.programme.date_block import event_lines
from roadshow.programme.models import Roadshow, Stand

from . import queries
from .calendars import call_off, change, change_if_there, take_out
from .letters import Told, by_reader, readers_of
from .links import link_of
from .models import Attendance
from .states import CONCERNED, STATE_WORDS

ToCalendar = Callable[[Attendance], Entry]


def tell_handed_over(guest: Attendance, colleague: str) -> None:
    """Their page told them; only a calendar that still has it is told by a letter."""
    news = _("“%(title)s”的席位已转给%(colleague)s。", title=guest.roadshow.spoken_title, colleague=colleague)
    _send_short(guest.roadshow, news, [guest], take_out)


def tell_given_up(guest: Attendance) -> None:
    """As above: their page told them."""
    title, link = guest.roadshow.spoken_title, link_of(guest.id, guest.serial)
    said = {"title": title, "state": STATE_WORDS[guest.state], "link": link}
    news = _("您对“%(title)s”的答复是“%(state)s”，席位不再为您保留。要改答复：%(link)s", **said)
    _send_short(guest.roadshow, news, [guest], take_out)


def tell_moved(roadshow: Roadshow, was: Stand, now: Stand) -> None:
    """Whom it concerns; those who hear of it as applicants or speakers only where their calendar has it."""
    lines, kind = what_moved(roadshow, was, now), "roadshow.changed"
    if was.starts_at != now.starts_at:
        kind = "roadshow.postponed"

    def said(guest: Told) -> Values:
        changes = LazyString(_lines, lines, guest)
        return {"title": roadshow.spoken_title, "changes": changes, "event": event_lines(roadshow)}

    _send(kind, roadshow, said, LazyString(one_a_line, lines), change)


def tell_cancelled(roadshow: Roadshow, reason: str) -> None:
    said = said_of_cancelling(roadshow, reason)
    news = _("%(roadshow)s已取消。", roadshow=said["roadshow"])
    if roadshow.date_pending:
        news = _("%(roadshow)s延期举办，日期待定。", roadshow=said["roadshow"])
    _send(kind_of_cancelling(roadshow), roadshow, lambda _guest: said, news, call_off)


def tell_restored(roadshow: Roadshow) -> None:
    def said(guest: Told) -> Values:
        return said_of_restoring(roadshow, LazyString(_lines, [], guest))

    news = _("%(roadshow)s恢复举办。", roadshow=said_of_restoring(roadshow, "")["roadshow"])
    _send("roadshow.restored", roadshow, said, news, change)


def tell_name(roadshow: Roadshow) -> None:
    """Those in whose calendar it is, under the old name."""
    guests, told_already = _concerned(roadshow)
    _send_short(roadshow, news_of(roadshow), [*guests, *told_already], change_if_there)


def list_addresses_told(roadshow_id: int) -> set[str]:
    """Of all who are written to when it moves or is off."""
    told = {person.email for person in list_people_told(roadshow_id)}
    return told | {guest.email for guest in queries.list_guests_in(roadshow_id, *CONCERNED) if guest.email}


def _concerned(roadshow: Roadshow) -> tuple[list[Attendance], list[Attendance]]:
    """Those who hear of it as guests, and those who hear of it otherwise."""
    told_already = {person.email for person in list_people_told(roadshow.id)}
    guests = [guest for guest in queries.list_guests_in(roadshow.id, *CONCERNED) if guest.email]
    return (
        [guest for guest in guests if guest.email not in told_already],
        [guest for guest in guests if guest.email in told_already],
    )


def _send(
    kind: str, roadshow: Roadshow, said: Callable[[Told], Values], news: object, entry: ToCalendar
) -> None:
    """A letter of this kind to whom it concerns, and the news to the calendars of those who hear of it otherwise."""
    guests, told_already = _concerned(roadshow)
    readers = readers_of([Told.of(guest) for guest in guests])
    letters = {reader: said(guest) for guest, reader in readers.items()}
    queue(
        kind,
        letters,
        by_reader(readers, {guest.id: entry(guest) for guest in guests}),
        until=roadshow.ends_at,
    )
    _send_short(roadshow, news, told_already, entry)


def _send_short(roadshow: Roadshow, news: object, guests: Collection[Attendance], entry: ToCalendar) -> None:
    """To those whose calendars would be wrong without it."""
    readers = readers_of([Told.of(guest) for guest in guests if guest.email])
    said = {"title": roadshow.spoken_title, "news": news}
    entries = by_reader(readers, {guest.id: entry(guest) for guest in guests})
    queue_for_calendars(
        "calendar.changed", dict.fromkeys(readers.values(), said), entries, until=roadshow.ends_at
    )


def _lines(lines: list[object], guest: Told) -> str:
    link = link_of(guest.id, guest.serial)
    ends = _("已有的答复继续有效；要答复或改答复，请打开您的专用页面：%(link)s", link=link)
    return one_a_line([*lines, ends])
