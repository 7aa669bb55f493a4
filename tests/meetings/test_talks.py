"""A project answers an interest; both sides settle a time, which goes into their calendars, is moved and called off."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy.exc import IntegrityError

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.ical.invitation import Method
from roadshow.investors.belonging import get_contact
from roadshow.investors.contacts import leave
from roadshow.meetings import operations, queries, talking
from roadshow.meetings.models import InterestLevel, Talk, TalkTime
from roadshow.meetings.rules import InterestFacts
from roadshow.meetings.states import STORY, Reason, Share, Side, TalkState, Venue
from roadshow.notices.models import Letter
from roadshow.occupancy.models import Occupancy
from roadshow.programme import operations as programme
from roadshow.projects.members import remove_member
from roadshow.projects.models import MemberRight
from tests import make
from tests.attendance.coming import investor
from tests.meetings.talked import Both, accept, agreed, at, cancel, offer, pick, propose, said

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
S, PROJECT, INSTITUTION = TalkState, Side.PROJECT, Side.INSTITUTION


def letters(kind: str) -> list[Letter]:
    return list(db.session.query(Letter).where(Letter.kind == kind).order_by(Letter.id))


def calendar(letter: Letter) -> icalendar.Event:
    return icalendar.Calendar.from_ical(letter.calendar or "").events[0]


def decline(both: Both, reason: Reason = Reason.MISMATCH, message: str = "") -> Talk:
    return talking.decline(both.interest.id, reason, message, person=both.owner, actor=both.owner.acting())


def test_every_state_has_its_row():
    assert set(STORY) == set(TalkState)


def test_the_owner_learns_who_asks_and_reaches_them_where_that_was_agreed_to():
    both = said()
    asker = queries.asker_of(both.interest)
    assert (asker.name, asker.job_title, asker.email) == (both.asker.name, "投资总监", both.asker.email)
    [letter] = letters("interest.said")
    assert [
        words
        for words in (
            both.asker.name,
            "投资总监",
            both.asker.email,
            "想了解量产计划",
            f"/startup/interests/{both.interest.id}",
        )
        if words not in letter.body
    ] == []


def test_who_shares_no_contact_is_named_and_no_more():
    both = said(shares=Share.NAME)
    asker = queries.asker_of(both.interest)
    [letter] = letters("interest.said")
    assert (asker.name, asker.email, asker.mobile) == (both.asker.name, "", "")
    assert both.asker.email not in letter.body


def test_a_consent_that_is_taken_back_holds_at_once():
    both = said()
    facts = InterestFacts(InterestLevel.TALK, shares=Share.NAME)
    operations.say_interest(both.pitch.id, facts, person=both.asker, actor=both.asker.acting())
    assert queries.asker_of(both.interest).email == ""


def test_a_message_to_a_project_that_is_only_followed_is_refused_at_its_field():
    with pytest.raises(Refused) as refusal:
        said(InterestLevel.FOLLOW)
    assert refusal.value.field == "message"


def test_an_interest_is_accepted_with_times_of_which_one_is_picked():
    both, first = said(), at(2)
    talk = accept(both, first, at(3), at(4), venue=Venue.ELSEWHERE, place="示例咖啡馆")
    assert (talk.state, talk.waits_for, len(talk.times)) == (S.PROPOSED, INSTITUTION, 3)
    assert [letter.to_address for letter in letters("talk.proposed")] == [both.asker.email]
    talk = pick(both, talk, INSTITUTION)
    assert (talk.state, talk.waits_for, talk.times) == (S.AGREED, None, [])
    assert (talk.starts_at, talk.ends_at) == (first, first + timedelta(minutes=30))
    assert (talk.venue, talk.place) == (Venue.ELSEWHERE, "示例咖啡馆")


def test_an_owner_without_times_leaves_them_to_the_institution():
    both = said()
    talk = accept(both)
    talk = propose(both, talk, INSTITUTION, at(5))
    assert (talk.state, talk.waits_for) == (S.PROPOSED, PROJECT)
    assert pick(both, talk, PROJECT).state is S.AGREED


def test_an_agreed_time_is_in_both_calendars_accepted_by_who_picked_it():
    both = said()
    talk = agreed(both)
    told = {letter.to_address: calendar(letter) for letter in letters("talk.agreed")}
    parts = {address: str(event["ATTENDEE"].params["PARTSTAT"]) for address, event in told.items()}
    assert parts == {both.owner.email: "NEEDS-ACTION", both.asker.email: "ACCEPTED"}
    assert {str(event["UID"]) for event in told.values()} == {talk.uid}
    assert {int(event["SEQUENCE"]) for event in told.values()} == {0}
    assert {event["DTSTART"].dt for event in told.values()} == {talk.starts_at}


def test_a_moved_talk_keeps_its_uid_and_holds_until_the_other_side_agrees():
    both = said()
    talk = agreed(both)
    before, later = talk.starts_at, at(6)
    talk = propose(both, talk, PROJECT, later)
    assert (talk.state, talk.starts_at, talk.waits_for) == (S.AGREED, before, INSTITUTION)
    talk = pick(both, talk, INSTITUTION)
    event = calendar(letters("talk.agreed")[-1])
    assert (talk.starts_at, str(event["UID"]), int(event["SEQUENCE"])) == (later, talk.uid, 1)
    assert db.session.query(Occupancy.starts_at).where(Occupancy.by == "meeting").all() == [(later,)] * 2


def test_who_is_asked_to_move_may_keep_the_time():
    both = said()
    talk = agreed(both)
    before = talk.starts_at
    propose(both, talk, PROJECT, at(6))
    talk = talking.keep(talk.id, side=INSTITUTION, person=both.asker, actor=both.asker.acting())
    assert (talk.state, talk.starts_at, talk.waits_for, talk.times) == (S.AGREED, before, None, [])


@pytest.mark.parametrize("side", list(Side))
def test_a_cancelled_talk_leaves_both_calendars_and_both_people_are_free(side: Side):
    both = said()
    talk = cancel(both, agreed(both), side, "示例原因")
    told = letters("talk.cancelled")
    assert (talk.state, {letter.method for letter in told}) == (S.CANCELLED, {"CANCEL"})
    assert {letter.to_address for letter in told} == {both.owner.email, both.asker.email}
    assert {str(calendar(letter)["STATUS"]) for letter in told} == {"CANCELLED"}
    assert db.session.query(Occupancy).where(Occupancy.by == "meeting").count() == 0


@pytest.mark.parametrize("moves", [True, False])
def test_who_left_loses_the_talk_from_the_calendar_when_it_is_moved_or_off(moves: bool):
    both = said()
    member = make.member(
        both.pitch.project.company, MemberRight.EDITOR, make.person(email="gone@test.example")
    )
    talk = agreed(both, at(3))
    remove_member(member, actor=make.SOMEONE)
    if moves:
        propose(both, talk, PROJECT, at(5))
        pick(both, talk, INSTITUTION)
    else:
        cancel(both, talk, PROJECT, "示例原因")
    (told,) = [row for row in letters("talk.cancelled") if row.to_address == "gone@test.example"]
    event = calendar(told)
    assert (told.method, event["STATUS"], event["DTSTART"].dt) == (Method.CANCEL, "CANCELLED", at(3))
    assert ("示例原因" in told.body, "startup" in told.body) == (False, False)
    if moves:
        cancel(both, talk, PROJECT)
    assert [row.to_address for row in letters("talk.cancelled")].count("gone@test.example") == 1


def test_a_talk_without_a_time_is_called_off_by_letter_alone():
    both = said()
    cancel(both, accept(both), PROJECT)
    assert [letter.calendar for letter in letters("talk.cancelled")] == [None, None]


def test_a_declined_interest_tells_the_reason_to_the_institution():
    both = said()
    talk = decline(both, Reason.OTHER, "示例的说明")
    [letter] = letters("talk.declined")
    assert (talk.state, talk.reason, letter.to_address) == (S.DECLINED, Reason.OTHER, both.asker.email)
    assert [words for words in ("其他原因", "示例的说明") if words not in letter.body] == []


def test_another_reason_is_told_in_words():
    with pytest.raises(Refused) as refusal:
        decline(said(), Reason.OTHER)
    assert refusal.value.field == "message"


def test_who_declined_may_think_better_of_it_but_not_decline_twice():
    both = said()
    decline(both)
    with pytest.raises(Refused):
        decline(both)
    assert accept(both).state is S.PROPOSED


def test_an_interest_is_answered_once():
    both = said()
    accept(both)
    for again in (accept, decline):
        with pytest.raises(Refused):
            again(both)


def test_two_open_talks_of_one_interest_are_impossible():
    both = said()
    talk = accept(both)
    row = {column.name: getattr(talk, column.name) for column in Talk.__table__.columns}
    with pytest.raises(IntegrityError):
        make.saved(Talk(**row | {"id": None, "uid": "another"}))
    db.session.rollback()


def test_a_fourth_time_is_impossible():
    talk = accept(said(), at(2), at(3), at(4))
    with pytest.raises(IntegrityError):
        make.saved(TalkTime(talk_id=talk.id, number=4, starts_at=at(5)))
    db.session.rollback()


@pytest.mark.parametrize(
    ("times", "field"),
    [((-1,), "on_1"), ((2, 400), "on_2"), ((2, 2), "on_2"), ((2, 3, 4, 5), "on_1")],
)
def test_times_that_cannot_be_are_refused_at_their_field(times: tuple[int, ...], field: str):
    with pytest.raises(Refused) as refusal:
        accept(said(), *map(at, times))
    assert refusal.value.field == field


def test_elsewhere_and_online_need_a_place():
    for venue in (Venue.ELSEWHERE, Venue.ONLINE):
        with pytest.raises(Refused) as refusal:
            accept(said(), at(2), venue=venue)
        assert refusal.value.field == "place"


def test_a_time_that_has_passed_is_picked_no_more():
    both = said()
    talk = accept(both, at(1))
    with clock.at(at(2)), pytest.raises(Refused):
        pick(both, talk, INSTITUTION)


def test_a_time_that_was_replaced_is_picked_no_more():
    both = said()
    talk = accept(both, at(2))
    stale = talk.times[0].id
    propose(both, talk, INSTITUTION, at(3))
    propose(both, talk, PROJECT, at(4))
    with pytest.raises(Refused):
        talking.pick(talk.id, stale, side=INSTITUTION, person=both.asker, actor=both.asker.acting())


def test_only_the_side_that_is_asked_picks_or_proposes():
    both = said()
    talk = accept(both, at(2))
    with pytest.raises(Refused):
        pick(both, talk, PROJECT)
    with pytest.raises(Refused):
        propose(both, talk, PROJECT, at(3))


def test_a_person_is_in_one_talk_at_a_time():
    owner, starts_at = make.person(Role.STARTUP), at(3)
    first, second = said(owner=owner), said(owner=owner)
    agreed(first, starts_at)
    talk = accept(second, starts_at + timedelta(minutes=15))
    with pytest.raises(Refused, match="冲突"):
        pick(second, talk, INSTITUTION)


def test_a_talk_is_not_while_the_project_stands_on_a_stage():
    both, starts_at = said(), at(3)
    taken = {"what": "project", "what_id": both.pitch.project_id, "by": "slot", "by_id": 1}
    make.saved(Occupancy(**taken, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=15)))
    with pytest.raises(Refused, match="冲突"):
        agreed(both, starts_at)


@pytest.mark.parametrize("level", [None, InterestLevel.FOLLOW])
def test_an_interest_that_is_taken_back_or_less_ends_its_talk(level: InterestLevel | None):
    both = said()
    talk = agreed(both)
    if level is None:
        operations.take_back(both.interest.id, person=both.asker, actor=both.asker.acting())
    else:
        operations.say_interest(
            both.pitch.id, InterestFacts(level), person=both.asker, actor=both.asker.acting()
        )
    assert (queries.get_talk(talk.id).state, len(letters("talk.cancelled"))) == (S.CANCELLED, 2)
    with pytest.raises(Refused):
        accept(both)


def test_neither_strangers_nor_who_may_only_look_answer_or_settle():
    both = said()
    viewer = make.person(Role.STARTUP)
    make.member(both.pitch.project.company, MemberRight.VIEWER, viewer)
    for person in (viewer, make.person(Role.STARTUP), both.asker):
        with pytest.raises(Missing):
            talking.accept(both.interest.id, offer(at(2)), person=person, actor=person.acting())
    talk = accept(both, at(2))
    stranger = investor(both.pitch.roadshow)
    with pytest.raises(Missing):
        talking.pick(talk.id, talk.times[0].id, side=INSTITUTION, person=stranger, actor=stranger.acting())
    with pytest.raises(Missing):
        cancel(Both(viewer, stranger, both.pitch, both.interest), talk, PROJECT)


def test_an_institution_that_may_read_the_project_no_more_settles_no_time_but_calls_it_off():
    both = said()
    talk = accept(both, at(2))
    both.pitch.project.dossier.level = "judges"
    db.session.commit()
    with pytest.raises(Refused):
        pick(both, talk, INSTITUTION)
    assert cancel(both, talk, INSTITUTION).state is S.CANCELLED


def test_an_owner_agrees_to_no_talk_of_which_the_institution_could_settle_no_time():
    both = said()
    programme.cancel(both.pitch.roadshow, "场馆检修", actor=make.SOMEONE)
    with pytest.raises(Refused, match="这家机构现在不能再看这个项目的资料"):
        accept(both, at(3))
    assert (db.session.query(Talk).count(), letters("talk.proposed")) == (0, [])
    assert decline(both).state is S.DECLINED


def test_an_owner_agrees_as_long_as_a_colleague_of_who_asked_may_read():
    both = said()
    coming_too = investor(both.pitch.roadshow, both.interest.institution)
    leave(get_contact(both.asker.id), actor=both.asker.acting())
    assert accept(both, at(3)).state is S.PROPOSED
    assert [letter.to_address for letter in letters("talk.proposed")] == [coming_too.email]


def test_a_talk_that_took_place_is_not_moved():
    both = said()
    talk = agreed(both, at(3))
    with clock.at(at(4)), pytest.raises(Refused, match="约谈的时间已经过去"):
        propose(both, talk, PROJECT, at(6))
    assert (talk.starts_at, talk.waits_for) == (at(3), None)


def test_what_waits_for_whom():
    both = said()
    project, fund = both.pitch.project_id, both.interest.institution_id
    since = clock.now() - timedelta(days=1)
    assert queries.list_unanswered([project], since) == [both.interest]
    talk = accept(both, at(2))
    assert queries.list_unanswered([project], since) == []
    waits = queries.list_waiting(INSTITUTION, [fund]), queries.list_waiting(PROJECT, [project])
    assert waits == ([talk], [])
