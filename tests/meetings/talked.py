"""An interest that waits for its answer, the two people concerned, and what they do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.attendance import viewing
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.meetings import operations, talking
from roadshow.meetings.models import Interest, InterestLevel, Talk
from roadshow.meetings.rules import InterestFacts, TalkFacts
from roadshow.meetings.states import Share, Side, Venue
from roadshow.pitches.models import Pitch
from tests import make
from tests.attendance.coming import colleague, guest, institution, on_stage


@dataclass(frozen=True)
class Both:
    owner: Person
    asker: Person
    pitch: Pitch
    interest: Interest

    def person(self, side: Side) -> Person:
        return self.owner if side is Side.PROJECT else self.asker


def said(
    level: InterestLevel = InterestLevel.TALK,
    shares: Share = Share.CONTACT,
    owner: Person | None = None,
    asker: Person | None = None,
    **facts: object,
) -> Both:
    """An investor of a verified institution has said an interest in a project that the owner acts for."""
    owner = owner or make.person(Role.STARTUP)
    pitch = on_stage(of=make.project(make.company(owner)))
    asker = colleague(institution(), who=asker)
    guest(pitch.roadshow, asker)
    viewing.read_warning(pitch.roadshow_id, person=asker)
    asked = InterestFacts(
        level, shares=shares, **{"job_title": "投资总监", "message": "想了解量产计划"} | facts
    )
    interest = operations.say_interest(pitch.id, asked, person=asker, actor=asker.acting())
    return Both(owner, asker, pitch, interest)


def at(days: int, hours: int = 0) -> datetime:
    """So long from now, at a full minute."""
    return clock.now().replace(second=0, microsecond=0) + timedelta(days=days, hours=hours)


def offer(*times: datetime, venue: Venue = Venue.CENTRE, place: str = "", message: str = "") -> TalkFacts:
    return TalkFacts(venue, place, 30, times, message)


def accept(both: Both, *times: datetime, **facts: object) -> Talk:
    return talking.accept(
        both.interest.id, offer(*times, **facts), person=both.owner, actor=both.owner.acting()
    )


def propose(both: Both, talk: Talk, side: Side, *times: datetime, **facts: object) -> Talk:
    person = both.person(side)
    return talking.propose(talk.id, offer(*times, **facts), side=side, person=person, actor=person.acting())


def pick(both: Both, talk: Talk, side: Side, number: int = 1) -> Talk:
    person = both.person(side)
    time_id = db.session.get_one(Talk, talk.id).times[number - 1].id
    return talking.pick(talk.id, time_id, side=side, person=person, actor=person.acting())


def agreed(both: Both, starts_at: datetime | None = None) -> Talk:
    """The owner offers a time and the asker picks it."""
    return pick(both, accept(both, starts_at or at(3)), Side.INSTITUTION)


def cancel(both: Both, talk: Talk, side: Side, message: str = "") -> Talk:
    person = both.person(side)
    return talking.cancel(talk.id, message, side=side, person=person, actor=person.acting())
