"""An investor's own calendar: what is public and fits its institution's mandate, and what its person comes to.

Nothing of anybody else who comes, of projects no more than is public, and never the way into an online room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.attendance.calendars import at_their_place
from roadshow.attendance.models import MODE_WORDS, Attendance
from roadshow.attendance.states import CONCERNED, CONFIRMED, STATE_WORDS, AttendanceState
from roadshow.attendance.suggesting import list_fitting
from roadshow.foundation.days import moment
from roadshow.ical.event import Event, Status
from roadshow.investors.belonging import find_own_mandate
from roadshow.programme.calendar import is_in_calendar
from roadshow.programme.entries import Edition, entry
from roadshow.programme.queries import list_roadshows_by_id

from .board import board, bodies_of
from .bodies import kept

ANSWERED = (CONCERNED | CONFIRMED) - {AttendanceState.INVITED}


def fitting_bodies(
    person: Person, guests: Iterable[Attendance], edition: Edition, today: date
) -> list[bytes]:
    """By day, from today on; marked, and takes none of the reader's time until they come. What they answered is left
    to ``attended``."""
    answered = {guest.roadshow_id for guest in guests if guest.state is not AttendanceState.INVITED}
    free = replace(edition, free=True, fits=True)
    held = [
        each
        for each in board(free).held
        if each.version.is_shown(today) and each.version.on >= today and each.version.id not in answered
    ]
    fits = list_fitting(find_own_mandate(person.id), [each.version for each in held])
    return bodies_of([each for each in held if each.version.id in fits], free)


def attended(guests: Iterable[Attendance], edition: Edition, today: date) -> Iterator[Event]:
    """What they come to, may come to or wait for."""
    found = [guest for guest in guests if guest.state in ANSWERED]
    rows = list_roadshows_by_id(guest.roadshow_id for guest in found)  # their halls come along
    shown = {row.id for row in rows if row.is_public and is_in_calendar(row, today)}
    for guest in found:
        if guest.roadshow_id not in shown:
            continue
        if event := kept(f"guest {guest.id}", partial(attended_entry, guest, edition)):
            yield event


def attended_entry(guest: Attendance, edition: Edition) -> Event:
    """Certain once the seat is theirs and the roadshow is. Raises: as ``entry``."""
    event, state = at_their_place(entry(guest.roadshow, edition), guest), STATE_WORDS[guest.state]
    theirs = guest.state in CONFIRMED
    unsure = not theirs and event.status is not Status.CANCELLED
    mark = _("已有席位") if guest.state is AttendanceState.ACCEPTED else state
    marked = _("【%(state)s】%(title)s", state=mark, title=event.summary)
    return replace(
        event,
        status=Status.TENTATIVE if unsure else event.status,
        summary=event.summary if event.status is Status.CANCELLED else str(marked),
        description="\n".join(filter(None, (*_standing(guest, edition), event.description))),
        changed=max(event.changed, guest.answered_at or guest.made_at),
        free=not theirs,
        private=True,
    )


def _standing(guest: Attendance, edition: Edition) -> list[str]:
    said = [_("参会：%(state)s（%(mode)s）", state=STATE_WORDS[guest.state], mode=MODE_WORDS[guest.mode])]
    if guest.confirm_by_at:
        said.append(_("请在%(moment)s前确认席位", moment=moment(guest.confirm_by_at)))
    page = f"{edition.base_url}/investor/invitations/{guest.id}"
    return [*map(str, said), str(_("答复、席位和线上入口：%(page)s", page=page))]
