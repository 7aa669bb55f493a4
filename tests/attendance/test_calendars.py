"""A roadshow is in a guest's calendar as long as they have a seat, and as it is now."""

from datetime import timedelta

import icalendar
import pytest

from roadshow.attendance import answering, inviting, seating
from roadshow.attendance.colleagues import hand_over
from roadshow.attendance.links import link_of
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.places import settle
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.ical.event import event_bytes
from roadshow.notices.blocks import Shape, blocks_of
from roadshow.notices.models import Answer, Invite, Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.agenda.test_who_is_told import change
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
ONSITE, ONLINE = Mode.ONSITE, Mode.ONLINE


def seated(onsite: int = 9, state: S = S.PUBLISHED, **facts: object) -> Roadshow:
    roadshow = make.roadshow(state, **facts)
    seating.set_seating(roadshow, SeatingFacts(onsite, 0), actor=make.SOMEONE)
    return roadshow


def comes(roadshow: Roadshow, **facts: object) -> Attendance:
    """Invited, and accepts on the page."""
    guest = make.attendance(roadshow, **facts)
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    return guest


def told(guest: Attendance) -> list[tuple[str, str, int]]:
    """Kind of letter, METHOD and SEQUENCE of its event, the oldest first; no method where it carries none."""
    found = []
    for row in db.session.query(Letter).filter_by(to_address=guest.email).order_by(Letter.id):
        calendar = icalendar.Calendar.from_ical(row.calendar) if row.calendar else None
        sequence = calendar.events[0]["SEQUENCE"] if calendar else -1
        found.append((row.kind, str(calendar["METHOD"]) if calendar else "", sequence))
    return found


def answered(guest: Attendance, answer: Answer) -> None:
    """In the calendar program."""
    db.session.rollback()
    db.session.query(Invite).filter_by(address=guest.email).one().answer = answer
    db.session.commit()


def test_a_seat_puts_into_the_calendar_what_the_feeds_say_of_the_roadshow():
    roadshow = seated(title="新材料专场", summary="八个项目上台", sector="materials")
    guest = comes(roadshow)
    (letter,) = db.session.query(Letter).filter_by(kind="attendance.accepted")
    (event,) = icalendar.Calendar.from_ical(letter.calendar).events
    published = icalendar.Event.from_ical(event_bytes(entry(roadshow, Edition("zh", "http://localhost"))))
    assert isinstance(published, icalendar.Event)
    moment_of_sending = {"DTSTAMP", "LAST-MODIFIED"}
    alike = published.keys() - moment_of_sending
    assert {name: event.decoded(name) for name in alike} == {name: published.decoded(name) for name in alike}
    assert event.keys() - published.keys() == {"ORGANIZER", "ATTENDEE"}
    assert (event["UID"], event["ATTENDEE"]) == (roadshow.uid, f"mailto:{guest.email}")
    assert "/come/" not in letter.calendar  # the personal link stays out of what delegates see


def test_a_seat_is_sure_while_projects_are_still_called_for():
    guest = comes(seated(state=S.CALLING))
    (row,) = db.session.query(Letter).filter_by(to_address=guest.email)
    (event,) = icalendar.Calendar.from_ical(row.calendar).events
    assert event["STATUS"] == "CONFIRMED"


def online_too() -> Roadshow:
    roadshow = make.roadshow(S.PUBLISHED, branches=[make.room()])
    seating.set_seating(roadshow, SeatingFacts(9, 9), actor=make.SOMEONE)
    return roadshow


def places(guest: Attendance) -> list[str]:
    """Where each letter's event is, the oldest first."""
    letters = db.session.query(Letter).filter_by(to_address=guest.email).order_by(Letter.id)
    return [
        str(icalendar.Calendar.from_ical(letter.calendar).events[0]["LOCATION"])
        for letter in letters
        if letter.calendar
    ]


def test_an_online_seat_names_no_hall_in_the_letter_and_in_the_calendar():
    roadshow = online_too()
    guest = make.attendance(roadshow)
    answering.accept(guest, ONLINE, actor=make.SOMEONE)
    (letter,) = db.session.query(Letter).filter_by(to_address=guest.email)
    assert places(guest) == ["线上"]
    assert ("地点：线上\n" in letter.body, str(roadshow.spoken_where) in letter.body) == (True, False)


