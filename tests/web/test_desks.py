"""One account may be a startup's and an investor's; staff decide on both and are neither."""

from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole
from tests.web.owned import me
from tests.web.selecting import words_of

DESKS = "/account/desks"


def roles(app: Flask, role: Role) -> list[Role]:
    with app.app_context():
        return me(role).roles


def ways(client: FlaskClient, path: str) -> list[str]:
    """What its menu leads to."""
    return words_of(client.get(path).text, "header.side nav a span")


def test_a_startup_opens_the_investors_desk(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    assert client.post(f"{DESKS}/investor").location == "/investor/"
    assert roles(app, Role.STARTUP) == [Role.STARTUP, Role.INVESTOR]
    assert "项目方" in ways(client, "/investor/")


def test_pressed_twice_it_is_opened_once(app: Flask, as_role: AsRole):
    client = as_role(Role.INVESTOR)
    for _time in range(2):
        client.post(f"{DESKS}/startup")
    assert roles(app, Role.INVESTOR) == [Role.INVESTOR, Role.STARTUP]


def test_staff_open_neither(app: Flask, as_role: AsRole):
    client = as_role(Role.ORGANISER)
    client.post(f"{DESKS}/startup")
    assert roles(app, Role.ORGANISER) == [Role.ORGANISER]


def test_nobody_opens_a_desk_of_staff(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    assert client.post(f"{DESKS}/admin").status_code == 404
    assert roles(app, Role.STARTUP) == [Role.STARTUP]
