"""The link that makes the first admin: good once, and only while nobody is there."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.inviting import accept_invitation, invite_first_admin
from roadshow.accounts.models import Person
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import get_invitation
from roadshow.foundation import clock
from roadshow.foundation.db import db
from tests.conftest import PASSWORD
from tests.races.at_once import WON, at_once

ADMIN = {"email": "boss@test.example", "name": "示例李", "password": PASSWORD, "agreed": "y"}


def link(app: Flask) -> str:
    with app.app_context():
        return f"/invitations/{invite_first_admin()}"


def test_its_user_names_an_address_and_is_the_admin(app: Flask, client: FlaskClient):
    first = link(app)
    assert client.get(first).text.count("readonly") == 0
    assert client.post(first, data=ADMIN).location == "/centre/"
    assert client.get("/centre/people").status_code == 200


def test_a_later_start_ends_the_links_of_earlier_ones(app: Flask, client: FlaskClient):
    links = [link(app), link(app)]
    assert [client.get(each).status_code for each in links] == [410, 200]


def test_it_ends_after_a_week(app: Flask, client: FlaskClient):
    first = link(app)
    with clock.at(clock.now() + timedelta(days=7)):
        assert client.get(first).status_code == 410


def test_it_is_good_for_nothing_once_somebody_is_there(app: Flask, client: FlaskClient):
    first = link(app)
    with app.app_context():
        make_person("boss@test.example", "示例李", PASSWORD, [Role.ADMIN])
        assert invite_first_admin() is None
    answer = client.post(first, data=ADMIN | {"email": "other@test.example"})
    with app.app_context():
        assert (answer.status_code, db.session.query(Person).count()) == (410, 1)


def test_of_eight_who_follow_it_at_once_one_is_the_admin(app: Flask):
    token = link(app).rpartition("/")[2]

    def follow(number: int) -> object:
        invitation = get_invitation(token)
        email = f"boss{number}@test.example"
        return lambda: accept_invitation(
            invitation, email=email, name="示例李", password=PASSWORD, address=""
        )

    answers = at_once(app, [lambda number=number: follow(number) for number in range(8)])
    with app.app_context():
        assert (answers.count(WON), db.session.query(Person).count()) == (1, 1)
    assert set(answers) == {WON, "Gone('invitation')"}
