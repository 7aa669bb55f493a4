"""Plans change while letters wait for the morning: nobody reads what is not true any more, and each reads the whole."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask

from roadshow.attendance.inviting import invite_many, withdraw_many
from roadshow.attendance.queries import list_guests_in
from roadshow.attendance.rules import Invitee
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices import many, sending
from roadshow.notices.models import MAIL, Letter
from roadshow.notices.operations import note_read
from roadshow.notices.queries import list_inbox
from roadshow.notices.states import LetterState as S
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme import putting_off
from roadshow.programme.models import Roadshow
from roadshow.programme.restoring import restore
from roadshow.programme.states import RoadshowState
from tests import make

NIGHT = clock.moment(date(2026, 3, 2), time(23))
MORNING = clock.moment(date(2026, 3, 3), time(7))
GUEST = "guest@test.example"
A, M, B = (clock.moment(date(2026, 4, day), time(13, 30)) for day in (11, 14, 17))


@pytest.fixture(autouse=True)
def at_night(inside: Flask) -> Iterator[None]:
    """Mail is set up, and it is eleven in the evening."""
    inside.config["SETTINGS"] = replace(inside.config["SETTINGS"], smtp="smtp://127.0.0.1:9")
    with clock.at(NIGHT):
        yield


def roadshow(**facts: object) -> Roadshow:
    return make.roadshow(RoadshowState.PUBLISHED, on=date(2026, 4, 11), title="新材料专场", **facts)


def invite(there: Roadshow) -> None:
    invite_many(there, [Invitee(GUEST, "示例来宾", "", ())], actor=make.SOMEONE)


def postpone(there: Roadshow, *to: object) -> None:
    for starts_at in to:
        programme.postpone(there, starts_at, on_rest_day=True, actor=make.SOMEONE)  # type: ignore[arg-type]  # moments


def cancel(there: Roadshow) -> None:
    programme.cancel(there, "场馆检修", actor=make.SOMEONE)


def sent(*, at: object = MORNING) -> list[Letter]:
    """All that the mail server gets at that moment."""
    went = list[Letter]()
    with clock.at(at):  # type: ignore[type-var]  # a moment
        while dispatch := sending.claim(MAIL, "test.example"):
            sending.note_sent(dispatch)
            letter = db.session.get(Letter, dispatch.id)
            assert letter is not None
            went.append(letter)
    return went


def kinds(letters: list[Letter]) -> list[str]:
    return [letter.kind for letter in letters]


def applied(there: Roadshow) -> str:
    owner = make.person(language="zh")
    make.pitch(there, P.SCREENED, of=make.project(make.company(owner)))
    return owner.email


@pytest.mark.parametrize(
    "off", [cancel, lambda there: putting_off.put_off(there, "检修", actor=make.SOMEONE)]
)
def test_who_was_never_invited_reads_neither_the_invitation_nor_that_it_is_off(off: object) -> None:
    there = roadshow()
    invite(there)
    off(there)  # type: ignore[operator]  # an act
    assert (sent(at=NIGHT), sent()) == ([], [])
    (letter,) = db.session.query(Letter)
    assert (letter.state, letter.overtaken) == (S.KEPT, True)


def test_who_was_invited_reads_that_it_is_cancelled_and_no_reminder() -> None:
    there = roadshow()
    invite(there)
    assert kinds(sent()) == ["attendance.invited"]
    cancel(there)
    assert kinds(sent()) == ["roadshow.cancelled"]


def test_an_invitation_that_waits_goes_out_with_the_new_day_alone() -> None:
    there = roadshow()
    invite(there)
    postpone(there, B)
    (letter,) = sent()
    assert (letter.kind, "2026年4月17日" in letter.body, "4月11日" in letter.body) == (
        "attendance.invited",
        True,
        False,
    )


def test_who_was_never_invited_is_invited_once_it_takes_place_after_all() -> None:
    there = roadshow()
    invite(there)
    cancel(there)
    restore(there, actor=make.SOMEONE)
    assert kinds(sent()) == ["attendance.invited"]


def test_a_second_move_tells_the_whole_from_the_day_that_was_known() -> None:
    there = roadshow()
    applied(there)
    invite(there)
    sent()
    postpone(there, M, B)
    letters = sent()
    assert kinds(letters) == ["roadshow.postponed"] * 2
    assert [("由2026年4月11日" in each.body, "4月14日" in each.body) for each in letters] == [
        (True, False)
    ] * 2


def test_who_read_of_the_first_move_reads_of_the_second_from_there() -> None:
    there = roadshow()
    applied(there)
    postpone(there, M)
    sent()
    postpone(there, B)
    assert ["由2026年4月14日" in each.body for each in sent()] == [True]


def test_moved_there_and_back_tells_nobody_anything() -> None:
    there = roadshow()
    applied(there)
    postpone(there, M, A)
    assert sent() == []


def test_one_moved_and_then_cancelled_is_told_with_the_day_that_was_known() -> None:
    there = roadshow()
    applied(there)
    postpone(there, M)
    cancel(there)
    (letter,) = sent()
    assert (letter.kind, "原定2026年4月11日" in letter.body, "4月14日" in letter.body) == (
        "roadshow.cancelled",
        True,
        False,
    )


def test_a_second_close_of_the_call_is_told_from_the_one_that_was_known() -> None:
    there = make.roadshow(RoadshowState.CALLING, on=date(2026, 4, 11))
    applied(there)
    assert there.call_closes_at is not None
    first, second = (there.call_closes_at + timedelta(days=days) for days in (1, 2))
    for closes_at in (first, second):
        programme.change_call(there, closes_at, actor=make.SOMEONE)
    (letter,) = sent()
    assert ("由2026年4月4日" in letter.body, "改为2026年4月6日" in letter.body) == (True, True)


def test_a_letter_that_is_being_sent_and_refused_for_now_is_not_tried_again() -> None:
    there = roadshow()
    invite(there)
    with clock.at(MORNING):
        dispatch = sending.claim(MAIL, "test.example")
        assert dispatch is not None
        cancel(there)
        sending.put_off(dispatch, "450 busy")
    assert kinds(sent()) == ["roadshow.cancelled"]  # it may have been heard of


def test_one_of_which_nobody_knows_is_not_sent_again() -> None:
    there = roadshow()
    invite(there)
    with clock.at(MORNING):
        dispatch = sending.claim(MAIL, "test.example")
        assert dispatch is not None
        sending.lose_sight(dispatch, "")
        cancel(there)
        assert many.send_again([dispatch.id], actor=make.SOMEONE).count == 0


def test_what_was_overtaken_unread_is_not_in_the_inbox() -> None:
    there, person = roadshow(), make.person()
    invite_many(there, [Invitee(person.email, "示例来宾", "", ())], actor=make.SOMEONE)
    cancel(there)
    assert list_inbox(person.id).count() == 0


def test_who_read_it_in_the_inbox_reads_that_it_is_cancelled() -> None:
    there, person = roadshow(), make.person()
    invite_many(there, [Invitee(person.email, "示例来宾", "", ())], actor=make.SOMEONE)
    note_read(db.session.query(Letter).one())
    cancel(there)
    assert kinds(sent()) == ["roadshow.cancelled"]


def test_who_was_never_invited_does_not_read_that_the_invitation_is_withdrawn() -> None:
    there = roadshow()
    invite(there)
    withdraw_many(
        there, [guest.id for guest in list_guests_in(there.id, *AttendanceState)], actor=make.SOMEONE
    )
    assert sent() == []


def test_without_mail_everybody_is_told_as_links_are_passed_on_by_hand(inside: Flask) -> None:
    inside.config["SETTINGS"] = replace(inside.config["SETTINGS"], smtp="")
    there = roadshow()
    invite(there)
    cancel(there)
    assert kinds(db.session.query(Letter).order_by(Letter.id).all()) == [
        "attendance.invited",
        "roadshow.cancelled",
    ]