def test_one_change_tells_each_calendar_its_own_place():
    roadshow = online_too()
    here, there = make.attendance(roadshow), make.attendance(roadshow)
    answering.accept(here, ONSITE, actor=make.SOMEONE)
    answering.accept(there, ONLINE, actor=make.SOMEONE)
    change(roadshow, title="新名称")
    hall = places(here)[0]
    assert (places(here), places(there)) == ([hall] * 2, ["线上"] * 2)


def test_who_changes_to_an_online_seat_has_no_hall_in_the_calendar_whatever_it_answered():
    guest = make.attendance(online_too())
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    answered(guest, Answer.ACCEPTED)
    answering.accept(guest, ONLINE, actor=make.SOMEONE)
    assert places(guest)[1:] == ["线上"]


@pytest.mark.parametrize("act", [answering.decline, answering.answer_tentatively])
def test_a_seat_that_is_given_back_takes_it_out_by_a_short_letter_and_comes_in_anew(act):
    guest = comes(seated())
    act(guest, actor=make.SOMEONE)
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    assert told(guest) == [
        ("attendance.accepted", "REQUEST", 0),
        ("calendar.left", "CANCEL", 1),
        ("attendance.accepted", "REQUEST", 2),
    ]


@pytest.mark.parametrize(
    ("act", "what"), [(answering.decline, "已答复不参加"), (answering.answer_tentatively, "答复已改为待定")]
)
def test_the_letter_for_a_seat_given_back_says_so_and_when_it_was_and_leads_to_the_page(act, what):
    guest = comes(seated(title="新材料专场"))
    act(guest, actor=make.SOMEONE)
    row = db.session.query(Letter).filter_by(kind="calendar.left").one()
    blocks = blocks_of(row.body, (row.values or {})["zh"], "http://localhost")
    assert (row.subject, blocks[0].shape, blocks[-1].url) == (
        f"{what}：新材料专场",
        Shape.FACTS,
        link_of(guest.id, guest.serial),
    )


@pytest.mark.parametrize("act", [answering.decline, answering.answer_tentatively])
def test_who_has_it_in_no_calendar_is_sent_nothing_for_it(act):
    guest = make.attendance(seated())
    act(guest, actor=make.SOMEONE)
    assert told(guest) == []


@pytest.mark.parametrize(
    ("act", "answer"),
    [(answering.decline, Answer.DECLINED), (answering.answer_tentatively, Answer.TENTATIVE)],
)
def test_what_was_answered_in_the_calendar_itself_is_not_told_to_it(act, answer):
    guest = comes(seated())
    answered(guest, answer)
    act(guest, actor=make.SOMEONE)
    answered(guest, Answer.ACCEPTED)
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    assert told(guest) == [("attendance.accepted", "REQUEST", 0), ("attendance.accepted", "", -1)]


def test_who_waits_again_or_did_not_confirm_in_time_has_it_in_no_calendar():
    roadshow = seated(1)
    guest = comes(roadshow)
    answered(guest, Answer.TENTATIVE)
    answering.answer_tentatively(guest, actor=make.SOMEONE)
    other = comes(roadshow)
    answered(guest, Answer.ACCEPTED)
    answering.accept(guest, ONSITE, actor=make.SOMEONE)
    answering.decline(other, actor=make.SOMEONE)
    due = guest.confirm_by_at
    assert due is not None
    with clock.at(due):
        settle(roadshow)
    assert told(guest) == [
        ("attendance.accepted", "REQUEST", 0),
        ("attendance.waitlisted", "CANCEL", 1),
        ("attendance.offered", "", -1),
        ("attendance.lapsed", "", -1),
    ]


def test_a_withdrawn_invitation_takes_it_out():
    guest = comes(seated())
    inviting.withdraw_many(guest.roadshow, [guest.id], actor=make.SOMEONE)
    assert told(guest)[1:] == [("attendance.withdrawn", "CANCEL", 1)]


