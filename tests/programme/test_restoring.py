"""What was called off by mistake takes place after all: where and when it was to be, with all who were in it."""

from datetime import timedelta

import icalendar
import pytest

from roadshow.agenda import operations as agenda
from roadshow.attendance.letters import tell
from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState as A
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db, operation
from roadshow.foundation.errors import Refused
from roadshow.halls import operations as halls
from roadshow.notices.models import Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("inside")


def cancelled(state: S = S.PUBLISHED, **facts: object) -> Roadshow:
    roadshow = make.roadshow(state=state, **facts)
    operations.cancel(roadshow, "误操作", actor=make.SOMEONE)
    return roadshow


@operation
def told(kind: str, guest: Attendance) -> None:
    tell(kind, [guest])


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(S.PLANNED, S.PLANNED), (S.CALLING, S.CALLING), (S.SELECTING, S.SELECTING), (S.PUBLISHED, S.PUBLISHED)],
)
def test_it_is_what_it_was_under_the_same_name_and_a_higher_number(was: S, becomes: S):
    roadshow = cancelled(was)
    uid, sequence, starts_at = roadshow.uid, roadshow.sequence, roadshow.starts_at
    agenda.restore(roadshow, actor=make.SOMEONE)
    assert (roadshow.state, roadshow.cancelled_at, roadshow.cancel_reason) == (becomes, None, "")
    assert (roadshow.uid, roadshow.sequence, roadshow.starts_at) == (uid, sequence + 1, starts_at)
    assert list_entries_of("roadshow", roadshow.id)[0].what == "roadshow.restored"


def test_its_hall_is_taken_again():
    roadshow = cancelled()
    agenda.restore(roadshow, actor=make.SOMEONE)
    with pytest.raises(Refused, match=roadshow.title):
        make.roadshow(where=roadshow.hall, on=roadshow.on)


def test_when_its_hall_was_given_to_another_it_stays_cancelled_and_that_one_is_named():
    roadshow = cancelled()
    other = make.roadshow(where=roadshow.hall, on=roadshow.on, title="示例后来一场")
    with pytest.raises(Refused, match=other.title):
        agenda.restore(roadshow, actor=make.SOMEONE)
    assert roadshow.state is S.CANCELLED


def test_what_was_never_cancelled_or_whose_time_is_over_is_not_restored():
    with pytest.raises(Refused, match="没有取消"):
        agenda.restore(make.roadshow(state=S.PUBLISHED), actor=make.SOMEONE)
    over = cancelled()
    with clock.at(make.begins(over)), pytest.raises(Refused, match="原定的时间已经过去"):
        agenda.restore(over, actor=make.SOMEONE)


def test_a_hall_that_closed_meanwhile_is_told():
    roadshow = cancelled()
    facts = make.hall_facts(name=roadshow.where)
    halls.change_hall(roadshow.hall, facts, closed=True, actor=make.SOMEONE)
    with pytest.raises(Refused, match=roadshow.where):
        agenda.restore(roadshow, actor=make.SOMEONE)


def test_who_heard_that_it_was_off_hears_that_it_is_on_applicants_and_guests():
    roadshow = make.roadshow(state=S.PUBLISHED)
    owner = make.person()
    make.pitch(roadshow, P.ACCEPTED, make.project(make.company(owner)))
    make.attendance(roadshow, A.ACCEPTED, email="guest@fund.example")
    operations.cancel(roadshow, "误操作", actor=make.SOMEONE)
    agenda.restore(roadshow, actor=make.SOMEONE)
    letters = db.session.query(Letter).filter_by(kind="roadshow.restored")
    assert {letter.to_address for letter in letters} == {owner.email, "guest@fund.example"}


def test_nobody_loses_the_time_to_confirm_while_it_was_off():
    roadshow = make.roadshow(state=S.SELECTING)
    due = clock.now() + timedelta(hours=10)
    pitch = make.pitch(roadshow, P.ACCEPTED, confirm_by_at=due)
    guest = make.attendance(roadshow, A.OFFERED, confirm_by_at=due)
    operations.cancel(roadshow, "误操作", actor=make.SOMEONE)
    with clock.at(clock.now() + timedelta(days=1)):
        agenda.restore(roadshow, actor=make.SOMEONE)
    assert [round((each.confirm_by_at - due).total_seconds() / 60) for each in (pitch, guest)] == [1440, 1440]


def test_calendars_that_took_it_out_get_it_again_under_a_higher_number():
    roadshow = make.roadshow(state=S.PUBLISHED)
    told("attendance.accepted", make.attendance(roadshow, A.ACCEPTED))
    operations.cancel(roadshow, "误操作", actor=make.SOMEONE)
    agenda.restore(roadshow, actor=make.SOMEONE)
    rows = db.session.query(Letter).filter(Letter.calendar.is_not(None)).order_by(Letter.id)
    calendars = [icalendar.Calendar.from_ical(row.calendar) for row in rows]
    found = [(str(each["METHOD"]), str(each.events[0]["UID"])) for each in calendars]
    assert found == [(method, roadshow.uid) for method in ("REQUEST", "CANCEL", "REQUEST")]
    numbers = [each.events[0]["SEQUENCE"] for each in calendars]
    assert numbers == sorted(set(numbers))
