"""Letters that did not arrive leave the to-do list once nobody needs them, and say why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from roadshow.accounts import coming_in, inviting
from roadshow.accounts import operations as accounts
from roadshow.accounts.coming_in import Ways
from roadshow.accounts.models import Invitation, Reset, SignUp
from roadshow.accounts.permissions import Role
from roadshow.attendance import answering
from roadshow.attendance import inviting as guests
from roadshow.attendance.letters import tell
from roadshow.attendance.models import Attendance
from roadshow.attendance.seating import begin_seating
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices import purposes, queries, sending
from roadshow.notices.models import MAIL, Letter
from roadshow.notices.states import LetterState as S
from roadshow.programme.states import RoadshowState
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
EMAIL, PASSWORD = "new@test.example", "a long way to Pinghu"
WAYS = Ways(lambda token: f"http://localhost/x/{token}", "http://localhost/in", "http://localhost/forgot")


def fail() -> None:
    """No letter of those that wait is sent."""
    db.session.query(Letter).filter_by(state=S.QUEUED).update({"state": S.FAILED, "due_at": None})
    db.session.commit()


def stand(kind: str) -> list[tuple[S, str]]:
    """Letters of this kind: their states, and why."""
    rows = db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id)
    return [(row.state, (row.why or {}).get("zh", "")) for row in rows]


def signed_up() -> None:
    coming_in.sign_up(EMAIL, ways=WAYS, address="192.0.2.1")
    fail()
    coming_in.finish_sign_up(db.session.query(SignUp).one(), "新人", PASSWORD, address="192.0.2.1")


def invited_and_accepted() -> None:
    inviting.invite(EMAIL, "新人", [Role.RECORDER], actor=make.SOMEONE, link=WAYS.finish)
    fail()
    invitation = db.session.query(Invitation).one()
    inviting.accept_invitation(invitation, email=EMAIL, name="新人", password=PASSWORD, address="192.0.2.1")


def invited_again() -> None:
    for _time in range(2):
        inviting.invite(EMAIL, "新人", [Role.RECORDER], actor=make.SOMEONE, link=WAYS.finish)
        fail()


def withdrawn() -> None:
    inviting.invite(EMAIL, "新人", [Role.RECORDER], actor=make.SOMEONE, link=WAYS.finish)
    fail()
    inviting.withdraw_invitation(db.session.query(Invitation).one(), actor=make.SOMEONE)


def reset() -> None:
    make.person(email=EMAIL)
    coming_in.ask_reset(EMAIL, link=WAYS.finish, address="192.0.2.1")
    fail()
    coming_in.reset_password(db.session.query(Reset).one(), PASSWORD, address="192.0.2.1")


def deactivated() -> None:
    person = make.person(email=EMAIL)
    coming_in.ask_reset(EMAIL, link=WAYS.finish, address="192.0.2.1")
    db.session.query(Letter).update({"kind": "roadshow.cancelled"})
    fail()
    accounts.set_active(person, False, actor=make.SOMEONE)


@pytest.mark.parametrize(
    ("act", "kind", "why"),
    [
        (signed_up, "account.sign_up", "账号已注册"),
        (invited_and_accepted, "account.invited", "账号已注册"),
        (invited_again, "account.invited", "后来又发了一封邀请"),
        (withdrawn, "account.invited", "邀请已撤回"),
        (reset, "account.reset", "里面的链接已经用过或作废"),
        (deactivated, "roadshow.cancelled", "账号已停用"),
    ],
)
def test_a_letter_ends_once_its_purpose_is_done(act: Callable[[], None], kind: str, why: str) -> None:
    act()
    assert stand(kind)[0] == (S.KEPT, why)


def guest_invited() -> Attendance:
    roadshow = make.roadshow(RoadshowState.PUBLISHED)
    begin_seating(roadshow, actor=make.SOMEONE)
    guest, other = make.attendance(roadshow), make.attendance(roadshow)
    tell("attendance.invited", [guest, other])
    db.session.commit()
    fail()
    return guest


def test_an_invitation_ends_once_its_guest_has_answered_and_anothers_does_not() -> None:
    answering.decline(guest_invited(), actor=make.SOMEONE)
    assert stand("attendance.invited") == [(S.KEPT, "收信人已经答复"), (S.FAILED, "")]


def test_an_invitation_ends_once_it_is_withdrawn() -> None:
    guest = guest_invited()
    guests.withdraw_many(guest.roadshow, [guest.id], actor=make.SOMEONE)
    assert [state for state, _why in stand("attendance.invited")] == [S.KEPT, S.FAILED]


def test_what_a_roadshow_was_about_ends_with_it_and_is_counted_no_more() -> None:
    guest = guest_invited()
    assert queries.count_to_settle() == {S.FAILED: 2}
    with clock.at((guest.roadshow.ends_at or clock.now()) + timedelta(minutes=1)):
        assert (queries.count_to_settle(), queries.has_outlived()) == ({}, True)
        purposes.end_outlived()
        assert (stand("attendance.invited"), queries.has_outlived()) == (
            [(S.KEPT, "这场路演已经结束")] * 2,
            False,
        )


def test_what_waits_until_its_roadshow_is_over_is_not_sent() -> None:
    guest = guest_invited()
    db.session.query(Letter).update({"state": S.QUEUED, "due_at": clock.now(), "at_once": True})
    db.session.commit()
    with clock.at((guest.roadshow.ends_at or clock.now()) + timedelta(minutes=1)):
        assert sending.claim(MAIL, "test.example") is None
    assert stand("attendance.invited")[0] == (S.KEPT, "这场路演已经结束")


def test_a_reminder_that_went_out_ends_the_invitation_before_it() -> None:
    guest = guest_invited()
    tell("attendance.reminded", [guest])
    db.session.commit()
    dispatch = sending.claim(MAIL, "test.example")
    assert dispatch is not None
    sending.note_sent(dispatch)
    assert stand("attendance.invited") == [(S.KEPT, "后来的一封已经发出"), (S.FAILED, "")]