def test_a_seat_handed_over_leaves_one_calendar_and_comes_into_the_other():
    guest = comes(seated())
    there = hand_over(guest, Invitee("colleague@test.example", "示例同事"), actor=make.SOMEONE)
    assert told(guest)[1:] == [("calendar.left", "CANCEL", 1)]
    assert told(there) == [("attendance.colleague", "REQUEST", 0)]


def test_a_turn_handed_over_comes_into_no_calendar():
    roadshow = seated(1)
    comes(roadshow)
    waits = comes(roadshow)
    there = hand_over(waits, Invitee("colleague@test.example", "示例同事"), actor=make.SOMEONE)
    assert told(there) == [("attendance.colleague", "", -1)]


def test_a_move_is_told_to_calendars_by_its_letter():
    roadshow = seated()
    guest, waits = comes(roadshow), make.attendance(roadshow, A.WAITLISTED)
    unsure = comes(roadshow)
    answered(unsure, Answer.TENTATIVE)
    answering.answer_tentatively(unsure, actor=make.SOMEONE)
    starts_at = make.begins(roadshow) + timedelta(days=7)
    programme.postpone(roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    assert [told(each)[-1] for each in (guest, waits, unsure)] == [
        ("roadshow.postponed", "REQUEST", 1),
        ("roadshow.postponed", "", -1),
        ("roadshow.postponed", "REQUEST", 1),
    ]


def test_a_cancelled_roadshow_leaves_every_calendar():
    roadshow = seated()
    guest, unsure, gone = comes(roadshow), comes(roadshow), comes(roadshow)
    answered(unsure, Answer.TENTATIVE)
    answering.answer_tentatively(unsure, actor=make.SOMEONE)
    answering.decline(gone, actor=make.SOMEONE)
    programme.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [told(each)[-1] for each in (guest, unsure, gone)] == [
        ("roadshow.cancelled", "CANCEL", 1),
        ("roadshow.cancelled", "CANCEL", 1),
        ("calendar.left", "CANCEL", 1),
    ]


def test_another_title_comes_to_who_has_it_in_the_calendar_by_a_short_letter_and_other_words_to_nobody():
    roadshow = seated()
    guest, waits = comes(roadshow), make.attendance(roadshow, A.WAITLISTED)
    change(roadshow, summary="新的简介")
    change(roadshow, title="先进材料专场", summary="新的简介")
    assert [told(each)[1:] for each in (guest, waits)] == [[("calendar.changed", "REQUEST", 2)], []]
    row = db.session.query(Letter).filter_by(kind="calendar.changed").one()
    assert "SUMMARY:先进材料专场" in str(row.calendar)


def test_who_hears_of_a_move_as_an_applicant_is_told_it_once_and_the_calendar_by_a_short_letter():
    roadshow, person = seated(), make.person()
    make.pitch(roadshow, P.SCREENED, of=make.project(make.company(person)))
    guest = comes(roadshow, email=person.email, person_id=person.id)
    starts_at = make.begins(roadshow) + timedelta(days=7)
    programme.postpone(roadshow, starts_at, on_rest_day=True, actor=make.SOMEONE)
    programme.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert told(guest)[1:] == [
        ("roadshow.postponed", "", -1),
        ("calendar.changed", "REQUEST", 1),
        ("roadshow.cancelled", "", -1),
        ("calendar.changed", "CANCEL", 2),
    ]


def test_a_move_costs_the_same_however_many_calendars_have_it(counted: Counted):
    costs = []
    for many in (60, 90):
        roadshow = seated(many)
        for _each in range(many):
            make.attendance(roadshow, A.ACCEPTED)
        starts_at = make.begins(roadshow)
        programme.postpone(roadshow, starts_at + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE)
        with counted() as statements:
            programme.postpone(roadshow, starts_at + timedelta(days=14), on_rest_day=True, actor=make.SOMEONE)
        costs.append(len(statements))
    again = db.session.query(Invite).filter(Invite.sequence == 2).count()
    assert (costs[1] - costs[0], again) == (0, 60 + 90)
