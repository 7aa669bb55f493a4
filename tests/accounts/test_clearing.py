"""What nobody can use any more is cleared away every day; what still says something stays."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.accounts import inviting, operations, signing_in
from roadshow.accounts.models import FailedSignIn, Invitation, Session
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import ABSOLUTE, DRAFT_LASTS, get_invitation
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.errors import Gone
from tests.conftest import PASSWORD

EMAIL = "someone@test.example"


def cleared_after(time: timedelta) -> None:
    with clock.at(clock.now() + time):
        operations.clear()


@pytest.fixture
def someone(inside: Flask) -> None:
    operations.make_person(EMAIL, "某人", PASSWORD, [Role.LEADER])
    signing_in.sign_in(EMAIL, PASSWORD, address="127.0.0.1")


@pytest.mark.usefixtures("someone")
def test_a_session_is_kept_for_as_long_as_it_may_live_or_tell_whose_a_draft_is() -> None:
    cleared_after(ABSOLUTE + DRAFT_LASTS - timedelta(minutes=1))
    assert db.session.query(Session).count() == 1
    cleared_after(ABSOLUTE + DRAFT_LASTS + timedelta(minutes=1))
    assert db.session.query(Session).count() == 0


@pytest.mark.usefixtures("someone")
def test_a_session_that_ended_goes_a_day_later() -> None:
    operations.sign_out(db.session.query(Session).one(), actor=COMMAND)
    cleared_after(DRAFT_LASTS - timedelta(minutes=1))
    assert db.session.query(Session).count() == 1
    cleared_after(DRAFT_LASTS + timedelta(minutes=1))
    assert db.session.query(Session).count() == 0


def test_a_lapsed_link_says_for_a_month_that_it_lapsed(inside: Flask) -> None:
    token = inviting.invite("new@test.example", "新人", [Role.LEADER], actor=COMMAND)
    cleared_after(operations.LINK_LASTS + timedelta(days=29))
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Gone):
        get_invitation(token)
    cleared_after(operations.LINK_LASTS + timedelta(days=31))
    assert db.session.query(Invitation).count() == 0


def test_counted_failures_go_after_a_day(inside: Flask) -> None:
    signing_in.sign_in(EMAIL, "wrong", address="127.0.0.1")
    cleared_after(timedelta(hours=23))
    assert db.session.query(FailedSignIn).count() == 1
    cleared_after(timedelta(hours=25))
    assert db.session.query(FailedSignIn).count() == 0
