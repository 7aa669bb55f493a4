"""What guests are told when plans change, the roadshow's or their own; who heard of it on a page or as an applicant is
written to only where a calendar would be wrong."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.agenda.calendars import CHANGED, LEFT, NAME_CHANGED, news_of
from roadshow.agenda.changes import kind_of_cancelling, said_of_cancelling, said_of_restoring, what_moved
from roadshow.agenda.known import by_known, values_of
from roadshow.agenda.letters import one_a_line
from roadshow.agenda.queries import list_readers_told
from roadshow.foundation.site import address_of
from roadshow.notices.calendars import Entry
from roadshow.notices.kinds import KINDS
from roadshow.notices.operations import Before, Values, queue, queue_for_calendars
from roadshow.notices.queries import list_unheard, list_written_to
from roadshow.programme.date_block import event_lines
from roadshow.programme.models import Roadshow, Stand
from roadshow.programme.states import RoadshowState

from . import queries
from .calendars import call_off, change, change_if_there, take_out
from .letters import Told, by_reader, readers_of, tell
from .links import OVER, link_of
from .models import Attendance
from .states import CONCERNED, STATE_WORDS, AttendanceState

ToCalendar = Callable[[Attendance], Entry]
News = Callable[[str], object]  # by address


@dataclass(frozen=True)
class Concerned:
    """Those who hear of a change as guests, and those who hear of it otherwise."""

    guests: list[Attendance]
    told_already: list[Attendance]

    @property
    def addresses(self) -> set[str]:
        return {guest.email for guest in (*self.guests, *self.told_already) if guest.email}

    def at(self, addresses: Collection[str]) -> "Concerned":
        """Those of them who read these."""
        both = (self.guests, self.told_already)
        return Concerned(*([guest for guest in each if guest.email in addresses] for each in both))


def tell_handed_over(guest: Attendance, colleague: str) -> None:
    """Their page told them; only a calendar that still has it is told by a letter."""
    news = _("“%(title)s”的席位已转给%(colleague)s。", title=guest.roadshow.spoken_title, colleague=colleague)
    _send_short(guest.roadshow, _("席位已转给同事"), lambda _address: news, [guest], take_out, LEFT)


def tell_given_up(guest: Attendance) -> None:
    """As above: their page told them."""
    said = {"title": guest.roadshow.spoken_title, "state": STATE_WORDS[guest.state]}
    news = _("您对“%(title)s”的答复是“%(state)s”，席位不再为您保留。要改答复，请打开您的专用页面。", **said)
    what = _("已答复不参加") if guest.state is AttendanceState.DECLINED else _("答复已改为待定")
    _send_short(guest.roadshow, what, lambda _address: news, [guest], take_out, LEFT)


def tell_moved(roadshow: Roadshow, was: Stand, now: Stand) -> None:
    """Whom it concerns, with the plans that they know; nobody for whom all is as it was."""
    for known, concerned in _by_known(roadshow, was):
        if known != now:
            _tell_moved(roadshow, known, now, concerned)


def tell_cancelled(roadshow: Roadshow, reason: str) -> None:
    concerned = _concerned(roadshow)
    kind, theirs = kind_of_cancelling(roadshow), said_of_cancelling(roadshow, reason, concerned.addresses)

    def said(guest: Told) -> Values:
        return {**theirs[guest.email], "link": link_of(guest.id, guest.serial)}

    def news(address: str) -> object:
        if roadshow.date_pending:
            return _("%(roadshow)s延期举办，日期待定。", roadshow=theirs[address]["roadshow"])
        return _("%(roadshow)s已取消。", roadshow=theirs[address]["roadshow"])

    _send(kind, roadshow, said, news, call_off, concerned)


def tell_restored(roadshow: Roadshow) -> None:
    """Who knows other plans than those of now reads of a move."""
    now = roadshow.stand
    for known, concerned in _by_known(roadshow, now) if now else []:
        if known == now:
            _tell_restored(roadshow, concerned)
        elif now:
            _tell_moved(roadshow, known, now, concerned)


def invite_unheard(roadshow: Roadshow) -> None:
    """Those whose invitation was overtaken while it waited."""
    tell("attendance.invited", _list_unheard(roadshow))


def _list_unheard(roadshow: Roadshow) -> list[Attendance]:
    unheard = list_unheard(roadshow.id, "attendance.invited")
    invited = queries.list_guests_in(roadshow.id, AttendanceState.INVITED)
    return [guest for guest in invited if guest.email in unheard]


def _tell_moved(roadshow: Roadshow, was: Stand, now: Stand, concerned: Concerned) -> None:
    lines, kind = what_moved(roadshow, was, now), "roadshow.changed"
    if was.starts_at != now.starts_at:
        kind = "roadshow.postponed"

    def said(guest: Told) -> Values:
        changes = LazyString(_lines, lines, guest)
        return {
            "title": roadshow.spoken_title,
            "changes": changes,
            "event": event_lines(roadshow),
            "link": "",  # it stands in the lines
        }

    news = LazyString(one_a_line, lines)
    _send(kind, roadshow, said, lambda _address: news, change, concerned, before=values_of(was))


def _tell_restored(roadshow: Roadshow, concerned: Concerned) -> None:
    def said(guest: Told) -> Values:
        return {**said_of_restoring(roadshow, LazyString(_lines, [], guest)), "link": ""}

    news = _("%(roadshow)s恢复举办。", roadshow=said_of_restoring(roadshow, "")["roadshow"])
    _send("roadshow.restored", roadshow, said, lambda _address: news, change, concerned)


def tell_name(roadshow: Roadshow) -> None:
    """Those in whose calendar it is, under the old name."""
    concerned, news = _concerned(roadshow), news_of(roadshow)
    everybody = [*concerned.guests, *concerned.told_already]
    _send_short(roadshow, NAME_CHANGED, lambda _address: news, everybody, change_if_there)


def list_addresses_told(roadshow: Roadshow, kind: str) -> set[str]:
    """Of all who are written a letter of this kind, or are invited again, when it moves, is off or takes place after
    all."""
    told = {reader.address for reader in list_readers_told(roadshow.id)} | _concerned(roadshow).addresses
    written = list_written_to(kind, told)
    if roadshow.state is RoadshowState.CANCELLED:
        unheard = {guest.email for guest in _list_unheard(roadshow) if guest.email}
        written |= list_written_to("attendance.invited", unheard)
    return written


def _concerned(roadshow: Roadshow) -> Concerned:
    """Without those whose invitation has not gone out: it will name the plans of now, or was never heard of."""
    told_already = {reader.address for reader in list_readers_told(roadshow.id)}
    unheard = list_unheard(roadshow.id, "attendance.invited")
    guests = [
        guest
        for guest in queries.list_guests_in(roadshow.id, *CONCERNED)
        if guest.email and not (guest.state is AttendanceState.INVITED and guest.email in unheard)
    ]
    return Concerned(
        [guest for guest in guests if guest.email not in told_already],
        [guest for guest in guests if guest.email in told_already],
    )


def _by_known(roadshow: Roadshow, was: Stand) -> list[tuple[Stand, Concerned]]:
    concerned = _concerned(roadshow)
    known = by_known(roadshow.id, was, concerned.addresses)
    return [(stand, concerned.at(addresses)) for stand, addresses in known]


def _send(  # noqa: PLR0913  what such a letter consists of
    kind: str,
    roadshow: Roadshow,
    said: Callable[[Told], Values],
    news: News,
    entry: ToCalendar,
    concerned: Concerned,
    *,
    before: Before = None,
) -> None:
    """A letter of this kind to whom it concerns, and the news to the calendars of those who hear of it otherwise."""
    readers = readers_of([Told.of(guest) for guest in concerned.guests])
    queue(
        kind,
        {reader: said(guest) for guest, reader in readers.items()},
        by_reader(readers, {guest.id: entry(guest) for guest in concerned.guests}),
        until=roadshow.ends_at,
        roadshow_id=roadshow.id,
        before=before,
    )
    _send_short(roadshow, KINDS[kind].words, news, concerned.told_already, entry)


def _send_short(
    roadshow: Roadshow,
    what: object,
    news: News,
    guests: Collection[Attendance],
    entry: ToCalendar,
    kind: str = CHANGED,
) -> None:
    """To those whose calendars would be wrong without it."""
    readers = readers_of([Told.of(guest) for guest in guests if guest.email])
    alike = {"what": what, "title": roadshow.spoken_title, "event": event_lines(roadshow)}
    public = address_of(f"/roadshows/{roadshow.uid}")
    ended = {guest.id for guest in guests if guest.state in OVER}
    letters = {
        reader: {
            **alike,
            "news": news(guest.email),
            "link": public if guest.id in ended else link_of(guest.id, guest.serial),
        }
        for guest, reader in readers.items()
    }
    entries = by_reader(readers, {guest.id: entry(guest) for guest in guests})
    queue_for_calendars(kind, letters, entries, until=roadshow.ends_at, roadshow_id=roadshow.id)


def _lines(lines: list[object], guest: Told) -> str:
    link = link_of(guest.id, guest.serial)
    ends = _("已有的答复继续有效；要答复或改答复，请打开您的专用页面：%(link)s", link=link)
    return one_a_line([*lines, ends])
