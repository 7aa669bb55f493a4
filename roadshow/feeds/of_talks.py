"""Agreed talks in the own calendars of both sides; one that was called off stays for a while, said to be off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

from roadshow.accounts.models import Person
from roadshow.foundation import clock
from roadshow.ical.event import Event
from roadshow.meetings.queries import list_scheduled
from roadshow.meetings.states import Side
from roadshow.meetings.talk_calendars import event_of
from roadshow.programme.calendar import CANCELLED_SHOWN
from roadshow.programme.entries import Edition

from .bodies import kept

PAST = timedelta(days=366)
DESKS = {Side.PROJECT: "startup", Side.INSTITUTION: "investor"}


def talks_of(person: Person, side: Side, edition: Edition, today: date) -> Iterator[Event]:
    """Of all projects that this person acts for, or those that they asked for on behalf of their institution."""
    begins = clock.moment(today, time())
    talks = list_scheduled(person.id, side, begins - PAST, begins - CANCELLED_SHOWN)
    for talk in talks:
        if event := kept(f"talk {talk.id}", partial(event_of, talk)):
            page = f"{edition.base_url}/{DESKS[side]}/interests/{talk.interest_id}"
            yield replace(event, url=page, remind=edition.remind)
