"""Staff's own calendars: all roadshows, plans too; and what takes a hall."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import NAMESPACE_OID, uuid5

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.days import time_of
from roadshow.halls.models import KIND_WORDS, Hall, HallUse
from roadshow.halls.queries import list_uses
from roadshow.ical.event import Event, Hours, Status
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_taken_of
from roadshow.programme.calendar import is_in_calendar, list_dated
from roadshow.programme.entries import Edition, staff_entry
from roadshow.programme.models import Roadshow

from .bodies import kept
from .models import Subscription

PAST_USES = 100


def roadshows(edition: Edition, today: date) -> Iterator[Event]:
    """Whatever has a day, with its state in words."""
    for _row, event in _entries(list_dated(), edition, today):
        yield event


def in_hall(row: Subscription, edition: Edition, today: date) -> Iterator[Event]:
    """Roadshows, with the hours for which they have the hall; other uses, and days when it is out of use."""
    hall = row.hall
    if hall is None:
        return
    taken = {each.roadshow_id: each for each in list_taken_of("hall", hall.id, "roadshow")}
    for roadshow, held in _entries(list_dated(hall.id), edition, today):
        yield _with_hours(held, taken.get(roadshow.id))
    for use in list_uses(hall.id, clock.now(), PAST_USES):
        if event := kept(f"use {use.id}", partial(_use_entry, use, hall, row, edition)):
            yield event


def use_uid(use: HallUse) -> str:
    """A use is never changed."""
    return str(uuid5(NAMESPACE_OID, f"hall {use.hall_id} use {use.id} {use.starts_at.isoformat()}"))


def _entries(rows: Iterable[Roadshow], edition: Edition, today: date) -> Iterator[tuple[Roadshow, Event]]:
    for row in rows:
        if is_in_calendar(row, today) and (
            event := kept(f"roadshow {row.uid}", partial(staff_entry, row, edition))
        ):
            yield row, event


def _with_hours(event: Event, taken: Occupancy | None) -> Event:
    if taken is None:  # cancelled, or a past one that is known by its day
        return event
    hours = f"{time_of(taken.starts_at)}–{time_of(taken.ends_at)}"
    said = str(_("场地占用%(hours)s（含布场与撤场）", hours=hours))
    return replace(event, description="\n".join(filter(None, (said, event.description))))


def _use_entry(use: HallUse, hall: Hall, row: Subscription, edition: Edition) -> Event:
    """It does not note when it was entered: here it is as old as this calendar."""
    marked = _("【%(state)s】%(title)s", state=KIND_WORDS[use.kind], title=use.what)
    return Event(
        uid=use_uid(use),
        sequence=0,
        status=Status.CONFIRMED,
        when=Hours(use.starts_at, use.ends_at),
        summary=str(marked),
        created=row.made_at,
        changed=row.made_at,
        location=str(hall.spoken_name),
        url=f"{edition.base_url}/centre/halls/{hall.id}",
        private=True,
        remind=edition.remind,
    )
