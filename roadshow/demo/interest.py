"""A fund that is invited to the next roadshows: what it has read, would like and noted."""

from datetime import date, datetime, time, timedelta

from roadshow.accounts.models import Person
from roadshow.attendance import viewing
from roadshow.attendance.access import list_shown
from roadshow.foundation import clock
from roadshow.foundation.money import WAN
from roadshow.investors.agreements import agree
from roadshow.investors.choices import VERSION
from roadshow.investors.models import AgreementKind, Institution
from roadshow.investors.queries import find_own_institution
from roadshow.meetings import operations as meetings
from roadshow.meetings import talking
from roadshow.meetings.models import TOLD, Interest, InterestLevel
from roadshow.meetings.rules import InterestFacts, TalkFacts
from roadshow.meetings.states import Side, Venue
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_upcoming
from roadshow.programme.states import WITH_AGENDA

from .people import Crew

SAID = (
    InterestFacts(InterestLevel.TALK),
    InterestFacts(InterestLevel.INVEST, 500 * WAN, 1_000 * WAN),
    InterestFacts(InterestLevel.FOLLOW),
)
NOTE = "技术路线清楚，量产成本要在约谈时再问。"


def come(crew: Crew, today: date) -> None:
    """To the next two whose agenda is public; at each the first project has a note, and its contact was asked for."""
    fund = crew.people["investor"]
    with clock.at(clock.moment(today - timedelta(days=60), time(9))):
        for kind in AgreementKind:
            agree(_own(fund), fund, kind, VERSION[kind], actor=fund.acting())
    coming = [roadshow for roadshow in list_upcoming(today) if roadshow.state in WITH_AGENDA]
    first = None
    for roadshow, days in zip(coming, (2, 1), strict=False):
        with clock.at(clock.moment(today - timedelta(days=days), time(9))):
            said = _read(roadshow, fund)
            first = first or said
    with clock.at(clock.moment(today - timedelta(days=1), time(10))):
        for number, interest in enumerate(first or []):
            day = today + timedelta(days=3 + number)
            _agree(crew, interest, clock.moment(day, time(14)), picked=not number)


def _agree(crew: Crew, interest: Interest, starts_at: datetime, *, picked: bool) -> None:
    """To a talk in the centre; the fund has picked the time, or has still to."""
    facts = TalkFacts(Venue.CENTRE, "", 30, (starts_at, starts_at + timedelta(hours=1)))
    owner, fund = crew.registrant(interest.project), crew.people["investor"]
    talk = talking.accept(interest.id, facts, person=owner, actor=owner.acting())
    if picked:
        talking.pick(talk.id, talk.times[0].id, side=Side.INSTITUTION, person=fund, actor=fund.acting())


def _read(roadshow: Roadshow, person: Person) -> list[Interest]:
    """What it said that asks for an answer."""
    viewing.read_warning(roadshow.id, person=person)
    pitches = [pitch.id for pitch in list_shown(roadshow.id)]
    said = []
    for pitch_id, facts in zip(pitches, SAID, strict=False):
        viewing.open_pitch(pitch_id, person=person)
        said.append(meetings.say_interest(pitch_id, facts, person=person, actor=person.acting()))
    meetings.write_note(pitches[0], NOTE, person=person, actor=person.acting())
    meetings.pass_on(pitches[0], person=person, actor=person.acting())
    return [interest for interest in said if interest.level in TOLD]


def _own(person: Person) -> Institution:
    institution = find_own_institution(person.id)
    if institution is None:
        raise LookupError(person.name)
    return institution
