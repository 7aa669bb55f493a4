"""What guests are told: each letter has their personal link, by which they answer without an account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.accounts.queries import list_people_by_id
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.site import address_of
from roadshow.notices.calendars import Entry
from roadshow.notices.kinds import KINDS
from roadshow.notices.operations import Reader, Values, queue
from roadshow.programme.date_block import hours_of, place_of
from roadshow.programme.models import Roadshow

from . import queries
from .calendars import TAKE_OUT, put_in, take_out
from .letter_kinds import REGISTER, THANKED
from .links import link_of
from .models import MODE_WITHIN, MODE_WORDS, Attendance, InvitationRequest, Mode
from .states import AttendanceState


@dataclass(frozen=True)
class Told:
    """A guest as a letter names them."""

    id: int
    serial: int
    person_id: int | None
    name: str
    email: str

    @classmethod
    def of(cls, guest: Attendance) -> "Told":
        return cls(guest.id, guest.serial, guest.person_id, guest.name, guest.email or "")


def tell(kind: str, guests: Collection[Attendance]) -> None:
    """A letter a guest of one roadshow; who has no address gets none."""
    reached = [guest for guest in guests if guest.email]
    if reached:
        own = {guest.id: _own(kind, guest) for guest in reached}
        _send(kind, reached[0].roadshow, [Told.of(guest) for guest in reached], own, _entries(kind, reached))


def tell_invited(roadshow: Roadshow, guests: Collection[Told]) -> None:
    _send("attendance.invited", roadshow, guests, {}, {})


def tell_colleague(colleague: Attendance, by: str) -> None:
    own = {
        "by": by,
        "standing": LazyString(_standing, colleague),
        "where": LazyString(_where, colleague),
    }
    entries = {colleague.id: put_in(colleague)} if colleague.state is AttendanceState.ACCEPTED else {}
    _send("attendance.colleague", colleague.roadshow, [Told.of(colleague)], {colleague.id: own}, entries)


def tell_to_register(email: str, roadshow: Roadshow, link: str, language: str) -> None:
    """In the language that they are reading now; not by the name, which a stranger may have typed."""
    values = {**_event(roadshow), "link": link}
    queue(
        REGISTER,
        {Reader(None, email, email, language): values},
        until=roadshow.ends_at,
        roadshow_id=roadshow.id,
    )


def tell_request_declined(request: InvitationRequest) -> None:
    person = request.person
    values = {**_event(request.roadshow), "link": address_of("/investor/")}
    queue("attendance.request_declined", {reader_of(person): values}, roadshow_id=request.roadshow_id)


def _entries(kind: str, guests: Collection[Attendance]) -> dict[int, Entry]:
    """By guest, what a letter of this kind does to their calendars."""
    if kind == "attendance.accepted":
        return {guest.id: put_in(guest) for guest in guests}
    return {guest.id: take_out(guest) for guest in guests} if kind in TAKE_OUT else {}


def by_reader(readers: Mapping[Told, Reader], entries: Mapping[int, Entry]) -> dict[Reader, Entry]:
    return {reader: entries[guest.id] for guest, reader in readers.items() if guest.id in entries}


def readers_of(guests: Collection[Told]) -> dict[Told, Reader]:
    """Who has an account is written to in its language."""
    ids = {guest.person_id for guest in guests if guest.person_id}
    spoken = {person.id: person.reads for person in list_people_by_id(ids)} if ids else {}
    return {
        guest: Reader(guest.person_id, guest.name, guest.email, spoken.get(guest.person_id or 0))
        for guest in guests
    }


def _send(
    kind: str,
    roadshow: Roadshow,
    guests: Collection[Told],
    own: Mapping[int, Values],
    entries: Mapping[int, Entry],
) -> None:
    names = KINDS[kind].places
    alike = {name: value for name, value in _alike(roadshow).items() if name in names}
    letters: dict[Reader, Values] = {}
    readers = readers_of(guests)
    for guest, reader in readers.items():
        link = {"link": link_of(guest.id, guest.serial)} if "link" in names else {}
        letters[reader] = {**alike, **own.get(guest.id, {}), **link}
    until = None if kind == THANKED else roadshow.ends_at
    queue(kind, letters, by_reader(readers, entries), until=until, roadshow_id=roadshow.id)


def _alike(roadshow: Roadshow) -> Values:
    """What is the same for all guests."""
    seating = queries.find_seating(roadshow.id)
    by = seating.answer_by_at if seating else None
    words = _("请在%(by)s（北京时间）前答复。", by=lazy_moment(by)) if by else ""
    page = address_of(f"/roadshows/{roadshow.uid}")
    return {**_event(roadshow), "answer_by": words, "page": page}


def _event(roadshow: Roadshow) -> Values:
    return {
        "title": roadshow.spoken_title,
        "when": LazyString(hours_of, roadshow),
        "where": LazyString(place_of, roadshow),
    }


def _own(kind: str, guest: Attendance) -> Values:
    said: Values = {
        "where": LazyString(_where, guest),
        "mode": MODE_WITHIN[guest.mode],
        "how": _("入场时请出示您专用页面上的入场码：")
        if guest.mode is Mode.ONSITE
        else _("入会链接在您的专用页面上："),
        "due": lazy_moment(guest.confirm_by_at),
        "ahead": (ahead := queries.count_ahead(guest)),
        "position": ahead + 1,
    }
    return {name: value for name, value in said.items() if name in KINDS[kind].places}


def _where(guest: Attendance) -> str:
    return str(MODE_WORDS[guest.mode]) if guest.comes_online else place_of(guest.roadshow)


def _standing(colleague: Attendance) -> str:
    if colleague.turn is not None and not colleague.switching:
        return str(_("候补的次序已转到您名下。"))
    if queries.find_seat(colleague.id):
        return str(_("%(mode)s席位已转到您名下。", mode=MODE_WITHIN[colleague.mode]))
    return ""
