"""Admins who invite the same colleagues at once wait for each other, in whatever order their lists are."""

from flask import Flask

from roadshow.accounts.inviting import Invitee, invite_many
from roadshow.accounts.models import Invitation
from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests import make
from tests.races.at_once import WON, at_once

EMAILS = [f"colleague{number}@test.example" for number in range(20)]


def test_six_lists_in_two_orders_all_go_out(app: Flask) -> None:
    def invite(emails: list[str]) -> object:
        people = [(Invitee(email, "示例同事"), [Role.ORGANISER]) for email in emails]
        return lambda: invite_many(people, actor=make.SOMEONE)

    orders = [EMAILS, EMAILS[::-1]] * 3
    answers = at_once(app, [lambda emails=emails: invite(emails) for emails in orders])  # type: ignore[misc]  # mypy knows no default of a lambda
    with app.app_context():
        still_open = db.session.query(Invitation).where(Invitation.expires_at > clock.now()).count()
    assert (answers, still_open) == ([WON] * 6, 6 * len(EMAILS))
